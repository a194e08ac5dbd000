//! Asks how many people are on the site, where the site says whom to ask.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::store::Store;
use crate::browser::{self, Deadline};
use crate::content::client;

/// Once a minute: the figure covers five minutes, so a fresher one says nothing new.
const REFRESH: Duration = Duration::from_secs(60);

/// Asks now and then for as long as the app lives, while the page is seen. An unknown number shows nothing.
pub fn start(store: Store) {
    Effect::new(move |running: Option<Option<IntervalHandle>>| {
        if let Some(Some(handle)) = running {
            handle.clear();
        }
        let url = store.site.with(|site| site.as_ref()?.online.clone())?.url.to_string();
        ask(store, url.clone());
        let again = move || {
            if browser::is_visible() {
                ask(store, url.clone());
            }
        };
        set_interval_with_handle(again, REFRESH).ok()
    });
}

fn ask(store: Store, url: String) {
    spawn_local(async move {
        let deadline = Deadline::start();
        let online = client::fetch_online(&url, &deadline.signal()).await;
        store.online.set(online.ok().map(|answer| answer.online));
    });
}
