//! Asks how many people are on the site, where the site says whom to ask.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::minute::each_minute;
use super::store::Store;
use crate::browser::Deadline;
use crate::content::client;

/// Asks once a minute for as long as the app lives: the figure covers five minutes, so a fresher one says nothing new. An
/// unknown number shows nothing.
pub fn start(store: Store) {
    each_minute(move || {
        let url = store.site.with(|site| site.as_ref()?.online.clone())?.url.to_string();
        Some(move || ask(store, url.clone()))
    });
}

fn ask(store: Store, url: String) {
    spawn_local(async move {
        let deadline = Deadline::start();
        let online = client::fetch_online(&url, &deadline.signal()).await;
        store.online.set(online.ok().map(|answer| answer.online));
    });
}
