//! The page of what a reader saved: a document without the app, so no page of `AppPath`.

use crate::text::Lang;

/// Its address in a language.
pub fn saved_path(lang: Lang) -> String {
    format!("/{}da-luu/", lang.prefix())
}
