use leptos::prelude::*;

use super::use_text;
use crate::content::model::MonthCount;
use crate::content::word::Slug;
use crate::path::PagePath;
use crate::text::Lang;

/// A section's months, each a link to its archive. Nothing shows when there are none.
#[component]
pub fn MonthArchive(section: Slug, months: Vec<MonthCount>, lang: Lang) -> impl IntoView {
    let text = use_text();
    (!months.is_empty()).then(|| {
        let items = months.into_iter().map(|MonthCount { month, count }| {
            let path = PagePath::SectionMonth { slug: section.clone(), month }.in_lang(lang);
            view! {
                <li>
                    <a href=path.to_string()>{month.format_for_people(text)}</a>
                    " "
                    <span class="month-archive__count">{(text.article_count)(count)}</span>
                </li>
            }
            .into_any()
        });
        view! {
            <details class="month-archive">
                <summary class="month-archive__summary">{text.archive}</summary>
                <ul class="month-archive__months">{items.collect_view()}</ul>
            </details>
        }
        .into_any()
    })
}
