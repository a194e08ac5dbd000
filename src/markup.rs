//! Markup as data: what components return.
//!
//! Leptos makes a type of every shape of element, and code to draw, hydrate and change each; most of a portal's markup
//! never changes while it is on screen. Here an element is a value, so the browser is sent that code once. What does change
//! is a closure, as a child ([`live`], [`Element::contents`]) or as an attribute ([`Element::live_attr`]); an element that
//! listens is Leptos' ([`live_element`]). Hydration walks only the elements that hold any of these.
//!
//! Extensions and translators change a page before the app takes it over. Hydration never traps on that: it notices
//! any node on its way that was not written here, and [`has_met_foreign_nodes`] says so.

use std::borrow::Cow;
use std::cell::Cell;

use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::{CastFrom, Rndr, types};
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Position, PositionState};

const SVG: &str = "http://www.w3.org/2000/svg";

thread_local! {
    static FOREIGN_NODES: Cell<bool> = const { Cell::new(false) };
}

/// Whether hydration found other nodes than were written. What it made of them is then to be thrown away.
pub fn has_met_foreign_nodes() -> bool {
    FOREIGN_NODES.get()
}

/// What `contents` gives, again each time a signal that it reads changes.
pub fn live<T: Into<Markup>>(mut contents: impl FnMut() -> T + Send + 'static) -> Markup {
    // One type of closure, so that the browser is sent the code around it once.
    let contents: Box<dyn FnMut() -> Markup + Send> = Box::new(move || contents().into());
    Markup(vec![Node::Live(contents.into_any(), None)])
}

/// An element named `tag` that Leptos keeps, because it listens.
pub fn live_element(tag: &'static str, element: impl IntoAny) -> Markup {
    Markup(vec![Node::Live(element.into_any(), Some(tag))])
}

/// Any number of nodes, in order. Adjacent text nodes merge, as in a parsed document.
#[derive(Default)]
pub struct Markup(Vec<Node>);

enum Node {
    Text(Cow<'static, str>),
    Element(Element),
    /// What changes while it is on screen. With a tag it is one element, else any number of nodes made by [`live`].
    Live(AnyView, Option<&'static str>),
}

/// An element with its attributes and children. Boxed, since it is handed on at every step of its making.
pub struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<(&'static str, Cow<'static, str>)>,
    live_attributes: Vec<(&'static str, LiveValue)>,
    children: Markup,
}

type LiveValue = Box<dyn FnMut() -> Option<Cow<'static, str>> + Send>;

/// An element without attributes and children.
pub fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts { tag, attributes: Vec::new(), live_attributes: Vec::new(), children: Markup::default() }))
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

    /// An attribute that says something by being there.
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

    /// A live attribute that says something by being there.
    pub fn live_flag(self, name: &'static str, mut is_set: impl FnMut() -> bool + Send + 'static) -> Self {
        self.live_attr(name, move || is_set().then_some("".into()))
    }

    pub fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    pub fn child(mut self, child: impl Into<Markup>) -> Self {
        self.0.children.push(child.into());
        self
    }

    /// Holds what `contents` gives, and nothing else: when that changes, what others have put here goes with it.
    pub fn contents(mut self, mut contents: impl FnMut() -> Markup + Send + 'static) -> Self {
        let view = move || Contents(contents());
        self.0.children.0.push(Node::Live(view.into_any(), None));
        self
    }

    pub fn children(mut self, children: impl IntoIterator<Item = impl Into<Markup>>) -> Self {
        self.0.children.extend(children);
        self
    }
}

impl Parts {
    fn has_live_children(&self) -> bool {
        self.children.0.iter().any(Node::is_live)
    }

    fn namespace(&self) -> Option<&'static str> {
        matches!(self.tag, "svg" | "path").then_some(SVG)
    }

    /// HTML, section 13.1.2: those that have neither content nor end tag, as far as the portal knows them.
    #[cfg(feature = "ssr")]
    fn is_void(&self) -> bool {
        matches!(self.tag, "br" | "hr" | "img" | "input" | "track")
    }
}

impl Markup {
    /// Appends.
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

impl<T: Into<Self>> Extend<T> for Markup {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        for item in items {
            self.push(item.into());
        }
    }
}

impl<T: Into<Self>> FromIterator<T> for Markup {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        let mut markup = Self::default();
        markup.extend(items);
        markup
    }
}

/// What is in the document. Never empty: where there is nothing, a comment keeps the place.
pub struct MarkupState(Vec<NodeState>);

enum NodeState {
    Text(types::Text),
    Place(types::Placeholder),
    /// With what lives inside and its live attributes, which end when they are dropped.
    Element(types::Element, Vec<NodeState>, Vec<RenderEffect<()>>),
    Live(AnyViewState),
}

