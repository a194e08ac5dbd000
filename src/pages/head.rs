//! What a page says of itself outside its body: the browser's title and what search engines read.

use crate::content::model::{Site, Summary};
use crate::content::page_data::PageData;
use crate::path::{AppPath, PagePath};
use crate::text::{Lang, Text};

/// A document's title and metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageHead {
    /// The whole title, site's name included.
    pub title: String,
    pub description: Option<String>,
    /// Absolute; `None` for what has no address of its own.
    pub canonical: Option<String>,
    /// Withdrawn articles, what an editor previews, the search page, what readers save and the not-found page stay out of search engines.
    pub is_indexed: bool,
    pub lang: Lang,
}

/// The head of a page. Prerendering writes it, navigation replaces it.
pub fn page_head(site: &Site, path: Option<&AppPath>, page: &PageData) -> PageHead {
    let text = site.lang.text();
    let title = match page_title(text, path, page) {
        Some(title) => format!("{title} - {}", site.short_name),
        None => site.name.clone(),
    };
    let description = match page {
        PageData::Article(article) => article.summary.clone(),
        PageData::Section(listing) => listing.section.description.clone(),
        _ => None,
    };
    let is_withdrawn = matches!(page, PageData::Article(article) if article.withdrawn.is_some());
    let is_previewed = match page {
        PageData::Article(article) => article.preview.is_some(),
        PageData::Standing(page) => page.preview.is_some(),
        _ => false,
    };
    let is_found = !matches!(page, PageData::NotFound);
    PageHead {
        title,
        description,
        canonical: path.filter(|_| is_found).map(|path| format!("{}{path}", site.url)),
        is_indexed: is_found && !is_withdrawn && !is_previewed && is_about_the_site(page),
        lang: site.lang,
    }
}

/// Whether a page has more to say than the reader asks for or saved.
fn is_about_the_site(page: &PageData) -> bool {
    match page {
        PageData::Search(_) => false,
        #[cfg(feature = "ssr")]
        PageData::Saved => false,
        _ => true,
    }
}

/// The page's own title, with what tells it from others of its list.
pub fn page_title(text: &Text, path: Option<&AppPath>, page: &PageData) -> Option<String> {
    let title = match page {
        PageData::Home(_) => return None,
        PageData::Section(listing) => listing.section.name.clone(),
        PageData::Latest(_) => text.latest.to_owned(),
        PageData::Article(article) => article.title.clone(),
        PageData::Tag(listing) => (text.tagged)(&listing.tag.name),
        PageData::Standing(page) => page.title.clone(),
        PageData::Search(_) => text.search.to_owned(),
        PageData::SiteMap(_) => text.site_map.to_owned(),
        PageData::Widgets(_) => text.widgets.title.to_owned(),
        PageData::NotFound => text.not_found.title.to_owned(),
        #[cfg(feature = "ssr")]
        PageData::Saved => text.saved_articles.to_owned(),
    };
    let part = list_part(text, path, page);
    Some(part.map_or_else(|| title.clone(), |part| format!("{title} - {part}")))
}

/// What tells a page of a list from the others: its month, else its number, which never changes, and the days it is of.
pub fn list_part(text: &Text, path: Option<&AppPath>, page: &PageData) -> Option<String> {
    let number = match path?.page {
        PagePath::SectionMonth { month, .. } => return Some(month.format_for_people(text)),
        PagePath::SectionPage { page, .. } | PagePath::LatestPage { page } => (text.page)(page),
        _ => return None,
    };
    let days = match page {
        PageData::Section(listing) => format_days(&listing.articles, text),
        PageData::Latest(listing) => format_days(&listing.articles, text),
        _ => return None,
    };
    Some(if days.is_empty() { number } else { format!("{number} ({days})") })
}

/// The days of articles that are newest first: `12/03/2021 – 07/04/2021`, or `12/03/2021`.
pub(super) fn format_days(articles: &[Summary], text: &Text) -> String {
    let day = |article: Option<&Summary>| article.map(|article| article.published_at.format_day(text));
    match (day(articles.last()), day(articles.first())) {
        (Some(oldest), Some(newest)) if oldest != newest => format!("{oldest} – {newest}"),
        (_, newest) => newest.unwrap_or_default(),
    }
}
