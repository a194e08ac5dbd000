//! Markup over nodes that were written natively: they are taken over as they are, and only live views are walked to.

use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::{CastFrom, types};
use leptos::tachys::view::{Position, PositionState};

use super::draw::NodeState;
use super::value::{Element, Node};

impl Node {
    /// Takes over the node that the cursor comes to. Where that is another one than was written, since an extension or a
    /// translator was here before, the app goes on without it.
    pub fn hydrate(self, cursor: &Cursor, position: &PositionState) -> NodeState {
        if let Self::Live(view) = self {
            return NodeState::Live(view.hydrate::<true>(cursor, position));
        }
        let is_after_text = position.get() == Position::NextChildAfterText;
        cursor.advance_to_placeholder(position);
        match self {
            Self::Element(Element(element)) => {
                let here = cursor.current();
                let Some(node) = types::Element::cast_from(here.clone()) else {
                    return Self::Element(Element(element)).build();
                };
                debug_assert!(
                    node.tag_name().eq_ignore_ascii_case(element.tag.name()),
                    "{} is no {}",
                    node.tag_name(),
                    element.tag.name()
                );
                let mut inside = Vec::new();
                if element.is_live() {
                    position.set(Position::FirstChild);
                    for child in element.children.0 {
                        let child = child.hydrate(cursor, position);
                        if child.is_live() {
                            inside.push(child);
                        }
                    }
                    cursor.set(here);
                    position.set(Position::NextChild);
                }
                NodeState::Element(node, inside)
            }
            text => {
                // A comment keeps two texts apart.
                if is_after_text {
                    cursor.sibling();
                }
                position.set(Position::NextChildAfterText);
                match types::Text::cast_from(cursor.current()) {
                    Some(node) => NodeState::Text(node),
                    None => text.build(),
                }
            }
        }
    }
}
