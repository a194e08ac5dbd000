//! Markup as nodes of the document: made, put in, taken out.

use leptos::prelude::*;
use leptos::tachys::renderer::{RemoveEventHandler, Rndr, types};
use leptos::tachys::view::Mountable;
use leptos::tachys::view::any_view::AnyViewState;

use super::value::{Act, LiveValue, Node};

/// What is in the document. Never empty: where there is nothing, a comment keeps the place.
pub struct MarkupState(pub(super) Vec<NodeState>);

pub(super) enum NodeState {
    Text(types::Text),
    Place(types::Placeholder),
    /// With what lives inside and what it does itself.
    Element(types::Element, Vec<NodeState>, Doings),
    Live(AnyViewState),
}

/// An element's live attributes, and that it listens, which end when they are dropped.
pub(super) struct Doings {
    attributes: Vec<RenderEffect<()>>,
    listener: Option<RemoveEventHandler<types::Element>>,
}

impl Node {
    pub fn build(self) -> NodeState {
        let element = match self {
            Self::Text(text) => return NodeState::Text(Rndr::create_text_node(&text)),
            Self::Live(view) => return NodeState::Live(view.build()),
            Self::Element(element) => *element.0,
        };
        let node = Rndr::create_element(element.tag.name(), element.tag.namespace());
        for (name, value) in &element.attributes {
            Rndr::set_attribute(&node, name, value);
        }
        let mut inside = Vec::new();
        for child in element.children.0 {
            let mut child = child.build();
            child.mount(&node, None);
            if child.is_live() {
                inside.push(child);
            }
        }
        let doings = Doings::start(&node, element.live_attributes, element.on_click);
        NodeState::Element(node, inside, doings)
    }
}

impl Doings {
    /// Sets attributes again each time their values change, and acts at clicks.
    pub fn start(node: &types::Element, attributes: Vec<(&'static str, LiveValue)>, on_click: Option<Act>) -> Self {
        let keep = |(name, mut value): (&'static str, LiveValue)| {
            let node = node.clone();
            RenderEffect::new(move |_| match value() {
                Some(value) => Rndr::set_attribute(&node, name, &value),
                None => Rndr::remove_attribute(&node, name),
            })
        };
        let listen = |mut act: Act| Rndr::add_event_listener(node, "click", Box::new(move |_| act()));
        Self { attributes: attributes.into_iter().map(keep).collect(), listener: on_click.map(listen) }
    }

    fn is_none(&self) -> bool {
        self.attributes.is_empty() && self.listener.is_none()
    }
}

impl NodeState {
    pub fn is_live(&self) -> bool {
        match self {
            Self::Text(_) | Self::Place(_) => false,
            Self::Element(_, inside, doings) => !inside.is_empty() || !doings.is_none(),
            Self::Live(_) => true,
        }
    }

    fn mountable(&self) -> &dyn Mountable {
        match self {
            Self::Text(node) => node,
            Self::Place(node) => node,
            Self::Element(node, ..) => node,
            Self::Live(view) => view,
        }
    }

    fn mountable_mut(&mut self) -> &mut dyn Mountable {
        match self {
            Self::Text(node) => node,
            Self::Place(node) => node,
            Self::Element(node, ..) => node,
            Self::Live(view) => view,
        }
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.mountable_mut().mount(parent, marker);
    }
}

impl Mountable for MarkupState {
    fn unmount(&mut self) {
        self.0.iter_mut().for_each(|node| node.mountable_mut().unmount());
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.0.iter_mut().for_each(|node| node.mount(parent, marker));
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.iter().any(|node| node.mountable().insert_before_this(child))
    }

    fn elements(&self) -> Vec<types::Element> {
        self.0.iter().flat_map(|node| node.mountable().elements()).collect()
    }
}
