//! The app: the frame around every page, and what is on screen.
//!
//! `store` holds what is shown, `navigation` changes it (browser only), `boot` starts it (browser only).

#[cfg(feature = "hydrate")]
pub mod boot;
#[cfg(feature = "hydrate")]
mod clock;
#[cfg(feature = "hydrate")]
mod kept;
#[cfg(feature = "hydrate")]
mod minute;
#[cfg(feature = "hydrate")]
mod navigation;
#[cfg(feature = "hydrate")]
mod notice;
#[cfg(feature = "hydrate")]
mod online_count;
#[cfg(feature = "hydrate")]
mod scroll;
mod store;
mod watch;

pub use store::{Screen, ScreenState, Store};

use leptos::prelude::*;

use self::watch::watch;

use crate::components::{Now, failure_notice, link, notice_banner, people_online, site_footer, site_header, use_text};
use crate::markup::{Contents, Markup, live, markup};
use crate::pages::page_markup;

/// The whole page inside `#app`.
#[component]
pub fn App(store: Store) -> impl IntoView {
    provide_context(store);
    provide_context(store.lang);
    provide_context(Now(store.now.read_only()));
    provide_context(store.site);
    #[cfg(feature = "hydrate")]
    navigation::start(store);
    #[cfg(feature = "hydrate")]
    online_count::start(store);
    #[cfg(feature = "hydrate")]
    clock::start(store);
    #[cfg(feature = "hydrate")]
    notice::start(store);

    let text = use_text();
    let header = move || {
        store.site.with(|site| Some(site_header(site.as_ref()?, move || store.trail(), move || store.languages())))
    };
    let notice = move || store.notice.get().map(|notice| notice_banner(notice, store.is_notice_late));
    let footer = move || {
        store.site.with(|site| {
            let site = site.as_ref()?;
            let counter = site.online.is_some().then(|| people_online(store.online));
            Some(site_footer(site, counter))
        })
    };
    let loading_bar = markup! { div "loading-bar"; }.live_flag("hidden", move || !store.is_loading.get());
    let main = markup! { main "site-main" id="main" tabindex="-1"; }
        .live_attr("aria-busy", move || Some(if store.is_loading.get() { "true" } else { "false" }.into()))
        .contents(move || screen_markup(store));
    let page = markup! {
        with (link("#main", text.skip_to_content)) "skip-link";
        p "visually-hidden" role="status" { (live(move || store.announcement.get())) }
        (loading_bar)
        (live(header))
        (live(notice))
        (main)
        (live(footer))
    };
    Contents::all(page)
}

/// What is on screen: one of four states.
fn screen_markup(store: Store) -> Markup {
    let text = use_text();
    let Screen { path, state } = store.screen.get();
    match state {
        ScreenState::Loading => markup! { p "loading-notice" { (text.loading) } }.into(),
        ScreenState::Failed(error) => failure_notice(&error, store.tries.get_untracked(), move || store.retry()).into(),
        ScreenState::Ready(page) => {
            provide_context(Now(own_clock(store.now)));
            page_markup(path.as_ref(), &page)
        }
    }
}

/// Tells the time to one page. What is gone would go on being told by the app's clock until that has changed.
fn own_clock(now: RwSignal<Option<i64>>) -> ReadSignal<Option<i64>> {
    let own = RwSignal::new(now.get_untracked());
    watch(move || {
        let now = now.get();
        if own.get_untracked() != now {
            own.set(now);
        }
    });
    own.read_only()
}
