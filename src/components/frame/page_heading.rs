//! The heading of a page.

use crate::markup::{Element, Markup, markup};

/// The page's one `h1`. It takes the focus after a navigation, so that reading goes on from there.
pub fn page_heading(title: impl Into<Markup>) -> Element {
    markup! { h1 "page-heading" tabindex="-1" { (title) } }
}
