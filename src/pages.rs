//! The pages, one component each; each is given its document and shows it.

mod article_page;
mod head;
mod home_page;
mod listing_pages;
mod search_page;
mod site_map_page;
mod standing_page;
mod translations;

pub use article_page::ArticlePage;
pub use head::{PageHead, page_head, page_title};
pub use home_page::HomePage;
pub use listing_pages::{LatestPage, SectionPage, TagPage};
pub use search_page::SearchPage;
pub use site_map_page::SiteMapPage;
pub use standing_page::StandingPageView;
pub use translations::translations;
