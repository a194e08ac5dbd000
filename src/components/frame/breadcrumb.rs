//! The way from the home page to where the reader is.

use crate::components::context::use_text;
use crate::components::tools::link;
use crate::content::model::Crumb;
use crate::markup::{Element, markup};

/// `crumbs` are the pages above the one on screen, which is not in it.
pub fn breadcrumb<'a>(crumbs: impl IntoIterator<Item = &'a Crumb>) -> Element {
    let text = use_text();
    let steps = crumbs
        .into_iter()
        .map(|crumb| markup! { li "breadcrumb__step" { (link(crumb.path.to_string(), &crumb.label)) } });
    markup! {
        nav "breadcrumb" aria-label=(text.breadcrumb) {
            ol "breadcrumb__steps" { (steps) }
        }
    }
}
