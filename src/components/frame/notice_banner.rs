//! The site's urgent message.

use leptos::prelude::*;

use crate::components::article::Now;
use crate::components::context::use_text;
use crate::components::tools::link;
use crate::content::model::{Notice, NoticeLevel};
use crate::markup::{Element, markup};

/// A message above every page, at the foot of the screen while it `is_late`; it goes by itself when its time is over.
pub fn notice_banner(notice: Notice, is_late: Signal<bool>) -> Element {
    let text = use_text();
    let class = match notice.level {
        NoticeLevel::Info => "notice-banner",
        NoticeLevel::Warning => "notice-banner notice-banner--warning",
        NoticeLevel::Urgent => "notice-banner notice-banner--urgent",
    };
    let link =
        notice.path.map(|path| markup! { " " with (link(path.to_string(), text.notice_more)) "notice-banner__link"; });
    let now = use_context::<Now>();
    let is_over = move || Some(notice.until?.seconds_since(now?.0.get()?)? <= 0);
    let banner = markup! {
        aside class=(class) aria-label=(text.notice) { p "notice-banner__text" { (notice.text) (link) } }
    };
    banner.live_flag("hidden", move || is_over().unwrap_or_default()).live_flag("data-late", move || is_late.get())
}
