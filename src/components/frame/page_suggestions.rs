//! Pages that the reader of an unknown address may have looked for.

use crate::components::context::{use_lang, use_text};
use crate::markup::{Element, markup};

/// `public/tools/suggestions.js` finds them, and shows this only when there are any.
pub fn page_suggestions() -> Element {
    let bundle = format!("/{}pagefind/", use_lang().prefix());
    markup! {
        portal_suggestions "page-suggestions" data-bundle=(bundle) hidden {
            h2 "page-suggestions__title" { (use_text().search_text.suggestions) }
            ul "page-suggestions__links";
        }
    }
}
