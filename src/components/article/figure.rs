//! Pictures of the content, alone and with what is said of them.

use crate::components::context::{shows_one_form, use_text};
use crate::content::model::{Figure, Image, ImageSource};
use crate::markup::{Element, markup};

/// When a picture is fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loading {
    /// Before all others, for the one that a page begins with.
    First,
    /// At once, for a picture near the top.
    Eager,
    /// When it comes into view.
    Lazy,
}

/// Where a picture is shown, which decides how wide: what the style says, as `sizes` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the column of an article.
    Column,
    Gallery,
    /// Beside an article's words in a list; above them on a phone.
    List,
    /// The story above all others.
    Lead,
    Widget,
}

impl Place {
    fn sizes(self) -> &'static str {
        match self {
            Self::Column => "(min-width:48rem) 46rem,calc(100vw - 2rem)",
            Self::Gallery => "(min-width:33rem) 22rem,calc(100vw - 2rem)",
            Self::List => "(min-width:40rem) 14rem,calc(100vw - 2rem)",
            Self::Lead => "(min-width:60rem) 26rem,(min-width:40rem) 50vw,calc(100vw - 2rem)",
            Self::Widget => "240px",
        }
    }
}

/// A picture that keeps its place before it arrives. A browser is offered the forms that few programs read first, and the
/// others where it reads none of those.
pub fn content_image(image: &Image, loading: Loading, place: Place) -> Element {
    let widest = shows_one_form().then(|| image.widest());
    let Image { src, alt, width, height, sources } = widest.as_ref().unwrap_or(image);
    // A space ends an address there, and so does a comma at its end.
    let is_one = |src: &str| !src.ends_with(',') && src.bytes().all(|byte| byte != b' ');
    let sources = sources.iter().filter(|source| is_one(source.src.as_str()));
    let (plain, modern): (Vec<_>, Vec<_>) = sources.partition(|source| source.is_plain());
    let (src, plain) = match plain.as_slice() {
        // Nothing to choose.
        [only] if !modern.is_empty() => (&only.src, [].as_slice()),
        all => (src, all),
    };
    let (fetched, priority) = match loading {
        Loading::First => ("eager", Some("high")),
        Loading::Eager => ("eager", None),
        Loading::Lazy => ("lazy", None),
    };
    let sizes = (!plain.is_empty()).then(|| place.sizes());
    let image = markup! {
        img "content-image"
            src=(src.to_string())
            srcset=[srcset(plain)]
            sizes=[sizes]
            alt=(alt.clone())
            width=(width.to_string())
            height=(height.to_string())
            loading=(fetched)
            fetchpriority=[priority]
            decoding="async";
    };
    if modern.is_empty() {
        return image;
    }
    let kinds = modern.chunk_by(|one, next| one.media_type == next.media_type).map(|sources| {
        let kind = sources.first().map(|source| source.media_type.clone());
        markup! { source type=[kind] srcset=[srcset(sources)] sizes=(place.sizes()); }
    });
    markup! { picture { (kinds) (image) } }
}

/// Each with its width; `None` of none.
fn srcset(sources: &[&ImageSource]) -> Option<String> {
    let sources = sources.iter().map(|source| format!("{} {}w", source.src, source.width)).collect::<Vec<_>>();
    (!sources.is_empty()).then(|| sources.join(", "))
}

/// A picture with its caption and credit. It leads to the picture itself, which scripts open in a viewer.
pub fn content_figure(figure: &Figure, loading: Loading, place: Place) -> Element {
    let text = use_text();
    let described = Some(&figure.image.alt).filter(|alt| !alt.is_empty()).or(figure.caption.as_ref());
    let label = (text.enlarge_picture)(described.map(String::as_str).unwrap_or_default());
    // Of some pictures nothing is said.
    let label = label.strip_suffix(": ").unwrap_or(&label).to_owned();
    let has_words = figure.caption.is_some() || figure.credit.is_some();
    let credit = figure.credit.as_ref().map(|credit| {
        markup! { span "content-figure__credit" { (format!("{}: {credit}", text.picture_credit)) } }
    });
    let words =
        has_words.then(|| markup! { figcaption "content-figure__caption" { (figure.caption.as_ref()) " " (credit) } });
    let src = figure.image.src.to_string();
    markup! {
        figure "content-figure" {
            a "content-figure__link" href=(src) data-tool="viewer" aria-label=(label) {
                (content_image(&figure.image, loading, place))
            }
            (words)
        }
    }
}