impl Node {
    fn is_live(&self) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Element(element) => !element.0.live_attributes.is_empty() || element.0.has_live_children(),
            Self::Live(..) => true,
        }
    }

    fn build(self) -> NodeState {
        let element = match self {
            Self::Text(text) => return NodeState::Text(Rndr::create_text_node(&text)),
            Self::Live(view, _) => return NodeState::Live(view.build()),
            Self::Element(element) => *element.0,
        };
        let node = Rndr::create_element(element.tag, element.namespace());
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
        let attributes = keep_attributes(&node, element.live_attributes);
        NodeState::Element(node, inside, attributes)
    }

    /// Takes over the node that the cursor comes to. Where that is another one than was written, a new one is made.
    fn hydrate(self, cursor: &Cursor, position: &PositionState) -> NodeState {
        match self {
            Self::Live(view, None) => NodeState::Live(view.hydrate::<true>(cursor, position)),
            // Leptos itself traps on any other node than it expects.
            Self::Live(view, Some(tag)) => {
                match following(cursor, position).and_then(|node| element_named(node, tag)) {
                    Some(_) => NodeState::Live(view.hydrate::<true>(cursor, position)),
                    None => Self::Live(view, Some(tag)).build_anew(),
                }
            }
            Self::Element(Element(element)) => {
                let Some(node) = step(cursor, position).and_then(|node| element_named(node, element.tag)) else {
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
                let attributes = keep_attributes(&node, element.live_attributes);
                NodeState::Element(node, inside, attributes)
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

    #[cfg(feature = "ssr")]
    fn write_html(self, html: &mut String, position: &mut Position) {
        match self {
            Self::Live(view, _) => view.to_html_with_buf(html, position, true, false, Vec::new()),
            Self::Text(text) => {
                if *position == Position::NextChildAfterText {
                    html.push_str("<!>");
                }
                html_escape::encode_text_to_string(&text, html);
                *position = Position::NextChildAfterText;
            }
            Self::Element(Element(element)) => {
                html.push('<');
                html.push_str(element.tag);
                let is_void = element.is_void();
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
                if !is_void {
                    *position = Position::FirstChild;
                    let tag = element.tag;
                    element.children.0.into_iter().for_each(|child| child.write_html(html, position));
                    html.push_str("</");
                    html.push_str(tag);
                    html.push('>');
                }
                *position = Position::NextChild;
            }
        }
    }
}

impl Render for Markup {
    type State = MarkupState;

    fn build(self) -> MarkupState {
        if self.0.is_empty() {
            return MarkupState(vec![NodeState::Place(Rndr::create_placeholder())]);
        }
        MarkupState(self.0.into_iter().map(Node::build).collect())
    }

    /// Another page, another list: it is put in the place of what stood there.
    fn rebuild(self, state: &mut MarkupState) {
        let mut new = self.build();
        state.insert_before_this(&mut new);
        state.unmount();
        *state = new;
    }
}

impl AddAnyAttr for Markup {
    type Output<NewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Markup {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    #[cfg(feature = "ssr")]
    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attributes: Vec<AnyAttribute>,
    ) {
        if self.0.is_empty() {
            html.push_str("<!>");
            *position = Position::NextChild;
        }
        self.0.into_iter().for_each(|node| node.write_html(html, position));
    }

    #[cfg(not(feature = "ssr"))]
    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> MarkupState {
        if self.0.is_empty() {
            if let Some(place) = step(cursor, position).and_then(types::Placeholder::cast_from) {
                return MarkupState(vec![NodeState::Place(place)]);
            }
            FOREIGN_NODES.set(true);
            return self.build();
        }
        MarkupState(self.0.into_iter().map(|node| node.hydrate(cursor, position)).collect())
    }

    fn into_owned(self) -> Self {
        self
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
fn expect_end(cursor: &Cursor, position: &PositionState) {
    if following(cursor, position).is_some() {
        FOREIGN_NODES.set(true);
    }
}

fn keep_attributes(node: &types::Element, attributes: Vec<(&'static str, LiveValue)>) -> Vec<RenderEffect<()>> {
    let keep = |(name, mut value): (&'static str, LiveValue)| {
        let node = node.clone();
        RenderEffect::new(move |_| match value() {
            Some(value) => Rndr::set_attribute(&node, name, &value),
            None => Rndr::remove_attribute(&node, name),
        })
    };
    attributes.into_iter().map(keep).collect()
}

fn element_named(node: types::Node, tag: &str) -> Option<types::Element> {
    types::Element::cast_from(node).filter(|element| element.local_name() == tag)
}

/// Everything that its holder, one element, contains. When it changes, what others have put there meanwhile goes with it.
pub struct Contents(pub Markup);

/// With the element that holds it, once it is there.
pub struct ContentsState(MarkupState, Option<types::Element>);

impl Render for Contents {
    type State = ContentsState;

    fn build(self) -> ContentsState {
        ContentsState(self.0.build(), None)
    }

    fn rebuild(self, state: &mut ContentsState) {
        state.0 = self.0.build();
        if let Some(holder) = &state.1 {
            holder.set_text_content(None);
            state.0.mount(holder, None);
        }
    }
}

impl AddAnyAttr for Contents {
    type Output<NewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Contents {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        html: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        attributes: Vec<AnyAttribute>,
    ) {
        self.0.to_html_with_buf(html, position, escape, mark_branches, attributes);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> ContentsState {
        let holder = types::Element::cast_from(cursor.current());
        let markup = self.0.hydrate::<FROM_SERVER>(cursor, position);
        expect_end(cursor, position);
        ContentsState(markup, holder)
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl Mountable for ContentsState {
    fn unmount(&mut self) {
        self.0.unmount();
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.0.mount(parent, marker);
        self.1 = Some(parent.clone());
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.0.insert_before_this(child)
    }

    fn elements(&self) -> Vec<types::Element> {
        self.0.elements()
    }
}

impl NodeState {
    fn is_live(&self) -> bool {
        match self {
            Self::Text(_) | Self::Place(_) => false,
            Self::Element(_, inside, attributes) => !inside.is_empty() || !attributes.is_empty(),
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
