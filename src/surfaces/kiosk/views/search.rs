//! The search: a field, the display's own keyboard, suggestions, and what was found.

use leptos::prelude::*;

use super::keyboard::keyboard;
use super::parts::{choice, heading, press, screen, way_back, words};
use super::touch::follow;
use crate::browser::{self, display};
use crate::surfaces::kiosk::store::{Index, Store};

/// What is typed, and what is found of it: while typing as a number on the stage, then as a list within reach.
pub fn search(store: Store) -> AnyView {
    let (text, kiosk) = words(store.lang.get_untracked());
    let is_typing = RwSignal::new(true);
    let query = Memo::new(move |_| store.typing.with(|typing| typing.text()));
    let found = Memo::new(move |_| {
        let query = query.get();
        store.index.with(|index| {
            let found = index.ready().map(|pages| pages.find(&query, is_typing.get())).unwrap_or_default().into_iter();
            found
                .map(|entry| (entry.title.clone(), entry.section.clone(), entry.published_at, entry.path.to_string()))
                .collect::<Vec<_>>()
        })
    });
    let count = move || {
        let is_asked = !query.with(|query| query.trim().is_empty());
        let count = found.with(Vec::len);
        is_asked.then(|| {
            store.index.with(|index| match index {
                Index::Missing | Index::Loading => text.loading.to_owned(),
                Index::Failed => kiosk.search_failed.to_owned(),
                Index::Ready(_) if count == 0 => kiosk.nothing_found.to_owned(),
                Index::Ready(_) => (kiosk.found)(count),
            })
        })
    };
    let first = move || {
        found.with(|found| {
            found.iter().take(6).map(|(title, ..)| view! { <li>{title.clone()}</li> }).collect::<Vec<_>>()
        })
    };
    let stage = view! {
        {heading(text.search)}
        <p class="stage__query">{query}</p>
        <p class="stage__hint" role="status">{count}</p>
        {move || is_typing.get().then(|| view! { <ul class="stage__found" aria-hidden="true">{first()}</ul> })}
    };
    let results = move || {
        let found = found.get();
        let choices = found.into_iter().map(|(title, section, at, path)| {
            let at = at.map(|at| at.format_for_people(text));
            let facts = [section, at].into_iter().flatten().collect::<Vec<_>>().join(" · ");
            choice(title, Some(facts).filter(|facts| !facts.is_empty()), move || follow(store, &path))
        });
        view! { <ul class="choices" aria-label=text.search>{choices.collect::<Vec<_>>()}</ul> }
    };
    let controls = move || {
        if is_typing.get() {
            keyboard(store, query, move || {
                is_typing.set(false);
                display::soon(|| browser::focus(".controls .choice, .controls .press"));
            })
        } else {
            view! {
                <div class="controls__bar">
                    {way_back(store)}
                    {press(kiosk.show_keyboard, move || {
                        is_typing.set(true);
                        display::soon(|| browser::focus(".keyboard__field"));
                    })}
                </div>
                {results}
            }
            .into_any()
        }
    };
    // Who comes back from a result finds the list, not the keyboard.
    let has_come_back = store.typing.with_untracked(|typing| !typing.text().is_empty());
    is_typing.set(!has_come_back);
    screen(stage.into_any(), controls.into_any())
}
