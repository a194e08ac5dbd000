//! The months of a section.

use crate::components::context::use_text;
use crate::components::tools::link;
use crate::content::model::MonthCount;
use crate::markup::{Element, markup};
use crate::path::PagePath;
use crate::path::word::Slug;
use crate::text::Lang;

/// A section's months, each a link to its archive. Nothing shows when there are none.
pub fn month_archive(section: &Slug, months: Vec<MonthCount>, lang: Lang) -> Option<Element> {
    let text = use_text();
    (!months.is_empty()).then(|| {
        let items = months.into_iter().map(|MonthCount { month, count }| {
            let path = PagePath::SectionMonth { slug: section.clone(), month }.in_lang(lang);
            markup! {
                li {
                    (link(path.to_string(), month.format_for_people(text)))
                    " "
                    span "month-archive__count" { ((text.article_count)(count)) }
                }
            }
        });
        markup! {
            details "month-archive" {
                summary "month-archive__summary" { (text.archive) }
                ul "month-archive__months" { (items) }
            }
        }
    })
}
