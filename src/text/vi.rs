//! Vietnamese.

use super::Text;

pub static TEXT: Text = Text { skip_to_content: "Đến nội dung chính" };
