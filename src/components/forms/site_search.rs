//! The field with which readers look for something, on pages that are not the search itself.

use crate::components::context::{use_lang, use_text};
use crate::components::tools::{Shape, icon};
use crate::markup::{Element, markup};
use crate::path::PagePath;

/// An ordinary form that leads to the search page: it works before the app, and without it. One a page.
pub fn site_search() -> Element {
    let text = use_text();
    let action = PagePath::Search.in_lang(use_lang()).to_string();
    markup! {
        form "site-search" role="search" action=(action) method="get" {
            label "visually-hidden" for="site-search" { (text.search_prompt) }
            input "site-search__input" id="site-search" type="search" name="q" placeholder=(text.search_prompt)
                maxlength="200" enterkeyhint="search";
            button "site-search__submit" type="submit" { (icon(Shape::Search)) (text.search) }
        }
    }
}
