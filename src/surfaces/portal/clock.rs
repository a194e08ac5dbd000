//! What time it is, for words like "2 giờ trước": known only after the first render, so that hydration meets what was prerendered.

use std::time::Duration;

use leptos::prelude::*;

use super::store::Store;
use crate::browser;

/// Words about the last hour change by the minute.
const REFRESH: Duration = Duration::from_secs(60);

/// Tells the time once a minute for as long as the app lives, while the page is seen.
pub fn start(store: Store) {
    Effect::new(move |running: Option<Option<IntervalHandle>>| {
        if let Some(Some(handle)) = running {
            handle.clear();
        }
        store.now.set(Some(browser::now()));
        let again = move || {
            if browser::is_visible() {
                store.now.set(Some(browser::now()));
            }
        };
        set_interval_with_handle(again, REFRESH).ok()
    });
}
