//! An operator's message on this display, in the place of the site's urgent notice. It outlives a restart.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::mirror::write_whole;
use crate::delivery::displays::message::{LONGEST_MESSAGE, Order, OrderKind};

/// What operators have asked for.
pub struct MessageBoard {
    file: PathBuf,
    kept: Mutex<Kept>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    /// The highest order carried out.
    done: u64,
    message: Option<Message>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Message {
    text: String,
    until: Option<DateTime<Utc>>,
}

/// As the content API has it.
#[derive(Serialize)]
struct Notice<'a> {
    level: &'static str,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl MessageBoard {
    /// Goes on with what a file keeps; a damaged one keeps nothing.
    pub fn open(file: PathBuf) -> Self {
        let kept = fs::read(&file).ok().and_then(|json| serde_json::from_slice(&json).ok()).unwrap_or_default();
        Self { file, kept: Mutex::new(kept) }
    }

    pub fn done(&self) -> u64 {
        self.lock().done
    }

    /// Carries orders out that are new; `true` when the page is to be loaded anew.
    ///
    /// # Errors
    /// When they cannot be kept for the next start. They are carried out all the same.
    pub fn take(&self, orders: Vec<Order>) -> io::Result<bool> {
        let mut kept = self.lock();
        let before = kept.clone();
        let mut reloads = false;
        for order in orders.into_iter().filter(|order| order.id > before.done) {
            kept.done = kept.done.max(order.id);
            match order.kind {
                OrderKind::Reload => reloads = true,
                OrderKind::Message { text, until } => {
                    let text = text.chars().take(LONGEST_MESSAGE).collect();
                    // One that ends at no known time is better shown than lost.
                    let until = until.and_then(|until| DateTime::parse_from_rfc3339(&until).ok()).map(Into::into);
                    kept.message = Some(Message { text, until });
                }
                OrderKind::ClearMessage => kept.message = None,
                OrderKind::Unknown => {}
            }
        }
        if *kept != before {
            write_whole(&self.file, &serde_json::to_vec(&*kept)?)?;
        }
        Ok(reloads)
    }

    /// The message as the content API's `notice.json`; `None` when there is none, or its time is over.
    pub fn notice(&self) -> Option<Vec<u8>> {
        let message = self.lock().message.clone()?;
        if message.until.is_some_and(|until| until <= Utc::now()) {
            return None;
        }
        let until = message.until.map(|until| until.to_rfc3339());
        serde_json::to_vec(&Notice { level: "urgent", text: &message.text, until }).ok()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(id: u64, text: &str, until: Option<&str>) -> Order {
        Order { id, kind: OrderKind::Message { text: text.to_owned(), until: until.map(str::to_owned) } }
    }

    #[test]
    fn orders_are_carried_out_once_and_outlive_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("orders.json");
        let board = MessageBoard::open(file.clone());
        assert_eq!(board.notice(), None);
        let orders = vec![Order { id: 1, kind: OrderKind::Reload }, message(2, "Mời ra cửa số 2.", None)];
        assert!(board.take(orders.clone()).unwrap());
        assert!(!board.take(orders).unwrap());
        let board = MessageBoard::open(file.clone());
        assert_eq!(board.done(), 2);
        let notice = String::from_utf8(board.notice().unwrap()).unwrap();
        assert_eq!(notice, r#"{"level":"urgent","text":"Mời ra cửa số 2."}"#);
        board.take(vec![Order { id: 3, kind: OrderKind::ClearMessage }]).unwrap();
        assert_eq!(board.notice(), None);
        fs::write(&file, b"{").unwrap();
        assert_eq!(MessageBoard::open(file).done(), 0);
    }

    #[test]
    fn a_message_ends_and_is_no_longer_than_it_may_be() {
        let folder = tempfile::tempdir().unwrap();
        let board = MessageBoard::open(folder.path().join("orders.json"));
        board.take(vec![message(1, "a", Some("2020-01-01T00:00:00+07:00"))]).unwrap();
        assert_eq!(board.notice(), None);
        board.take(vec![message(2, &"ạ".repeat(1000), Some("2100-01-01T00:00:00+07:00"))]).unwrap();
        assert_eq!(String::from_utf8(board.notice().unwrap()).unwrap().matches('ạ').count(), LONGEST_MESSAGE);
    }
}
