use leptos::prelude::*;

use super::{PublicationTime, use_text};
use crate::content::model::PreviewMark;
use crate::content::moment::Moment;

/// Says to an editor that readers don't see this, and why.
#[component]
pub fn PreviewBanner(
    mark: PreviewMark,
    /// When readers will see it.
    #[prop(optional_no_strip)]
    publish_at: Option<Moment>,
) -> impl IntoView {
    let text = use_text();
    let words = match mark {
        PreviewMark::Draft => text.preview_draft,
        PreviewMark::Scheduled => text.preview_scheduled,
        PreviewMark::Expired => text.preview_expired,
    };
    let time = publish_at.map(|moment| view! { ": "<PublicationTime moment/> }.into_any());
    view! { <p class="preview-banner" role="note">{words}{time}</p> }
}
