//! What the browser keeps for the site. A full or denied storage keeps nothing.

use leptos::prelude::window;
use web_sys::Storage;

/// How long something is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// As long as the tab is there.
    InTab,
    OnDevice,
}

/// What was kept under a name.
pub fn read_kept(keep: Keep, name: &str) -> Option<String> {
    storage(keep)?.get_item(name).ok()?
}

/// Keeps something under a name.
pub fn keep(keep: Keep, name: &str, value: &str) {
    if let Some(storage) = storage(keep) {
        let _ = storage.set_item(name, value);
    }
}

fn storage(keep: Keep) -> Option<Storage> {
    let storage = match keep {
        Keep::InTab => window().session_storage(),
        Keep::OnDevice => window().local_storage(),
    };
    storage.ok()?
}
