//! The plan of a site: every page, made once, with a key of all that decides it. Everything written, checked or counted
//! is read from here.
//!
//! It makes no files: `output` does, each kind from the same pages.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use portal_app::content::model::{Article, Site};
use portal_app::content::page_data::PageData;
use portal_app::pages::PageHead;
use portal_app::path::folder::MEDIA;
use portal_app::path::word::SitePath;
use portal_app::path::{AppPath, PagePath};
use rayon::prelude::*;

use super::alternates::{Alternate, alternates};
use super::catalog::{Audience, Catalog};
use super::descriptions::describe_head;
use super::due::{Due, due_after};
use super::translations;
use crate::release::compress::Read;
use crate::release::keys::Key;
use crate::source::media::MediaFile;
use crate::source::{KioskSource, SecuritySource, Source};

/// A site as of a moment.
pub struct Plan {
    /// Every language's, the main one's first.
    pub editions: Vec<Catalog>,
    /// Every page of every language, in an order that depends on nothing but the content.
    pub pages: Vec<Page>,
    /// The files that the pages show or link to, by address. Nothing else of the media folder is published.
    pub media: BTreeMap<SitePath, MediaFile>,
    /// How its displays behave.
    pub kiosk: KioskSource,
    /// Whom to tell of a hole, and of what a policy refused.
    pub security: SecuritySource,
    /// The moment the site is shown as of.
    pub at: DateTime<FixedOffset>,
    /// What changes by itself after that, the soonest first.
    pub due: Vec<Due>,
}

/// One page: an address, a document of the content API, a prerendered file.
pub struct Page {
    /// Its language's place in `Plan::editions`.
    edition: usize,
    pub path: AppPath,
    pub data: PageData,
    pub head: PageHead,
    /// Its versions in all languages, where it has another one.
    pub alternates: Vec<Alternate>,
    /// Whether it is one of the thousands that are read seldom.
    pub read: Read,
    /// Of all that decides the page except its styling: its document, which holds what it takes from other pages, and
    /// its site's settings.
    pub key: Key,
}

impl Page {
    /// The site's settings as the page carries them.
    pub fn site(&self, catalog: &Catalog) -> Site {
        site_of(catalog, &self.path)
    }
}

impl Plan {
    /// What `audience` is to see of a source at a moment.
    ///
    /// # Errors
    /// When a document cannot be written as JSON, which no sound document does.
    pub fn new(source: Source, at: DateTime<FixedOffset>, audience: Audience) -> serde_json::Result<Self> {
        let mut plan = Self::outline(source, at, audience);
        let mut used = BTreeSet::new();
        for (edition, catalog) in plan.editions.iter().enumerate() {
            let whole = catalog.whole_site();
            collect_media(&serde_json::to_vec(&whole)?, &catalog.site.url, &mut used);
            // Written once for all pages: there are a hundred thousand.
            let (with_notice, without) = (site_key(&whole)?, site_key(&catalog.site)?);
            let planned = catalog.routes().into_par_iter().map(|path| {
                let site = if carries_notice(&path) { &with_notice } else { &without };
                plan_page(edition, catalog, site, path)
            });
            for planned in planned.collect::<Vec<_>>() {
                let (page, media) = planned?;
                plan.pages.push(page);
                used.extend(media);
            }
        }
        plan.media.retain(|src, _| used.contains(src.as_str()));
        Ok(plan)
    }

    /// The same without its pages, each of which `page` plans, and with every medium, shown or not.
    pub fn outline(source: Source, at: DateTime<FixedOffset>, audience: Audience) -> Self {
        let (kiosk, security) = (source.kiosk.clone(), source.security.clone());
        let due = due_after(&source, at);
        let media = source.media.iter().map(|file| (file.src.clone(), file.clone())).collect();
        let editions = translations::catalogs(source, at, audience);
        Self { editions, pages: Vec::new(), media, kiosk, security, at, due }
    }

    /// Every address of the site, with its language's place in `editions`.
    pub fn routes(&self) -> impl Iterator<Item = (usize, AppPath)> {
        let editions = self.editions.iter().enumerate();
        editions.flat_map(|(edition, catalog)| catalog.routes().into_iter().map(move |path| (edition, path)))
    }

