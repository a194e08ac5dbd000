use super::{link, use_text};
use crate::markup::{Element, el};
use crate::path::AppPath;

/// Where the pages beside this one are. Nothing shows when there is only one.
pub fn pagination(
    // 1 = newest.
    page: u32,
    page_count: u32,
    path_of: impl Fn(u32) -> AppPath,
) -> Option<Element> {
    let text = use_text();
    let link = |number: u32, label: &'static str, rel: &'static str| {
        link(path_of(number).to_string(), label).class("pagination__link").attr("rel", rel)
    };
    (page_count > 1).then(|| {
        el("nav")
            .class("pagination")
            .attr("aria-label", text.pages)
            .child((page > 1).then(|| link(page - 1, text.newer, "prev")))
            .child(el("span").class("pagination__position").child((text.page_of)(page, page_count)))
            .child((page < page_count).then(|| link(page + 1, text.older, "next")))
    })
}
