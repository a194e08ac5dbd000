use leptos::prelude::*;

use super::use_text;
use crate::path::AppPath;

/// Where the pages beside this one are. Nothing shows when there is only one.
#[component]
pub fn Pagination(
    /// 1 = newest.
    page: u32,
    page_count: u32,
    /// The address of a page by its number.
    path_of: fn(&AppPath, u32) -> AppPath,
    /// The list's own address, which `path_of` starts from.
    base: AppPath,
) -> impl IntoView {
    let text = use_text();
    let link = move |number: u32, label: &'static str, rel: &'static str| {
        let path = path_of(&base, number).to_string();
        view! { <a class="pagination__link" rel=rel href=path>{label}</a> }.into_any()
    };
    (page_count > 1).then(|| {
        let newer = (page > 1).then(|| link(page - 1, text.newer, "prev"));
        let older = (page < page_count).then(|| link(page + 1, text.older, "next"));
        view! {
            <nav class="pagination" aria-label=text.pages>
                {newer}
                <span class="pagination__position">{(text.page_of)(page, page_count)}</span>
                {older}
            </nav>
        }
        .into_any()
    })
}
