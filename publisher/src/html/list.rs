//! Lists and quotes: blocks within blocks.

use portal_app::content::model::Block;
use scraper::{ElementRef, Node};

use super::builder::Builder;
use super::look::Look;

impl Builder<'_> {
    /// What stands between items belongs to the item before: old editors nest lists so.
    pub(super) fn add_list(&mut self, ordered: bool, element: ElementRef<'_>, look: &Look) {
        let mut items = Vec::<Vec<Block>>::new();
        for child in element.children() {
            let item = ElementRef::wrap(child).filter(|child| child.value().name() == "li");
            if let Some(item) = item {
                items.push(self.nested_blocks(item, look));
                continue;
            }
            let stray = self.build_inside(1, |inside| match (ElementRef::wrap(child), child.value()) {
                (Some(element), _) => inside.add_element(element, look),
                (None, Node::Text(text)) => inside.add_text(text, look),
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
    pub(super) fn add_quote(&mut self, element: ElementRef<'_>, outer: &Look) {
        let is_cite = |child: &ElementRef<'_>| matches!(child.value().name(), "cite" | "footer");
        let cite = element.child_elements().find(is_cite);
        let mut blocks = self.nested_blocks(element, outer);
        let cite = cite.and_then(|cite| self.nested_text(cite));
        if cite.is_some() {
            blocks.pop();
        }
        if !blocks.is_empty() {
            self.push_block(Block::Quote { blocks, cite });
        }
    }
}
