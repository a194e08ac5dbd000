//! Lists and quotes: blocks within blocks.

use portal_app::content::model::{Block, Span};
use scraper::{ElementRef, Node};

use super::builder::Builder;
use super::passes::Piece;
use super::text_style::TextStyle;

impl Builder<'_> {
    /// Content between items belongs to the item before: old editors nest lists that way.
    pub(super) fn add_list(&mut self, ordered: bool, element: ElementRef<'_>, style: &TextStyle) {
        let mut items = Vec::<Vec<Block>>::new();
        for child in element.children() {
            let item = ElementRef::wrap(child).filter(|child| child.value().name() == "li");
            if let Some(item) = item {
                items.push(self.nested_blocks(item, style));
                continue;
            }
            let stray = self.build_inside(1, |inside| match (ElementRef::wrap(child), child.value()) {
                (Some(element), _) => inside.add_element(element, style),
                (None, Node::Text(text)) => inside.add_text(text, style),
                _ => {}
            });
            let stray = stray.into_iter().map(|piece| piece.block);
            match items.last_mut() {
                Some(item) => item.extend(stray),
                None => items.push(stray.collect()),
            }
        }
        items.retain(|item| !item.is_empty());
        if !items.is_empty() {
            self.push_block(Block::List { ordered, items });
        }
    }

    /// A `<cite>` or `<footer>` directly in a quote names its source.
    pub(super) fn add_quote(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        let cite = element.child_elements().find(|child| matches!(child.value().name(), "cite" | "footer"));
        let pieces = self.build_inside(1, |inside| inside.add_children_but(cite, element, style));
        let blocks = pieces.into_iter().map(|piece| piece.block).collect::<Vec<_>>();
        let (cite, others) = cite.map(|cite| self.nested_text(cite)).unwrap_or_default();
        if blocks.is_empty() {
            self.pieces.extend(cite.map(|cite| Piece::plain(Block::Paragraph { spans: vec![Span::plain(cite)] })));
        } else {
            self.push_block(Block::Quote { blocks, cite });
        }
        self.pieces.extend(others);
    }
}
