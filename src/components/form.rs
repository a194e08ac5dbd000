//! Fields of the portal's forms, each with its label.

use crate::markup::{Element, el};

/// A field that is typed into.
pub fn text_input(id: &'static str, kind: &'static str, name: &'static str) -> Element {
    el("input").class("search-form__input").attr("id", id).attr("type", kind).attr("name", name)
}

/// One of several, each with its value and its words.
pub fn select(id: &'static str, name: &'static str, choices: impl IntoIterator<Item = (String, String)>) -> Element {
    let choices = choices.into_iter().map(|(value, words)| el("option").attr("value", value).child(words));
    el("select").class("search-form__input").attr("id", id).attr("name", name).children(choices)
}

/// A field below its label; `id` is the field's.
pub fn form_field(id: &'static str, label: &'static str, field: Element) -> Element {
    let label = el("label").class("search-form__label").attr("for", id).child(label);
    el("p").class("search-form__field").child(label).child(field)
}
