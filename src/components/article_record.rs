//! What became of an article after it was written, and how to say that something in it is wrong.

use leptos::prelude::*;

use super::share_links::mail_link;
use super::{Icon, PublicationTime, Shape, use_text};
use crate::content::model::{HistoryEntry, HistoryKind};

/// When the article was published, updated, corrected, withdrawn. A correction is not hidden: then the list stands open.
#[component]
pub fn ArticleHistory(entries: Vec<HistoryEntry>) -> impl IntoView {
    let text = use_text();
    let is_grave = |entry: &HistoryEntry| matches!(entry.kind, HistoryKind::Corrected | HistoryKind::Withdrawn);
    let is_open = entries.iter().any(is_grave).then_some("");
    (!entries.is_empty()).then(|| {
        let items = entries.into_iter().map(|HistoryEntry { at, kind, note }| {
            let [published, updated, corrected, withdrawn] = text.history_kinds;
            let label = match kind {
                HistoryKind::Published => published,
                HistoryKind::Updated => updated,
                HistoryKind::Corrected => corrected,
                HistoryKind::Withdrawn => withdrawn,
            };
            let note = note.map(|note| view! { <span class="article-history__note">{note}</span> }.into_any());
            view! { <li class="article-history__entry"><PublicationTime moment=at label/>{note}</li> }.into_any()
        });
        view! {
            <details class="article-history" open=is_open>
                <summary class="article-history__label">{text.history}</summary>
                <ol class="article-history__entries">{items.collect_view()}</ol>
            </details>
        }
        .into_any()
    })
}

/// A letter to the organisation that names the article already.
#[component]
pub fn ErrorReport(
    /// The organisation's e-mail address.
    email: String,
    title: String,
    /// The article's whole address.
    url: String,
) -> impl IntoView {
    let text = use_text();
    let href = mail_link(&email, &(text.report_subject)(&title), &(text.report_body)(&title, &url));
    view! {
        <p class="error-report" data-unsaved="">
            <a class="error-report__link" href=href><Icon shape=Shape::Report/>{text.report_error}</a>
        </p>
    }
}
