//! Pictures of the content, alone and with what is said of them.

use crate::components::context::use_text;
use crate::content::model::{Figure, Image};
use crate::markup::{Element, markup};

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
    // A space ends an address there, and so does a comma at its end.
    let is_one = |src: &str| !src.ends_with(',') && src.bytes().all(|byte| byte != b' ');
    let variants = image.sources.iter().filter(|source| is_one(source.src.as_str()));
    let srcset = variants.map(|source| format!("{} {}w", source.src, source.width)).collect::<Vec<_>>().join(", ");
    let srcset = (!srcset.is_empty()).then_some(srcset);
    let loading = match loading {
        Loading::Eager => "eager",
        Loading::Lazy => "lazy",
    };
    markup! {
        img "content-image"
            src=(image.src.to_string())
            srcset=[srcset]
            alt=(image.alt)
            width=(image.width.to_string())
            height=(image.height.to_string())
            loading=(loading)
            decoding="async";
    }
}

/// A picture with its caption and credit. It leads to the picture itself, which scripts open in a viewer.
pub fn content_figure(figure: Figure, loading: Loading) -> Element {
    let text = use_text();
    let described = Some(&figure.image.alt).filter(|alt| !alt.is_empty()).or(figure.caption.as_ref());
    let label = (text.enlarge_picture)(described.map(String::as_str).unwrap_or_default());
    // Of some pictures nothing is said.
    let label = label.strip_suffix(": ").unwrap_or(&label).to_owned();
    let has_words = figure.caption.is_some() || figure.credit.is_some();
    let credit = figure.credit.map(|credit| {
        markup! { span "content-figure__credit" { (format!("{}: {credit}", text.picture_credit)) } }
    });
    let words = has_words.then(|| markup! { figcaption "content-figure__caption" { (figure.caption) " " (credit) } });
    let src = figure.image.src.to_string();
    markup! {
        figure "content-figure" {
            a "content-figure__link" href=(src) data-tool="viewer" aria-label=(label) {
                (content_image(figure.image, loading))
            }
            (words)
        }
    }
}
