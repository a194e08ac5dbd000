//! The sitemap and `robots.txt`: what search engines ask for first.
//!
//! `/sitemap.xml` lists every page that is to be found, in all languages, with pictures, news of the last two days and
//! other language versions. When it would be larger than the protocol allows it is the index of `/sitemap-1.xml`….
//!
//! https://www.sitemaps.org/protocol.html, Google's extensions for images and news, `hreflang` by `xhtml:link`.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io;

use chrono::{DateTime, Duration, FixedOffset};
use portal_app::content::model::{Article, Site};
use portal_app::path::word::MediaAddress;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use rayon::prelude::*;

use super::error::OutputError;
use super::feeds::feed::clean_for_xml;
use crate::release::files::Files;
use crate::site::catalog::Catalog;
use crate::site::catalog::about::About;
use crate::site::plan::{Page, Plan};
use crate::source::time::{to_instant, zone_of};

/// How much one file may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Limits {
    pages: usize,
    /// Uncompressed.
    bytes: usize,
    news: usize,
}

/// As the protocol and Google News have it.
const LIMITS: Limits = Limits { pages: 50_000, bytes: 50 * 1024 * 1024, news: 1_000 };

/// Google takes so many pictures a page.
const MOST_PICTURES: usize = 1_000;
/// An article is news to Google for so long.
const NEWS_DAYS: i64 = 2;

const SITEMAP_NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
const EXTENSION_NAMESPACES: [(&str, &str); 3] = [
    ("xmlns:image", "http://www.google.com/schemas/sitemap-image/1.1"),
    ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9"),
    ("xmlns:xhtml", "http://www.w3.org/1999/xhtml"),
];

type Xml = Writer<Vec<u8>>;

/// A page's `<url>`, written.
struct Entry {
    xml: Vec<u8>,
    is_news: bool,
}

/// Writes the sitemap of all languages, and `robots.txt`.
pub fn write(plan: &Plan, files: &Files) -> Result<(), OutputError> {
    let failed = |source| OutputError::Io { path: "sitemap.xml".into(), source };
    for (path, bytes) in sitemaps(plan, LIMITS).map_err(failed)? {
        files.put(&path, &bytes)?;
    }
    plan.main_site().map_or(Ok(()), |site| Ok(files.put("robots.txt", robots(site).as_bytes())?))
}

/// Path below the web root, bytes. The first file is `sitemap.xml`.
fn sitemaps(plan: &Plan, limits: Limits) -> io::Result<Vec<(String, Vec<u8>)>> {
    let entries = plan.pages().map(|(catalog, page)| write_page(catalog, page, plan.at));
    let entries: Vec<Option<Entry>> = entries.collect::<io::Result<_>>()?;
    let entries: Vec<Entry> = entries.into_iter().flatten().collect();
    let parts = split(&entries, limits)?;
    if let [only] = parts.as_slice() {
        return Ok(vec![("sitemap.xml".to_owned(), format_set(only)?)]);
    }
    let site_url = plan.main_site().map_or("", |site| site.url.as_str());
    let names: Vec<_> = (1..=parts.len()).map(|number| format!("sitemap-{number}.xml")).collect();
    let mut files = vec![("sitemap.xml".to_owned(), format_index(site_url, &names)?)];
    for (name, part) in names.into_iter().zip(&parts) {
        files.push((name, format_set(part)?));
    }
    Ok(files)
}

/// Everybody may read everything.
///
/// The search page says `noindex` itself and is not forbidden here: a page that may not be read cannot say that it is
/// not to be listed, and spammers link to other sites' search results with their own words in the address.
fn robots(site: &Site) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}/sitemap.xml\n", site.url)
}

/// As many entries a part as fit; an empty sitemap is one part.
fn split(entries: &[Entry], limits: Limits) -> io::Result<Vec<Vec<&Entry>>> {
    let frame = format_set(&[])?.len();
    let mut parts = vec![Vec::new()];
    let (mut bytes, mut news) = (frame, 0);
    for entry in entries {
        let is_full = parts.last().is_some_and(|part| part.len() >= limits.pages);
        let is_empty = parts.last().is_none_or(Vec::is_empty);
        let is_too_much = bytes + entry.xml.len() > limits.bytes || (entry.is_news && news >= limits.news);
        if is_full || (is_too_much && !is_empty) {
            parts.push(Vec::new());
            (bytes, news) = (frame, 0);
        }
        bytes += entry.xml.len();
        news += usize::from(entry.is_news);
        if let Some(part) = parts.last_mut() {
            part.push(entry);
        }
    }
    Ok(parts)
}

