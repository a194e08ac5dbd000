use leptos::prelude::*;

use super::use_text;
use crate::content::moment::Moment;

/// What time it is, as the app's context: seconds since 1970, unknown while rendering for the first time.
#[derive(Clone, Copy)]
pub struct Now(pub ReadSignal<Option<i64>>);

/// A moment in words people read, with the exact one for machines; how long ago, where that helps.
#[component]
pub fn PublicationTime(
    moment: Moment,
    /// What happened then: "Ngày đăng". Without it the time stands alone.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let text = use_text();
    let label = label.map(|label| format!("{label}: "));
    let now = use_context::<Now>();
    let ago = move || {
        let seconds = -moment.seconds_since(now?.0.get()?);
        let words = (text.ago)(seconds).filter(|_| matches!(moment, Moment::At(_)))?;
        Some(format!(" ({words})"))
    };
    view! {
        <span class="publication-time">
            {label}<time datetime=moment.to_string()>{moment.format_for_people(text)}</time>{ago}
        </span>
    }
}
