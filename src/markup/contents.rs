//! What is replaced whole each time it changes: some nodes among others, or the contents of one element.

use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::{CastFrom, types};
use leptos::tachys::view::{Mountable, Position, PositionState};

use super::draw::MarkupState;
use super::hydrate::expect_end;
use super::value::{Element, Markup, Node};

impl Element {
    /// Holds what `contents` gives, and nothing else: when that changes, what others have put here goes with it.
    pub fn contents(mut self, mut contents: impl FnMut() -> Markup + Send + 'static) -> Self {
        self.0.children.0.push(changing(Box::new(move || Contents::all(contents()))));
        self
    }
}

/// What `contents` gives, again each time a signal that it reads changes.
pub fn live<T: Into<Markup>>(mut contents: impl FnMut() -> T + Send + 'static) -> Markup {
    Markup(vec![changing(Box::new(move || Contents { markup: contents().into(), is_all: false }))])
}

/// One type of closure, so that the browser is sent the code around it once.
fn changing(contents: Box<dyn FnMut() -> Contents + Send>) -> Node {
    Node::Live(contents.into_any())
}

/// Markup that takes the place of what was there.
pub struct Contents {
    markup: Markup,
    /// Whether it is everything that its holder, one element, contains: what others have put there meanwhile goes with it.
    is_all: bool,
}

impl Contents {
    pub fn all(markup: Markup) -> Self {
        Self { markup, is_all: true }
    }
}

pub struct ContentsState {
    markup: MarkupState,
    is_all: bool,
    /// What holds it, once it is there, if it is everything in there.
    holder: Option<types::Element>,
}

impl Render for Contents {
    type State = ContentsState;

    fn build(self) -> ContentsState {
        ContentsState { markup: self.markup.build(), is_all: self.is_all, holder: None }
    }

    fn rebuild(self, state: &mut ContentsState) {
        if !self.is_all {
            return self.markup.rebuild(&mut state.markup);
        }
        state.markup = self.markup.build();
        if let Some(holder) = &state.holder {
            holder.set_text_content(None);
            state.markup.mount(holder, None);
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
        self.markup.to_html_with_buf(html, position, escape, mark_branches, attributes);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> ContentsState {
        let Self { markup, is_all } = self;
        let holder = types::Element::cast_from(cursor.current()).filter(|_| is_all);
        let markup = markup.take_over(cursor, position);
        if is_all {
            expect_end(cursor, position);
        }
        ContentsState { markup, is_all, holder }
    }

    fn into_owned(self) -> Self {
        self
    }
}

impl Mountable for ContentsState {
    fn unmount(&mut self) {
        self.markup.unmount();
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        self.markup.mount(parent, marker);
        self.holder = self.is_all.then(|| parent.clone());
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.markup.insert_before_this(child)
    }

    fn elements(&self) -> Vec<types::Element> {
        self.markup.elements()
    }
}
