//! Goes from page to page: fetches what the address needs, then replaces the page on screen, title, focus and scroll.
//!
//! The router tells where the browser has gone in its history. Links are taken by a listener of the site's own, because only
//! `AppPath` knows which of the site's addresses are pages of the app (feeds, media, the API and later surfaces are ordinary
//! loads). Each link that is followed is one history entry. What a reader is about to follow is asked for ahead, unless the
//! reader saves data.

use std::mem;
use std::sync::Arc;

use futures::future;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::location::{BrowserUrl, LocationProvider};

use super::kept::{AT_HAND, AT_LAST, FRESH, KeptPages};
use super::scroll::{Arrival, ScrollKeeper};
use super::store::{Screen, ScreenState, Store};
use super::watch::watch;
use crate::browser::{self, Deadline, DocumentHead, Link, LinkListener};
use crate::components::{Loading, Place, content_image};
use crate::content::client::{self, Asked};
use crate::content::error::ContentError;
use crate::content::model::Site;
use crate::content::page_data::PageData;
use crate::markup::Markup;
use crate::pages::{PageHead, page_head};
use crate::path::AppPath;

/// What is asked for ahead and comes later than after so many seconds is not kept: a worker may have answered with what it had, and
/// only hear of its end afterwards. Nor is it waited for.
const PATIENCE: i64 = 3;

/// Follows the address for as long as the app lives.
pub fn start(store: Store) {
    let is_shown = store.screen.with_untracked(|screen| !matches!(screen.state, ScreenState::Loading));
    let navigator = Navigator {
        store,
        shown: StoredValue::new(is_shown.then(browser::current_address)),
        asked_at: StoredValue::new(browser::now()),
        scroll: ScrollKeeper::start(),
        running: StoredValue::new_local(None),
        ahead: StoredValue::new_local(None),
        kept: KeptPages::new(),
    };

    let links = LinkListener::start(move |link| navigator.follow(link), move |link| navigator.foresee(link));
    StoredValue::new_local(links);
    // Before the router: listeners are called in the order they were added, and the router's tells the new address, for which the
    // way of arriving has to be known.
    let traversing = window_event_listener_untyped("popstate", move |_| {
        navigator.scroll.traverse(navigator.shown.get_value() == Some(browser::current_address()));
    });
    on_cleanup(move || traversing.remove());
    let Ok(router) = BrowserUrl::new() else { return };
    router.init(None);
    let address = router.as_url().clone();

    let mut tried = None;
    watch(move || {
        address.track();
        let retries = store.retries.get();
        navigator.go(tried.replace(retries).is_some_and(|tries| tries != retries));
    });
}

/// A page on its way. Dropping it cancels its requests.
struct Request {
    path: Option<AppPath>,
    deadline: Deadline,
    at: i64,
}

/// Everything a navigation touches.
#[derive(Clone, Copy)]
struct Navigator {
    store: Store,
    /// Path and query of what is on screen; `None` before the first page.
    shown: StoredValue<Option<String>>,
    /// When it was asked for.
    asked_at: StoredValue<i64>,
    scroll: ScrollKeeper,
    /// The page that is waited for; dropped when the reader goes elsewhere.
    running: StoredValue<Option<Request>, LocalStorage>,
    /// The page that the reader may go to next.
    ahead: StoredValue<Option<Request>, LocalStorage>,
    kept: KeptPages,
}

impl Navigator {
    /// Goes where a link leads. `None` leaves it to the browser.
    fn follow(self, link: Link) -> Option<()> {
        let address = format!("{}{}", self.path_of(&link)?, link.search);
        let here = browser::current_address();
        if address == here && !link.hash.is_empty() {
            self.scroll.note_position();
            return None;
        }
        if !self.store.is_loading.get_untracked() {
            // A script may have put the reader's words into the address.
            self.shown.set_value(Some(here.clone()));
        }
        let is_shown = self.shown.get_value().as_ref() == Some(&address);
        if address != here {
            self.scroll.push_entry(&format!("{address}{}", link.hash)).then_some(())?;
            self.go(false);
        }
        if is_shown {
            self.arrive(Arrival::Start, None);
        }
        Some(())
    }

    /// The app's page that a link leads to. Another language is another load: every word of the frame changes.
    fn path_of(self, link: &Link) -> Option<AppPath> {
        AppPath::parse(&link.pathname).filter(|path| path.lang == self.store.lang)
    }

    /// The reader seems about to follow a link, or, without one, is not any more.
    fn foresee(self, link: Option<Link>) {
        let Some(link) = link else { return self.ahead.set_value(None) };
        let Some(path) = self.path_of(&link) else { return };
        let is_asked =
            self.ahead.with_value(|ahead| ahead.as_ref().is_some_and(|ahead| ahead.path.as_ref() == Some(&path)));
        let is_known = is_asked
            || self.kept.has_fresh(&path)
            || self.store.screen.with_untracked(|screen| screen.path.as_ref() == Some(&path));
        // What the reader waits for comes first.
        if !is_known && !self.store.is_loading.get_untracked() && browser::may_look_ahead() {
            self.ahead.set_value(Some(self.ask(Some(path), Asked::Ahead)));
        }
    }

