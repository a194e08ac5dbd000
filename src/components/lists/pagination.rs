//! From one page of a list to the next.

use crate::components::context::use_text;
use crate::components::tools::link;
use crate::markup::{Element, markup};
use crate::path::word::SitePath;

/// Where the articles just newer and just older than these are, and of which days these are. Nothing shows where the list
/// is whole. Readers go from the newest on, so the older ones are `next`.
pub fn pagination(newer: Option<&SitePath>, older: Option<&SitePath>, days: String) -> Option<Element> {
    let text = use_text();
    let step = |path: &SitePath, label: &'static str, rel: &'static str| {
        markup! { with (link(path.to_string(), label)) "pagination__link" rel=(rel); }
    };
    (newer.is_some() || older.is_some()).then(|| {
        markup! {
            nav "pagination" aria-label=(text.pages) {
                (newer.map(|path| step(path, text.newer, "prev")))
                span "pagination__position" { (days) }
                (older.map(|path| step(path, text.older, "next")))
            }
        }
    })
}
