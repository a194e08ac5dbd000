//! What surrounds the content of every page: masthead, navigation, foot, headings, notices.

mod breadcrumb;
mod contact;
mod failure_notice;
mod notice_banner;
mod page_heading;
mod page_suggestions;
mod people_online;
mod preview_banner;
mod site_footer;
mod site_header;

pub use breadcrumb::breadcrumb;
pub use contact::contact_card;
pub use failure_notice::failure_notice;
pub use notice_banner::notice_banner;
pub use page_heading::page_heading;
pub use page_suggestions::page_suggestions;
pub use people_online::people_online;
pub use preview_banner::preview_banner;
pub use site_footer::site_footer;
pub use site_header::site_header;
