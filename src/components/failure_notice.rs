use leptos::prelude::*;

use super::{PageHeading, PageSuggestions, use_lang, use_text};
use crate::content::error::ContentError;
use crate::path::PagePath;

/// A calm sentence about what went wrong and the one thing to do.
#[component]
pub fn FailureNotice(error: ContentError, on_retry: Callback<()>) -> impl IntoView {
    let text = use_text();
    let (failure, can_retry) = match error {
        ContentError::NotFound => (&text.not_found, false),
        ContentError::Unreachable => (&text.unreachable, true),
        ContentError::Refused { .. } => (&text.refused, true),
        ContentError::Malformed { .. } => (&text.malformed, true),
    };
    let action = if can_retry {
        view! {
            <button class="failure-notice__action" type="button" on:click=move |_| on_retry.run(())>{text.try_again}</button>
        }.into_any()
    } else {
        let home = PagePath::Home.in_lang(use_lang()).to_string();
        view! { <a class="failure-notice__action" href=home>{text.go_home}</a> }.into_any()
    };
    let suggestions = (!can_retry).then(|| view! { <PageSuggestions/> }.into_any());
    view! {
        <div class="failure-notice">
            <PageHeading title=failure.title/>
            <p class="failure-notice__sentence">{failure.sentence}</p>
            <p>{action}</p>
            {suggestions}
        </div>
    }
}