    /// Shows the page of the address, unless it is on screen already.
    fn go(self, is_retry: bool) {
        if !is_retry {
            self.store.tries.set(0);
        }
        let address = browser::current_address();
        let path = AppPath::parse(&browser::current_pathname());
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
                true => self.show(None, Err(ContentError::NotFound), 0),
                false => self.fetch(None),
            };
        };
        let shown = match is_on_screen {
            // Another query of the same page is the same document.
            true => self.store.screen.with_untracked(|screen| screen.page().cloned()),
            false => None,
        };
        let kept = shown.map(|page| (page, self.asked_at.get_value())).or_else(|| match arrival {
            Arrival::Return(_) => self.kept.recall(&path, AT_HAND),
            _ => self.kept.take(&path, FRESH),
        });
        match kept {
            Some((page, at)) => self.show(Some(path), Ok(page), at),
            None => self.fetch(Some(path)),
        }
    }

    /// Nothing is on its way any longer.
    fn stop(self) {
        self.running.set_value(None);
        self.store.is_loading.set(false);
    }

    /// Waits for a page: for what was asked for ahead just now, else for an answer of its own.
    fn fetch(self, path: Option<AppPath>) {
        let ahead = self.ahead.try_update_value(Option::take).flatten();
        let ahead = ahead.filter(|ahead| ahead.path == path && is_in_time(ahead.at));
        self.running.set_value(Some(ahead.unwrap_or_else(|| self.ask(path, Asked::Now))));
        self.store.is_loading.set(true);
        // The same sentence twice would be heard once.
        self.store.announcement.set(String::new());
    }

    fn ask(self, path: Option<AppPath>, asked: Asked) -> Request {
        let deadline = Deadline::start();
        let signal = deadline.signal();
        let ticket = deadline.ticket();
        let request = Request { path: path.clone(), deadline, at: browser::now() };
        spawn_local(async move {
            let site = async {
                if self.store.site.with_untracked(Option::is_some) {
                    return Ok(None);
                }
                let endpoint = format!("{}site.json", self.store.lang.prefix());
                client::fetch::<Site>(&endpoint, &signal).await.map(Some)
            };
            let page = async {
                match &path {
                    Some(path) => client::fetch_page(path, asked, &signal).await,
                    None => Err(ContentError::NotFound),
                }
            };
            let (site, page) = future::join(site, page).await;
            if let Some(request) = take_with(self.ahead, ticket) {
                self.keep_ahead(request, page);
            } else if let Some(request) = take_with(self.running, ticket) {
                self.arrived(request, site, page);
            }
        });
        request
    }

    /// Nobody is waiting: what failed will be asked for again, and another build's document is for that build's app.
    fn keep_ahead(self, Request { path, at, .. }: Request, page: Result<PageData, ContentError>) {
        let (Some(path), Ok(page)) = (path, page) else { return };
        if is_in_time(at) && !client::has_met_another_build() {
            fetch_picture(&page);
            self.kept.keep(path, (Arc::new(page), at));
        }
    }

    /// With the site's settings, where they were not there.
    fn arrived(self, request: Request, site: Result<Option<Site>, ContentError>, page: Result<PageData, ContentError>) {
        // Another build's document is for that build's app: the address loads. The first page has nothing to be mixed with, and
        // where old pages are served with new documents it would load for ever.
        if client::has_met_another_build() && self.shown.with_value(Option::is_some) {
            return browser::reload();
        }
        let is_away = matches!(page, Err(ContentError::Unreachable | ContentError::Refused { .. }));
        if let (Some(path), Arrival::Return(_)) = (&request.path, self.scroll.arrival())
            && is_away
            && let Some((page, at)) = self.kept.recall(path, AT_LAST)
        {
            return self.show(request.path, Ok(page), at);
        }
        match site {
            Ok(site) => {
                if site.is_some() && self.store.site.with_untracked(Option::is_none) {
                    self.store.site.set(site);
                }
                self.show(request.path, page.map(Arc::new), request.at);
            }
            Err(error) => self.show(request.path, Err(error), 0),
        }
    }

    /// Replaces the page on screen by one that was asked for at a second since 1970, or by what went wrong.
    fn show(self, path: Option<AppPath>, result: Result<Arc<PageData>, ContentError>, asked_at: i64) {
        if let Err(error @ (ContentError::Malformed { .. } | ContentError::Intercepted { .. })) = &result {
            browser::log_error(&error.to_string());
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
        let asked_before = self.asked_at.try_update_value(|at| mem::replace(at, asked_at)).unwrap_or_default();
        if let Some(Screen { path: Some(path), state: ScreenState::Ready(page) }) = before {
            self.kept.keep(path, (page, asked_before));
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
        self.store.site.with_untracked(|site| self.head_of(site.as_ref(), screen))
    }

    fn head_of(self, site: Option<&Site>, screen: &Screen) -> Option<PageHead> {
        let text = self.store.lang.text();
        let failure = match &screen.state {
            ScreenState::Ready(page) => return Some(page_head(site?, screen.path.as_ref(), page)),
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

/// The request that a ticket is of, if it is the one that is held there.
fn take_with(holder: StoredValue<Option<Request>, LocalStorage>, ticket: u32) -> Option<Request> {
    let take = |held: &mut Option<Request>| held.take_if(|held| held.deadline.ticket() == ticket);
    holder.try_update_value(take).flatten()
}

/// Whether what was asked for ahead then is still worth something when it comes.
fn is_in_time(asked_at: i64) -> bool {
    browser::now() - asked_at <= PATIENCE
}

/// Has the browser fetch the picture that an article begins with: an image in no document is loaded like any other.
fn fetch_picture(page: &PageData) {
    if let PageData::Article(article) = page
        && let Some(image) = &article.image
    {
        drop(Markup::from(content_image(image, Loading::Eager, Place::Column)).build());
    }
}

/// The address the document gives itself: an article's id decides, its slug may have changed.
fn canonical(path: AppPath, page: &PageData) -> AppPath {
    page.canonical_path().and_then(|own| AppPath::parse(own.as_str())).unwrap_or(path)
}
