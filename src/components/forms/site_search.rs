//! The field with which readers look for something, on pages that are not the search itself.

use crate::components::context::{use_lang, use_text};
use crate::components::tools::{Shape, icon};
use crate::markup::{Element, Markup, markup};
use crate::path::PagePath;

/// The field of the search page.
pub const SEARCH_FIELD: &str = "search-terms";

/// An ordinary form that leads to the search page: it works before the app, and without it. One a page.
pub fn site_search() -> Element {
    let action = PagePath::Search.in_lang(use_lang()).to_string();
    markup! { form "site-search" role="search" action=(action) method="get" { (search_row("site-search")) } }
}

/// The field and its button, side by side; `id` is the field's.
pub fn search_row(id: &'static str) -> Markup {
    let text = use_text();
    markup! {
        label "visually-hidden" for=(id) { (text.search_text.terms) }
        input "site-search__input" id=(id) type="search" name="q" placeholder=(text.search_prompt) autocomplete="off"
            maxlength="200" enterkeyhint="search";
        button "site-search__submit" type="submit" { (icon(Shape::Search)) (text.search) }
    }
}
