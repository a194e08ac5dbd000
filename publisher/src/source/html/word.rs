//! What reviewers leave in a text: remarks beside it, sentences crossed out or written in and not yet accepted.

use scraper::ElementRef;

use super::builder::Builder;
use crate::source::problem::Fault;

/// What a reviewer has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Remark {
    Comment,
    Deletion,
    Insertion,
}

impl Remark {
    /// Whether an element is one: by the names Word, Word Online, LibreOffice and Google Docs give it.
    fn of(element: ElementRef<'_>) -> Option<Self> {
        let has_class =
            |names: &[&str]| element.value().classes().any(|class| names.iter().any(|name| class.starts_with(name)));
        let style = element.attr("style").unwrap_or_default();
        // WordPress dates insertions and deletions that are meant to be seen.
        let is_tracked = || element.attr("cite").is_some_and(|cite| cite.starts_with("mailto:"));
        if style.contains("mso-element:comment") || has_class(&["msocom", "MsoComment", "CommentReference"]) {
            return Some(Self::Comment);
        }
        let leads_to =
            |link: ElementRef<'_>, place: &str| link.attr("href").is_some_and(|href| href.starts_with(place));
        let is_note = || element.child_elements().next().is_some_and(|first| leads_to(first, "#cmnt_ref"));
        match element.value().name() {
            "a" if leads_to(element, "#cmnt") => Some(Self::Comment),
            "p" | "div" if is_note() => Some(Self::Comment),
            "del" if is_tracked() => Some(Self::Deletion),
            "ins" if is_tracked() => Some(Self::Insertion),
            _ if has_class(&["msoDel", "TrackChangeTextDeletion", "TrackedDeletion"]) => Some(Self::Deletion),
            _ if has_class(&["msoIns", "TrackChangeTextInsertion", "TrackedInsertion"]) => Some(Self::Insertion),
            _ => None,
        }
    }
}

impl Builder<'_> {
    /// Whether an element is left out as part of a review, which is told. A sentence that is written in is missing then, so
    /// that is an error.
    pub(super) fn leaves_out_remark(&self, element: ElementRef<'_>) -> bool {
        let Some(remark) = Remark::of(element) else { return false };
        let help = "In Word, accept or reject all changes and delete all comments; then copy the text again.";
        self.tell_lost(
            element,
            match remark {
                Remark::Comment => Fault::warning("this is a reviewer's comment, and is not published", help),
                Remark::Deletion => Fault::warning("a reviewer has crossed this out, and it is not published", help),
                Remark::Insertion => Fault::new("a reviewer has written this in, and nobody has accepted it yet", help),
            },
        );
        true
    }
}
