//! The app: the frame around every page, and what is on screen.
//!
//! `store` holds what is shown, `navigation` changes it (browser only), `boot` starts it (browser only).

#[cfg(feature = "hydrate")]
pub mod boot;
#[cfg(feature = "hydrate")]
mod clock;
#[cfg(feature = "hydrate")]
mod navigation;
#[cfg(feature = "hydrate")]
mod online_count;
#[cfg(feature = "hydrate")]
mod scroll;
mod store;

pub use store::{Screen, ScreenState, Store};

use leptos::prelude::*;
use leptos_router::components::Router;

use crate::components::{Now, failure_notice, link, notice_banner, people_online, site_footer, site_header, use_text};
use crate::markup::{Markup, markup};
use crate::pages::page_markup;

/// The whole page inside `#app`.
///
/// The router only tells the address: what is on screen is the store's, so the old page stays until the new one has arrived.
#[component]
pub fn App(store: Store) -> impl IntoView {
    provide_context(store);
    provide_context(store.lang);
    provide_context(Now(store.now.read_only()));
    provide_context(store.site);
    // Before the router: a traversal's listeners are called in the order they were added, capturing or not, and the
    // router's tells the new address, for which the way of arriving has to be known.
    #[cfg(feature = "hydrate")]
    provide_context(navigation::keep_scroll(store));
    view! {
        <Router>
            <Portal store/>
        </Router>
    }
}

#[component]
fn Portal(store: Store) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    navigation::start(store);
    #[cfg(feature = "hydrate")]
    online_count::start(store);
    #[cfg(feature = "hydrate")]
    clock::start(store);

    let text = use_text();
    let trail = Signal::derive(move || store.trail());
    let languages = Signal::derive(move || store.languages());
    let header = move || {
        let Some(site) = store.site.get() else { return Markup::default() };
        let notice = site.notice.clone().map(notice_banner);
        markup! { (site_header(site, trail, languages)) (notice) }
    };
    let footer = move || {
        let Some(site) = store.site.get() else { return Markup::default() };
        let counter = site.online.is_some().then(|| people_online(store.online.into()));
        site_footer(site, counter).into()
    };
    let is_busy = move || store.is_loading.get().to_string();
    let loading_bar = view! { <div class="loading-bar" hidden=move || !store.is_loading.get()></div> };
    let main = view! {
        <main class="site-main" id="main" tabindex="-1" aria-busy=is_busy>{move || screen_markup(store)}</main>
    };
    let announcement = move || store.announcement.get();
    markup! {
        with (link("#main", text.skip_to_content)) "skip-link";
        p "visually-hidden" role="status" { (announcement.into_any()) }
        (loading_bar.into_any())
        (header.into_any())
        (main.into_any())
        (footer.into_any())
    }
}

/// What is on screen: one of four states.
fn screen_markup(store: Store) -> Markup {
    let text = use_text();
    let Screen { path, state } = store.screen.get();
    match state {
        ScreenState::Loading => markup! { p "loading-notice" { (text.loading) } }.into(),
        ScreenState::Failed(error) => {
            let on_retry = Callback::new(move |()| store.retry());
            failure_notice(&error, on_retry).into()
        }
        ScreenState::Ready(page) => page_markup(path.as_ref(), *page),
    }
}