    /// Plans one page.
    ///
    /// # Errors
    /// As `new`.
    pub fn page(&self, edition: usize, path: &AppPath) -> serde_json::Result<Option<Page>> {
        let Some(catalog) = self.editions.get(edition) else { return Ok(None) };
        let (page, _) = plan_page(edition, catalog, &site_key(&site_of(catalog, path))?, path.clone())?;
        Ok(Some(page))
    }

    /// The catalog of a page's language.
    pub fn catalog(&self, page: &Page) -> Option<&Catalog> {
        self.editions.get(page.edition)
    }

    /// Every page with its language's catalog.
    pub fn pages(&self) -> impl ParallelIterator<Item = (&Catalog, &Page)> {
        self.pages.par_iter().filter_map(|page| Some((self.catalog(page)?, page)))
    }

    /// Every article with its language's catalog: newest first, withdrawn ones included.
    pub fn articles(&self) -> impl Iterator<Item = (&Catalog, &Article)> {
        self.pages.iter().filter_map(|page| match &page.data {
            PageData::Article(article) => Some((self.catalog(page)?, article.as_ref())),
            _ => None,
        })
    }

    /// The settings of the main language.
    pub fn main_site(&self) -> Option<&Site> {
        self.editions.first().map(|catalog| &catalog.site)
    }
}

/// A page, and the media its document names; `site` is the key of the settings that it carries.
fn plan_page(
    edition: usize,
    catalog: &Catalog,
    site: &Key,
    path: AppPath,
) -> serde_json::Result<(Page, BTreeSet<String>)> {
    let data = catalog.page(&path);
    let document = data.document_json()?;
    let mut media = BTreeSet::new();
    collect_media(&document, &catalog.site.url, &mut media);
    let key = Key::of([path.to_string().as_bytes(), site.as_bytes(), &document]);
    let head = describe_head(&catalog.site, Some(&path), &data);
    let alternates = alternates(&catalog.site, &path, &data);
    let read = catalog.read(&path);
    Ok((Page { edition, path, data, head, alternates, read, key }, media))
}

/// The addresses of media in a JSON document: strings that begin with `/media/`, or with that on the site's own origin,
/// without fragment or query. Read from the JSON, so that no field of any document can be forgotten.
pub fn collect_media(json: &[u8], origin: &str, media: &mut BTreeSet<String>) {
    let text = String::from_utf8_lossy(json);
    let strings = text.split('"').map(|part| part.strip_prefix(origin).unwrap_or(part));
    let strings = strings.filter(|part| part.starts_with(MEDIA));
    media.extend(strings.filter_map(|address| address.split(['?', '#']).next()).map(str::to_owned));
}

fn site_key(site: &Site) -> serde_json::Result<Key> {
    Ok(Key::of([serde_json::to_vec(site)?.as_slice()]))
}

/// The site's settings as a page carries them. Only the home page has the urgent notice in it; elsewhere the app fetches
/// that, since one sentence would make every page anew.
fn site_of(catalog: &Catalog, path: &AppPath) -> Site {
    if carries_notice(path) { catalog.whole_site() } else { catalog.site.clone() }
}

fn carries_notice(path: &AppPath) -> bool {
    matches!(path.page, PagePath::Home)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_are_found_wherever_a_document_names_them() {
        let mut media = BTreeSet::new();
        let json =
            br#"{"image":{"src":"/media/a-1.jpg"},"href":"/media/b-2.pdf#page=2","text":"/mediax, \"/media/ said\"",
            "own":"https://portal.example/media/c-3.mp4?t=1","other":"https://elsewhere.example/media/d-4.mp4"}"#;
        collect_media(json, "https://portal.example", &mut media);
        let found: Vec<_> = media.iter().map(String::as_str).collect();
        assert_eq!(found, ["/media/ said\\", "/media/a-1.jpg", "/media/b-2.pdf", "/media/c-3.mp4"]);
    }
}
