use crate::markup::{Element, Markup, el};

/// The page's one `h1`. It takes the focus after a navigation, so that reading goes on from there.
pub fn page_heading(title: impl Into<Markup>) -> Element {
    el("h1").class("page-heading").attr("tabindex", "-1").child(title)
}
