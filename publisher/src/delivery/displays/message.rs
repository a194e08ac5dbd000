//! What a display and the operators' list say to each other: a heartbeat once a minute, and orders in its answer.
//!
//! Both sides use these types. Fields and orders that one side does not know yet are passed over, so a display and a
//! server of different versions understand each other.

use serde::{Deserialize, Serialize};

/// Where a display posts its heartbeat.
pub const HEARTBEATS_PATH: &str = "/displays/heartbeats";

/// The longest name of a display, in bytes.
pub const LONGEST_NAME: usize = 64;

/// The longest detail of a fault, in characters.
pub const LONGEST_DETAIL: usize = 300;

/// The largest picture of a screen, in bytes of the JPEG (as base64 it is a third longer).
pub const LARGEST_PICTURE: usize = 64 * 1024;

/// The longest message an operator shows on a display, in characters.
pub const LONGEST_MESSAGE: usize = 200;

/// What a display tells once a minute.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Heartbeat {
    /// The display's name: a slug of at most `LONGEST_NAME` bytes.
    pub display: String,
    /// The site's origin, as the display was told it.
    pub site: String,
    /// The version of `portal` on the box.
    pub version: String,
    /// The box's own clock, RFC 3339. It may be wrong.
    pub at: String,
    /// Since the box's process began.
    pub seconds_up: u64,
    /// The edition on screen; none before the first.
    #[serde(default)]
    pub edition: Option<ShownEdition>,
    /// Since the site last gave a whole answer; none if it never did.
    #[serde(default)]
    pub contact_seconds: Option<u64>,
    pub memory_mb: Memory,
    /// How often the browser was restarted since the process began.
    pub restarts: u64,
    /// The last fault.
    #[serde(default)]
    pub fault: Option<Fault>,
    /// The kinds of faults that hold now, as `site-unreachable`, `disk-full`.
    #[serde(default)]
    pub faults_now: Vec<String>,
    /// `on` or `off`, where the box can tell.
    #[serde(default)]
    pub screen: Option<String>,
    /// The screen as a JPEG of at most `LARGEST_PICTURE`, in base64.
    #[serde(default)]
    pub picture: Option<String>,
    /// The highest order carried out; 0 before the first.
    pub done: u64,
}

/// An edition as its manifest names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownEdition {
    pub id: String,
    /// RFC 3339.
    pub made_at: String,
}

/// Memory in megabytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// Of the box's process.
    pub own: u64,
    /// Of the browser, all its processes.
    pub browser: u64,
    /// Free on the machine, where the box can tell.
    #[serde(default)]
    pub free: Option<u64>,
}

/// Something that went wrong on a display.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// RFC 3339, by the box's own clock.
    pub at: String,
    /// A word for what it is, as `browser-gone`.
    pub kind: String,
    /// At most `LONGEST_DETAIL` characters.
    pub detail: String,
}

/// The answer to a heartbeat: every order above its `done`, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orders {
    pub orders: Vec<Order>,
}

/// One order for one display. Ids of a display count up for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    pub id: u64,
    #[serde(flatten)]
    pub kind: OrderKind,
}

/// What a display is asked to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum OrderKind {
    /// Start the page afresh.
    Reload,
    /// Show a message in place of the one before.
    Message {
        /// At most `LONGEST_MESSAGE` characters.
        text: String,
        /// RFC 3339; none shows it until it is cleared.
        #[serde(default)]
        until: Option<String>,
    },
    /// Take the message away.
    ClearMessage,
    /// An order of a newer server: it counts as done and changes nothing.
    #[serde(other)]
    Unknown,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn heartbeat() -> Value {
        json!({
            "display": "sanh-tang-1", "site": "https://snv.example.vn", "version": "1.4.0",
            "at": "2026-11-02T08:00:00+07:00", "seconds_up": 86_400,
            "edition": { "id": "1f2e", "made_at": "2026-11-02T07:30:00+07:00" }, "contact_seconds": 12,
            "memory_mb": { "own": 18, "browser": 412, "free": 900 }, "restarts": 1,
            "fault": { "at": "2026-11-01T22:10:00+07:00", "kind": "browser-gone", "detail": "exit status 133" },
            "faults_now": ["site-unreachable"], "screen": "on", "picture": "/9j/", "done": 7,
        })
    }

    #[test]
    fn a_heartbeat_reads_back_as_it_was_written() {
        let read: Heartbeat = serde_json::from_value(heartbeat()).unwrap();
        assert_eq!(read.memory_mb.free, Some(900));
        assert_eq!(serde_json::to_value(&read).unwrap(), heartbeat());
    }

    #[test]
    fn what_a_display_cannot_tell_may_be_null_or_left_out() {
        let mut told = heartbeat();
        for name in ["edition", "contact_seconds", "fault", "screen", "picture"] {
            told[name] = Value::Null;
        }
        told["memory_mb"]["free"] = Value::Null;
        let read: Heartbeat = serde_json::from_value(told.clone()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), told);
        let left_out = json!({
            "display": "a", "site": "", "version": "", "at": "", "seconds_up": 0,
            "memory_mb": { "own": 0, "browser": 0 }, "restarts": 0, "done": 0,
        });
        let expected = Heartbeat { display: "a".to_owned(), ..Heartbeat::default() };
        assert_eq!(serde_json::from_value::<Heartbeat>(left_out).unwrap(), expected);
    }

    #[test]
    fn orders_read_back_as_they_were_written() {
        let written = json!({ "orders": [
            { "id": 7, "kind": "reload" },
            { "id": 8, "kind": "message", "text": "Hôm nay nghỉ lúc 16 giờ.", "until": "2026-11-02T17:00:00+07:00" },
            { "id": 9, "kind": "message", "text": "Mời ra cửa số 2.", "until": null },
            { "id": 10, "kind": "clear-message" },
        ]});
        let read: Orders = serde_json::from_value(written.clone()).unwrap();
        assert_eq!(read.orders.iter().map(|order| order.id).collect::<Vec<_>>(), [7, 8, 9, 10]);
        assert_eq!(serde_json::to_value(&read).unwrap(), written);
    }

    #[test]
    fn fields_and_orders_of_a_newer_version_are_passed_over() {
        let mut told = heartbeat();
        told["colour"] = json!("green");
        told["memory_mb"]["swap"] = json!(1);
        assert!(serde_json::from_value::<Heartbeat>(told).is_ok());
        let newer =
            json!({ "orders": [{ "id": 3, "kind": "sleep", "minutes": 5 }, { "id": 4, "kind": "reload", "why": "" }] });
        let read: Orders = serde_json::from_value(newer).unwrap();
        assert_eq!(read.orders[0], Order { id: 3, kind: OrderKind::Unknown });
        assert_eq!(read.orders[1].kind, OrderKind::Reload);
    }
}
