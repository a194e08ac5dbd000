use super::{link, use_text};
use crate::content::model::Crumb;
use crate::markup::{Element, el};

/// The way from the home page to where the reader is.
pub fn breadcrumb(crumbs: Vec<Crumb>) -> Element {
    let text = use_text();
    let steps = crumbs
        .into_iter()
        .map(|crumb| el("li").class("breadcrumb__step").child(link(crumb.path.to_string(), crumb.label)));
    el("nav")
        .class("breadcrumb")
        .attr("aria-label", text.breadcrumb)
        .child(el("ol").class("breadcrumb__steps").children(steps))
}
