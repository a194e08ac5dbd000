//! What became of an article after it was written, and how to say that something in it is wrong.

use super::publication_time::publication_time;
use crate::components::context::use_text;
use crate::components::tools::{Shape, icon, mail_link};
use crate::content::model::{HistoryEntry, HistoryKind};
use crate::markup::{Element, markup};

/// When the article was published, updated, corrected, withdrawn. A correction is not hidden: then the list is open.
pub fn article_history(entries: &[HistoryEntry]) -> Option<Element> {
    let text = use_text();
    let is_grave = |entry: &HistoryEntry| matches!(entry.kind, HistoryKind::Corrected | HistoryKind::Withdrawn);
    let is_open = entries.iter().any(is_grave);
    (!entries.is_empty()).then(|| {
        markup! {
            details "article-history" open[is_open] {
                summary "article-history__label" { (text.history) }
                ol "article-history__entries" { (entries.iter().map(history_entry)) }
            }
        }
    })
}

fn history_entry(HistoryEntry { at, kind, note }: &HistoryEntry) -> Element {
    let [published, updated, corrected, withdrawn] = use_text().history_kinds;
    let label = match kind {
        HistoryKind::Published => published,
        HistoryKind::Updated => updated,
        HistoryKind::Corrected => corrected,
        HistoryKind::Withdrawn => withdrawn,
    };
    markup! {
        li "article-history__entry" {
            (publication_time(*at, Some(label)))
            (note.as_ref().map(|note| markup! { span "article-history__note" { (note) } }))
        }
    }
}

/// A letter to the organisation that names the article already. `url` is the article's whole address.
pub fn error_report(email: &str, title: &str, url: &str) -> Element {
    let text = use_text();
    let href = mail_link(email, &(text.report_subject)(title), &(text.report_body)(title, url));
    markup! {
        p "error-report" data-unsaved {
            a "error-report__link" href=(href) { (icon(Shape::Report)) (text.report_error) }
        }
    }
}
