//! What a long body has in it: its headings, as links to them.

use crate::components::context::use_text;
use crate::components::tools::link;
use crate::content::model::{Block, Span};
use crate::markup::{Element, markup};

/// A body with fewer headings is seen through at a glance.
const LEAST: usize = 4;

/// The headings of a body, twice: folded, for the head of the page, and for beside it. Screens show the one or the other.
/// `None` for a body with few of them.
pub fn page_contents(body: &[Block]) -> Option<(Element, Element)> {
    let text = use_text();
    let headings = body.iter().filter_map(heading).collect::<Vec<_>>();
    let list = || {
        let items = headings.iter().map(|(level, id, title)| {
            markup! { li data-level=(level.to_string()) { (link(format!("#{id}"), title.clone())) } }
        });
        markup! { ol "page-contents__headings" { (items) } }
    };
    (headings.len() >= LEAST).then(|| {
        let folded = markup! {
            nav "page-contents page-contents--folded" aria-label=(text.contents) {
                details { summary "page-contents__label" { (text.contents) } (list()) }
            }
        };
        let beside = markup! {
            nav "page-contents page-contents--beside" aria-label=(text.contents) {
                p "aside-heading" { (text.contents) }
                (list())
            }
        };
        (folded, beside)
    })
}

/// Level, name and words of a heading that can be linked to.
fn heading(block: &Block) -> Option<(u8, &str, String)> {
    let Block::Heading { level, spans, id: Some(id) } = block else { return None };
    Some((*level, id.as_str(), spans.iter().map(|Span { text, .. }| text.replace('\n', " ")).collect()))
}
