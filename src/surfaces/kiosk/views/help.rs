//! How the display is used, and how it looks and sounds: help is built in, since a locked display lends none of the device's.

use leptos::prelude::*;

use super::parts::{heading, listen_button, press, screen, way_back, words};
use super::touch::{SPOKEN, size_buttons};
use crate::surfaces::kiosk::store::{SIZES, Store, VOLUMES};

/// Explains, and changes size, contrast and volume.
pub fn help(store: Store) -> AnyView {
    let (_, kiosk) = words(store.lang.get_untracked());
    let percent = |steps: [u32; 5], place: usize| steps.get(place).copied().unwrap_or(100);
    let stage = view! {
        {heading(kiosk.help)}
        {kiosk.help_sentences.map(|sentence| view! { <p>{sentence}</p> }).into_iter().collect::<Vec<_>>()}
        <p class="stage__hint" role="status">
            {move || (kiosk.size_is)(percent(SIZES, store.size.get()))} " · "
            {move || (kiosk.volume_is)(percent(VOLUMES, store.volume.get()))}
        </p>
    };
    let last = VOLUMES.len() - 1;
    let controls = view! {
        <div class="controls__bar">
            {way_back(store)}
            {size_buttons(store)}
            <button class="press" type="button" aria-pressed=move || store.is_contrast.get().to_string()
                on:click=move |_| store.is_contrast.update(|is_on| *is_on = !*is_on)>{kiosk.contrast}</button>
            {press(kiosk.quieter, move || store.volume.update(|volume| *volume = volume.saturating_sub(1)))}
            {press(kiosk.louder, move || store.volume.update(|volume| *volume = (*volume + 1).min(last)))}
            {listen_button(store, SPOKEN)}
            {press(kiosk.clean, move || store.clean())}
        </div>
    };
    screen(stage.into_any(), controls.into_any())
}
