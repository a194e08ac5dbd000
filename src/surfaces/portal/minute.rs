//! What is done once a minute, while the page is seen.

use std::time::Duration;

use leptos::prelude::*;

use crate::browser;

const MINUTE: Duration = Duration::from_secs(60);

/// Acts now, and once a minute from then on, for as long as the handle is not cleared.
pub fn each_minute(act: impl Fn() + 'static) -> Option<IntervalHandle> {
    act();
    let again = move || {
        if browser::is_visible() {
            act();
        }
    };
    set_interval_with_handle(again, MINUTE).ok()
}
