//! What is shown in the place of a page that could not be had.

use super::page_heading::page_heading;
use super::page_suggestions::page_suggestions;
use crate::components::context::{use_lang, use_text};
use crate::components::forms::site_search;
use crate::components::tools::link;
use crate::content::error::ContentError;
use crate::markup::{Element, Markup, markup};
use crate::path::PagePath;
use crate::path::saved::saved_path;

/// A calm sentence about what went wrong and the one thing to do. `tries` is how often that was done in vain.
pub fn failure_notice(error: &ContentError, tries: u32, on_retry: impl FnMut() + Send + 'static) -> Element {
    let text = use_text();
    let failure = error.words(text);
    let can_retry = *error != ContentError::NotFound;
    let sentence = match error {
        // A busy server says minutes, seldom more; what is longer is no hint to a reader who waits.
        ContentError::Refused { retry_secs: Some(secs @ 1..=3600), .. } => {
            Markup::from((text.retry_in)(secs.div_ceil(60)))
        }
        _ => failure.sentence.into(),
    };
    let action: Markup = if can_retry {
        markup! { button "failure-notice__action" type="button" data-retry { (text.try_again) } }
            .on_click(on_retry)
            .into()
    } else {
        let home = PagePath::Home.in_lang(use_lang()).to_string();
        link(home, text.go_home).class("failure-notice__action").into()
    };
    markup! {
        div "failure-notice" {
            (page_heading(failure.title))
            p "failure-notice__sentence" { (sentence) }
            ((!can_retry).then(site_search))
            ((tries > 0).then(|| markup! { p { ((text.tried_again)(tries)) } }))
            p { (action) }
            ((*error == ContentError::Unreachable).then(|| markup! { p { (link(saved_path(use_lang()), text.saved_articles)) } }))
            ((!can_retry).then(page_suggestions))
        }
    }
}
