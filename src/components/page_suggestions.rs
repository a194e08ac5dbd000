use super::{use_lang, use_text};
use crate::markup::{Element, el};

/// What the reader of an address that is none may have looked for. `public/tools/suggestions.js` finds it, and shows
/// this only when there is something.
pub fn page_suggestions() -> Element {
    let bundle = format!("/{}pagefind/", use_lang().prefix());
    el("portal-suggestions")
        .class("page-suggestions")
        .attr("data-bundle", bundle)
        .flag("hidden", true)
        .child(el("h2").class("page-suggestions__title").child(use_text().finding.suggestions))
        .child(el("ul").class("page-suggestions__links"))
}
