//! Lists and quotes: blocks within blocks.

use portal_app::content::model::{Block, Numbering, Span};
use scraper::{ElementRef, Node};

use super::builder::Builder;
use super::embed::shown_address;
use super::items::{Counting, Item};
use super::link::resolve;
use super::piece::Piece;
use super::text_style::{TextStyle, declarations};

/// The deepest level an item may name, as in Word.
const MAX_LEVEL: usize = 9;

impl Builder<'_> {
    /// Content between items belongs to the item before: old editors nest lists that way. What is before all items is
    /// beside the list.
    pub(super) fn add_list(&mut self, ordered: bool, element: ElementRef<'_>, style: &TextStyle) {
        self.end_paragraph();
        let counting = counting_of(element, ordered);
        let list = name_of(element);
        let mut children = Vec::new();
        collect_children(self, element, style, &mut children);
        // Of each level, the outermost first.
        let mut numbers = vec![first_number(element, counting, &children)];
        let outermost = children.iter().find_map(|(child, _)| child.as_item()).map_or(1, |item| self.level_of(item));
        let mut items = Vec::<Item>::new();
        let mut children = children.into_iter().peekable();
        while let Some((child, style)) = children.next() {
            if let Some(item) = child.as_item().filter(|item| !is_only_lists(*item, counting)) {
                let Some(style) = self.style_inside(item, &style) else { continue };
                let level = self.level_of(item);
                numbers.resize(level.saturating_sub(outermost) + 1, 1);
                let Some(next) = numbers.last_mut() else { continue };
                let number = whole_number(item, "value").unwrap_or(*next);
                *next = counting.after(number);
                let (counting, sign) = kind_of(item, counting);
                let blocks = self.blocks_inside(level, |inside| {
                    inside.add_text(sign, &style);
                    inside.add_children(item, &style);
                });
                if !blocks.is_empty() {
                    items.push(Item { level, list: list.clone(), readings: vec![(counting, number)], blocks });
                }
                continue;
            }
            let rest = std::iter::from_fn(|| children.next_if(|(child, _)| child.as_item().is_none()));
            let loose = std::iter::once((child, style)).chain(rest);
            match items.last_mut() {
                Some(item) => item.blocks.extend(self.blocks_inside(item.level, |inside| inside.add_loose(loose))),
                None => self.add_loose(loose),
            }
        }
        items.into_iter().for_each(|item| self.push_item(item));
    }

    /// The level that Word Online, Google Docs and Quill write on an item.
    fn level_of(&self, item: ElementRef<'_>) -> usize {
        let aria = item.attr("aria-level").filter(|_| !self.is_nested());
        let level = item.attr("data-aria-level").or(aria).and_then(|level| level.trim().parse().ok());
        let indent = item.value().classes().find_map(|class| class.strip_prefix("ql-indent-")?.parse::<usize>().ok());
        self.possible_level(level.or(indent.map(|indent| indent.saturating_add(1))).unwrap_or(1))
    }

    /// A level that leaves no more blocks within each other than there may be.
    pub(super) fn possible_level(&self, level: usize) -> usize {
        level.min(MAX_LEVEL).min(self.levels_left()).max(1)
    }

    fn add_loose<'n>(&mut self, children: impl Iterator<Item = (Child<'n>, TextStyle)>) {
        for (child, style) in children {
            match child {
                Child::Element(element) => self.add_element(element, &style),
                Child::Text(text) => self.add_text(text, &style),
            }
        }
        self.end_paragraph();
    }

    fn blocks_inside(&self, deeper: usize, add: impl FnOnce(&mut Self)) -> Vec<Block> {
        self.build_inside(deeper, add).into_iter().map(|piece| piece.block).collect()
    }

    /// A `<cite>` or `<footer>` directly in a quote names its source.
    pub(super) fn add_quote(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        let cite = element.child_elements().find(|child| matches!(child.value().name(), "cite" | "footer"));
        let blocks = self.blocks_inside(1, |inside| inside.add_children_but(cite, element, style));
        let (cite, others) = cite.map(|cite| self.nested_text(cite)).unwrap_or_default();
        if blocks.is_empty() {
            self.pieces.extend(cite.map(|cite| Piece::plain(Block::Paragraph { spans: vec![Span::plain(cite)] })));
        } else {
            self.push_block(Block::Quote { blocks, cite });
        }
        self.pieces.extend(others);
        let source = element.attr("cite").and_then(|source| resolve(source, self.context.media).ok().flatten());
        if let Some(href) = source {
            let span = Span { text: shown_address(href.as_str()), href: Some(href), ..Span::plain("") };
            self.push_block(Block::Paragraph { spans: vec![span] });
        }
    }
}

/// What is directly in a list.
#[derive(Clone, Copy)]
enum Child<'a> {
    Element(ElementRef<'a>),
    Text(&'a str),
}

impl<'a> Child<'a> {
    fn as_item(self) -> Option<ElementRef<'a>> {
        match self {
            Self::Element(element) => Some(element).filter(|element| is_item(*element)),
            Self::Text(_) => None,
        }
    }
}

