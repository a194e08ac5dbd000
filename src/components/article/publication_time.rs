//! Times, for people and machines.

use leptos::prelude::*;

use crate::components::context::use_text;
use crate::markup::{Element, live, markup};
use crate::text::moment::Moment;

/// What time it is, as the app's context: seconds since 1970, unknown while rendering for the first time.
#[derive(Clone, Copy)]
pub struct Now(pub ReadSignal<Option<i64>>);

/// A moment in words people read, with the exact one for machines; how long ago, where that helps. `label` says what
/// happened then: "Ngày đăng".
pub fn publication_time(moment: Moment, label: Option<&'static str>) -> Element {
    let text = use_text();
    let now = use_context::<Now>();
    let ago = move || {
        let words = (text.ago)(-moment.seconds_since(now?.0.get()?)?)?;
        Some(markup! { span "publication-time__ago" { " (" (words) ")" } })
    };
    markup! {
        span "publication-time" {
            (label.map(|label| format!("{label}: ")))
            time datetime=(moment.to_string()) { (moment.format_for_people(text)) }
            (live(ago))
        }
    }
}
