//! Which SVG may be published: pictures alone, by a list of what a picture may hold.
//!
//! An SVG opened by its address is a document of the site. What runs in it runs in the site's name, and a plain host of
//! static files sends no policy with it. So anything this list does not name is reported, however harmless it looks.
//! How large a picture is, and whether it can be drawn, is for others.

mod doctype;
mod list;
mod style;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use roxmltree::{Attribute, Document, Node, NodeType, ParsingOptions};

use self::doctype::check_doctype;
use self::list::{ATTRIBUTES, EDITORS_NAMESPACES, ELEMENTS, FREE_TEXT, FREE_TEXT_PREFIXES};
use crate::source::problem::Fault;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// The most faults of one file that are listed; saving it as plain SVG fixes most of them at once.
const MOST_FAULTS: usize = 20;

const TAKE_OUT: &str =
    "Save it as plain SVG (Inkscape: Save As, Plain SVG; Illustrator: Export As, SVG) or take it out.";

/// Reads a picture. The error holds each kind of fault once, with its first line.
pub fn read_svg(source: &str) -> Result<Document<'_>, Vec<Fault>> {
    let source = source.trim_start_matches('\u{feff}');
    let only = |message: String, help: &str| vec![Fault::new(message, help)];
    if let Some(encoding) = foreign_encoding(source) {
        return Err(only(format!("it says that its encoding is {encoding}"), "Save it with the encoding UTF-8."));
    }
    check_doctype(source).map_err(|fault| vec![fault])?;
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(source, options).map_err(|error| {
        let line = usize::try_from(error.pos().row).ok();
        vec![Fault::new(format!("it is not sound SVG ({error})"), "Save it again as plain SVG.").at_line(line)]
    })?;
    if !document.root_element().has_tag_name((SVG, "svg")) {
        let help = format!("Save it again as SVG: its first element is `<svg xmlns=\"{SVG}\">`.");
        return Err(only("it is not an SVG picture".to_owned(), &help));
    }
    let mut faults = Faults { document: &document, seen: BTreeSet::new(), list: Vec::new() };
    document.descendants().for_each(|node| check_node(node, &mut faults));
    let list = faults.list;
    if list.is_empty() { Ok(document) } else { Err(list) }
}

/// The encoding a file declares, unless it is the one it is read with: a browser would see another text than we do.
fn foreign_encoding(source: &str) -> Option<&str> {
    let (declaration, _) = source.strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim().trim_matches(['"', '\'']);
    let encoding = value.split(['"', '\'']).next().unwrap_or_default();
    (!encoding.eq_ignore_ascii_case("utf-8")).then_some(encoding)
}

struct Faults<'a, 'input> {
    document: &'a Document<'input>,
    seen: BTreeSet<String>,
    list: Vec<Fault>,
}

impl Faults<'_, '_> {
    fn report(&mut self, message: String, help: &str, offset: usize) {
        if self.list.len() < MOST_FAULTS && self.seen.insert(message.clone()) {
            let line = usize::try_from(self.document.text_pos_at(offset).row).ok();
            self.list.push(Fault::new(message, help).at_line(line));
        }
    }
}

fn check_node(node: Node<'_, '_>, faults: &mut Faults<'_, '_>) {
    let start = node.range().start;
    match node.node_type() {
        NodeType::PI => {
            let target = node.pi().map_or("", |instruction| instruction.target);
            faults.report(format!("it holds the instruction `<?{target}?>`"), TAKE_OUT, start);
        }
        NodeType::Element => {
            let name = node.tag_name().name();
            let namespace = node.tag_name().namespace();
            let is_drawn = namespace == Some(SVG);
            let is_known = is_drawn && ELEMENTS.contains(&name) || is_editors(namespace);
            if !is_known {
                let written = written_name(&node);
                faults.report(format!("it holds `<{written}>`, which is no part of a picture"), TAKE_OUT, start);
                return;
            }
            if is_drawn && name == "style" {
                let style = node.children().filter_map(|child| child.text()).collect::<String>();
                check_style("<style>", &style, start, faults);
            }
            node.attributes().for_each(|attribute| check_attribute(node, is_drawn, attribute, faults));
        }
        NodeType::Root | NodeType::Comment | NodeType::Text => {}
    }
}

/// An element's name with its prefix, as the file writes it.
fn written_name<'a>(node: &Node<'a, '_>) -> &'a str {
    let source = node.document().input_text().get(node.range()).unwrap_or_default();
    let name = source.trim_start_matches('<');
    name.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default()
}

fn check_attribute(node: Node<'_, '_>, is_drawn: bool, attribute: Attribute<'_, '_>, faults: &mut Faults<'_, '_>) {
    let (name, value, start) = (attribute.name(), attribute.value(), attribute.range().start);
    let is_address = name == "href" && matches!(attribute.namespace(), None | Some(XLINK));
    let is_known = match attribute.namespace() {
        None if is_drawn => is_address || ATTRIBUTES.contains(&name) || is_free_text(name),
        // Browsers do not draw a drawing program's own notes.
        None => is_address || !name.to_ascii_lowercase().starts_with("on"),
        Some(XLINK) => is_address,
        Some(XML) => matches!(name, "space" | "lang" | "id"),
        namespace => is_editors(namespace),
    };
    let written = node.document().input_text().get(attribute.range_qname()).unwrap_or(name);
    if !is_known {
        let message = format!("it holds the attribute `{written}`, which is no part of a picture");
        faults.report(message, TAKE_OUT, start);
    } else if is_address && !stays_inside(value) {
        let help = "Embed the picture it names (PNG, JPEG, GIF or WebP), or remove the attribute.";
        faults.report(format!("its `{written}` leads out of the picture, to `{}`", shorten(value)), help, start);
    } else if is_drawn && attribute.namespace().is_none() && !is_address && !is_free_text(name) {
        check_style(written, value, start, faults);
    }
}

fn check_style(place: &str, style: &str, start: usize, faults: &mut Faults<'_, '_>) {
    if let Err(found) = style::check(style) {
        let help = "Remove it, and turn text into paths if it is there for a typeface: a picture loads nothing.";
        faults.report(format!("its `{place}` holds `{}`, which is no part of a picture", shorten(&found)), help, start);
    }
}

/// A place in the picture itself, or a picture of pixels in it. Not an SVG: that would have to be read as well.
fn stays_inside(address: &str) -> bool {
    let address = address.trim_start_matches([' ', '\t', '\n', '\r']);
    let kind = address.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("data:")).and_then(|_| address.get(5..));
    let kind = kind.and_then(|rest| rest.split([';', ',']).next()).map(str::to_ascii_lowercase);
    address.starts_with('#')
        || matches!(kind.as_deref(), Some("image/png" | "image/jpeg" | "image/jpg" | "image/gif" | "image/webp"))
}

fn is_editors(namespace: Option<&str>) -> bool {
    namespace.is_some_and(|namespace| {
        EDITORS_NAMESPACES.contains(&namespace) || namespace.starts_with("http://ns.adobe.com/")
    })
}

fn is_free_text(name: &str) -> bool {
    FREE_TEXT.contains(&name) || FREE_TEXT_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

fn shorten(value: &str) -> String {
    let mut shown = value.chars().take(60).collect::<String>();
    if shown.len() < value.len() {
        shown.push('…');
    }
    shown
}
