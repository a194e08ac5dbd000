use leptos::prelude::*;

use super::use_text;
use crate::content::moment::Moment;
use crate::markup::{Element, el, live};

/// What time it is, as the app's context: seconds since 1970, unknown while rendering for the first time.
#[derive(Clone, Copy)]
pub struct Now(pub ReadSignal<Option<i64>>);

/// A moment in words people read, with the exact one for machines; how long ago, where that helps. `label` says what
/// happened then: "Ngày đăng".
pub fn publication_time(moment: Moment, label: Option<&'static str>) -> Element {
    let text = use_text();
    let exact = el("time").attr("datetime", moment.to_string()).child(moment.format_for_people(text));
    let now = use_context::<Now>();
    let ago = move || {
        let seconds = -moment.seconds_since(now?.0.get()?);
        let words = (text.ago)(seconds).filter(|_| matches!(moment, Moment::At(_)))?;
        Some(format!(" ({words})"))
    };
    el("span").class("publication-time").child(label.map(|label| format!("{label}: "))).child(exact).child(live(ago))
}
