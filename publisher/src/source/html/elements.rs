//! What is known of elements by their names, and the text in them.

use scraper::ElementRef;

use super::link::clean;

/// Elements that begin and end a paragraph.
pub(super) const PARAGRAPHS: &[&str] = &[
    "address", "article", "aside", "body", "button", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figure", "footer", "form", "frameset", "header", "hgroup", "html", "legend", "li", "listing", "main",
    "nav", "p", "pre", "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr",
];

/// Elements that are dropped with all their content.
pub(super) const GONE: &[&str] = &[
    "area", "base", "basefont", "bgsound", "col", "colgroup", "datalist", "head", "input", "keygen", "link", "meta",
    "noembed", "noframes", "param", "rp", "script", "select", "source", "style", "svg", "template", "textarea",
    "title", "track", "xml",
];

/// Those of them that no reader has ever seen.
pub(super) const UNSEEN: &[&str] = &[
    "area", "base", "basefont", "bgsound", "col", "colgroup", "head", "link", "meta", "param", "rp", "source", "style",
    "track", "xml",
];

/// The text of an element that a reader could have seen, in one line.
pub(super) fn text_of(element: ElementRef<'_>) -> String {
    let is_seen =
        |parent: ElementRef<'_>| !UNSEEN.contains(&parent.value().name()) && parent.value().name() != "script";
    let nodes = element.descendants();
    let seen = nodes.filter(|node| node.parent().and_then(ElementRef::wrap).is_none_or(is_seen));
    let text = seen.filter_map(|node| node.value().as_text()).map(|text| &**text).collect::<String>();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where something is, and the attribute that says so: pages that load late have only a stand-in in `src`.
pub(super) fn source_of(element: ElementRef<'_>) -> Option<(&'static str, &str)> {
    let names = ["data-src", "data-original", "data-lazy-src", "data-lazy", "data-echo", "data-url", "src", "data"];
    let sources = names.into_iter().filter_map(|name| Some((name, element.attr(name)?)));
    sources.into_iter().find(|(_, source)| !clean(source).is_empty() && clean(source) != "about:blank")
}
