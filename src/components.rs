//! The parts pages are made of. They take model values and return markup; none of them asks for data.

mod article_body;
mod article_record;
mod article_tools;
mod breadcrumb;
mod external_block;
mod failure_notice;
mod figure;
mod form;
mod icon;
mod link;
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
mod tool_button;

pub use article_body::{article_body, file_anchor};
pub use article_record::{article_history, error_report};
pub use article_tools::{ToolsSubject, article_tools};
pub use breadcrumb::breadcrumb;
pub use external_block::external_block;
pub use failure_notice::failure_notice;
pub use figure::{Loading, content_figure, content_image};
pub use form::{form_field, select, text_input};
pub use icon::{Shape, icon};
pub use link::{foreign_link, link};
pub use month_archive::month_archive;
pub use notice_banner::notice_banner;
pub use page_heading::page_heading;
pub use page_suggestions::page_suggestions;
pub use pagination::pagination;
pub use people_online::people_online;
pub use preview_banner::preview_banner;
pub use publication_time::{Now, publication_time};
pub use reading_settings::reading_settings;
pub use related_news::related_news;
pub use rich_text::rich_text;
pub use site_footer::site_footer;
pub use site_header::site_header;
pub use story_list::{brief_story_list, headline_link, lead_story, story_list};
pub use tool_button::{tool_button, tool_status};

use leptos::prelude::{RwSignal, WithUntracked, use_context};

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

/// What `read` finds in the site's settings, which the app provides as context.
pub fn with_site<T>(read: impl FnOnce(&Site) -> T) -> Option<T> {
    use_context::<RwSignal<Option<Site>>>()?.with_untracked(|site| site.as_ref().map(read))
}
