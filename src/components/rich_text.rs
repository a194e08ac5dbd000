use leptos::prelude::*;

use crate::content::model::{Mark, Span};

/// Runs of text with their marks and links.
#[component]
pub fn RichText(spans: Vec<Span>) -> impl IntoView {
    spans.into_iter().map(span_view).collect_view()
}

fn span_view(span: Span) -> AnyView {
    if span.text == "\n" {
        return view! { <br/> }.into_any();
    }
    let marked = span.marks.iter().rev().fold(span.text.into_any(), |inner, mark| mark_view(*mark, inner));
    let spoken = match span.lang {
        Some(lang) => view! { <span lang=lang>{marked}</span> }.into_any(),
        None => marked,
    };
    match span.href {
        // A foreign site learns nothing but the origin, and gets no hold on this page.
        Some(href) if !href.is_site_path() => view! { <a href=href.to_string() rel="noopener">{spoken}</a> }.into_any(),
        Some(href) => view! { <a href=href.to_string()>{spoken}</a> }.into_any(),
        None => spoken,
    }
}

fn mark_view(mark: Mark, inner: AnyView) -> AnyView {
    match mark {
        Mark::Strong => view! { <strong>{inner}</strong> }.into_any(),
        Mark::Emphasis => view! { <em>{inner}</em> }.into_any(),
        Mark::Underline => view! { <u>{inner}</u> }.into_any(),
        Mark::Strike => view! { <s>{inner}</s> }.into_any(),
        Mark::Subscript => view! { <sub>{inner}</sub> }.into_any(),
        Mark::Superscript => view! { <sup>{inner}</sup> }.into_any(),
        Mark::Code => view! { <code>{inner}</code> }.into_any(),
        Mark::Unknown => inner,
    }
}
