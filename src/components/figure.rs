use super::use_text;
use crate::content::model::{Figure, Image};
use crate::markup::{Element, el};

/// When a picture is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// At once, for a picture near the top.
    Eager,
    /// When it comes into view.
    Lazy,
}

/// A picture that keeps its place before it arrives.
pub fn content_image(image: Image, loading: Loading) -> Element {
    let srcset = (!image.sources.is_empty()).then(|| {
        let variants = image.sources.iter().map(|source| format!("{} {}w", source.src, source.width));
        variants.collect::<Vec<_>>().join(", ")
    });
    let loading = match loading {
        Loading::Eager => "eager",
        Loading::Lazy => "lazy",
    };
    el("img")
        .class("content-image")
        .attr("src", image.src.to_string())
        .maybe_attr("srcset", srcset)
        .attr("alt", image.alt)
        .attr("width", image.width.to_string())
        .attr("height", image.height.to_string())
        .attr("loading", loading)
        .attr("decoding", "async")
}

/// A picture with its caption and credit. It leads to the picture itself, which scripts open in a viewer.
pub fn content_figure(figure: Figure, loading: Loading) -> Element {
    let text = use_text();
    let described = Some(&figure.image.alt).filter(|alt| !alt.is_empty()).or(figure.caption.as_ref());
    let label = (text.enlarge_picture)(described.map(String::as_str).unwrap_or_default());
    let credit = figure
        .credit
        .map(|credit| el("span").class("content-figure__credit").child(format!("{}: {credit}", text.picture_credit)));
    let has_words = figure.caption.is_some() || credit.is_some();
    let words = has_words
        .then(|| el("figcaption").class("content-figure__caption").child(figure.caption).child(" ").child(credit));
    let link = el("a")
        .class("content-figure__link")
        .attr("href", figure.image.src.to_string())
        .attr("data-tool", "viewer")
        .attr("aria-label", label)
        .child(content_image(figure.image, loading));
    el("figure").class("content-figure").child(link).child(words)
}
