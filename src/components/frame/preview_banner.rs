//! The mark on what only editors see.

use crate::components::article::publication_time;
use crate::components::context::use_text;
use crate::content::model::PreviewMark;
use crate::markup::{Element, markup};
use crate::text::moment::Moment;

/// Says to an editor that readers don't see this, and why; `publish_at` is when they will.
pub fn preview_banner(mark: PreviewMark, publish_at: Option<Moment>) -> Element {
    let text = use_text();
    let words = match mark {
        PreviewMark::Draft => text.preview_draft,
        PreviewMark::Scheduled => text.preview_scheduled,
        PreviewMark::Expired => text.preview_expired,
    };
    let time = publish_at.map(|moment| markup! { ": " (publication_time(moment, None)) });
    markup! { p "preview-banner" role="note" { (words) (time) } }
}
