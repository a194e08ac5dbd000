//! What has happened to this display: kept on the device, newest last. The boot script writes it as well.

use serde_json::{Value, json};

use crate::browser;

const NAME: &str = "kiosk:log";
const MOST: usize = 50;
const LONGEST: usize = 300;

/// Something worth an operator's look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// RFC 3339, by the device's clock.
    pub at: String,
    pub kind: String,
    pub detail: String,
}

/// What is kept; what is damaged is left out.
pub fn read() -> Vec<Happening> {
    let kept =
        browser::read_kept(browser::device_storage(), NAME).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let Some(Value::Array(entries)) = kept else { return Vec::new() };
    let text = |entry: &Value, field: &str| entry.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
    let entries = entries.iter().filter(|entry| entry.is_object());
    entries
        .map(|entry| Happening { at: text(entry, "at"), kind: text(entry, "kind"), detail: text(entry, "detail") })
        .collect()
}

/// Notes something.
pub fn note(kind: &str, detail: &str) {
    let mut kept = read();
    let detail = detail.chars().take(LONGEST).collect();
    kept.push(Happening { at: browser::display::now_text(), kind: kind.to_owned(), detail });
    let start = kept.len().saturating_sub(MOST);
    let entries = kept.iter().skip(start);
    let entries = entries.map(|kept| json!({ "at": kept.at, "kind": kept.kind, "detail": kept.detail }));
    browser::keep(browser::device_storage(), NAME, &Value::Array(entries.collect()).to_string());
}
