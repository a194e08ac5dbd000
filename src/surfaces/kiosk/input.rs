//! What people do to the glass and the keys, heard before anything else: it tells that somebody is there, works the
//! display by keys, and keeps what would lead away from it.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;

use super::store::{Store, View};
use super::tick::wake;
use super::views::touch::follow;
use crate::browser::display;

/// Touches of the corner that open the operator's panel, and within how many seconds.
const CORNER_TOUCHES: u32 = 5;
const CORNER_SECONDS: f64 = 4.0;
/// How far a mouse moves at once under somebody's hand, in pixels.
const LEAST_DISTANCE: i32 = 2;
/// No finger stays on the glass for longer.
const LONGEST_MOVE_SECONDS: f64 = 60.0;
/// What can be pressed, in the order of the page.
const CONTROLS: &str = ":is(.controls, .veil, .attract) :is(button, input)";

/// Listens for as long as the app lives.
pub fn start(store: Store) {
    let pressed = StoredValue::new(0.0_f64);
    // Not `scroll`, which the page itself may do; fingers and wheels are heard by their own events.
    for event in ["pointerdown", "pointermove", "wheel", "touchmove", "input", "timeupdate"] {
        display::listen_everywhere(event, move |event| {
            let open = display::seconds_open();
            let is_move = event.type_().ends_with("move");
            if !is_move {
                pressed.set_value(open);
            }
            // What lies on the glass, or a mouse that trembles, is nobody.
            let is_nobody = match display::mouse_distance(&event) {
                Some(distance) => is_move && distance <= LEAST_DISTANCE,
                None => is_move && open - pressed.get_value() > LONGEST_MOVE_SECONDS,
            };
            // A question goes with the click that answers it: sooner, and the click would fall on what is behind it.
            if !is_nobody && store.countdown.get_untracked().is_none() {
                store.note_input();
            }
        });
    }
    // A swipe or a turn of the wheel is no click, and answers as well.
    for event in ["pointerup", "pointercancel", "wheel"] {
        display::listen_everywhere(event, move |event| {
            if store.countdown.get_untracked().is_some() && !display::is_within(&event, ".question button") {
                store.note_input();
                store.guard();
            }
        });
    }
    let touches = StoredValue::new((0_u32, 0.0_f64));
    display::listen_everywhere("pointerup", move |event| {
        if display::is_within(&event, ".masthead__corner") {
            let open = display::seconds_open();
            let count = touches.try_update_value(|(count, since)| {
                if open - *since > CORNER_SECONDS {
                    (*count, *since) = (0, open);
                }
                *count += 1;
                *count
            });
            if count >= Some(CORNER_TOUCHES) {
                touches.set_value((0, 0.0));
                open_panel(store);
            }
        }
    });
    display::listen_everywhere("click", move |event| {
        let is_ignored = store.cleaning.get_untracked().is_some()
            || (display::is_by_pointer(&event) && store.is_guarded(display::seconds_of(&event)));
        if is_ignored {
            event.prevent_default();
            event.stop_propagation();
        } else if let Some(href) = display::pressed_link(&event) {
            // No link leads away from the display.
            event.prevent_default();
            event.stop_propagation();
            follow(store, &href);
        }
    });
    display::listen_everywhere("error", |event| display::mark_broken_picture(&event, ".slide__picture"));
    display::listen_everywhere("keydown", move |event| {
        let Some(event) = event.dyn_ref::<leptos::ev::KeyboardEvent>() else { return };
        if is_handled(store, event) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
}

/// Whether a key was one of the display's own.
fn is_handled(store: Store, event: &leptos::ev::KeyboardEvent) -> bool {
    if store.cleaning.get_untracked().is_some() {
        return true;
    }
    let key = event.key();
    if matches!(key.as_str(), "Control" | "Shift" | "Alt" | "Meta") {
        return false;
    }
    if event.ctrl_key() && event.alt_key() && key.eq_ignore_ascii_case("o") {
        open_panel(store);
        return true;
    }
    if store.countdown.get_untracked().is_some() {
        if matches!(key.as_str(), "Tab" | "Enter" | " ") {
            return false;
        }
        store.note_input();
        return true;
    }
    // A key that something lies on is nobody.
    if event.repeat() && store.is_attracting() {
        return true;
    }
    if !event.repeat() {
        store.note_input();
    }
    if store.is_attracting() {
        wake(store);
        return true;
    }
    // A wide table is scrolled by the same keys.
    let is_in_field = display::is_within(event, "input, .content-table");
    match key.as_str() {
        "Escape" => store.back(),
        "ArrowLeft" | "ArrowRight" if !is_in_field => display::move_focus(CONTROLS, key == "ArrowRight"),
        "ArrowDown" | "PageDown" => display::scroll_by_part(".stage", 0.8),
        "ArrowUp" | "PageUp" => display::scroll_by_part(".stage", -0.8),
        "Home" if !is_in_field => display::scroll_to_top(".stage"),
        _ => return false,
    }
    true
}

/// Without a PIN there is no panel.
fn open_panel(store: Store) {
    let has_pin = untrack(|| store.settings()).is_some_and(|settings| settings.pin.is_some());
    if has_pin {
        store.note_input();
        store.go(View::Pin);
    }
}
