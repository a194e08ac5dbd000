//! What the app shows, as signals: the site, the page on screen, and how far the next one is.

use std::sync::Arc;

use leptos::prelude::*;

use crate::content::error::ContentError;
use crate::content::model::{Notice, Site, Translation};
use crate::content::page_data::{InlinedPage, PageData};
#[cfg(feature = "ssr")]
use crate::pages::saved_in_languages;
use crate::pages::translations;
use crate::path::AppPath;
use crate::text::Lang;

/// A page's address and what is known of it; both change together.
#[derive(Clone, Debug)]
pub struct Screen {
    /// `None` for an address that is no page of the app.
    pub path: Option<AppPath>,
    pub state: ScreenState,
}

/// What is known of the page on screen.
#[derive(Clone, Debug)]
pub enum ScreenState {
    /// Nothing yet: only before the first page.
    Loading,
    Ready(Arc<PageData>),
    Failed(ContentError),
}

impl Screen {
    /// A page, or what is shown in its place.
    pub fn new(path: Option<AppPath>, result: Result<Arc<PageData>, ContentError>) -> Self {
        let state = match result {
            Ok(page) if matches!(*page, PageData::NotFound) => ScreenState::Failed(ContentError::NotFound),
            Ok(page) => ScreenState::Ready(page),
            Err(error) => ScreenState::Failed(error),
        };
        Self { path, state }
    }

    /// The document, when it is there.
    pub fn page(&self) -> Option<&Arc<PageData>> {
        match &self.state {
            ScreenState::Ready(page) => Some(page),
            _ => None,
        }
    }
}

/// Everything on screen. Copied freely: it holds only handles.
#[derive(Clone, Copy)]
pub struct Store {
    /// The interface's language; another one is another load.
    pub lang: Lang,
    pub site: RwSignal<Option<Site>>,
    pub screen: RwSignal<Screen>,
    /// Whether a page is on its way.
    pub is_loading: RwSignal<bool>,
    /// What a screen reader is told after a navigation.
    pub announcement: RwSignal<String>,
    /// People on the site; `None` while unknown.
    pub online: RwSignal<Option<u32>>,
    /// Seconds since 1970; `None` until the first render is over.
    pub now: RwSignal<Option<i64>>,
    /// The site's urgent notice, as far as it is known.
    pub notice: RwSignal<Option<Notice>>,
    /// Whether the notice came while the page on screen was being read.
    pub is_notice_late: RwSignal<bool>,
    /// Counts the reader's wishes to try again.
    pub(super) retries: RwSignal<u32>,
    /// How many of them were for the page that is missing.
    pub(super) tries: RwSignal<u32>,
}

impl Store {
    /// With a page that is already there. Signals need an owner, so call it under one.
    pub fn with_page(inlined: InlinedPage) -> Self {
        let path = inlined.path.and_then(|path| AppPath::parse(path.as_str()));
        Self::new(inlined.site.lang, Some(inlined.site), Screen::new(path, Ok(Arc::new(inlined.page))))
    }

    /// With nothing on screen yet.
    pub fn empty(lang: Lang, site: Option<Site>) -> Self {
        let site = site.filter(|site| site.lang == lang);
        Self::new(lang, site, Screen { path: None, state: ScreenState::Loading })
    }

    fn new(lang: Lang, site: Option<Site>, screen: Screen) -> Self {
        Self {
            lang,
            notice: RwSignal::new(site.as_ref().and_then(|site| site.notice.clone())),
            is_notice_late: RwSignal::new(false),
            site: RwSignal::new(site),
            screen: RwSignal::new(screen),
            is_loading: RwSignal::new(false),
            announcement: RwSignal::new(String::new()),
            online: RwSignal::new(None),
            now: RwSignal::new(None),
            retries: RwSignal::new(0),
            tries: RwSignal::new(0),
        }
    }

    /// Asks once more for what failed.
    pub fn retry(&self) {
        self.tries.update(|tries| *tries += 1);
        self.retries.update(|retries| *retries += 1);
    }

    /// The page on screen in the site's other languages; where it has no translation, their home pages.
    pub fn languages(&self) -> Vec<Translation> {
        let homes = self.site.with(|site| site.as_ref().map(|site| site.translations.clone())).unwrap_or_default();
        self.screen.with(|screen| {
            let found = match (&screen.path, screen.page()) {
                (Some(path), Some(page)) => translations(&homes, path, page),
                #[cfg(feature = "ssr")]
                (None, Some(page)) if matches!(**page, PageData::Saved) => saved_in_languages(&homes),
                _ => Vec::new(),
            };
            let home_or_found =
                |home: Translation| found.iter().find(|page| page.lang == home.lang).cloned().unwrap_or(home);
            homes.into_iter().map(home_or_found).collect()
        })
    }

    /// The addresses from the home page to the page on screen, itself included.
    pub fn trail(&self) -> Vec<String> {
        self.screen.with(|screen| {
            let crumbs = screen.page().map(|page| page.breadcrumb()).unwrap_or_default();
            let above = screen.path.as_ref().and_then(AppPath::list);
            let crumbs = crumbs.iter().map(|crumb| crumb.path.to_string());
            crumbs.chain(above.iter().chain(&screen.path).map(AppPath::to_string)).collect()
        })
    }
}
