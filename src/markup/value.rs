//! What markup is made of: text, elements, and Leptos views where something changes.
//!
//! Owns the types and how they are put together, by hand or by [`markup!`](crate::markup!); knows nothing of documents or browsers.

use std::borrow::Cow;
use std::iter::Map;

use leptos::prelude::AnyView;

use super::tags::Tag;

/// Any number of nodes, in order. Adjacent text nodes merge, as in a parsed document.
#[derive(Default)]
pub struct Markup(pub(super) Vec<Node>);

pub(super) enum Node {
    Text(Cow<'static, str>),
    Element(Element),
    /// What changes while it is on screen: any number of nodes.
    Live(AnyView),
}

/// An element with its attributes and children. Boxed, since it is handed on at every step of its making.
pub struct Element(pub(super) Box<Parts>);

pub(super) struct Parts {
    pub tag: Tag,
    pub attributes: Vec<(&'static str, Cow<'static, str>)>,
    pub live_attributes: Vec<(&'static str, LiveValue)>,
    /// What a click does.
    pub on_click: Option<Act>,
    pub children: Markup,
}

/// The value of an attribute that changes; `None` leaves it out.
pub(super) type LiveValue = Box<dyn FnMut() -> Option<Cow<'static, str>> + Send>;

pub(super) type Act = Box<dyn FnMut() + Send>;

/// An element without attributes and children.
pub fn el(tag: Tag) -> Element {
    Element(Box::new(Parts {
        tag,
        attributes: Vec::new(),
        live_attributes: Vec::new(),
        on_click: None,
        children: Markup::default(),
    }))
}

impl Element {
    /// Each name once: of two, a parser keeps the first and a browser's script the last.
    pub fn attr(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        debug_assert!(self.0.attributes.iter().all(|(set, _)| *set != name), "{name} is set twice");
        self.0.attributes.push((name, value.into()));
        self
    }

    /// An attribute that is absent when its value is.
    pub fn maybe_attr(self, name: &'static str, value: Option<impl Into<Cow<'static, str>>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute whose presence alone means something.
    pub fn flag(self, name: &'static str, is_set: bool) -> Self {
        self.maybe_attr(name, is_set.then_some(""))
    }

    /// An attribute that changes with the signals that `value` reads, and is absent while that is `None`.
    pub fn live_attr(
        mut self,
        name: &'static str,
        value: impl FnMut() -> Option<Cow<'static, str>> + Send + 'static,
    ) -> Self {
        self.0.live_attributes.push((name, Box::new(value)));
        self
    }

    /// A live attribute whose presence alone means something.
    pub fn live_flag(self, name: &'static str, mut is_set: impl FnMut() -> bool + Send + 'static) -> Self {
        self.live_attr(name, move || is_set().then_some("".into()))
    }

    /// Acts when it is clicked, in a browser.
    pub fn on_click(mut self, act: impl FnMut() + Send + 'static) -> Self {
        self.0.on_click = Some(Box::new(act));
        self
    }

    pub fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    /// Appends to the element's children.
    pub fn child(mut self, child: impl Into<Markup>) -> Self {
        debug_assert!(!self.0.tag.is_void(), "{} has no children", self.0.tag.name());
        self.0.children.push(child.into());
        self
    }
}

impl Parts {
    /// Whether anything of it changes or listens.
    pub fn is_live(&self) -> bool {
        !self.live_attributes.is_empty() || self.on_click.is_some() || self.has_live_children()
    }

    pub fn has_live_children(&self) -> bool {
        self.children.0.iter().any(Node::is_live)
    }
}

impl Node {
    pub fn is_live(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Element(element) => element.0.is_live(),
            Self::Live(..) => true,
        }
    }
}

impl Markup {
    /// Appends to what is there.
    pub fn child(mut self, child: impl Into<Self>) -> Self {
        self.push(child.into());
        self
    }

    /// An empty text is no node.
    fn from_text(text: Cow<'static, str>) -> Self {
        if text.is_empty() { Self::default() } else { Self(vec![Node::Text(text)]) }
    }

    fn push(&mut self, more: Self) {
        for node in more.0 {
            match (self.0.last_mut(), node) {
                (Some(Node::Text(before)), Node::Text(text)) => before.to_mut().push_str(&text),
                (_, node) => self.0.push(node),
            }
        }
    }
}

impl From<&'static str> for Markup {
    fn from(text: &'static str) -> Self {
        Self::from_text(text.into())
    }
}

impl From<&String> for Markup {
    fn from(text: &String) -> Self {
        Self::from_text(text.clone().into())
    }
}

impl From<String> for Markup {
    fn from(text: String) -> Self {
        Self::from_text(text.into())
    }
}

impl From<Element> for Markup {
    fn from(element: Element) -> Self {
        Self(vec![Node::Element(element)])
    }
}

impl<T: Into<Self>> From<Option<T>> for Markup {
    fn from(markup: Option<T>) -> Self {
        markup.map(Into::into).unwrap_or_default()
    }
}

impl<T: Into<Self>> From<Vec<T>> for Markup {
    fn from(items: Vec<T>) -> Self {
        items.into_iter().collect()
    }
}

/// What becomes of each item of an iterator. Not every iterator, because any type of another crate may become one.
impl<I: Iterator, T: Into<Self>, F: FnMut(I::Item) -> T> From<Map<I, F>> for Markup {
    fn from(items: Map<I, F>) -> Self {
        items.collect()
    }
}

impl<T: Into<Self>> Extend<T> for Markup {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        items.into_iter().for_each(|item| self.push(item.into()));
    }
}

impl<T: Into<Self>> FromIterator<T> for Markup {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut markup = Self::default();
        markup.extend(items);
        markup
    }
}
