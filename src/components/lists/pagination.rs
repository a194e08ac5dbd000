//! From one page of a list to the next.

use crate::components::context::use_text;
use crate::components::tools::link;
use crate::markup::{Element, markup};
use crate::path::AppPath;

/// Where the pages beside this one are. Nothing shows when there is only one.
pub fn pagination(
    // 1 = newest.
    page: u32,
    page_count: u32,
    path_of: impl Fn(u32) -> AppPath,
) -> Option<Element> {
    let text = use_text();
    let step = |number: u32, label: &'static str, rel: &'static str| {
        markup! { with (link(path_of(number).to_string(), label)) "pagination__link" rel=(rel); }
    };
    (page_count > 1).then(|| {
        markup! {
            nav "pagination" aria-label=(text.pages) {
                ((page > 1).then(|| step(page - 1, text.newer, "prev")))
                span "pagination__position" { ((text.page_of)(page, page_count)) }
                ((page < page_count).then(|| step(page + 1, text.older, "next")))
            }
        }
    })
}
