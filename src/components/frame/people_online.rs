//! The line of the footer that says how many people are on the site.

use leptos::prelude::*;

use crate::components::context::use_text;
use crate::markup::{Element, live, markup};

/// Keeps its line free while the number is unknown.
pub fn people_online(count: RwSignal<Option<u32>>) -> Element {
    let text = use_text();
    let words = move || count.get().map(text.people_online);
    markup! { p "people-online" { (live(words)) } }
}
