//! The elements that markup may be made of, and what a parser knows of each.
//!
//! A tag is a constant, so a misspelt one does not compile, and one that is never used costs nothing. A new tag is a word in
//! the table below, in the group that says how it is written and drawn.

#![expect(non_upper_case_globals, reason = "a tag is written as it is in a document")]

/// An element's qualified name: `p`, `svg:path`. Only the name, so that in the browser it is no more than its letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag(&'static str);

impl Tag {
    pub fn name(self) -> &'static str {
        self.0.strip_prefix("svg:").unwrap_or(self.0)
    }

    /// The namespace of the element where it is not that of HTML.
    pub fn namespace(self) -> Option<&'static str> {
        self.0.starts_with("svg:").then_some("http://www.w3.org/2000/svg")
    }

    /// Whether the element has neither content nor end tag.
    pub fn is_void(self) -> bool {
        VOID.contains(&self)
    }
}

macro_rules! tags {
    (
        $($tag:ident $(= $name:literal)?)*;
        void: $($void:ident)*;
        svg: $($svg:ident)*;
    ) => {
        $(pub const $tag: Tag = Tag(tags!(@name $tag $($name)?));)*
        $(pub const $void: Tag = Tag(stringify!($void));)*
        $(pub const $svg: Tag = Tag(concat!("svg:", stringify!($svg)));)*

        const VOID: &[Tag] = &[$($void),*];

        /// All of them, for the test that holds them against a parser.
        pub const ALL: &[Tag] = &[$($tag,)* $($void,)* $($svg,)*];
    };
    (@name $tag:ident) => { stringify!($tag) };
    (@name $tag:ident $name:literal) => { $name };
}

tags! {
    a address article aside audio blockquote button caption cite code dd details dialog div dl dt em fieldset figcaption
    figure footer form h1 h2 h3 h4 header label legend li main nav noscript ol option p picture pre s section select
    small span strong sub summary sup table tbody td th thead time tr u ul video
    portal_saved = "portal-saved" portal_search = "portal-search" portal_suggestions = "portal-suggestions" portal_widgets = "portal-widgets";

    // They have neither content nor end tag (HTML, section 13.1.2).
    void: br hr img input source track;

    // A browser draws them only in the namespace of SVG. `title` names a drawing; a document's is not written as markup.
    svg: svg circle ellipse g line path polygon polyline rect title;
}
