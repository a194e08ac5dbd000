//! The site's urgent notice: a document of its own, asked for once a minute, so that one sentence does not make every
//! page anew. Only the home page carries it in itself.

use std::mem;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::minute::each_minute;
use super::store::Store;
use super::watch::watch;
use crate::browser::Deadline;
use crate::content::client;
use crate::content::model::Notice;

/// Asks for as long as the app lives. What comes while a page is being read is shown at its foot, where it moves
/// nothing; with the next page it is at the top.
pub fn start(store: Store) {
    each_minute(move || Some(move || ask(store)));
    let mut is_later = false;
    watch(move || {
        store.screen.track();
        if mem::replace(&mut is_later, true) {
            store.is_notice_late.set(false);
        }
    });
}

fn ask(store: Store) {
    spawn_local(async move {
        let deadline = Deadline::start();
        let endpoint = format!("{}notice.json", store.lang.prefix());
        // Without an answer what is shown stays.
        let Ok(notice) = client::fetch::<Option<Notice>>(&endpoint, &deadline.signal()).await else { return };
        if store.notice.with_untracked(|shown| *shown != notice) {
            store.is_notice_late.set(notice.is_some());
            if let Some(notice) = &notice {
                store.announcement.set(notice.text.clone());
            }
            store.notice.set(notice);
        }
    });
}