/// A list's children, and those of what is only put around its items: `<ul><font><li>`.
fn collect_children<'a>(
    builder: &Builder<'_>,
    element: ElementRef<'a>,
    style: &TextStyle,
    children: &mut Vec<(Child<'a>, TextStyle)>,
) {
    for child in element.children() {
        match (ElementRef::wrap(child), child.value()) {
            (Some(around), _) if !is_item(around) && !is_list(around) && around.child_elements().any(is_item) => {
                if let Some(style) = builder.style_inside(around, style) {
                    collect_children(builder, around, &style, children);
                }
            }
            (Some(element), _) => children.push((Child::Element(element), style.clone())),
            (None, Node::Text(text)) => children.push((Child::Text(text), style.clone())),
            _ => {}
        }
    }
}

fn is_item(element: ElementRef<'_>) -> bool {
    element.value().name() == "li"
}

fn is_list(element: ElementRef<'_>) -> bool {
    matches!(element.value().name(), "dir" | "menu" | "ol" | "ul")
}

/// An item that has no marker or text of its own only holds what belongs to the item before. Where items are numbered
/// it may be counted, so that it has to say that it has no marker.
fn is_only_lists(item: ElementRef<'_>, counting: Counting) -> bool {
    let has_marker = counting.ordered && look_of(item) != Some(Look::Bullets);
    let is_blank = item.children().all(|child| match child.value() {
        Node::Text(text) => text.trim().is_empty(),
        _ => ElementRef::wrap(child).is_none_or(is_list),
    });
    !has_marker && is_blank && item.child_elements().any(is_list)
}

/// Quill writes on each item of an `<ol>` whether it is a bullet, a number or a box to tick.
fn kind_of(item: ElementRef<'_>, counting: Counting) -> (Counting, &'static str) {
    match item.attr("data-list") {
        Some("bullet") => (Counting::default(), ""),
        Some("checked") => (Counting::default(), "☑ "),
        Some("unchecked") => (Counting::default(), "☐ "),
        _ => (counting, ""),
    }
}

/// What the markers of a list are.
#[derive(Clone, Copy, PartialEq)]
enum Look {
    Bullets,
    Numbers(Option<Numbering>),
}

/// The list's own style, then that of its first item, where Google Docs writes it; then its name.
fn counting_of(element: ElementRef<'_>, ordered: bool) -> Counting {
    let look = look_of(element).or_else(|| element.child_elements().find(|child| is_item(*child)).and_then(look_of));
    let numbering = match look {
        Some(Look::Bullets) => return Counting::default(),
        Some(Look::Numbers(numbering)) => numbering,
        None if ordered => None,
        None => return Counting::default(),
    };
    Counting { ordered: true, numbering, reversed: element.attr("reversed").is_some() }
}

fn look_of(element: ElementRef<'_>) -> Option<Look> {
    let styled = declarations(element.attr("style").unwrap_or_default())
        .filter(|(property, _)| matches!(property.as_str(), "list-style" | "list-style-type"))
        .filter_map(|(_, value)| value.split_whitespace().find_map(look_named))
        .last();
    styled.or_else(|| match element.attr("type")?.trim() {
        "1" => Some(Look::Numbers(None)),
        "a" => Some(Look::Numbers(Some(Numbering::LowerAlpha))),
        "A" => Some(Look::Numbers(Some(Numbering::UpperAlpha))),
        "i" => Some(Look::Numbers(Some(Numbering::LowerRoman))),
        "I" => Some(Look::Numbers(Some(Numbering::UpperRoman))),
        name => look_named(&name.to_ascii_lowercase()),
    })
}

fn look_named(name: &str) -> Option<Look> {
    Some(match name {
        "circle" | "disc" | "none" | "square" => Look::Bullets,
        "decimal" | "decimal-leading-zero" => Look::Numbers(None),
        "lower-alpha" | "lower-latin" => Look::Numbers(Some(Numbering::LowerAlpha)),
        "lower-roman" => Look::Numbers(Some(Numbering::LowerRoman)),
        "upper-alpha" | "upper-latin" => Look::Numbers(Some(Numbering::UpperAlpha)),
        "upper-roman" => Look::Numbers(Some(Numbering::UpperRoman)),
        _ => return None,
    })
}

fn first_number(element: ElementRef<'_>, counting: Counting, children: &[(Child<'_>, TextStyle)]) -> i64 {
    let items = children.iter().filter(|(child, _)| child.as_item().is_some());
    let usual = if counting.reversed { i64::try_from(items.count()).unwrap_or(i64::MAX) } else { 1 };
    whole_number(element, "start").unwrap_or(usual)
}

/// As large as browsers read one.
fn whole_number(element: ElementRef<'_>, attribute: &str) -> Option<i64> {
    element.attr(attribute)?.trim().parse::<i32>().ok().map(i64::from)
}

/// The same for lists that go on: what Word Online calls it, or all its styling. Without any, each is its own.
fn name_of(element: ElementRef<'_>) -> String {
    let item = element.child_elements().find(|child| is_item(*child));
    if let Some(name) = item.and_then(|item| item.attr("data-listid")) {
        return name.to_owned();
    }
    let styling = ["class", "style", "type"].map(|attribute| element.attr(attribute).unwrap_or_default()).join(" ");
    if styling.trim().is_empty() { format!("{:?}", element.id()) } else { styling }
}
