use leptos::prelude::*;

use super::use_text;
use crate::content::model::Crumb;

/// The way from the home page to where the reader is.
#[component]
pub fn Breadcrumb(crumbs: Vec<Crumb>) -> impl IntoView {
    let text = use_text();
    let steps = crumbs.into_iter().map(|crumb| {
        view! { <li class="breadcrumb__step"><a href=crumb.path.to_string()>{crumb.label}</a></li> }.into_any()
    });
    view! {
        <nav class="breadcrumb" aria-label=text.breadcrumb>
            <ol class="breadcrumb__steps">{steps.collect_view()}</ol>
        </nav>
    }
}
