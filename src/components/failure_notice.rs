use leptos::prelude::*;

use super::{link, page_heading, page_suggestions, use_lang, use_text};
use crate::content::error::ContentError;
use crate::markup::{Element, el, live_element};
use crate::path::PagePath;

/// A calm sentence about what went wrong and the one thing to do.
pub fn failure_notice(error: &ContentError, on_retry: Callback<()>) -> Element {
    let text = use_text();
    let (failure, can_retry) = match error {
        ContentError::NotFound => (&text.not_found, false),
        ContentError::Unreachable => (&text.unreachable, true),
        ContentError::Refused { .. } => (&text.refused, true),
        ContentError::Malformed { .. } => (&text.malformed, true),
    };
    let action = if can_retry {
        let button = view! {
            <button class="failure-notice__action" type="button" on:click=move |_| on_retry.run(())>{text.try_again}</button>
        };
        live_element("button", button)
    } else {
        let home = PagePath::Home.in_lang(use_lang()).to_string();
        link(home, text.go_home).class("failure-notice__action").into()
    };
    el("div")
        .class("failure-notice")
        .child(page_heading(failure.title))
        .child(el("p").class("failure-notice__sentence").child(failure.sentence))
        .child(el("p").child(action))
        .child((!can_retry).then(page_suggestions))
}
