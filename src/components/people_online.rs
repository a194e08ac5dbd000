use leptos::prelude::*;

use super::use_text;

/// How many people are on the site. Keeps its line free while the number is unknown.
#[component]
pub fn PeopleOnline(#[prop(into)] count: Signal<Option<u32>>) -> impl IntoView {
    let text = use_text();
    view! { <p class="people-online">{move || count.get().map(text.people_online)}</p> }
}
