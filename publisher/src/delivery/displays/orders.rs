//! The orders of one display: one reload and the newest message at most, each pending until the display says it is done.
//!
//! Ids count up for good. A display may know higher ones than the list, which may have been lost: then they go on there.

use chrono::DateTime;
use serde::{Deserialize, Serialize};

use super::message::{Order, OrderKind};

/// What a display was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderBook {
    /// The highest id that was given, here or to the display's knowledge.
    last: u64,
    /// The highest that the display has carried out.
    done: u64,
    #[serde(default)]
    reload: Option<u64>,
    /// A message, or that it goes. Kept while it is shown, so that a display that was set up anew shows it again.
    #[serde(default)]
    message: Option<Order>,
}

impl OrderBook {
    /// A further order, in place of one of its kind.
    pub fn give(&mut self, kind: OrderKind) {
        self.last = self.last.saturating_add(1);
        match kind {
            OrderKind::Reload => self.reload = Some(self.last),
            OrderKind::Message { .. } | OrderKind::ClearMessage => {
                self.message = Some(Order { id: self.last, kind });
            }
            OrderKind::Unknown => {}
        }
    }

    /// What the display says it has done; `now` is in seconds since 1970.
    pub fn note_done(&mut self, done: u64, now: i64) {
        self.done = done;
        self.last = self.last.max(done);
        self.reload = self.reload.filter(|id| *id > done);
        self.message = self.message.take().filter(|order| order.id > done || is_shown(order, now));
    }

    /// What the display has still to do, oldest first. A message whose time is over, too: it takes the place of the one
    /// before.
    pub fn pending(&self) -> Vec<Order> {
        let reload = self.reload.map(|id| Order { id, kind: OrderKind::Reload });
        let mut orders: Vec<_> = reload.into_iter().chain(self.message.clone()).collect();
        orders.retain(|order| order.id > self.done);
        orders.sort_by_key(|order| order.id);
        orders
    }

    /// The message on the display, with its end.
    pub fn shown(&self, now: i64) -> Option<(&str, Option<&str>)> {
        match self.message.as_ref().filter(|order| order.id <= self.done && is_shown(order, now)) {
            Some(Order { kind: OrderKind::Message { text, until }, .. }) => Some((text, until.as_deref())),
            _ => None,
        }
    }
}

/// Whether an order that was carried out still shows something.
fn is_shown(order: &Order, now: i64) -> bool {
    let OrderKind::Message { until, .. } = &order.kind else { return false };
    let end = until.as_deref().map(DateTime::parse_from_rfc3339);
    end.is_none_or(|end| end.is_ok_and(|end| end.timestamp() > now))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(text: &str, until: Option<&str>) -> OrderKind {
        OrderKind::Message { text: text.to_owned(), until: until.map(str::to_owned) }
    }

    fn pending(book: &OrderBook) -> Vec<(u64, OrderKind)> {
        book.pending().into_iter().map(|order| (order.id, order.kind)).collect()
    }

    #[test]
    fn the_newest_message_and_one_reload_are_pending_until_they_are_done() {
        let mut book = OrderBook::default();
        assert_eq!(pending(&book), []);
        book.give(message("một", None));
        book.give(OrderKind::Reload);
        book.give(message("hai", None));
        book.give(OrderKind::Reload);
        assert_eq!(pending(&book), [(3, message("hai", None)), (4, OrderKind::Reload)]);
        book.note_done(3, 0);
        assert_eq!(pending(&book), [(4, OrderKind::Reload)]);
        assert_eq!(book.shown(0), Some(("hai", None)));
        book.give(OrderKind::ClearMessage);
        assert_eq!(book.shown(0), None, "it is about to go");
        book.note_done(5, 0);
        assert_eq!((pending(&book), book.shown(0)), (vec![], None));
        book.give(OrderKind::Reload);
        assert_eq!(pending(&book), [(6, OrderKind::Reload)]);
    }

    #[test]
    fn ids_go_on_above_what_a_display_has_done() {
        let mut book = OrderBook::default();
        book.give(OrderKind::Reload);
        book.note_done(41, 0);
        assert_eq!(pending(&book), []);
        book.give(OrderKind::Reload);
        assert_eq!(pending(&book), [(42, OrderKind::Reload)]);
        // The box was replaced: it has done nothing yet, and no id is given twice.
        book.note_done(0, 0);
        book.give(OrderKind::ClearMessage);
        assert_eq!(pending(&book), [(42, OrderKind::Reload), (43, OrderKind::ClearMessage)]);
    }

    #[test]
    fn a_message_is_shown_again_on_a_box_that_was_replaced_until_its_time_is_over() {
        let mut book = OrderBook::default();
        book.give(message("Họp", Some("1970-01-01T07:00:10+07:00")));
        book.note_done(1, 5);
        assert_eq!(book.shown(5), Some(("Họp", Some("1970-01-01T07:00:10+07:00"))));
        book.note_done(0, 6);
        assert_eq!(pending(&book).len(), 1);
        book.note_done(0, 11);
        assert_eq!(pending(&book).len(), 1, "it may still have to replace another");
        book.note_done(1, 11);
        assert_eq!((pending(&book).len(), book.shown(11)), (0, None));
        assert_eq!(book.message, None);
    }
}
