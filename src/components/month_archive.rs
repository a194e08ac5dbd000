use super::{link, use_text};
use crate::content::model::MonthCount;
use crate::content::word::Slug;
use crate::markup::{Element, el};
use crate::path::PagePath;
use crate::text::Lang;

/// A section's months, each a link to its archive. Nothing shows when there are none.
pub fn month_archive(section: &Slug, months: Vec<MonthCount>, lang: Lang) -> Option<Element> {
    let text = use_text();
    (!months.is_empty()).then(|| {
        let items = months.into_iter().map(|MonthCount { month, count }| {
            let path = PagePath::SectionMonth { slug: section.clone(), month }.in_lang(lang);
            el("li")
                .child(link(path.to_string(), month.format_for_people(text)))
                .child(" ")
                .child(el("span").class("month-archive__count").child((text.article_count)(count)))
        });
        el("details")
            .class("month-archive")
            .child(el("summary").class("month-archive__summary").child(text.archive))
            .child(el("ul").class("month-archive__months").children(items))
    })
}
