//! What the browser keeps for the site. A full or denied storage keeps nothing.

use leptos::prelude::window;
use web_sys::Storage;

/// What lasts as long as the tab.
pub fn tab_storage() -> Option<Storage> {
    window().session_storage().ok()?
}

/// What lasts as long as the device.
pub fn device_storage() -> Option<Storage> {
    window().local_storage().ok()?
}

/// What was kept under a name.
pub fn read_kept(storage: Option<Storage>, name: &str) -> Option<String> {
    storage?.get_item(name).ok()?
}

/// Keeps something under a name.
pub fn keep(storage: Option<Storage>, name: &str, value: &str) {
    if let Some(storage) = storage {
        let _ = storage.set_item(name, value);
    }
}
