//! The elements that markup may be made of, held against a parser.

use portal_app::markup::{Element, Markup, Tag, el, markup, tags};
use portal_app::prerender::render_markup;

use super::*;

/// SVG 2, chapters 5 and 9 to 10, as far as the portal draws.
const DRAWN: [&str; 10] = ["circle", "ellipse", "g", "line", "path", "polygon", "polyline", "rect", "svg", "title"];

/// Two of an element, where a parser leaves them.
fn twice(tag: Tag) -> Element {
    let two: Markup = markup! { with (el(tag)); with (el(tag)); };
    match tag.name() {
        "caption" | "tbody" | "thead" => markup! { table { (two) } },
        "tr" => markup! { table { tbody { (two) } } },
        "td" | "th" => markup! { table { tbody { tr { (two) } } } },
        name if DRAWN.contains(&name) => markup! { svg { (two) } },
        _ => markup! { div { (two) } },
    }
}

#[test]
fn every_tag_is_written_as_a_parser_reads_it_and_drawn_in_the_namespace_it_gives() {
    let site = decode::<Site>(&site_json());
    for tag in tags::ALL {
        let html = render_markup(&site, || twice(*tag).into());
        let parsed = Html::parse_fragment(&html);
        // The parser's own writer leaves the end tag out of what has none.
        assert_eq!(parsed.root_element().inner_html(), html);
        let namespaces = all(&parsed, "*").into_iter().map(|element| &element.value().name);
        let namespaces = namespaces.filter(|name| &*name.local == tag.name()).map(|name| name.ns.to_string());
        let drawn_in = tag.namespace().unwrap_or("http://www.w3.org/1999/xhtml");
        let found = namespaces.collect::<Vec<_>>();
        assert!(found.len() >= 2 && found.iter().all(|namespace| namespace == drawn_in), "{}: {found:?}", tag.name());
    }
}
