//! The feeds: what is new, for feed readers, other newspapers and programs that republish news.
//!
//! The site and each section have the same newest articles as RSS 2.0, Atom 1.0 and JSON Feed 1.1. Their
//! contents are worked out here once; each format is a module that only writes them.

pub mod error;

mod atom;
pub mod feed;
mod json_feed;
mod rss;

use std::collections::BTreeMap;

use portal_app::content::model::{Article, Image, Section, Site};
use portal_app::path::feed::FeedFormat;
use portal_app::path::word::SitePath;
use portal_app::path::{AppPath, PagePath};
use portal_app::text::Lang;

use self::error::FeedError;
use self::feed::{Enclosure, Feed, Item, media_type};
use super::error::OutputError;
use crate::release::files::Files;
use crate::site::catalog::Catalog;
use crate::site::descriptions::describe_article;
use crate::site::plan::Plan;
use crate::source::media::MediaFile;
use crate::source::time::{to_instant, zone_of};
use crate::source::words::words;

/// Articles in a feed.
const LENGTH: usize = 20;

/// The year in `tag:` addresses. RFC 4151 wants a day on which the site's host was its own.
const TAG_YEAR: &str = "2026";

fn name(format: FeedFormat) -> &'static str {
    match format {
        FeedFormat::Rss => "RSS",
        FeedFormat::Atom => "Atom",
        FeedFormat::Json => "JSON Feed",
    }
}

/// A feed, as the head of a page points to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedLink {
    pub title: String,
    pub media_type: &'static str,
    /// A path of the site.
    pub address: String,
}

/// Writes the feeds of every language.
pub fn write(plan: &Plan, files: &Files) -> Result<(), OutputError> {
    for catalog in &plan.editions {
        for (path, bytes) in feeds_of(catalog, &plan.media)? {
            files.put(&path, &bytes)?;
        }
    }
    Ok(())
}

/// Every feed of an edition: path below the web root, bytes.
fn feeds_of(catalog: &Catalog, media: &BTreeMap<SitePath, MediaFile>) -> Result<Vec<(String, Vec<u8>)>, FeedError> {
    let sections = catalog.sections().iter().map(Some);
    let mut files = Vec::new();
    for section in std::iter::once(None).chain(sections) {
        let feed = collect_feed(catalog, section, media)?;
        if !is_published(catalog.site.lang, feed.items.is_empty()) {
            continue;
        }
        for format in FeedFormat::ALL {
            let address = format!("{}{}", page_of(catalog.site.lang, section), format.file_name());
            let own = format!("{}{address}", catalog.site.url);
            let file = address.trim_start_matches('/').to_owned();
            let written = match format {
                FeedFormat::Rss => rss::format_rss(&feed, &own),
                FeedFormat::Atom => atom::format_atom(&feed, &own),
                FeedFormat::Json => json_feed::format_json_feed(&feed, &own),
            };
            let bytes = written.map_err(|reason| FeedError { file: file.clone(), reason })?;
            files.push((file, bytes));
        }
    }
    Ok(files)
}

/// What the feeds that a page points to are of, the nearest first, since many feed readers take the first they find: a section
/// on its own pages, and on every page the site, which is none.
pub fn feeds_at<'a>(catalog: &'a Catalog, path: Option<&AppPath>) -> impl Iterator<Item = Option<&'a Section>> {
    let section = match path.map(|path| &path.page) {
        Some(PagePath::Section { slug } | PagePath::SectionPage { slug, .. } | PagePath::SectionMonth { slug, .. }) => {
            catalog.sections().iter().find(|section| section.slug == *slug)
        }
        _ => None,
    };
    let is_there = |section: &Option<&Section>| {
        is_published(catalog.site.lang, catalog.newest(section.map(|section| &section.slug), 1).is_empty())
    };
    section.map(Some).into_iter().chain([None]).filter(is_there)
}

