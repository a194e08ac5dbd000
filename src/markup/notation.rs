//! `markup!`, which reads like the markup it makes and expands to calls of `value`'s constructors.

/// Writes markup.
///
/// One element alone is an [`Element`](crate::markup::Element), to which more can be added; anything else is
/// [`Markup`](crate::markup::Markup).
///
/// | written | is |
/// |---|---|
/// | `p { … }`, `br;` | an element, a constant of [`tags`](crate::markup::tags), with children and without |
/// | `p "lead" { … }` | with a class |
/// | `href="/"`, `href=(path)` | an attribute; its name may have hyphens |
/// | `lang=[language]` | an attribute that is absent when its value is `None` |
/// | `hidden`, `hidden[is_over]` | an attribute without a value; if the condition holds |
/// | `"words"` | text |
/// | `(value)` | what becomes markup: text, an element, an `Option`, a `Vec`, a mapped iterator, what is [`live`](crate::markup::live) |
/// | `with (element) hidden { … }` | an element made elsewhere, with more attributes and children |
///
/// ```
/// use portal_app::markup::{Element, Markup, markup};
///
/// fn headline(title: &'static str, id: Option<&'static str>) -> Element {
///     markup! { a "headline" href="/" id=[id] { (title) } }
/// }
///
/// let titles = ["Một", "Hai"];
/// let news: Element = markup! {
///     section "news" aria-labelledby="news" {
///         h2 id="news" { "Tin mới" }
///         ul { (titles.into_iter().map(|title| markup! { li { (headline(title, None)) } })) }
///         with (headline("Tất cả", Some("all"))) data-unsaved hidden[titles.is_empty()] { " →" }
///         hr;
///     }
/// };
/// # #[cfg(feature = "ssr")]
/// assert_eq!(
///     leptos::prelude::RenderHtml::to_html(Markup::from(news)),
///     concat!(
///         r#"<section class="news" aria-labelledby="news"><h2 id="news">Tin mới</h2>"#,
///         r#"<ul><li><a class="headline" href="/">Một</a></li><li><a class="headline" href="/">Hai</a></li></ul>"#,
///         r#"<a class="headline" href="/" id="all" data-unsaved="">Tất cả →</a><hr></section>"#,
///     )
/// );
/// ```
///
/// A misspelt tag does not compile:
///
/// ```compile_fail
/// # use portal_app::markup::markup;
/// markup! { secton { "Tin mới" } };
/// ```
#[macro_export]
macro_rules! markup {
    // The value of an attribute, as an `Option`.
    (@value) => { ::core::option::Option::Some("") };
    (@value = $text:literal) => { ::core::option::Option::Some($text) };
    (@value = ($value:expr)) => { ::core::option::Option::Some($value) };
    (@value = [$value:expr]) => { $value };
    (@value [$condition:expr]) => { $condition.then_some("") };

    // Nodes, each appended to what is made so far.
    (@append $made:expr;) => { $made };
    (@append $made:expr; $text:literal $($more:tt)*) => { $crate::markup!(@append $made.child($text); $($more)*) };
    (@append $made:expr; ($node:expr) $($more:tt)*) => { $crate::markup!(@append $made.child($node); $($more)*) };
    (@append $made:expr; with ($element:expr) $($more:tt)*) => {
        $crate::markup!(@element [$made] $element; $($more)*)
    };
    (@append $made:expr; $tag:ident $($more:tt)*) => {
        $crate::markup!(@element [$made] $crate::markup::value::el($crate::markup::tags::$tag); $($more)*)
    };

    // An element's attributes and children, and the nodes after it. The brackets hold what is made so far.
    (@element $made:tt $element:expr;
        $($class:literal)? $($name:ident $(-$rest:ident)* $(= $value:tt)? $([$condition:expr])?)*; $($more:tt)*
    ) => {
        $crate::markup!(@element $made $element;
            $($class)? $($name $(-$rest)* $(= $value)? $([$condition])?)* {} $($more)*)
    };
    (@element [] $element:expr;
        $($class:literal)? $($name:ident $(-$rest:ident)* $(= $value:tt)? $([$condition:expr])?)* { $($children:tt)* }
    ) => {
        $crate::markup!(@append
            $element
                $(.class($class))?
                $(.maybe_attr(
                    concat!(stringify!($name) $(, "-", stringify!($rest))*),
                    $crate::markup!(@value $(= $value)? $([$condition])?),
                ))*;
            $($children)*)
    };
    (@element [] $($more:tt)*) => { $crate::markup!(@element [$crate::markup::value::Markup::default()] $($more)*) };
    (@element [$made:expr] $element:expr;
        $($class:literal)? $($name:ident $(-$rest:ident)* $(= $value:tt)? $([$condition:expr])?)* { $($children:tt)* }
        $($more:tt)*
    ) => {
        $crate::markup!(@append
            $made.child($crate::markup!(@element [] $element;
                $($class)? $($name $(-$rest)* $(= $value)? $([$condition])?)* { $($children)* }));
            $($more)*)
    };

    (with ($element:expr) $($more:tt)*) => { $crate::markup!(@element [] $element; $($more)*) };
    ($tag:ident $($more:tt)*) => {
        $crate::markup!(@element [] $crate::markup::value::el($crate::markup::tags::$tag); $($more)*)
    };
    ($($nodes:tt)*) => { $crate::markup!(@append $crate::markup::value::Markup::default(); $($nodes)*) };
}

