//! Markup over nodes that were written natively: they are taken over as they are, and only what is live is walked to.
//!
//! Extensions and translators change a page before the app takes it over. Hydration never traps on that: it notices
//! any node on its way that was not written here, and [`has_met_foreign_nodes`] says so.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::{CastFrom, Rndr, types};
use leptos::tachys::view::{Mountable, Position, PositionState};

use super::draw::{Doings, MarkupState, NodeState};
use super::tags::Tag;
use super::value::{Element, Markup, Node};

thread_local! {
    static FOREIGN_NODES: Cell<bool> = const { Cell::new(false) };
}

/// Whether hydration found other nodes than were written. What it made of them is then to be thrown away.
pub fn has_met_foreign_nodes() -> bool {
    FOREIGN_NODES.get()
}

/// A view over what was written of it into an element. Leptos' own way of hydrating brings what it needs for data that comes later.
pub fn over<V: RenderHtml>(root: types::Element, view: V) -> impl Render {
    Over(root, view)
}

struct Over<V>(types::Element, V);

/// What is in its place already.
struct InPlace<S>(S);

impl<V: RenderHtml> Render for Over<V> {
    type State = InPlace<V::State>;

    fn build(self) -> Self::State {
        let Self(root, view) = self;
        InPlace(view.hydrate::<true>(&Cursor::new(root), &PositionState::default()))
    }

    fn rebuild(self, state: &mut Self::State) {
        self.1.rebuild(&mut state.0);
    }
}

impl<S: Mountable> Mountable for InPlace<S> {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, _parent: &types::Element, _marker: Option<&types::Node>) {}

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }

    fn elements(&self) -> Vec<types::Element> {
        self.0.elements()
    }
}

impl Markup {
    pub(super) fn take_over(self, cursor: &Cursor, position: &PositionState) -> MarkupState {
        if self.0.is_empty() {
            if let Some(place) = step(cursor, position).and_then(types::Placeholder::cast_from) {
                return MarkupState(vec![NodeState::Place(place)]);
            }
            FOREIGN_NODES.set(true);
            return self.build();
        }
        MarkupState(self.0.into_iter().map(|node| node.hydrate(cursor, position)).collect())
    }
}

impl Node {
    /// Takes over the node that the cursor comes to. Where that is another one than was written, a new one is made.
    fn hydrate(self, cursor: &Cursor, position: &PositionState) -> NodeState {
        match self {
            Self::Live(view) => NodeState::Live(view.hydrate::<true>(cursor, position)),
            Self::Element(Element(element)) => {
                let Some(node) = step(cursor, position).and_then(|node| element_of(node, element.tag)) else {
                    return Self::Element(Element(element)).build_anew();
                };
                let mut inside = Vec::new();
                if element.has_live_children() {
                    let here = cursor.current();
                    position.set(Position::FirstChild);
                    for child in element.children.0 {
                        let child = child.hydrate(cursor, position);
                        if child.is_live() {
                            inside.push(child);
                        }
                    }
                    expect_end(cursor, position);
                    cursor.set(here);
                    position.set(Position::NextChild);
                }
                let doings = Doings::start(&node, element.live_attributes, element.on_click);
                NodeState::Element(node, inside, doings)
            }
            Self::Text(text) => {
                let is_after_text = position.get() == Position::NextChildAfterText;
                let mut node = step(cursor, position);
                // A comment keeps two texts apart.
                if is_after_text {
                    node = step(cursor, position);
                }
                position.set(Position::NextChildAfterText);
                match node.and_then(types::Text::cast_from) {
                    Some(node) => NodeState::Text(node),
                    None => Self::Text(text).build_anew(),
                }
            }
        }
    }

    /// Made new, since another node is where this one was written.
    fn build_anew(self) -> NodeState {
        FOREIGN_NODES.set(true);
        self.build()
    }
}

/// The node where the cursor comes next, if there is one.
fn following(cursor: &Cursor, position: &PositionState) -> Option<types::Node> {
    let here = cursor.current();
    match position.get() {
        Position::FirstChild => Rndr::first_child(&here),
        _ => Rndr::next_sibling(&here),
    }
}

/// Moves the cursor there.
fn step(cursor: &Cursor, position: &PositionState) -> Option<types::Node> {
    let node = following(cursor, position)?;
    cursor.set(node.clone());
    position.set(Position::NextChild);
    Some(node)
}

/// Nothing comes after the last child.
pub(super) fn expect_end(cursor: &Cursor, position: &PositionState) {
    if following(cursor, position).is_some() {
        FOREIGN_NODES.set(true);
    }
}

fn element_of(node: types::Node, tag: Tag) -> Option<types::Element> {
    types::Element::cast_from(node).filter(|element| element.local_name() == tag.name())
}
