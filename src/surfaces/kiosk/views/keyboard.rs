//! The display's own keyboard: Vietnamese by Telex and VNI, plain letters, digits. The person chooses, not the device.

use leptos::prelude::*;

use super::parts::words;
use crate::surfaces::kiosk::store::Store;
use crate::text::typing::Method;

const LETTERS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
const DIGITS: [&str; 3] = ["1234567890", "-/.,:;()", "\"'?!&%+"];
const METHODS: [Method; 3] = [Method::Telex, Method::Vni, Method::Plain];

/// A field with suggestions, and the keys. `on_search` is called by the key that ends the typing.
pub fn keyboard(store: Store, query: Memo<String>, on_search: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let (text, kiosk) = words(store.lang.get_untracked());
    let is_shifted = RwSignal::new(false);
    let are_digits = RwSignal::new(false);
    let typing = store.typing;
    let typed = move |key: char| {
        let key = if is_shifted.get_untracked() { key.to_uppercase().next().unwrap_or(key) } else { key };
        typing.update(|typing| typing.press(key));
        is_shifted.set(false);
    };
    let suggestions = move || {
        let suggested = store.index.with(|index| index.ready().map(|pages| pages.suggest(&query.get())));
        let suggested = suggested.unwrap_or_default().into_iter().map(|phrase| {
            let shown = phrase.clone();
            view! {
                <button class="key key--suggestion" type="button"
                    on:click=move |_| typing.update(|typing| typing.set_text(&format!("{phrase} ")))>{shown}</button>
            }
        });
        suggested.collect::<Vec<_>>()
    };
    let key = move |key: char| {
        let shown = move || if is_shifted.get() { key.to_uppercase().to_string() } else { key.to_string() };
        view! { <button class="key" type="button" on:click=move |_| typed(key)>{shown}</button> }
    };
    let row = move |place: usize| {
        let keys = if are_digits.get() { DIGITS } else { LETTERS };
        keys.get(place).into_iter().flat_map(|row| row.chars()).map(key).collect::<Vec<_>>()
    };
    let methods = METHODS.into_iter().zip(kiosk.methods).map(|(method, name)| {
        view! {
            <button class="key key--method" type="button"
                aria-pressed=move || typing.with(|typing| typing.method() == method).to_string()
                on:click=move |_| typing.update(|typing| typing.set_method(method))>{name}</button>
        }
    });
    let methods = methods.collect::<Vec<_>>();
    view! {
        <div class="keyboard">
            <div class="keyboard__row keyboard__row--field">
                <button class="key key--word" type="button" on:click=move |_| store.back()>{kiosk.back}</button>
                <input class="keyboard__field" type="text" inputmode="none" autocomplete="off" spellcheck="false"
                    aria-label=kiosk.search_hint placeholder=kiosk.search_hint maxlength="120"
                    prop:value=query
                    on:input=move |event| typing.update(|typing| typing.set_text(&event_target_value(&event)))
                    on:keydown=move |event| if event.key() == "Enter" { event.prevent_default(); on_search() }/>
                <div class="keyboard__suggestions" role="group" aria-label=kiosk.suggestions>{suggestions}</div>
                <button class="key key--word key--go" type="button" on:click=move |_| on_search()>{text.search}</button>
            </div>
            <div class="keyboard__keys" role="group" aria-label=kiosk.keyboard>
                // Tones are digits there.
                {move || {
                    let is_vni = typing.with(|typing| typing.method() == Method::Vni) && !are_digits.get();
                    is_vni.then(|| {
                        let digits = DIGITS.first().into_iter().flat_map(|row| row.chars()).map(key);
                        view! { <div class="keyboard__row keyboard__row--tones">{digits.collect::<Vec<_>>()}</div> }
                    })
                }}
                <div class="keyboard__row">{move || row(0)}</div>
                <div class="keyboard__row">{move || row(1)}</div>
                <div class="keyboard__row keyboard__row--last">
                    <button class="key" type="button" aria-pressed=move || is_shifted.get().to_string() aria-label=kiosk.shift
                        on:click=move |_| is_shifted.update(|is_on| *is_on = !*is_on)>"⇧"</button>
                    {move || row(2)}
                    <button class="key key--word" type="button" on:click=move |_| typing.update(|typing| typing.delete())>{kiosk.delete}</button>
                    <div class="keyboard__functions">
                        <button class="key" type="button" on:click=move |_| are_digits.update(|are| *are = !*are)>
                            {move || if are_digits.get() { kiosk.letters } else { kiosk.digits }}</button>
                        <button class="key key--space" type="button" on:click=move |_| typed(' ')>{kiosk.space}</button>
                        <div class="keyboard__methods" role="group" aria-label=kiosk.method>{methods}</div>
                        <button class="key" type="button" aria-label=kiosk.hide_keyboard on:click=move |_| on_search()>"▾"</button>
                    </div>
                </div>
            </div>
        </div>
    }
    .into_any()
}
