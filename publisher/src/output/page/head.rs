//! What a prerendered page tells machines about itself: link previews, search engines, feed readers.
//!
//! `PageHead` (in the app) has what navigation also replaces: title, description, canonical address, robots. The rest
//! is only written here, because its readers load each page anew, so the app need not carry it. Its parts:
//! `open_graph` and `json_ld`.

pub mod subject;

mod json_ld;
mod open_graph;

use html_escape::encode_double_quoted_attribute;
use portal_app::content::model::{Article, Site};
use portal_app::content::page_data::PageData;
use portal_app::pages::{PageHead, page_title};
use portal_app::path::AppPath;
use portal_app::path::widget::oembed;

use self::json_ld::write_json_ld;
use self::open_graph::write_open_graph;
use self::subject::{HeadExtras, Subject};
use crate::output::feeds::FeedLink;
use crate::site::alternates::Alternate;

/// The lines of a head beyond `PageHead`. What is not there or was withdrawn says nothing of itself.
pub fn write_head(
    site: &Site,
    path: Option<&AppPath>,
    page: &PageData,
    head: &PageHead,
    alternates: &[Alternate],
    extras: &HeadExtras,
) -> Result<Vec<String>, serde_json::Error> {
    let mut lines: Vec<String> = extras.feeds.iter().map(write_feed_link).collect();
    let is_withdrawn = matches!(page, PageData::Article(article) if article.withdrawn.is_some());
    let (Some(path), Some(address), false) = (path, &head.canonical, is_withdrawn) else { return Ok(lines) };
    lines.extend(alternates.iter().map(|alternate| {
        let address = encode_double_quoted_attribute(&alternate.address).into_owned();
        format!(r#"<link rel="alternate" hreflang="{}" href="{address}">"#, alternate.lang)
    }));
    if let PageData::Article(article) = page {
        lines.push(write_discovery_link(site, article));
    }
    let title = page_title(site.lang.text(), Some(path), page).unwrap_or_else(|| site.name.clone());
    let description = head.description.as_deref();
    let subject = Subject { site, path, page, title, description, address, alternates, extras };
    lines.extend(write_open_graph(&subject));
    lines.push(write_json_ld(&subject)?);
    Ok(lines)
}

/// How systems that know oEmbed find an article's card.
fn write_discovery_link(site: &Site, article: &Article) -> String {
    format!(
        r#"<link rel="alternate" type="application/json+oembed" href="{}/{}" title="{}">"#,
        site.url,
        oembed(&article.id),
        encode_double_quoted_attribute(&article.title)
    )
}

fn write_feed_link(feed: &FeedLink) -> String {
    format!(
        r#"<link rel="alternate" type="{}" title="{}" href="{}">"#,
        feed.media_type,
        encode_double_quoted_attribute(&feed.title),
        encode_double_quoted_attribute(&feed.address)
    )
}
