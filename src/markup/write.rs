//! Markup as HTML, as a parser reads it back and [`hydrate`](super::hydrate) finds it.

use leptos::prelude::*;
use leptos::tachys::view::Position;

use super::value::{Element, Node};

impl Node {
    pub fn write_html(self, html: &mut String, position: &mut Position) {
        match self {
            Self::Live(view) => view.to_html_with_buf(html, position, true, false, Vec::new()),
            Self::Text(text) => {
                if *position == Position::NextChildAfterText {
                    html.push_str("<!>");
                }
                html_escape::encode_text_to_string(&text, html);
                *position = Position::NextChildAfterText;
            }
            Self::Element(Element(element)) => {
                html.push('<');
                html.push_str(element.tag.name());
                let live = element.live_attributes.into_iter();
                let live = live.filter_map(|(name, mut value)| Some((name, value()?)));
                for (name, value) in element.attributes.into_iter().chain(live) {
                    html.push(' ');
                    html.push_str(name);
                    html.push_str("=\"");
                    html_escape::encode_double_quoted_attribute_to_string(&value, html);
                    html.push('"');
                }
                html.push('>');
                if !element.tag.is_void() {
                    *position = Position::FirstChild;
                    let tag = element.tag;
                    element.children.0.into_iter().for_each(|child| child.write_html(html, position));
                    html.push_str("</");
                    html.push_str(tag.name());
                    html.push('>');
                }
                *position = Position::NextChild;
            }
        }
    }
}
