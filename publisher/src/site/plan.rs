//! The plan of a site: every page once, with a key of all that decides it. Everything written, checked or counted is read from
//! here.
//!
//! It makes no files, and not what pages show: `output` does, where a page is not as it was.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, FixedOffset};
use portal_app::content::model::{Article, Site};
use portal_app::content::page_data::PageData;
use portal_app::pages::page_head;
use portal_app::path::folder::MEDIA;
use portal_app::path::word::SitePath;
use portal_app::path::{AppPath, PagePath};
use rayon::prelude::*;

use super::alternates::{Alternate, alternates};
use super::catalog::keys::SummaryKeys;
use super::catalog::{Audience, Catalog};
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
    /// Its absolute address where search engines are to find it.
    pub address: Option<String>,
    /// Its versions in all languages, where it has another one.
    pub alternates: Vec<Alternate>,
    /// Whether it is one of the thousands that are read seldom.
    pub read: Read,
    /// Of all that decides the page except its styling: what its document says of itself and of other pages, and its site's
    /// settings.
    pub key: Key,
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
            let planner = Planner::new(edition, catalog)?;
            let planned = catalog.routes().into_par_iter().map(|path| planner.plan(path));
            let planned = planned.collect::<serde_json::Result<Vec<_>>>()?;
            plan.pages.reserve(planned.len());
            for (page, media) in planned {
                plan.pages.push(page);
                used.extend(media);
            }
        }
        plan.media.retain(|src, _| used.contains(src.as_str()));
        Ok(plan)
    }

    /// The same without its pages, and with every medium, shown or not.
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

    /// The catalog of a page's language.
    pub fn catalog(&self, page: &Page) -> Option<&Catalog> {
        self.editions.get(page.edition)
    }

    /// Every page with its language's catalog.
    pub fn pages(&self) -> impl ParallelIterator<Item = (&Catalog, &Page)> {
        self.pages.par_iter().filter_map(|page| Some((self.catalog(page)?, page)))
    }

    /// The settings of the main language.
    pub fn main_site(&self) -> Option<&Site> {
        self.editions.first().map(|catalog| &catalog.site)
    }
}

/// Plans the pages of one language.
struct Planner<'a> {
    edition: usize,
    catalog: &'a Catalog,
    summaries: SummaryKeys,
    /// Of the settings that a page carries, as most do and with the urgent notice: made once, of a hundred thousand pages.
    site: Key,
    site_with_notice: Key,
}

/// A page, and the media that its document names.
type Planned = (Page, BTreeSet<String>);

impl<'a> Planner<'a> {
    fn new(edition: usize, catalog: &'a Catalog) -> serde_json::Result<Self> {
        let (site, site_with_notice) = (site_key(&catalog.site)?, site_key(&catalog.whole_site())?);
        Ok(Self { edition, catalog, summaries: catalog.summary_keys()?, site, site_with_notice })
    }

    fn plan(&self, path: AppPath) -> serde_json::Result<Planned> {
        let article = match &path.page {
            PagePath::Article { id, .. } => self.catalog.find(id),
            _ => None,
        };
        let (outline, document, media) = if let Some((position, article)) = article {
            self.outline(position, article)?
        } else if let Some((page, key)) = self.catalog.list_outline(&path, &self.summaries)? {
            // The pictures of its articles are on their own pages.
            (page, key, BTreeSet::new())
        } else {
            let page = self.catalog.page(&path)?;
            let (json, mut media) = (page.document_json()?, BTreeSet::new());
            collect_media(&json, &self.catalog.site.url, &mut media);
            (page, Key::of([json.as_slice()]), media)
        };
        let site = if carries_notice(&path) { &self.site_with_notice } else { &self.site };
        let key = Key::of([path.to_string().as_bytes(), site.as_bytes(), document.as_bytes()]);
        let head = page_head(&self.catalog.site, Some(&path), &outline);
        let address = head.canonical.filter(|_| head.is_indexed);
        let alternates = alternates(&self.catalog.site, &path, &outline);
        let read = self.catalog.read(&path);
        Ok((Page { edition: self.edition, path, address, alternates, read, key }, media))
    }

    /// The document of an article without its text and without what follows from others, the key of all of it, and its media.
    fn outline(&self, position: usize, article: &Article) -> serde_json::Result<(PageData, Key, BTreeSet<String>)> {
        let (json, mut media, origin) = (serde_json::to_vec(article)?, BTreeSet::new(), &self.catalog.site.url);
        collect_media(&json, origin, &mut media);
        media.extend(self.catalog.media_in_text(position).filter_map(|text| medium(text, origin)).map(str::to_owned));
        let key = self.catalog.article_key(position, &json, &self.summaries);
        Ok((PageData::Article(Box::new(article.clone())), key, media))
    }
}

/// The addresses of media in a JSON document: strings that begin with `/media/`, or with that on the site's own origin,
/// without fragment or query. Read from the JSON, so that no field of any document can be forgotten.
pub fn collect_media(json: &[u8], origin: &str, media: &mut BTreeSet<String>) {
    let text = String::from_utf8_lossy(json);
    media.extend(text.split('"').filter_map(|part| medium(part, origin)).map(str::to_owned));
}

/// The address of a medium that a string is, if it is one.
fn medium<'a>(text: &'a str, origin: &str) -> Option<&'a str> {
    let path = text.strip_prefix(origin).unwrap_or(text);
    path.split(['?', '#']).next().filter(|path| path.starts_with(MEDIA))
}

fn site_key(site: &Site) -> serde_json::Result<Key> {
    Ok(Key::of([serde_json::to_vec(site)?.as_slice()]))
}

/// The settings of the site that a page carries. Only the home page has the urgent notice in it; elsewhere the app fetches
/// that, since one sentence would make every page anew.
pub fn site_of(catalog: &Catalog, path: &AppPath) -> Site {
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
