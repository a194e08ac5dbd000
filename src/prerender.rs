//! Renders the app natively: the markup that a browser hydrates, or shows as it is.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;

use crate::content::model::Site;
use crate::content::page_data::InlinedPage;
use crate::markup::Markup;
use crate::surfaces::portal::{App, Store};

/// The inner markup of `#app` for one page.
pub fn render_app(page: InlinedPage) -> String {
    render(|| view! { <App store=Store::with_page(page)/> }.to_html())
}

/// Markup by itself, without the app around it.
pub fn render_markup(site: &Site, make: impl FnOnce() -> Markup) -> String {
    render(|| {
        provide_context(site.lang);
        provide_context(RwSignal::new(Some(site.clone())));
        make().to_html()
    })
}

fn render(make: impl FnOnce() -> String) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new())));
    let html = owner.with(make);
    owner.unset_with_forced_cleanup();
    // Leptos marks places by comments that only a forgiving parser reads so. Text has no `<` left, so these are all.
    html.replace("<!>", "<!---->")
}
