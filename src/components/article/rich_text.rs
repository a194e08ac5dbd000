//! Runs of text, with what marks them.

use crate::components::tools::{foreign_link, link};
use crate::content::model::{Mark, Span};
use crate::markup::{Markup, Tag, el, markup, tags};

/// Runs of text with their marks and links.
pub fn rich_text(spans: &[Span]) -> Markup {
    spans.iter().map(span_markup).collect()
}

fn span_markup(span: &Span) -> Markup {
    if span.text == "\n" {
        return markup! { br; }.into();
    }
    let marked = span.marks.iter().rev().fold(Markup::from(&span.text), |inner, mark| match tag_of(*mark) {
        Some(tag) => el(tag).child(inner).into(),
        None => inner,
    });
    let spoken = match &span.lang {
        Some(lang) => markup! { span lang=(lang.clone()) { (marked) } }.into(),
        None => marked,
    };
    match &span.href {
        Some(href) if href.is_site_path() => link(href.to_string(), spoken).into(),
        Some(href) => foreign_link(href.to_string(), spoken).into(),
        None => spoken,
    }
}

fn tag_of(mark: Mark) -> Option<Tag> {
    Some(match mark {
        Mark::Strong => tags::strong,
        Mark::Emphasis => tags::em,
        Mark::Underline => tags::u,
        Mark::Strike => tags::s,
        Mark::Subscript => tags::sub,
        Mark::Superscript => tags::sup,
        Mark::Code => tags::code,
        Mark::Whole => tags::span,
        Mark::Unknown => return None,
    })
}
