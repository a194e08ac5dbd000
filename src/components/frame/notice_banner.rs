//! The site's urgent message.

use leptos::prelude::*;

use crate::components::article::Now;
use crate::components::context::use_text;
use crate::components::tools::link;
use crate::content::model::{Notice, NoticeLevel};
use crate::markup::{Element, markup};

/// A message above every page, at the foot of the screen while it `is_late`; it goes by itself when its time is over.
pub fn notice_banner(notice: Notice, is_late: RwSignal<bool>) -> Element {
    let text = use_text();
    let class = match notice.level {
        NoticeLevel::Info => "notice-banner",
        NoticeLevel::Warning => "notice-banner notice-banner--warning",
        NoticeLevel::Urgent => "notice-banner notice-banner--urgent",
    };
    let link = notice
        .path
        .as_ref()
        .map(|path| markup! { " " with (link(path.to_string(), text.notice_more)) "notice-banner__link"; });
    let now = use_context::<Now>();
    let until = notice.until;
    let is_over = move || until.is_some_and(|until| until.has_come(now.and_then(|now| now.0.get())));
    let banner = markup! {
        aside class=(class) aria-label=(text.notice) { p "notice-banner__text" { (notice.text) (link) } }
    };
    banner.live_flag("hidden", is_over).live_flag("data-late", move || is_late.get())
}
