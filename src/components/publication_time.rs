use leptos::prelude::*;

use super::use_text;
use crate::content::moment::Moment;

/// A moment in words people read, with the exact one for machines.
#[component]
pub fn PublicationTime(
    moment: Moment,
    /// What happened then: "Ngày đăng". Without it the time stands alone.
    #[prop(optional)]
    label: Option<&'static str>,
) -> impl IntoView {
    let text = use_text();
    let label = label.map(|label| format!("{label}: "));
    view! {
        <span class="publication-time">
            {label}<time datetime=moment.to_string()>{moment.format_for_people(text)}</time>
        </span>
    }
}
