//! The contents of one element, replaced whole each time they change.

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
        let view = move || Contents(contents());
        self.0.children.0.push(Node::Live(view.into_any(), None));
        self
    }
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
        let markup = self.0.take_over(cursor, position);
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
