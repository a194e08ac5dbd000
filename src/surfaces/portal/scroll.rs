//! Where the reader was on each page of the history, so that *back* returns there.

use std::collections::HashMap;

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::browser;

/// How the reader came to the page on its way.
#[derive(Clone, Debug, PartialEq)]
pub enum Arrival {
    /// By a link: the page begins at its top, or at the fragment.
    Start,
    /// By *back* or *forward*: where the entry was left, if that is known.
    Return(Option<f64>),
}

/// Remembers scroll positions by history entry, in CSS pixels. The browser restores them itself only after a full load.
#[derive(Clone, Copy)]
pub struct ScrollKeeper {
    entry: StoredValue<String>,
    positions: StoredValue<HashMap<String, f64>>,
    arrival: StoredValue<Arrival>,
}

impl ScrollKeeper {
    /// Takes the positions over from the browser. `is_on_screen` tells whether the page at a path is shown already:
    /// then a traversal changes nothing but the fragment.
    pub fn start(is_on_screen: impl Fn(&str) -> bool + 'static) -> Self {
        let keeper = Self {
            entry: StoredValue::new(browser::history_entry()),
            positions: StoredValue::new(HashMap::new()),
            arrival: StoredValue::new(Arrival::Start),
        };
        browser::keep_scroll_by_hand(true);
        // A page that is left for good gives the work back, so that a reload or a return finds its place.
        let leaving = window_event_listener_untyped("pagehide", |_| browser::keep_scroll_by_hand(false));
        let returning = window_event_listener_untyped("pageshow", |_| browser::keep_scroll_by_hand(true));
        let traversing = window_event_listener_untyped("popstate", move |_| keeper.traverse(&is_on_screen));
        on_cleanup(move || {
            leaving.remove();
            returning.remove();
            traversing.remove();
        });
        keeper
    }

    /// Notes where the reader is, and gives the state that marks the next history entry.
    pub fn leave_for_new_entry(self) -> JsValue {
        self.note_position();
        let entry = browser::fresh_entry();
        self.entry.set_value(entry.clone());
        self.arrival.set_value(Arrival::Start);
        JsValue::from_str(&entry)
    }

    /// How the reader came to the page on its way.
    pub fn arrival(self) -> Arrival {
        self.arrival.get_value()
    }

    /// Scrolls to where the arrival says. From now on a new fetch is a new start.
    pub fn settle(self, arrival: Arrival) {
        match arrival {
            Arrival::Return(Some(position)) => browser::scroll_to(position),
            _ if browser::scroll_to_fragment() => {}
            _ => browser::scroll_to(0.0),
        }
    }

    fn traverse(self, is_on_screen: impl Fn(&str) -> bool) {
        self.note_position();
        let entry = browser::history_entry();
        let position = self.positions.with_value(|positions| positions.get(&entry).copied());
        self.entry.set_value(entry);
        self.arrival.set_value(Arrival::Return(position));
        if is_on_screen(&browser::current_pathname()) {
            self.settle(Arrival::Return(position));
        }
    }

    fn note_position(self) {
        let entry = self.entry.get_value();
        self.positions.update_value(|positions| {
            positions.insert(entry, browser::scroll_position());
        });
    }
}
