//! The pages, one function each; each is given its document and shows it.

mod article_page;
mod head;
mod home_page;
mod listing_pages;
#[cfg(feature = "ssr")]
mod saved_page;
mod search_page;
mod site_map_page;
mod standing_page;
mod translations;
mod widgets_page;

pub use head::{PageHead, list_part, page_head, page_title};
#[cfg(feature = "ssr")]
pub use translations::saved_in_languages;
pub use translations::translations;

use self::article_page::article_page;
use self::home_page::home_page;
use self::listing_pages::{latest_page, section_page, tag_page};
#[cfg(feature = "ssr")]
use self::saved_page::saved_page;
use self::search_page::search_page;
use self::site_map_page::site_map_page;
use self::standing_page::standing_page;
use self::widgets_page::widgets_page;
use crate::components::use_text;
use crate::content::page_data::PageData;
use crate::markup::Markup;
use crate::path::AppPath;

/// The page that shows a document. Nothing for what was not found: the app has a notice for that.
pub fn page_markup(path: Option<&AppPath>, page: &PageData) -> Markup {
    let title = page_title(use_text(), path, page).unwrap_or_default();
    let list = path.and_then(AppPath::list);
    match page {
        PageData::Home(home) => home_page(home),
        PageData::Section(listing) => section_page(listing, title, list),
        PageData::Latest(listing) => latest_page(listing, title, list),
        PageData::Article(article) => article_page(article),
        PageData::Tag(listing) => tag_page(listing, title),
        PageData::Standing(page) => standing_page(page),
        PageData::Search(form) => search_page(form),
        PageData::SiteMap(map) => site_map_page(map),
        PageData::Widgets(form) => widgets_page(form),
        PageData::NotFound => Markup::default(),
        #[cfg(feature = "ssr")]
        PageData::Saved => saved_page(),
    }
}
