use leptos::prelude::*;

use super::{Now, link, use_text};
use crate::content::model::{Notice, NoticeLevel};
use crate::markup::{Element, Markup, el};

/// A message above every page; it goes by itself when its time is over.
pub fn notice_banner(notice: Notice) -> Element {
    let text = use_text();
    let class = match notice.level {
        NoticeLevel::Info => "notice-banner",
        NoticeLevel::Warning => "notice-banner notice-banner--warning",
        NoticeLevel::Urgent => "notice-banner notice-banner--urgent",
    };
    let link = notice
        .path
        .map(|path| Markup::from(" ").child(link(path.to_string(), text.notice_more).class("notice-banner__link")));
    let words = el("p").class("notice-banner__text").child(notice.text).child(link);
    let now = use_context::<Now>();
    let is_over = move || notice.until.as_ref().zip(now?.0.get()).map(|(until, now)| until.seconds_since(now) <= 0);
    el("aside")
        .class(class)
        .attr("aria-label", text.notice)
        .live_flag("hidden", move || is_over().unwrap_or_default())
        .child(words)
}
