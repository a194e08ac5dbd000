use leptos::prelude::*;

/// The page's one `h1`. It takes the focus after a navigation, so that reading goes on from there.
#[component]
pub fn PageHeading(#[prop(into)] title: String) -> impl IntoView {
    view! { <h1 class="page-heading" tabindex="-1">{title}</h1> }
}
