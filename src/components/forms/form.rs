//! Fields of the portal's forms, each with its label.

use crate::markup::{Element, markup};

/// A field that is typed into.
pub fn text_input(id: &'static str, kind: &'static str, name: &'static str) -> Element {
    markup! { input "search-form__input" id=(id) type=(kind) name=(name); }
}

/// One of several, each with its value and its words.
pub fn select(id: &'static str, name: &'static str, choices: impl IntoIterator<Item = (String, String)>) -> Element {
    let choices = choices.into_iter().map(|(value, words)| markup! { option value=(value) { (words) } });
    markup! { select "search-form__input" id=(id) name=(name) { (choices) } }
}

/// A field below its label; `id` is the field's.
pub fn form_field(id: &'static str, label: &'static str, field: Element) -> Element {
    markup! {
        p "search-form__field" {
            label "search-form__label" for=(id) { (label) }
            (field)
        }
    }
}
