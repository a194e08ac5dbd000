//! Starts the app in a browser: takes a prerendered page over in place, or renders the address from the API.

use leptos::mount;
use leptos::prelude::*;

use super::App;
use super::store::Store;
use crate::browser;
use crate::content::page_data::{InlinedPage, PageData};
use crate::path::AppPath;

/// Hydrates when the page carries data for its own address, else renders into the emptied root.
pub fn start() {
    let Some(root) = browser::app_root() else { return };
    let pathname = browser::current_pathname();
    let here = AppPath::parse(&pathname);
    let inlined = browser::inlined_page().and_then(|json| InlinedPage::from_script_json(&json));
    match inlined {
        Some(page) if is_for(&page, here.as_ref()) => {
            mount::hydrate_from(root, || view! { <App store=Store::with_page(page)/> }).forget();
        }
        // The not-found page stands in for an address that it knows nothing of.
        other => {
            root.set_text_content(None);
            let site = other.map(|page| page.site);
            let lang = AppPath::lang_of(&pathname);
            mount::mount_to(root, move || view! { <App store=Store::empty(lang, site)/> }).forget();
        }
    }
    browser::mark_ready();
}

fn is_for(inlined: &InlinedPage, here: Option<&AppPath>) -> bool {
    match (&inlined.path, here) {
        (Some(path), Some(here)) => AppPath::parse(path.as_str()).as_ref() == Some(here),
        (None, None) => matches!(inlined.page, PageData::NotFound),
        _ => false,
    }
}
