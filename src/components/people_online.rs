use leptos::prelude::*;

use super::use_text;
use crate::markup::{Element, el, live};

/// How many people are on the site. Keeps its line free while the number is unknown.
pub fn people_online(count: Signal<Option<u32>>) -> Element {
    let text = use_text();
    let words = move || count.get().map(text.people_online);
    el("p").class("people-online").child(live(words))
}
