//! What became of an article after it was written, and how to say that something in it is wrong.

use super::share_links::mail_link;
use super::{Shape, icon, publication_time, use_text};
use crate::content::model::{HistoryEntry, HistoryKind};
use crate::markup::{Element, el};

/// When the article was published, updated, corrected, withdrawn. A correction is not hidden: then the list stands open.
pub fn article_history(entries: Vec<HistoryEntry>) -> Option<Element> {
    let text = use_text();
    let is_grave = |entry: &HistoryEntry| matches!(entry.kind, HistoryKind::Corrected | HistoryKind::Withdrawn);
    let is_open = entries.iter().any(is_grave);
    (!entries.is_empty()).then(|| {
        let items = entries.into_iter().map(|HistoryEntry { at, kind, note }| {
            let [published, updated, corrected, withdrawn] = text.history_kinds;
            let label = match kind {
                HistoryKind::Published => published,
                HistoryKind::Updated => updated,
                HistoryKind::Corrected => corrected,
                HistoryKind::Withdrawn => withdrawn,
            };
            let note = note.map(|note| el("span").class("article-history__note").child(note));
            el("li").class("article-history__entry").child(publication_time(at, Some(label))).child(note)
        });
        el("details")
            .class("article-history")
            .flag("open", is_open)
            .child(el("summary").class("article-history__label").child(text.history))
            .child(el("ol").class("article-history__entries").children(items))
    })
}

/// A letter to the organisation that names the article already. `url` is the article's whole address.
pub fn error_report(email: &str, title: &str, url: &str) -> Element {
    let text = use_text();
    let href = mail_link(email, &(text.report_subject)(title), &(text.report_body)(title, url));
    let link =
        el("a").class("error-report__link").attr("href", href).child(icon(Shape::Report)).child(text.report_error);
    el("p").class("error-report").attr("data-unsaved", "").child(link)
}
