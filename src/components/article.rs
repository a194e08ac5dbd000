//! What articles and standing pages are shown with: their bodies, pictures, times and history.

mod article_body;
mod article_record;
mod external_block;
mod figure;
mod page_contents;
mod publication_time;
mod rich_text;

pub use article_body::{article_body, file_anchor};
pub use article_record::{article_history, error_report};
pub use external_block::external_block;
pub use figure::{Loading, Place, content_figure, content_image};
pub use page_contents::page_contents;
pub use publication_time::{Now, publication_time};
pub use rich_text::rich_text;
