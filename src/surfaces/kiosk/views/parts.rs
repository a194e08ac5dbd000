//! The parts that all of the display's views are made of.

use leptos::prelude::*;

use crate::components::{Shape, icon, use_lang};
use crate::markup::Markup;
use crate::surfaces::kiosk::store::{Store, View};
use crate::text::kiosk::{KioskText, kiosk_text};
use crate::text::{Lang, Text};

/// The display's words.
pub fn words(lang: Lang) -> (&'static Text, &'static KioskText) {
    (lang.text(), kiosk_text(lang))
}

/// A button large enough for any finger.
pub fn press(label: impl Into<String>, act: impl Fn() + Send + Sync + 'static) -> AnyView {
    let label = label.into();
    view! { <button class="press" type="button" on:click=move |_| act()>{label}</button> }.into_any()
}

/// A button with a drawing before its words.
pub fn press_with(shape: Shape, label: impl Into<String>, act: impl Fn() + Send + Sync + 'static) -> AnyView {
    let label = label.into();
    let drawing = Markup::from(icon(shape));
    view! { <button class="press" type="button" on:click=move |_| act()>{drawing}<span>{label}</span></button> }
        .into_any()
}

/// Reads blocks of the stage aloud, or falls silent. It stays the same button, so that it keeps the focus.
pub fn listen_button(store: Store, blocks: &'static str) -> AnyView {
    let (text, kiosk) = words(store.lang.get_untracked());
    let drawing = Markup::from(icon(Shape::Listen));
    let label = move || if store.spoken.get().is_some() { text.stop } else { text.listen };
    let note = move || store.has_no_voice.get().then_some(kiosk.no_voice);
    view! {
        <button class="press" type="button" on:click=move |_| store.toggle_speech(blocks)>{drawing}<span>{label}</span></button>
        <p class="controls__note" role="status">{note}</p>
    }
    .into_any()
}

/// A large button of a list: a headline and what else is known.
pub fn choice(title: String, facts: Option<String>, act: impl Fn() + Send + Sync + 'static) -> AnyView {
    view! {
        <li>
            <button class="choice" type="button" on:click=move |_| act()>
                <span class="choice__title">{title}</span>
                {facts.map(|facts| view! { <span class="choice__facts">{facts}</span> })}
            </button>
        </li>
    }
    .into_any()
}

/// A view of touch mode: what is looked at above, what is touched below.
pub fn screen(stage: AnyView, controls: AnyView) -> AnyView {
    let label = kiosk_text(use_lang()).controls;
    view! {
        <main class="stage" tabindex="0">{stage}</main>
        <section class="controls" aria-label=label>{controls}</section>
    }
    .into_any()
}

/// The buttons that every view has.
pub fn way_back(store: Store) -> AnyView {
    let (_, kiosk) = words(store.lang.get_untracked());
    view! {
        {press(kiosk.back, move || store.back())}
        {press(kiosk.finish, move || store.finish())}
    }
    .into_any()
}

/// For the first view, which has none before it.
pub fn finish_only(store: Store) -> AnyView {
    let (_, kiosk) = words(store.lang.get_untracked());
    press(kiosk.finish, move || store.finish())
}

/// The heading of the stage, which the focus is moved to.
pub fn heading(title: impl Into<String>) -> AnyView {
    let title = title.into();
    view! { <h1 class="stage__title" tabindex="-1">{title}</h1> }.into_any()
}

/// Opens a new search; the index is fetched when it is first needed.
pub fn open_search(store: Store) {
    store.typing.update(|typing| typing.set_text(""));
    store.load_index();
    store.go(View::Search);
}
