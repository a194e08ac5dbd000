//! Goes from page to page: fetches what the address needs, then replaces the page on screen, title, focus and scroll.
//!
//! The router tells which address; links are taken by this module's own listener, because only `AppPath` knows which
//! of the site's addresses are pages of the app (feeds, media, the API and later surfaces are ordinary loads).

use std::collections::VecDeque;

use futures::future;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::{NavigateOptions, location::State};

use super::scroll::{Arrival, ScrollKeeper};
use super::store::{Screen, ScreenState, Store};
use crate::browser::{self, Deadline, DocumentHead, LinkListener};
use crate::content::client;
use crate::content::error::ContentError;
use crate::content::model::Site;
use crate::content::page_data::PageData;
use crate::pages::{PageHead, page_head};
use crate::path::AppPath;

/// How many pages are kept so that *back* shows them at once.
const RECENT_PAGES: usize = 20;

/// Remembers where the reader was on each page.
pub fn keep_scroll(store: Store) -> ScrollKeeper {
    ScrollKeeper::start(move |pathname| {
        store.screen.with_untracked(|screen| screen.path.is_some() && screen.path == AppPath::parse(pathname))
    })
}

/// Follows the address for as long as the app lives.
pub fn start(store: Store) {
    let Some(scroll) = use_context::<ScrollKeeper>() else { return };
    let visit =
        Visit { store, scroll, running: StoredValue::new_local(None), recent: StoredValue::new(VecDeque::new()) };
    let pathname = use_location().pathname;
    let navigate = use_navigate();

    let links = LinkListener::start(move |link| {
        // Another language is another load: every word of the frame changes.
        let path = AppPath::parse(&link.pathname).filter(|path| path.lang == store.lang)?;
        if link.is_on_this_page && !link.hash.is_empty() {
            return None;
        }
        browser::close_menus();
        if link.is_on_this_page {
            visit.arrive(Arrival::Start, None);
        } else {
            let options = NavigateOptions {
                scroll: false,
                state: State::new(Some(scroll.leave_for_new_entry())),
                ..NavigateOptions::default()
            };
            navigate(&format!("{path}{}{}", link.search, link.hash), options);
        }
        Some(())
    });
    StoredValue::new_local(links);

    Effect::new(move |tries: Option<u32>| {
        let (pathname, retries) = (pathname.get(), store.retries.get());
        visit.go(&pathname, tries.is_some_and(|tries| tries != retries));
        retries
    });
}

/// Everything a navigation touches.
#[derive(Clone, Copy)]
struct Visit {
    store: Store,
    scroll: ScrollKeeper,
    /// The requests of the page on its way; dropped, and so cancelled, when the reader goes elsewhere.
    running: StoredValue<Option<Deadline>, LocalStorage>,
    /// Pages seen lately, newest last.
    recent: StoredValue<VecDeque<(AppPath, PageData)>>,
}

impl Visit {
    /// Shows the page at an address, unless it is on screen already.
    fn go(self, pathname: &str, is_retry: bool) {
        let path = AppPath::parse(pathname);
        let is_here = self
            .store
            .screen
            .with_untracked(|screen| screen.path == path && !matches!(screen.state, ScreenState::Loading));
        if is_here && !is_retry {
            self.running.set_value(None);
            self.store.is_loading.set(false);
            return;
        }
        let Some(path) = path else {
            // Without the site's settings there is no frame to show it in.
            return match self.store.site.with_untracked(Option::is_some) {
                true => self.show(None, Err(ContentError::NotFound)),
                false => self.fetch(None),
            };
        };
        if self.scroll.arrival() != Arrival::Start
            && let Some(page) = self.recall(&path)
        {
            self.running.set_value(None);
            return self.show(Some(path), Ok(page));
        }
        self.fetch(Some(path));
    }

    fn fetch(self, path: Option<AppPath>) {
        let deadline = Deadline::start();
        let signal = deadline.signal();
        let ticket = deadline.ticket();
        self.running.set_value(Some(deadline));
        self.store.is_loading.set(true);
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
            if !is_current {
                return;
            }
            self.running.set_value(None);
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
        if let Err(ContentError::Malformed { endpoint, reason }) = &result {
            browser::log_error(&format!("{endpoint}: {reason}"));
        }
        let path = match &result {
            Ok(page) => {
                let path = path.map(|path| canonical(path, page));
                if let Some(path) = &path {
                    self.remember(path, page);
                    browser::correct_address(&path.to_string());
                }
                path
            }
            Err(_) => path,
        };
        self.store.is_loading.set(false);
        let screen = Screen::new(path, result);
        let head = self.head(&screen);
        if let Some(head) = &head {
            set_document_head(head);
        }
        self.store.screen.set(screen);
        let arrival = self.scroll.arrival();
        // Once the new page stands in the document.
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
            ScreenState::Failed(ContentError::NotFound) => &text.not_found,
            ScreenState::Failed(ContentError::Unreachable) => &text.unreachable,
            ScreenState::Failed(ContentError::Refused { .. }) => &text.refused,
            ScreenState::Failed(ContentError::Malformed { .. }) => &text.malformed,
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

    fn recall(self, path: &AppPath) -> Option<PageData> {
        self.recent.with_value(|recent| recent.iter().find(|(seen, _)| seen == path).map(|(_, page)| page.clone()))
    }

    fn remember(self, path: &AppPath, page: &PageData) {
        self.recent.update_value(|recent| {
            recent.retain(|(seen, _)| seen != path);
            recent.push_back((path.clone(), page.clone()));
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

/// The address the document gives itself: an article's id decides, its slug may have changed.
fn canonical(path: AppPath, page: &PageData) -> AppPath {
    page.canonical_path().and_then(|own| AppPath::parse(own.as_str())).unwrap_or(path)
}
