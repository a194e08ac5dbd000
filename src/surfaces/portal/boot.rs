//! Starts the app in a browser: takes a prerendered page over in place, or renders the address from the API.

use std::time::Duration;

use leptos::mount;
use leptos::prelude::*;

use super::App;
use super::store::Store;
use crate::content::model::Site;
use crate::content::page_data::{InlinedPage, PageData};
use crate::path::AppPath;
use crate::{browser, markup};

/// Hydrates when the page carries data for its own address and is as it was written, else renders into the emptied root. A
/// page whose data cannot be read stays as it is: it can be read, and its links are ordinary links.
///
/// In steps between which the browser may do what the reader wants: a long article on a slow phone takes its time.
pub fn start() {
    next(|| {
        let found = page_of_this_address();
        if matches!(found, Err(None)) && browser::has_heading() {
            return browser::log_error("page-data cannot be read");
        }
        next(move || take_over(found));
    });
}

/// Acts in a task of its own.
fn next(act: impl FnOnce() + 'static) {
    set_timeout(act, Duration::ZERO);
}

fn take_over(found: Result<InlinedPage, Option<Box<Site>>>) {
    let Some(root) = browser::app_root() else { return };
    let is_taken_over = found.is_ok_and(|page| {
        let over = root.clone().into();
        let app = mount::mount_to_renderer(&root, || markup::over(over, view! { <App store=Store::with_page(page)/> }));
        let is_as_written = !markup::has_met_foreign_nodes();
        if is_as_written {
            app.forget();
        }
        is_as_written
    });
    if !is_taken_over {
        root.set_text_content(None);
        let store = || match page_of_this_address() {
            Ok(page) => Store::with_page(page),
            Err(site) => Store::empty(AppPath::lang_of(&browser::current_pathname()), site.map(|site| *site)),
        };
        mount::mount_to_renderer(&root, move || view! { <App store=store()/> }).forget();
    }
    browser::mark_ready();
}

/// The inlined page when it is for this address, else the site's settings at least: the not-found page is served
/// for addresses that it knows nothing of.
fn page_of_this_address() -> Result<InlinedPage, Option<Box<Site>>> {
    let here = AppPath::parse(&browser::current_pathname());
    let inlined = browser::inlined_page().and_then(|json| InlinedPage::from_script_json(&json));
    match inlined {
        Some(page) if is_for(&page, here.as_ref()) => Ok(page),
        other => Err(other.map(|page| Box::new(page.site))),
    }
}

fn is_for(inlined: &InlinedPage, here: Option<&AppPath>) -> bool {
    match (&inlined.path, here) {
        (Some(path), Some(here)) => AppPath::parse(path.as_str()).as_ref() == Some(here),
        (None, None) => matches!(inlined.page, PageData::NotFound),
        _ => false,
    }
}
