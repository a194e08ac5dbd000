use leptos::prelude::*;

use super::{Now, use_text};
use crate::content::model::{Notice, NoticeLevel};

/// A message above every page; it goes by itself when its time is over.
#[component]
pub fn NoticeBanner(notice: Notice) -> impl IntoView {
    let text = use_text();
    let class = match notice.level {
        NoticeLevel::Info => "notice-banner",
        NoticeLevel::Warning => "notice-banner notice-banner--warning",
        NoticeLevel::Urgent => "notice-banner notice-banner--urgent",
    };
    let link = notice.path.map(|path| {
        view! { " "<a class="notice-banner__link" href=path.to_string()>{text.notice_more}</a> }.into_any()
    });
    let now = use_context::<Now>();
    let is_over = move || notice.until.as_ref().zip(now?.0.get()).map(|(until, now)| until.seconds_since(now) <= 0);
    view! {
        <aside class=class aria-label=text.notice hidden=move || is_over().unwrap_or_default()>
            <p class="notice-banner__text">{notice.text}{link}</p>
        </aside>
    }
}
