//! The parts pages are made of. They take model values and return markup; none of them asks for data.

mod article_body;
mod article_record;
mod article_tools;
mod breadcrumb;
mod external_block;
mod failure_notice;
mod figure;
mod icon;
mod month_archive;
mod notice_banner;
mod page_heading;
mod page_suggestions;
mod pagination;
mod people_online;
mod preview_banner;
mod publication_time;
mod reading_settings;
mod related_news;
mod rich_text;
mod share_links;
mod site_footer;
mod site_header;
mod story_list;

pub use article_body::{ArticleBody, FileAnchor};
pub use article_record::{ArticleHistory, ErrorReport};
pub use article_tools::ArticleTools;
pub use breadcrumb::Breadcrumb;
pub use external_block::ExternalBlock;
pub use failure_notice::FailureNotice;
pub use figure::{ContentFigure, ContentImage};
pub use icon::{Icon, Shape};
pub use month_archive::MonthArchive;
pub use notice_banner::NoticeBanner;
pub use page_heading::PageHeading;
pub use page_suggestions::PageSuggestions;
pub use pagination::Pagination;
pub use people_online::PeopleOnline;
pub use preview_banner::PreviewBanner;
pub use publication_time::{Now, PublicationTime};
pub use reading_settings::ReadingSettings;
pub use related_news::RelatedNews;
pub use rich_text::RichText;
pub use site_footer::SiteFooter;
pub use site_header::SiteHeader;
pub use story_list::{HeadlineLink, StoryCard, StoryList};

use leptos::prelude::{GetUntracked, RwSignal, use_context};

use crate::content::model::Site;
use crate::text::{Lang, Text};

/// The page's language, which the app provides as context.
pub fn use_lang() -> Lang {
    use_context().unwrap_or_default()
}

/// The interface's words in the page's language.
pub fn use_text() -> &'static Text {
    use_lang().text()
}

/// The site's settings, which the app provides as context.
pub fn use_site() -> Option<Site> {
    use_context::<RwSignal<Option<Site>>>()?.get_untracked()
}
