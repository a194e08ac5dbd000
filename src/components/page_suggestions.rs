use leptos::prelude::*;

use super::{use_lang, use_text};

/// What the reader of an address that is none may have looked for. `public/tools/suggestions.js` finds it, and shows
/// this only when there is something.
#[component]
pub fn PageSuggestions() -> impl IntoView {
    let bundle = format!("/{}pagefind/", use_lang().prefix());
    view! {
        <portal-suggestions class="page-suggestions" data-bundle=bundle hidden>
            <h2 class="page-suggestions__title">{use_text().finding.suggestions}</h2>
            <ul class="page-suggestions__links"></ul>
        </portal-suggestions>
    }
}
