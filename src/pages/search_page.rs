use leptos::prelude::*;

use crate::components::{PageHeading, use_lang, use_text};
use crate::content::model::SearchForm;
use crate::path::PagePath;

/// Where readers look for words.
#[component]
pub fn SearchPage(form: SearchForm) -> impl IntoView {
    let text = use_text();
    let action = PagePath::Search.in_lang(use_lang()).to_string();
    let sections = form
        .sections
        .into_iter()
        .map(|section| view! { <option value=section.slug.to_string()>{section.name}</option> }.into_any());
    view! {
        <div class="search-page">
            <PageHeading title=text.search/>
            <form class="search-form" role="search" action=action method="get">
                <input type="search" name="q" aria-label=text.search/>
                <select name="chuyen-muc" aria-label=text.sections>{sections.collect_view()}</select>
            </form>
        </div>
    }
}
