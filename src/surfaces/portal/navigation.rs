//! Goes from page to page: fetches what the address needs, then replaces the page on screen, title, focus and scroll.
//!
//! The router tells which address; links are taken by this module's own listener, because only `AppPath` knows which
//! of the site's addresses are pages of the app (feeds, media, the API and later surfaces are ordinary loads). Each link
//! that is followed is one history entry, which this module adds itself: the router would leave it out where it
//! believes the address is the same, and it knows neither of *forward* nor of what scripts write into the address.

use std::collections::VecDeque;
use std::mem;

use futures::future;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::location::{BrowserUrl, LocationProvider, Url};

use super::scroll::{Arrival, ScrollKeeper};
use super::store::{Screen, ScreenState, Store};
use crate::browser::{self, Deadline, DocumentHead, LinkListener};
use crate::content::client;
use crate::content::error::ContentError;
use crate::content::model::Site;
use crate::content::page_data::{InlinedPage, PageData};
use crate::pages::{PageHead, page_head};
use crate::path::AppPath;

/// How many pages are kept so that *back* shows them at once.
const RECENT_PAGES: usize = 20;

/// Follows the address for as long as the app lives.
pub fn start(store: Store) {
    let is_shown = store.screen.with_untracked(|screen| !matches!(screen.state, ScreenState::Loading));
    let shown = StoredValue::new(is_shown.then(browser::current_address));
    // Before the router: the listeners of a traversal are called in the order they were added, and the router's tells
    // the new address, for which the way of arriving has to be known.
    let scroll = ScrollKeeper::start(move || shown.get_value() == Some(browser::current_address()));
    let Ok(router) = BrowserUrl::new() else { return };
    router.init(None);
    let address = router.as_url().clone().into();
    let navigator = Navigator {
        store,
        address,
        shown,
        scroll,
        running: StoredValue::new_local(None),
        recent: StoredValue::new(VecDeque::new()),
    };

    let links = LinkListener::start(move |link| {
        // Another language is another load: every word of the frame changes.
        let path = AppPath::parse(&link.pathname).filter(|path| path.lang == store.lang)?;
        navigator.follow(&format!("{path}{}", link.search), &link.hash)
    });
    StoredValue::new_local(links);

    Effect::new(move |tries: Option<u32>| {
        let (url, retries) = (address.get(), store.retries.get());
        let is_retry = tries.is_some_and(|tries| tries != retries);
        if !is_retry {
            store.tries.set(0);
        }
        navigator.go(&url, is_retry);
        retries
    });
}

/// Everything a navigation touches.
#[derive(Clone, Copy)]
struct Navigator {
    store: Store,
    /// The address as the router tells it.
    address: RwSignal<Url>,
    /// Path and query of what is on screen; `None` before the first page.
    shown: StoredValue<Option<String>>,
    scroll: ScrollKeeper,
    /// The requests of the page on its way; dropped, and so cancelled, when the reader goes elsewhere.
    running: StoredValue<Option<Deadline>, LocalStorage>,
    /// Pages left lately, newest last.
    recent: StoredValue<VecDeque<(AppPath, PageData)>>,
}

impl Navigator {
    /// Goes where a link leads, `address` being its path and query. `None` leaves it to the browser.
    fn follow(self, address: &str, hash: &str) -> Option<()> {
        let here = browser::current_address();
        if address == here && !hash.is_empty() {
            self.scroll.note_position();
            return None;
        }
        let is_loading = self.store.is_loading.get_untracked();
        if !is_loading {
            // A script may have put the reader's words into the address.
            self.shown.set_value(Some(here.clone()));
        }
        if address != here {
            self.scroll.push_entry(&format!("{address}{hash}")).then_some(())?;
            self.read_address();
        }
        if self.shown.get_value().as_deref() == Some(address) {
            self.arrive(Arrival::Start, None);
        }
        Some(())
    }

    /// Has the router tell the address that was written by this module.
    fn read_address(self) {
        if let Ok(url) = BrowserUrl::current() {
            self.address.set(url);
        }
    }

    /// Shows the page at an address, unless it is on screen already.
    fn go(self, url: &Url, is_retry: bool) {
        let address = path_and_query(url);
        let path = AppPath::parse(url.path());
        let is_on_screen = self.store.screen.with_untracked(|screen| screen.path == path);
        let arrival = self.scroll.arrival();
        let is_here = match arrival {
            Arrival::Fragment => is_on_screen && self.shown.with_value(Option::is_some),
            _ => self.shown.get_value().as_ref() == Some(&address),
        };
        if is_here && !is_retry {
            self.shown.set_value(Some(address));
            self.scroll.stay();
            return self.stop();
        }
        let Some(path) = path else {
            // Without the site's settings there is no frame to show it in.
            return match self.store.site.with_untracked(Option::is_some) {
                true => self.show(None, Err(ContentError::NotFound)),
                false => self.fetch(None),
            };
        };
        // Another query of the same page is the same document.
        let kept = match arrival {
            _ if is_on_screen => self.store.screen.with_untracked(|screen| screen.page().cloned()),
            Arrival::Return(_) => self.recall(&path),
            _ => None,
        };
        match kept {
            Some(page) => self.show(Some(path), Ok(page)),
            None => self.fetch(Some(path)),
        }
    }

    /// Nothing is on its way any longer.
    fn stop(self) {
        self.running.set_value(None);
        self.store.is_loading.set(false);
    }