pub use markup;

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use crate::markup::{Element, Markup, el, live, tags};

    fn html(markup: impl Into<Markup>) -> String {
        markup.into().to_html()
    }

    #[test]
    fn an_element_has_children_or_ends_at_once() {
        assert_eq!(html(markup! { p {} }), "<p></p>");
        assert_eq!(html(markup! { p; }), "<p></p>");
        assert_eq!(html(markup! { br; }), "<br>");
        assert_eq!(
            html(markup! { ul { li { "một" } li; li { p { "ba" } } } }),
            "<ul><li>một</li><li></li><li><p>ba</p></li></ul>"
        );
    }

    #[test]
    fn a_word_after_the_tag_is_its_class() {
        assert_eq!(html(markup! { p "lead" { "words" } }), r#"<p class="lead">words</p>"#);
        assert_eq!(html(markup! { hr "line"; }), r#"<hr class="line">"#);
    }

    #[test]
    fn attributes_take_words_values_and_what_may_be_absent() {
        let (path, none) = ("/vi/".to_owned(), None::<String>);
        assert_eq!(
            html(markup! { a href=(path) type="text/html" lang=[Some("vi")] rel=[none] data-page-of="1" { "Trang" } }),
            r#"<a href="/vi/" type="text/html" lang="vi" data-page-of="1">Trang</a>"#
        );
    }

    #[test]
    fn flags_are_there_or_not() {
        let count = 2;
        assert_eq!(
            html(markup! { input "field" readonly hidden[count > 1] checked[count > 2] aria-label="a"; }),
            r#"<input class="field" readonly="" hidden="" aria-label="a">"#
        );
    }

    #[test]
    fn children_are_whatever_becomes_markup() {
        let owned = "hai".to_owned();
        let absent: Option<Element> = None;
        let present = Some(markup! { em { "ba" } });
        let list = vec!["bốn", "năm"];
        let mapped = (6..8).map(|number: u32| markup! { span { (number.to_string()) } });
        assert_eq!(
            html(markup! { p { "một " (owned) (absent) (present) (list) (mapped) } }),
            "<p>một hai<em>ba</em>bốnnăm<span>6</span><span>7</span></p>"
        );
    }

    #[test]
    fn adjacent_texts_merge() {
        assert_eq!(html(markup! { p { "a" ("b") (String::new()) (None::<Markup>) "c" } }), "<p>abc</p>");
    }

    #[test]
    fn several_nodes_are_markup_and_so_is_none() {
        let nodes: Markup = markup! { h2 { "a" } p "b"; "c" };
        assert_eq!(html(nodes), r#"<h2>a</h2><p class="b"></p>c"#);
        let text: Markup = markup! { "a" br; ("b") };
        assert_eq!(html(text), "a<br>b");
        let nothing: Markup = markup! {};
        assert_eq!(html(nothing), "<!>");
    }

    #[test]
    fn an_element_made_elsewhere_takes_more() {
        let link = || markup! { a href="/" { "a" } };
        assert_eq!(html(markup! { with (link()) rel="next" { "b" } }), r#"<a href="/" rel="next">ab</a>"#);
        assert_eq!(
            html(markup! { p { with (link()) "c"; with (el(tags::s)) { "d" } "e" } }),
            r#"<p><a href="/" class="c">a</a><s>d</s>e</p>"#
        );
    }

    #[test]
    fn a_live_view_keeps_its_place_among_texts() {
        let owner = Owner::new();
        let html = owner.with(|| {
            let count = RwSignal::new(3);
            html(markup! { p { "a" (live(move || count.get().to_string())) "b" } })
        });
        assert_eq!(html, "<p>a<!>3<!>b</p>");
    }

    #[test]
    fn custom_elements_are_tags_with_an_underscore() {
        assert_eq!(html(markup! { portal_search; }), "<portal-search></portal-search>");
    }
}
