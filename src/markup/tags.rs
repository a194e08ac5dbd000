//! The elements that markup may be made of, and what a parser knows of each.
//!
//! A tag is a constant, so a misspelt one does not compile, and one that is never used costs nothing. A new tag is a word in
//! the table below, in the group that says how it is written and drawn.

#![expect(non_upper_case_globals, reason = "a tag is written as it is in a document")]

/// An element's name. One word in memory: the browser is sent the facts once and a place of them for each use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag(&'static Facts);

#[derive(Debug, PartialEq, Eq)]
struct Facts {
    name: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Html,
    /// Has neither content nor end tag (HTML, section 13.1.2).
    Void,
    /// Belongs to a drawing: a browser shows it only in the namespace of SVG.
    Svg,
}

impl Tag {
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// Whether the element has neither content nor end tag.
    pub fn is_void(self) -> bool {
        self.0.kind == Kind::Void
    }

    /// The namespace of the element where it is not that of HTML.
    pub fn namespace(self) -> Option<&'static str> {
        (self.0.kind == Kind::Svg).then_some("http://www.w3.org/2000/svg")
    }
}

macro_rules! tags {
    ($($kind:ident { $($tag:ident $(= $name:literal)?)* })*) => {
        $($(pub const $tag: Tag = Tag(&Facts { name: tags!(@name $tag $($name)?), kind: Kind::$kind });)*)*

        /// All of them, for the test that holds them against a parser.
        pub const ALL: &[Tag] = &[$($($tag),*),*];
    };
    (@name $tag:ident) => { stringify!($tag) };
    (@name $tag:ident $name:literal) => { $name };
}

tags! {
    Html {
        a address article aside audio blockquote button caption cite code dd details dialog div dl dt em fieldset
        figcaption figure footer form h1 h2 h3 h4 header label legend li main nav noscript ol option p picture pre s
        section select small span strong sub summary sup table tbody td th thead time tr u ul video
        portal_search = "portal-search" portal_suggestions = "portal-suggestions" portal_widgets = "portal-widgets"
    }
    Void { br hr img input source track }
    // `title` names a drawing; a document's is not written as markup.
    Svg { svg circle ellipse g line path polygon polyline rect title }
}
