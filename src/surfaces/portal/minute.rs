//! What is done once a minute, while the page is seen.

use std::time::Duration;

use leptos::prelude::*;

use super::watch::watch;
use crate::browser;

const MINUTE: Duration = Duration::from_secs(60);

type Act = Box<dyn Fn()>;

/// Does what `find` gives once the app is drawn, and once a minute from then on, for as long as the app lives; what it gives
/// instead as soon as a signal that it reads changes.
pub fn each_minute<A: Fn() + 'static>(find: impl Fn() -> Option<A> + 'static) {
    act_each_minute(Box::new(move || Some(Box::new(find()?) as Act)));
}

fn act_each_minute(find: Box<dyn Fn() -> Option<Act>>) {
    let mut running: Option<IntervalHandle> = None;
    watch(move || {
        if let Some(handle) = running.take() {
            handle.clear();
        }
        let Some(act) = find() else { return };
        act();
        let again = move || {
            if browser::is_visible() {
                act();
            }
        };
        running = set_interval_with_handle(again, MINUTE).ok();
    });
}
