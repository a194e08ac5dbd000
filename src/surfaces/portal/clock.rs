//! What time it is, for words like "2 giờ trước": known only after the first render, so that hydration meets what was prerendered.

use leptos::prelude::*;

use super::minute::each_minute;
use super::store::Store;
use crate::browser;

/// Tells the time once a minute for as long as the app lives: words about the last hour change by the minute.
pub fn start(store: Store) {
    each_minute(move || {
        let now = store.now;
        Some(move || now.set(Some(browser::now())))
    });
}
