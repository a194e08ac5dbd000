//! The list itself: each display with its last heartbeat, its last picture and its orders. Time is passed in, in seconds
//! since 1970.

use std::collections::BTreeMap;

use portal_app::path::word::Slug;
use serde::{Deserialize, Serialize};

use super::heartbeat::{Heard, Picture};
use super::message::{Heartbeat, Order, OrderKind};
use super::orders::OrderBook;

/// The most displays; a new one beyond is refused, so that a stranger with the token pushes nobody out.
pub(super) const MOST_DISPLAYS: usize = 1_000;

/// All displays by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Register {
    displays: BTreeMap<Slug, Display>,
}

/// One display.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Display {
    /// The last heartbeat, without its picture.
    pub heartbeat: Heartbeat,
    /// When it came, by the server's clock.
    pub heard_at: i64,
    pub orders: OrderBook,
    /// The last picture, and when it came. Only in memory: the next comes within a minute.
    #[serde(skip)]
    pub picture: Option<(Picture, i64)>,
}

/// How a display is; the order is that of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mark {
    /// Nobody has heard of it for a while.
    Silent,
    /// It tells of a fault that holds.
    Faulty,
    Active,
}

/// Why an operator's wish was not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    Unknown,
    NotSilent,
}

impl Register {
    /// Takes a heartbeat in, and gives the orders; `None` when there are too many displays for a new one.
    pub(super) fn hear(&mut self, heard: Heard, now: i64) -> Option<Vec<Order>> {
        let Heard { name, heartbeat, picture } = heard;
        if self.displays.len() >= MOST_DISPLAYS && !self.displays.contains_key(&name) {
            return None;
        }
        let known = self.displays.remove(&name);
        let (mut orders, pictured) = known.map(|known| (known.orders, known.picture)).unwrap_or_default();
        orders.note_done(heartbeat.done, now);
        let pending = orders.pending();
        let picture = picture.map(|picture| (picture, now)).or(pictured);
        self.displays.insert(name, Display { heartbeat, heard_at: now, orders, picture });
        Some(pending)
    }

    pub(super) fn order(&mut self, name: &Slug, kind: OrderKind) -> Result<(), Refusal> {
        self.displays.get_mut(name).ok_or(Refusal::Unknown)?.orders.give(kind);
        Ok(())
    }

    /// Only what is silent can be forgotten: anything else would be back within a minute.
    pub(super) fn forget(&mut self, name: &Slug, now: i64, silent_after: i64) -> Result<(), Refusal> {
        let display = self.displays.get(name).ok_or(Refusal::Unknown)?;
        if display.mark(now, silent_after) != Mark::Silent {
            return Err(Refusal::NotSilent);
        }
        self.displays.remove(name);
        Ok(())
    }

    pub(super) fn find(&self, name: &Slug) -> Option<&Display> {
        self.displays.get(name)
    }

    /// What needs somebody first, then by name.
    pub(super) fn sorted(&self, now: i64, silent_after: i64) -> Vec<(Mark, &Slug, &Display)> {
        let marked = |(name, display): (_, &'_ Display)| (display.mark(now, silent_after), name);
        let mut all: Vec<_> = self.displays.iter().map(|entry| (marked(entry).0, entry.0, entry.1)).collect();
        all.sort_by_key(|(mark, name, _)| (*mark, *name));
        all
    }
}

impl Display {
    /// A time that is far ahead is no recent one either: then the server's clock was wrong, or is.
    pub(super) fn mark(&self, now: i64, silent_after: i64) -> Mark {
        if now.abs_diff(self.heard_at) >= silent_after.unsigned_abs() {
            Mark::Silent
        } else if self.heartbeat.faults_now.is_empty() {
            Mark::Active
        } else {
            Mark::Faulty
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SILENT_AFTER: i64 = 300;

    fn heard(name: &str, done: u64, faults_now: &[&str]) -> Heard {
        let faults_now = faults_now.iter().map(|kind| (*kind).to_owned()).collect();
        let heartbeat = Heartbeat { display: name.to_owned(), done, faults_now, ..Heartbeat::default() };
        Heard { name: Slug::new(name).unwrap(), heartbeat, picture: None }
    }

    fn names(register: &Register, now: i64) -> Vec<(Mark, &str)> {
        register.sorted(now, SILENT_AFTER).into_iter().map(|(mark, name, _)| (mark, name.as_str())).collect()
    }

    #[test]
    fn what_needs_somebody_comes_first() {
        let mut register = Register::default();
        register.hear(heard("d", 0, &[]), 0).unwrap();
        for (name, faults) in [("c", &[][..]), ("b", &["disk-full"]), ("a", &[])] {
            register.hear(heard(name, 0, faults), 200).unwrap();
        }
        let all_heard = [(Mark::Faulty, "b"), (Mark::Active, "a"), (Mark::Active, "c"), (Mark::Active, "d")];
        assert_eq!(names(&register, 299), all_heard);
        let one_silent = [(Mark::Silent, "d"), (Mark::Faulty, "b"), (Mark::Active, "a"), (Mark::Active, "c")];
        assert_eq!(names(&register, 300), one_silent);
        register.hear(heard("d", 0, &[]), 301).unwrap();
        assert_eq!(names(&register, 302), all_heard);
        assert!(names(&register, -99_999).iter().all(|(mark, _)| *mark == Mark::Silent), "the clock went back");
    }

    #[test]
    fn too_many_push_nobody_out() {
        let mut register = Register::default();
        for number in 0..MOST_DISPLAYS {
            assert!(register.hear(heard(&format!("d-{number}"), 0, &[]), 0).is_some());
        }
        assert!(register.hear(heard("new", 0, &[]), 1).is_none());
        assert!(register.hear(heard("d-7", 0, &[]), 400).is_some(), "a known one is heard");
        let name = |name: &str| Slug::new(name).unwrap();
        assert_eq!(register.forget(&name("d-7"), 400, SILENT_AFTER), Err(Refusal::NotSilent));
        assert_eq!(register.forget(&name("d-8"), 400, SILENT_AFTER), Ok(()));
        assert_eq!(register.forget(&name("d-8"), 400, SILENT_AFTER), Err(Refusal::Unknown));
        assert!(register.hear(heard("new", 0, &[]), 401).is_some());
    }

    #[test]
    fn a_forgotten_display_that_comes_back_goes_on_with_its_orders() {
        let mut register = Register::default();
        let name = Slug::new("a").unwrap();
        assert_eq!(register.order(&name, OrderKind::Reload), Err(Refusal::Unknown));
        register.hear(heard("a", 0, &[]), 0).unwrap();
        register.order(&name, OrderKind::Reload).unwrap();
        let asked = |register: &mut Register, done| register.hear(heard("a", done, &[]), 1_000).unwrap();
        assert_eq!(asked(&mut register, 0), [Order { id: 1, kind: OrderKind::Reload }]);
        assert_eq!(asked(&mut register, 1), []);
        register.forget(&name, 2_000, SILENT_AFTER).unwrap();
        assert_eq!(asked(&mut register, 1), []);
        register.order(&name, OrderKind::Reload).unwrap();
        assert_eq!(asked(&mut register, 1), [Order { id: 2, kind: OrderKind::Reload }]);
    }
}
