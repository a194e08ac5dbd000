//! The parts pages are made of. They take model values and return markup; none of them asks for data.

mod article_body;
mod breadcrumb;
mod failure_notice;
mod figure;
mod month_archive;
mod notice_banner;
mod page_heading;
mod page_suggestions;
mod pagination;
mod people_online;
mod publication_time;
mod related_news;
mod rich_text;
mod site_footer;
mod site_header;
mod story_list;

pub use article_body::{ArticleBody, FileAnchor};
pub use breadcrumb::Breadcrumb;
pub use failure_notice::FailureNotice;
pub use figure::{ContentFigure, ContentImage};
pub use month_archive::MonthArchive;
pub use notice_banner::NoticeBanner;
pub use page_heading::PageHeading;
pub use page_suggestions::PageSuggestions;
pub use pagination::Pagination;
pub use people_online::PeopleOnline;
pub use publication_time::{Now, PublicationTime};
pub use related_news::RelatedNews;
pub use rich_text::RichText;
pub use site_footer::SiteFooter;
pub use site_header::SiteHeader;
pub use story_list::{HeadlineLink, StoryCard, StoryList};

use leptos::prelude::use_context;

use crate::text::{Lang, Text};

/// The page's language, which the app provides as context.
pub fn use_lang() -> Lang {
    use_context().unwrap_or_default()
}

/// The interface's words in the page's language.
pub fn use_text() -> &'static Text {
    use_lang().text()
}
