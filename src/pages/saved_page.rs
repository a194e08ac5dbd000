//! What the reader saved, and what is shown where nothing can be asked for. Only prerendered: the document has no app, since it
//! answers for any address while there is no network.
//!
//! `public/tools/saved-list.js` fills it from what the browser keeps; it takes its words from the attributes.

use crate::components::{link, page_heading, tool_status, use_lang, use_text, with_site};
use crate::markup::{Element, Markup, markup};
use crate::path::PagePath;
use crate::path::saved::saved_path;
use crate::text::saved::SavedText;

/// The frame of both lists, and everything that may be said of them.
pub fn saved_page() -> Markup {
    let (text, lang) = (use_text(), use_lang());
    let words = SavedText::of(lang);
    let latest = link(PagePath::Latest.in_lang(lang).to_string(), text.latest);
    let site_name = with_site(|site| site.short_name.clone()).unwrap_or_default();
    markup! {
        portal_saved "saved-page"
            data-page=(saved_path(lang))
            data-title=(format!("{{}} - {site_name}"))
            data-saved=(words.saved)
            data-visited=(words.visited)
            data-saved-at=(words.saved_at)
            data-updated=(words.updated)
            data-gone=(words.gone)
            data-missing=(words.missing)
            data-remove=(words.remove)
            data-removed=(words.removed)
            data-removed-all=(words.removed_all)
            data-offline=(words.offline)
            data-nothing=(words.nothing_to_read)
            data-unavailable=(words.unavailable)
            data-failed=(text.tool_failed) {
            (page_heading(text.saved_articles))
            noscript { p { (words.without_scripts) } }
            div "failure-notice" data-part="offline" hidden {
                p { (words.not_saved) " " span "saved-page__address" data-part="address"; }
                p { button "failure-notice__action" type="button" data-part="retry" { (text.try_again) } }
            }
            p data-part="can-be-read" hidden { (words.can_be_read) }
            p data-part="introduction" hidden { (words.introduction) }
            div "empty-notice" data-part="empty" hidden { p { (words.empty) } p { (latest) } }
            with (tool_status()) data-part="status";
            div "saved-page__lists" data-part="lists";
            p { button "tool-button" type="button" data-part="remove-all" hidden { (words.remove_all) } }
            (question(words))
        }
    }
    .into()
}

/// Asked before everything is removed.
fn question(words: &'static SavedText) -> Element {
    markup! {
        dialog "saved-page__question" aria-labelledby="saved-question" data-part="question" {
            p id="saved-question" { (words.question) }
            p "saved-page__answers" {
                button "tool-button" type="button" data-part="keep" { (words.keep) }
                button "tool-button tool-button--chief" type="button" data-part="remove" { (words.remove_all) }
            }
        }
    }
}