/// The links to these feeds.
pub fn feed_links<'a>(catalog: &Catalog, feeds: impl Iterator<Item = Option<&'a Section>>) -> Vec<FeedLink> {
    let links = feeds.flat_map(|section| {
        FeedFormat::ALL.map(|format| FeedLink {
            title: format!("{} ({})", title_of(&catalog.site, section), name(format)),
            media_type: media_type(format),
            address: format!("{}{}", page_of(catalog.site.lang, section), format.file_name()),
        })
    });
    links.collect()
}

/// An empty feed of the main edition can be subscribed to and waits for its first article. Another edition that
/// translates only standing pages never has one.
fn is_published(lang: Lang, is_empty: bool) -> bool {
    lang == Lang::AT_ROOT || !is_empty
}

fn page_of(lang: Lang, section: Option<&Section>) -> AppPath {
    let page = section.map_or(PagePath::Home, |section| PagePath::Section { slug: section.slug.clone() });
    page.in_lang(lang)
}

fn title_of(site: &Site, section: Option<&Section>) -> String {
    section.map_or_else(|| site.name.clone(), |section| format!("{} - {}", section.name, site.short_name))
}

fn collect_feed<'a>(
    catalog: &'a Catalog,
    section: Option<&Section>,
    media: &BTreeMap<SitePath, MediaFile>,
) -> Result<Feed<'a>, FeedError> {
    let site = &catalog.site;
    let articles = catalog.newest(section.map(|section| &section.slug), LENGTH);
    let items = articles.into_iter().map(|article| collect_item(catalog, article, media));
    let items = items.collect::<Result<Vec<_>, _>>()?;
    let page = page_of(site.lang, section);
    let description = match section {
        None => (words(site.lang).about_site)(&site.organization.name),
        Some(section) => (section.description.clone())
            .unwrap_or_else(|| (words(site.lang).about_section)(&section.name, &site.organization.name)),
    };
    Ok(Feed {
        site,
        title: title_of(site, section),
        description,
        id: tag_address(site, &page.to_string()),
        page: format!("{}{page}", site.url),
        updated: items.iter().map(|item| item.updated).max(),
        items,
    })
}

fn collect_item<'a>(
    catalog: &Catalog,
    article: &'a Article,
    media: &BTreeMap<SitePath, MediaFile>,
) -> Result<Item<'a>, FeedError> {
    let site = &catalog.site;
    let zone = zone_of(site);
    let published = to_instant(article.published_at, zone);
    let picture = article.image.as_ref().map(Image::plain);
    let files = picture.iter().map(|image| (&image.src, true));
    let files = files.chain(article.audio.iter().map(|audio| (&audio.src, false)));
    let enclosures = files.filter_map(|(src, is_picture)| {
        let file = media.get(&SitePath::new(src.as_str())?)?;
        let address = format!("{}{src}", site.url);
        Some(Enclosure { address, media_type: file.media_type.to_owned(), bytes: file.bytes, is_picture })
    });
    let failed = |reason: serde_json::Error| FeedError { file: article.path.to_string(), reason: reason.to_string() };
    let text = describe_article(&catalog.whole_article(article).map_err(failed)?);
    Ok(Item {
        article,
        id: tag_address(site, &format!("/{}tin-tuc/{}", site.lang.prefix(), article.id)),
        address: format!("{}{}", site.url, article.path),
        published,
        updated: article.updated_at.map_or(published, |at| to_instant(at, zone)).max(published),
        text: text.unwrap_or_else(|| article.title.clone()),
        enclosures: enclosures.collect(),
    })
}

/// A name for good (RFC 4151), never an address to open. An article's address holds its slug and changes with it, and
/// every reader would show the article as new; its id is given once.
fn tag_address(site: &Site, path: &str) -> String {
    let host = site.url.split_once("://").map_or(site.url.as_str(), |(_, host)| host);
    let host = host.split([':', '/']).next().unwrap_or_default();
    format!("tag:{host},{TAG_YEAR}:{path}")
}
