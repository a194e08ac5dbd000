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
mod people_online;
#[cfg(feature = "hydrate")]
mod scroll;
mod store;

pub use store::{Screen, ScreenState, Store};

use leptos::prelude::*;
use leptos_router::components::Router;

use crate::components::{FailureNotice, NoticeBanner, Now, PeopleOnline, SiteFooter, SiteHeader, use_text};
use crate::content::page_data::PageData;
use crate::pages::{
    ArticlePage, HomePage, LatestPage, SearchPage, SectionPage, SiteMapPage, StandingPageView, TagPage, page_title,
};

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
    people_online::start(store);
    #[cfg(feature = "hydrate")]
    clock::start(store);

    let text = use_text();
    let trail = Signal::derive(move || store.trail());
    let languages = Signal::derive(move || store.languages());
    let header = move || {
        let site = store.site.get()?;
        let notice = site.notice.clone().map(|notice| view! { <NoticeBanner notice/> }.into_any());
        Some(view! { <SiteHeader site trail languages/>{notice} }.into_any())
    };
    let footer = move || {
        let site = store.site.get()?;
        let counter = site.online.is_some().then(|| view! { <PeopleOnline count=store.online/> }.into_any());
        Some(view! { <SiteFooter site>{counter}</SiteFooter> }.into_any())
    };
    let is_busy = move || store.is_loading.get().to_string();
    view! {
        <a class="skip-link" href="#main">{text.skip_to_content}</a>
        <p class="visually-hidden" role="status">{store.announcement}</p>
        <div class="loading-bar" hidden=move || !store.is_loading.get()></div>
        {header}
        <main class="site-main" id="main" tabindex="-1" aria-busy=is_busy>
            {move || screen_view(store)}
        </main>
        {footer}
    }
}

/// What is on screen: one of four states.
fn screen_view(store: Store) -> AnyView {
    let text = use_text();
    let Screen { path, state } = store.screen.get();
    let page = match state {
        ScreenState::Loading => return view! { <p class="loading-notice">{text.loading}</p> }.into_any(),
        ScreenState::Failed(error) => {
            let on_retry = Callback::new(move |()| store.retry());
            return view! { <FailureNotice error on_retry/> }.into_any();
        }
        ScreenState::Ready(page) => page,
    };
    let title = page_title(text, path.as_ref(), &page).unwrap_or_default();
    match *page {
        PageData::Home(home) => {
            let site_name = store.site.with_untracked(|site| site.as_ref().map(|site| site.name.clone()));
            view! { <HomePage home site_name=site_name.unwrap_or_default()/> }.into_any()
        }
        PageData::Section(listing) => view! { <SectionPage listing title/> }.into_any(),
        PageData::Latest(listing) => view! { <LatestPage listing title/> }.into_any(),
        PageData::Tag(listing) => view! { <TagPage listing title/> }.into_any(),
        PageData::Article(article) => view! { <ArticlePage article=*article/> }.into_any(),
        PageData::Standing(page) => view! { <StandingPageView page/> }.into_any(),
        PageData::Search(form) => view! { <SearchPage form/> }.into_any(),
        PageData::SiteMap(map) => view! { <SiteMapPage map/> }.into_any(),
        PageData::NotFound => ().into_any(),
    }
}
