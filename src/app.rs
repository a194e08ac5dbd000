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

use crate::components::{Now, failure_notice, link, notice_banner, people_online, site_footer, site_header, use_text};
use crate::content::page_data::PageData;
use crate::markup::{Contents, Markup, el, live};
use crate::pages::{
    article_page, home_page, latest_page, page_title, search_page, section_page, site_map_page, standing_page,
    tag_page, widgets_page,
};

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

    let text = use_text();
    let trail = Signal::derive(move || store.trail());
    let languages = Signal::derive(move || store.languages());
    let header = move || {
        let Some(site) = store.site.get() else { return Markup::default() };
        let notice = site.notice.clone().map(notice_banner);
        Markup::from(site_header(site, trail, languages)).child(notice)
    };
    let footer = move || {
        let site = store.site.get()?;
        let counter = site.online.is_some().then(|| people_online(store.online.into()));
        Some(site_footer(site, counter))
    };
    let loading_bar = el("div").class("loading-bar").live_flag("hidden", move || !store.is_loading.get());
    let main = el("main")
        .class("site-main")
        .attr("id", "main")
        .attr("tabindex", "-1")
        .live_attr("aria-busy", move || Some(if store.is_loading.get() { "true" } else { "false" }.into()))
        .contents(move || screen_markup(store));
    let skip_link = link("#main", text.skip_to_content).class("skip-link");
    let announcement =
        el("p").class("visually-hidden").attr("role", "status").child(live(move || store.announcement.get()));
    let page = Markup::from(skip_link)
        .child(announcement)
        .child(loading_bar)
        .child(live(header))
        .child(main)
        .child(live(footer));
    Contents(page)
}

/// What is on screen: one of four states.
fn screen_markup(store: Store) -> Markup {
    let text = use_text();
    let Screen { path, state } = store.screen.get();
    let page = match state {
        ScreenState::Loading => return el("p").class("loading-notice").child(text.loading).into(),
        ScreenState::Failed(error) => {
            let on_retry = Callback::new(move |()| store.retry());
            return failure_notice(&error, on_retry).into();
        }
        ScreenState::Ready(page) => page,
    };
    let title = page_title(text, path.as_ref(), &page).unwrap_or_default();
    match *page {
        PageData::Home(home) => {
            let site_name = store.site.with_untracked(|site| site.as_ref().map(|site| site.name.clone()));
            home_page(home, site_name.unwrap_or_default())
        }
        PageData::Section(listing) => section_page(listing, title),
        PageData::Latest(listing) => latest_page(listing, title),
        PageData::Tag(listing) => tag_page(listing, title),
        PageData::Article(article) => article_page(*article),
        PageData::Standing(page) => standing_page(page),
        PageData::Search(form) => search_page(form),
        PageData::SiteMap(map) => site_map_page(map),
        PageData::Widgets(form) => widgets_page(form),
        PageData::NotFound => Markup::default(),
    }
}
