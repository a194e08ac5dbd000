use leptos::prelude::*;

use super::use_text;
use crate::content::model::{Figure, Image};

/// A picture that keeps its place before it arrives.
#[component]
pub fn ContentImage(
    image: Image,
    /// Fetched at once, for a picture near the top; otherwise when it comes into view.
    #[prop(optional)]
    is_eager: bool,
) -> impl IntoView {
    let srcset = (!image.sources.is_empty()).then(|| {
        let variants = image.sources.iter().map(|source| format!("{} {}w", source.src, source.width));
        variants.collect::<Vec<_>>().join(", ")
    });
    let loading = if is_eager { "eager" } else { "lazy" };
    view! {
        <img
            class="content-image"
            src=image.src.to_string()
            srcset=srcset
            alt=image.alt
            width=image.width
            height=image.height
            loading=loading
            decoding="async"
        />
    }
}

/// A picture with its caption and credit. It leads to the picture itself, which scripts open in a viewer.
#[component]
pub fn ContentFigure(figure: Figure, #[prop(optional)] is_eager: bool) -> impl IntoView {
    let text = use_text();
    let href = figure.image.src.to_string();
    let described = Some(&figure.image.alt).filter(|alt| !alt.is_empty()).or(figure.caption.as_ref());
    let label = (text.enlarge_picture)(described.map(String::as_str).unwrap_or_default());
    let credit = figure.credit.map(|credit| {
        view! { <span class="content-figure__credit">{format!("{}: {credit}", text.picture_credit)}</span> }.into_any()
    });
    let has_words = figure.caption.is_some() || credit.is_some();
    let words = has_words.then(|| {
        view! { <figcaption class="content-figure__caption">{figure.caption} " " {credit}</figcaption> }.into_any()
    });
    view! {
        <figure class="content-figure">
            <a class="content-figure__link" href=href data-tool="viewer" aria-label=label>
                <ContentImage image=figure.image is_eager/>
            </a>
            {words}
        </figure>
    }
}
