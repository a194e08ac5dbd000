//! Markup as a Leptos view, so that each can be put into the other: what Leptos asks for is answered by `draw`, `hydrate` and `write`.

use leptos::prelude::*;
use leptos::tachys::html::attribute::Attribute;
use leptos::tachys::html::attribute::any_attribute::AnyAttribute;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::view::{Mountable, Position, PositionState};

use super::draw::{MarkupState, NodeState};
use super::value::{Markup, Node};

impl Render for Markup {
    type State = MarkupState;

    fn build(self) -> MarkupState {
        if self.0.is_empty() {
            return MarkupState(vec![NodeState::Place(Rndr::create_placeholder())]);
        }
        MarkupState(self.0.into_iter().map(Node::build).collect())
    }

    /// Another page, another list: it takes the place of what was there.
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
        self.take_over(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}
