//! The pages, one function each; each is given its document and shows it.

mod article_page;
mod head;
mod home_page;
mod listing_pages;
mod search_page;
mod site_map_page;
mod standing_page;
mod translations;
mod widgets_page;

pub use article_page::article_page;
pub use head::{PageHead, page_head, page_title};
pub use home_page::home_page;
pub use listing_pages::{latest_page, section_page, tag_page};
pub use search_page::search_page;
pub use site_map_page::site_map_page;
pub use standing_page::standing_page;
pub use translations::translations;
pub use widgets_page::widgets_page;
