//! Where the reader was on each page of the history, so that *back* returns there.
//!
//! Each history entry has a mark of its own as its state. The positions outlive a reload, and a visit to a page that is
//! not the app's, in the tab's session storage.

use leptos::prelude::*;

use crate::browser;

/// The name in session storage.
const KEPT: &str = "portal:scroll";

/// Older entries than that many begin at the top.
const LIMIT: usize = 100;

/// How the reader came to the page on its way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Arrival {
    /// By a link: the page begins at its top, or at the fragment.
    Start,
    /// By a fragment of the page on screen, which the browser follows itself.
    Fragment,
    /// By *back* or *forward*: where the entry was left, if that is known.
    Return(Option<i32>),
}

/// Remembers scroll positions by history entry, in CSS pixels. The browser restores them itself only after a full load.
#[derive(Clone, Copy)]
pub struct ScrollKeeper {
    /// The current entry's mark.
    entry: StoredValue<String>,
    arrival: StoredValue<Arrival>,
    /// Whether the page of the current entry is on screen, and where it belongs.
    is_settled: StoredValue<bool>,
    /// By mark, the entry left last at the end.
    positions: StoredValue<Vec<(String, i32)>>,
}

impl ScrollKeeper {
    /// Takes the positions over from the browser.
    pub fn start() -> Self {
        let positions = parse_positions(&browser::read_kept(browser::tab_storage(), KEPT).unwrap_or_default());
        let entry = browser::history_entry();
        let arrival = find(&positions, &entry).map_or(Arrival::Start, |position| Arrival::Return(Some(position)));
        let keeper = Self {
            entry: StoredValue::new(if entry.is_empty() { browser::mark_entry() } else { entry }),
            arrival: StoredValue::new(arrival),
            is_settled: StoredValue::new(false),
            positions: StoredValue::new(positions),
        };
        browser::keep_scroll_by_hand(true);
        // A page that is left for good gives the work back, so that a reload or a return finds its place.
        let leaving = window_event_listener_untyped("pagehide", move |_| keeper.leave_document());
        let returning = window_event_listener_untyped("pageshow", |_| browser::keep_scroll_by_hand(true));
        let entering = window_event_listener_untyped("portal:entered", move |_| keeper.enter_here());
        on_cleanup(move || {
            leaving.remove();
            returning.remove();
            entering.remove();
        });
        keeper
    }

    /// Notes where the reader is, and goes on to an entry of its own for a page that a link leads to. `false` where the
    /// browser refuses.
    pub fn push_entry(self, address: &str) -> bool {
        self.note_position();
        let Some(entry) = browser::push_entry(address) else { return false };
        self.enter(entry, Arrival::Start);
        true
    }

    /// Notes where the reader is, unless the page of the entry isn't on screen yet.
    pub fn note_position(self) {
        if !self.is_settled.get_value() {
            return;
        }
        let entry = self.entry.get_value();
        self.positions.update_value(|positions| {
            positions.retain(|(noted, _)| *noted != entry);
            positions.push((entry, browser::scroll_position()));
            if positions.len() > LIMIT {
                positions.remove(0);
            }
        });
    }

    /// How the reader came to the page on its way.
    pub fn arrival(self) -> Arrival {
        self.arrival.get_value()
    }

    /// Scrolls to where the arrival says.
    pub fn settle(self, arrival: Arrival) {
        match arrival {
            Arrival::Return(Some(position)) => browser::scroll_to(position),
            _ if browser::scroll_to_fragment() => {}
            _ => browser::scroll_to(0),
        }
        self.is_settled.set_value(true);
    }

    /// The page is on screen, where it belongs; but Firefox leaves one that is loaded again at its top.
    pub fn stay(self) {
        if let Arrival::Return(Some(position)) = self.arrival()
            && !self.is_settled.get_value()
            && browser::scroll_position() == 0
        {
            browser::scroll_to(position);
        }
        self.is_settled.set_value(true);
    }

    fn enter(self, entry: String, arrival: Arrival) {
        self.entry.set_value(entry);
        self.arrival.set_value(arrival);
        self.is_settled.set_value(false);
    }

    /// A script has added an entry for the page on screen, as the search does.
    fn enter_here(self) {
        self.note_position();
        self.enter(browser::history_entry(), Arrival::Start);
        self.stay();
    }

    /// The browser has gone to another entry. Where the page of its address is on screen already, nothing changes but the fragment.
    pub fn traverse(self, is_on_screen: bool) {
        let entry = browser::history_entry();
        if entry.is_empty() {
            // A new one: the browser has followed a fragment. Where the reader was is noted since the click.
            return self.enter(browser::mark_entry(), Arrival::Fragment);
        }
        self.note_position();
        let arrival = Arrival::Return(self.positions.with_value(|positions| find(positions, &entry)));
        self.enter(entry, arrival);
        if is_on_screen {
            self.settle(arrival);
        }
    }

    fn leave_document(self) {
        self.note_position();
        let lines = self.positions.with_value(|positions| {
            positions.iter().map(|(entry, position)| format!("{entry} {position}\n")).collect::<String>()
        });
        browser::keep(browser::tab_storage(), KEPT, &lines);
        browser::keep_scroll_by_hand(false);
    }
}

fn find(positions: &[(String, i32)], entry: &str) -> Option<i32> {
    positions.iter().find(|(noted, _)| noted == entry).map(|(_, position)| *position)
}

/// One entry a line: its mark and its position. What is stored may be anybody's: only what can be read counts.
fn parse_positions(lines: &str) -> Vec<(String, i32)> {
    let parse = |line: &str| {
        let (entry, position) = line.split_once(' ')?;
        Some((entry.to_owned(), position.parse().ok()?))
    };
    lines.lines().filter_map(parse).collect()
}
