//! What a prerendered page says of itself to machines: link previews, search engines, feed readers.
//!
//! `PageHead` (in the app) has what navigation replaces, too: title, description, canonical address, robots. The rest
//! is written once, natively, because whoever reads it loads each page anew: it is no byte of the app. Parts:
//! `description` (where nobody wrote one), `open_graph`, `json_ld`, `alternates` (other languages).

pub mod alternates;
pub mod description;
mod json_ld;
mod open_graph;

use html_escape::encode_double_quoted_attribute;
use portal_app::content::model::{Image, Site};
use portal_app::content::page_data::PageData;
use portal_app::pages::{PageHead, page_head, page_title};
use portal_app::path::AppPath;

use self::alternates::alternates;
use self::description::describe;
use self::json_ld::write_json_ld;
use self::open_graph::write_open_graph;
use crate::embed::discovery_link;
use crate::feeds::FeedLink;

/// What a head says that its page's document does not know.
#[derive(Clone, Debug, Default)]
pub struct HeadExtras {
    /// The page's generated share picture.
    pub share_picture: Option<Image>,
    /// The agency's icon, as a path of the site.
    pub logo: Option<&'static str>,
    pub feeds: Vec<FeedLink>,
}

/// A page, for the parts of its head.
struct Subject<'a> {
    site: &'a Site,
    path: &'a AppPath,
    page: &'a PageData,
    /// The page's own title, without the site's name.
    title: String,
    description: Option<&'a str>,
    /// The page's absolute address.
    address: &'a str,
    extras: &'a HeadExtras,
}

impl Subject<'_> {
    /// The absolute address of a path of the site.
    fn absolute(&self, path: impl std::fmt::Display) -> String {
        format!("{}{path}", self.site.url)
    }
}

/// The head of a page as `PageHead` has it, with a description wherever one can be made.
pub fn describe_head(site: &Site, path: Option<&AppPath>, page: &PageData) -> PageHead {
    let head = page_head(site, path, page);
    let description = head.description.clone().or_else(|| describe(site, path, page));
    PageHead { description, ..head }
}

/// The lines of a head beyond `PageHead`. What is not there or was withdrawn says nothing of itself.
pub fn write_head(
    site: &Site,
    path: Option<&AppPath>,
    page: &PageData,
    head: &PageHead,
    extras: &HeadExtras,
) -> Result<Vec<String>, serde_json::Error> {
    let mut lines: Vec<String> = extras.feeds.iter().map(write_feed_link).collect();
    let is_withdrawn = matches!(page, PageData::Article(article) if article.withdrawn.is_some());
    let (Some(path), Some(address), false) = (path, &head.canonical, is_withdrawn) else { return Ok(lines) };
    lines.extend(alternates(site, path, page).into_iter().map(|alternate| {
        let address = encode_double_quoted_attribute(&alternate.address).into_owned();
        format!(r#"<link rel="alternate" hreflang="{}" href="{address}">"#, alternate.lang)
    }));
    if let PageData::Article(article) = page {
        lines.push(discovery_link(site, article));
    }
    let title = page_title(site.lang.text(), Some(path), page).unwrap_or_else(|| site.name.clone());
    let description = head.description.as_deref();
    let subject = Subject { site, path, page, title, description, address, extras };
    lines.extend(write_open_graph(&subject));
    lines.push(write_json_ld(&subject)?);
    Ok(lines)
}

fn write_feed_link(feed: &FeedLink) -> String {
    format!(
        r#"<link rel="alternate" type="{}" title="{}" href="{}">"#,
        feed.media_type,
        encode_double_quoted_attribute(&feed.title),
        encode_double_quoted_attribute(&feed.address)
    )
}