    fn fetch(self, path: Option<AppPath>) {
        let asked = self.address.with_untracked(path_and_query);
        let deadline = Deadline::start();
        let signal = deadline.signal();
        let ticket = deadline.ticket();
        self.running.set_value(Some(deadline));
        self.store.is_loading.set(true);
        // The same sentence twice would be heard once.
        self.store.announcement.set(String::new());
        spawn_local(async move {
            let site = async {
                match self.store.site.get_untracked() {
                    Some(site) => Ok(site),
                    None => client::fetch::<Site>(&format!("{}site.json", self.store.lang.prefix()), &signal).await,
                }
            };
            let page = async {
                match &path {
                    Some(path) => client::fetch_page(path, &signal).await,
                    None => Err(ContentError::NotFound),
                }
            };
            let (site, page) = future::join(site, page).await;
            let is_current =
                self.running.try_with_value(|running| running.as_ref().map(Deadline::ticket)) == Some(Some(ticket));
            // Between two addresses nothing is written: the router tells of a traversal before anything follows from it.
            if !is_current || self.address.with_untracked(path_and_query) != asked {
                return;
            }
            // Another build's document is for that build's app: the address loads. The first page has nothing to be mixed with, and
            // where old pages are served with new documents it would load for ever.
            if client::has_met_another_build() && self.shown.with_value(Option::is_some) {
                return browser::reload();
            }
            match site {
                Ok(site) => {
                    if self.store.site.with_untracked(Option::is_none) {
                        self.store.site.set(Some(site));
                    }
                    self.show(path, page);
                }
                Err(error) => self.show(path, Err(error)),
            }
        });
    }

    /// Replaces the page on screen.
    fn show(self, path: Option<AppPath>, result: Result<PageData, ContentError>) {
        match &result {
            Err(ContentError::Malformed { endpoint, reason }) => browser::log_error(&format!("{endpoint}: {reason}")),
            Err(ContentError::Intercepted { endpoint }) => browser::log_error(&format!("{endpoint}: a page, no JSON")),
            _ => {}
        }
        let path = match &result {
            Ok(page) => {
                let path = path.map(|path| canonical(path, page));
                if let Some(path) = &path {
                    browser::correct_address(&path.to_string());
                }
                path
            }
            Err(_) => path,
        };
        self.stop();
        self.shown.set_value(Some(browser::current_address()));
        let screen = Screen::new(path, result);
        let head = self.head(&screen);
        if let Some(head) = &head {
            set_document_head(head);
        }
        let before = self.store.screen.try_update(|shown| mem::replace(shown, screen));
        if let Some(Screen { path: Some(path), state: ScreenState::Ready(page) }) = before {
            self.remember(path, *page);
        }
        let arrival = self.scroll.arrival();
        // Once the new page is in the document.
        request_animation_frame(move || {
            // Scripts clear away what belonged to the page before; then the focus is the new page's.
            browser::announce_navigation();
            self.arrive(arrival, head.map(|head| head.title));
        });
    }

    /// Focus, scroll and, when `title` is new, announcement of the page that is now on screen.
    fn arrive(self, arrival: Arrival, title: Option<String>) {
        browser::focus_heading();
        self.scroll.settle(arrival);
        if let Some(title) = title {
            let text = self.store.lang.text();
            self.store.announcement.set((text.opened)(&title));
        }
    }

    fn head(self, screen: &Screen) -> Option<PageHead> {
        let site = self.store.site.get_untracked();
        let text = self.store.lang.text();
        let failure = match &screen.state {
            ScreenState::Ready(page) => return Some(page_head(site.as_ref()?, screen.path.as_ref(), page)),
            ScreenState::Loading => return None,
            ScreenState::Failed(error) => error.words(text),
        };
        let name = site.map(|site| format!(" - {}", site.short_name)).unwrap_or_default();
        Some(PageHead {
            title: format!("{}{name}", failure.title),
            description: None,
            canonical: None,
            is_indexed: false,
            lang: self.store.lang,
        })
    }

    /// A page that was left lately, or that one of this tab's documents was loaded with: `public/settings.js` keeps those.
    fn recall(self, path: &AppPath) -> Option<PageData> {
        let left =
            self.recent.with_value(|recent| recent.iter().find(|(seen, _)| seen == path).map(|(_, page)| page.clone()));
        let loaded = || {
            let kept = browser::read_kept(browser::tab_storage(), &format!("portal:page:{path}"))?;
            InlinedPage::from_script_json(&kept).map(|kept| kept.page)
        };
        left.or_else(loaded)
    }

    fn remember(self, path: AppPath, page: PageData) {
        self.recent.update_value(|recent| {
            recent.retain(|(seen, _)| *seen != path);
            recent.push_back((path, page));
            if recent.len() > RECENT_PAGES {
                recent.pop_front();
            }
        });
    }
}

/// Says in the document what a page says of itself.
fn set_document_head(head: &PageHead) {
    browser::set_head(&DocumentHead {
        lang: head.lang.tag(),
        title: &head.title,
        description: head.description.as_deref(),
        canonical: head.canonical.as_deref(),
        robots: (!head.is_indexed).then_some("noindex"),
    });
}

/// What of an address decides which page is shown.
fn path_and_query(url: &Url) -> String {
    let mark = if url.search().is_empty() { "" } else { "?" };
    format!("{}{mark}{}", url.path(), url.search())
}

/// The address the document gives itself: an article's id decides, its slug may have changed.
fn canonical(path: AppPath, page: &PageData) -> AppPath {
    page.canonical_path().and_then(|own| AppPath::parse(own.as_str())).unwrap_or(path)
}
