//! The months of a section.

use crate::components::context::use_text;
use crate::components::tools::link;
use crate::content::model::MonthCount;
use crate::markup::{Element, markup};
use crate::path::PagePath;
use crate::path::word::Slug;
use crate::text::Lang;

/// How many months are in view; those before them unfold.
const IN_VIEW: usize = 12;

/// A section's months, each a link to its archive. Nothing shows when there are none.
pub fn month_archive(section: &Slug, months: &[MonthCount], lang: Lang) -> Option<Element> {
    let text = use_text();
    let (newer, older) = months.split_at(months.len().min(IN_VIEW));
    let list = |months: &[MonthCount]| {
        let items = months.iter().map(|MonthCount { month, count }| {
            let path = PagePath::SectionMonth { slug: section.clone(), month: *month }.in_lang(lang);
            markup! {
                li {
                    (link(path.to_string(), month.format_for_people(text)))
                    " "
                    span "month-archive__count" { ((text.article_count)(*count)) }
                }
            }
        });
        markup! { ul "month-archive__months" { (items) } }
    };
    (!months.is_empty()).then(|| {
        markup! {
            section "month-archive" {
                h2 "aside-heading" { (text.archive) }
                (list(newer))
                ((!older.is_empty()).then(|| {
                    markup! { details { summary "month-archive__summary" { (text.older) } (list(older)) } }
                }))
            }
        }
    })
}
