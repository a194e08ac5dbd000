//! The address bar, the history's entries, and scrolling.

use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, ScrollRestoration};

/// The address' path.
pub fn current_pathname() -> String {
    window().location().pathname().unwrap_or_default()
}

/// The address' path and query, which decide what is on the page.
pub fn current_address() -> String {
    format!("{}{}", current_pathname(), window().location().search().unwrap_or_default())
}

/// The mark of the current history entry; empty for one that was never marked.
pub fn history_entry() -> String {
    let state = window().history().and_then(|history| history.state());
    state.ok().and_then(|state| state.as_string()).unwrap_or_default()
}

/// Marks the current history entry; gives the mark.
pub fn mark_entry() -> String {
    let mark = fresh_mark();
    if let Ok(history) = window().history() {
        let _ = history.replace_state_with_url(&JsValue::from_str(&mark), "", None);
    }
    mark
}

/// Adds a history entry for an address; gives its mark. `None` where the browser refuses, as some do after a hundred.
pub fn push_entry(address: &str) -> Option<String> {
    let mark = fresh_mark();
    window().history().ok()?.push_state_with_url(&JsValue::from_str(&mark), "", Some(address)).ok()?;
    Some(mark)
}

/// A mark no other entry has.
fn fresh_mark() -> String {
    ((js_sys::Math::random() * 1e15) as u64).to_string()
}

/// Writes the right address over the one in the address bar, where they differ.
pub fn correct_address(path: &str) {
    if current_pathname() != path
        && let Ok(history) = window().history()
    {
        let location = window().location();
        let rest = format!("{}{}", location.search().unwrap_or_default(), location.hash().unwrap_or_default());
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(&format!("{path}{rest}")));
    }
}

/// Whether the app restores scroll positions, or the browser.
pub fn keep_scroll_by_hand(by_hand: bool) {
    let mode = if by_hand { ScrollRestoration::Manual } else { ScrollRestoration::Auto };
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(mode);
    }
}

/// How far the page is scrolled down, in CSS pixels.
pub fn scroll_position() -> i32 {
    window().scroll_y().unwrap_or_default().round() as i32
}

/// Scrolls down to a position, in CSS pixels.
pub fn scroll_to(position: i32) {
    window().scroll_to_with_x_and_y(0.0, position.into());
}

/// Scrolls to the element that the address' fragment names, and focuses it as browsers do; `false` when there is none.
pub fn scroll_to_fragment() -> bool {
    let hash = window().location().hash().unwrap_or_default();
    let name = hash.strip_prefix('#').and_then(|name| js_sys::decode_uri_component(name).ok()?.as_string());
    let target = name.filter(|name| !name.is_empty()).and_then(|name| document().get_element_by_id(&name));
    if let Some(target) = &target {
        target.scroll_into_view();
        if let Some(field) = target.dyn_ref::<HtmlElement>() {
            let _ = field.focus();
        }
    }
    target.is_some()
}
