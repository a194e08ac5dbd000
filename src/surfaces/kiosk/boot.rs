//! Starts the display in a browser.

use leptos::mount;
use leptos::prelude::*;

use super::store::{SIZES, Store, View};
use super::views::parts::words;
use super::views::{attract, help, panel, search, touch};
use super::{input, tick};
use crate::browser::{self, display};
use crate::components::{Now, OneForm};

/// Where the display's name is kept.
const NAME: &str = "kiosk:display";

/// Takes the place of what the document says while it waits.
pub fn start() {
    let Some(root) = browser::app_root() else { return };
    root.set_text_content(None);
    mount::mount_to(root, || view! { <Display store=Store::new(display_name())/> }).forget();
    browser::mark_ready();
}

/// The name in the address, `/kiosk/?display=sanh-tang-1`, is kept for starts without it.
fn display_name() -> Option<String> {
    if let Some(name) = display::query_parameter("display").filter(|name| !name.is_empty()) {
        browser::keep(browser::device_storage(), NAME, &name);
    }
    browser::read_kept(browser::device_storage(), NAME)
}

/// The whole display inside `#app`.
#[component]
fn Display(store: Store) -> impl IntoView {
    provide_context(store.site);
    provide_context(OneForm);
    provide_context(Now(store.now.read_only()));
    input::start(store);
    tick::start(store);
    browser::prepare_voices();

    Effect::new(move |_| {
        let percent = SIZES.get(store.size.get()).copied().unwrap_or(100);
        display::set_root_property("--zoom", &format!("{}", f64::from(percent) / 100.0));
        display::set_root_attribute("data-theme", store.is_contrast.get().then_some("contrast"));
        display::set_root_attribute("data-night", store.is_night.get().then_some(""));
        display::set_root_attribute("lang", Some(store.lang.get().tag()));
        let is_attracting = store.view.with(|view| *view == View::Attract);
        display::set_root_attribute("data-mode", Some(if is_attracting { "attract" } else { "touch" }));
    });
    Effect::new(move |_| {
        if let Some(settings) = store.settings() {
            display::set_root_property("--reach", &settings.reach_percent.to_string());
        }
    });
    Effect::new(move |_| {
        let name = store.site.with(|site| site.as_ref().map(|site| site.name.clone()));
        if let Some(name) = name {
            display::set_title(&name);
        }
    });

    let masthead = move || {
        let (text, kiosk) = words(store.lang.get());
        let name = store.site.with(|site| site.as_ref().map(|site| site.organization.name.clone()));
        let clock = store.clock.get().map(|clock| {
            let (year, month, day) = clock.day();
            let date = (kiosk.day)(clock.weekday(), &(text.date)(year, month, day));
            view! { <p class="masthead__clock"><span class="masthead__time">{clock.time_of_day()}</span>" "<span>{date}</span></p> }
        });
        // Static and inside another element, it would be set as text of HTML, which the policy refuses (Trusted Types).
        let corner = view! { <div class="masthead__corner" aria-hidden="true"></div> };
        view! {
            <header class="masthead">
                {corner}
                <p class="masthead__name">{name}</p>
                {clock}
                {move || age_line(store)}
            </header>
        }
    };
    let view = move || {
        provide_context(store.lang.get());
        match store.view.get() {
            View::Attract => attract::attract(store),
            View::Home => touch::home(store),
            View::Latest => touch::latest(store),
            View::Section(slug) => touch::section(store, &slug),
            View::Reading(path) => touch::reading(store, path),
            View::Contact => touch::contact(store),
            View::Search => search::search(store),
            View::Help => help::help(store),
            View::Code { title, address } => touch::code(store, title, address),
            View::Pin => panel::pin(store),
            View::Panel => panel::panel(store),
        }
    };
    view! {
        <div class="display" inert=move || store.countdown.get().is_some() || store.cleaning.get().is_some()>
            {masthead}
            {view}
        </div>
        {move || question(store)}
        {move || cleaning(store)}
    }
}

/// How old what is shown is, while the site does not answer.
fn age_line(store: Store) -> Option<AnyView> {
    let (text, kiosk) = words(store.lang.get());
    let (failures, made_at) = store.worker.with(|worker| match worker {
        Some(worker) => {
            // Of another site's content API the edition has no document, so its age says nothing of what is shown.
            let edition = worker.current.as_ref().filter(|_| !browser::is_api_elsewhere());
            (worker.failures.max(store.failures.get()), edition.map(|edition| edition.made_at))
        }
        None => (store.failures.get(), None),
    });
    if failures < 2 || store.kiosk.with(Option::is_none) {
        return None;
    }
    let age = made_at.map(|made_at| format!("{} · ", (kiosk.shown_is_of)(&made_at.format_for_people(text))));
    Some(view! { <p class="masthead__age" role="status">{age}{kiosk.reconnecting}</p> }.into_any())
}

/// Asks whether somebody is still there.
fn question(store: Store) -> Option<AnyView> {
    let is_asked = Memo::new(move |_| store.countdown.get().is_some());
    is_asked.get().then(|| {
        let (_, kiosk) = words(store.lang.get_untracked());
        view! {
            <div class="veil" role="alertdialog" aria-modal="true" aria-labelledby="question"
                on:click=move |_| store.note_input()>
                <div class="question">
                    <h2 id="question">{kiosk.still_there}</h2>
                    <p aria-live="off">{move || store.countdown.get().map(kiosk.leaving_in)}</p>
                    <button class="press question__stay" type="button">{kiosk.stay}</button>
                    <button class="press" type="button" on:click=move |_| store.finish()>{kiosk.finish}</button>
                </div>
            </div>
        }
        .into_any()
    })
}

/// Says that touches are ignored, and for how long.
fn cleaning(store: Store) -> Option<AnyView> {
    let is_on = Memo::new(move |_| store.cleaning.get().is_some());
    is_on.get().then(|| {
        let (_, kiosk) = words(store.lang.get_untracked());
        view! {
            <div class="veil" role="status"><p class="question">{move || store.cleaning.get().map(kiosk.cleaning)}</p></div>
        }
        .into_any()
    })
}