fn format_set(entries: &[&Entry]) -> io::Result<Vec<u8>> {
    let mut xml = declared()?;
    let set = xml.create_element("urlset").with_attribute(SITEMAP_NAMESPACE).with_attributes(EXTENSION_NAMESPACES);
    set.write_inner_content(|xml| {
        // Written already, so it is not escaped again.
        entries.iter().try_for_each(|entry| io::Write::write_all(xml.get_mut(), &entry.xml))
    })?;
    Ok(xml.into_inner())
}

fn format_index(site_url: &str, names: &[String]) -> io::Result<Vec<u8>> {
    let mut xml = declared()?;
    xml.create_element("sitemapindex").with_attribute(SITEMAP_NAMESPACE).write_inner_content(|xml| {
        names.iter().try_for_each(|name| {
            let sitemap = xml.create_element("sitemap");
            sitemap.write_inner_content(|xml| write_text(xml, "loc", &format!("{site_url}/{name}"))).map(drop)
        })
    })?;
    Ok(xml.into_inner())
}

fn declared() -> io::Result<Xml> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(xml)
}

/// A page's entry; `None` for a page that is not to be found.
fn write_page(catalog: &Catalog, page: &Page, at: DateTime<FixedOffset>) -> io::Result<Option<Entry>> {
    let Some(address) = &page.address else { return Ok(None) };
    let (site, about) = (&catalog.site, catalog.about(&page.path));
    let (changed, news) = match about {
        About::Article(article) => {
            let news = Some(article).filter(|article| is_news(site, article, at));
            (Some(article.updated_at.unwrap_or(article.published_at)), news)
        }
        About::Standing(page) => (page.updated_at, None),
        About::Section(_) | About::Site => (None, None),
    };
    let mut xml = Writer::new(Vec::new());
    xml.create_element("url").write_inner_content(|xml| {
        write_text(xml, "loc", address)?;
        if let Some(changed) = changed {
            write_text(xml, "lastmod", &changed.to_string())?;
        }
        for alternate in &page.alternates {
            let link = xml.create_element("xhtml:link").with_attribute(("rel", "alternate"));
            let link = link.with_attribute(("hreflang", alternate.lang.as_str()));
            link.with_attribute(("href", alternate.address.as_str())).write_empty()?;
        }
        for src in pictures(catalog, about) {
            let picture = xml.create_element("image:image");
            picture.write_inner_content(|xml| write_text(xml, "image:loc", &format!("{}{src}", site.url)))?;
        }
        news.map_or(Ok(()), |article| write_news(xml, site, article))
    })?;
    Ok(Some(Entry { xml: xml.into_inner(), is_news: news.is_some() }))
}

fn is_news(site: &Site, article: &Article, at: DateTime<FixedOffset>) -> bool {
    let age = at - to_instant(article.published_at, zone_of(site));
    age >= Duration::zero() && age <= Duration::days(NEWS_DAYS)
}

fn write_news(xml: &mut Xml, site: &Site, article: &Article) -> io::Result<()> {
    xml.create_element("news:news").write_inner_content(|xml| {
        xml.create_element("news:publication").write_inner_content(|xml| {
            write_text(xml, "news:name", &site.name)?;
            write_text(xml, "news:language", article.lang.tag())
        })?;
        write_text(xml, "news:publication_date", &article.published_at.to_string())?;
        write_text(xml, "news:title", &article.title)
    })?;
    Ok(())
}

fn write_text(xml: &mut Xml, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&clean_for_xml(text)))?;
    Ok(())
}

/// Where a page's own pictures are, each once.
fn pictures<'a>(catalog: &'a Catalog, about: About<'a>) -> Vec<&'a MediaAddress> {
    let lead = match about {
        About::Article(article) => article.image.as_ref().map(|image| &image.src),
        _ => None,
    };
    let mut seen = BTreeSet::new();
    let pictures = lead.into_iter().chain(catalog.pictures_in(about));
    pictures.filter(|src| seen.insert(*src)).take(MOST_PICTURES).collect()
}
