//! Links within the site and out of it.

use std::borrow::Cow;

use crate::markup::{Element, Markup, markup};

/// A link that does not lead to another site.
pub fn link(href: impl Into<Cow<'static, str>>, label: impl Into<Markup>) -> Element {
    markup! { a href=(href) { (label) } }
}

/// A link that may lead elsewhere: a foreign site learns nothing but the origin, and gets no hold on this page.
pub fn foreign_link(href: impl Into<Cow<'static, str>>, label: impl Into<Markup>) -> Element {
    link(href, label).attr("rel", "noopener")
}
