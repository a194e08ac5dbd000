//! Renders the app natively: the markup that a browser hydrates, or shows as it is.

use std::sync::Arc;

use hydration_context::SsrSharedContext;
use leptos::prelude::*;
use leptos_router::location::RequestUrl;

use crate::app::{App, Store};
use crate::content::model::Site;
use crate::content::page_data::InlinedPage;
use crate::markup::Markup;

/// Markup by itself, without the app around it.
pub fn render_markup(site: &Site, make: impl FnOnce() -> Markup) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new())));
    let html = owner.with(|| {
        provide_context(site.lang);
        make().to_html()
    });
    owner.unset_with_forced_cleanup();
    html.replace("<!>", "<!---->")
}

/// The inner markup of `#app` for one page.
pub fn render_app(page: InlinedPage) -> String {
    let owner = Owner::new_root(Some(Arc::new(SsrSharedContext::new())));
    let path = page.path.as_ref().map_or("/", |path| path.as_str()).to_owned();
    let html = owner.with(|| {
        provide_context(RequestUrl::new(&path));
        view! { <App store=Store::with_page(page)/> }.to_html()
    });
    owner.unset_with_forced_cleanup();
    // Leptos marks places by comments that only a forgiving parser reads so. Text has no `<` left, so these are all.
    html.replace("<!>", "<!---->")
}
