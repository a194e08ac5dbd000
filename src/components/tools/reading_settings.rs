//! The reader's own text size and colours.

use super::icon::{Shape, icon};
use super::tool_button::{tool_button, tool_status};
use crate::components::context::use_text;
use crate::markup::{Element, markup};

/// What `<html data-text-size>` may say, in the order of `Text::text_sizes`; the empty one is the usual size.
const TEXT_SIZES: [&str; 5] = ["s", "", "l", "xl", "xxl"];
/// What `<html data-theme>` may say, in the order of `Text::themes`; the empty one follows the device.
const THEMES: [&str; 4] = ["", "light", "dark", "contrast"];

/// Text size and colours, as a panel of the masthead. Scripts show it, apply and remember what is chosen.
pub fn reading_settings() -> Element {
    let text = use_text();
    let button = || tool_button("tool-button", "reading-settings", text.tool_failed);
    markup! {
        details "reading-settings" name="menu" data-panel="reading-settings" data-failed=(text.tool_failed) {
            summary "reading-settings__label site-header__tool" {
                (icon(Shape::TextSize))
                span "site-header__word" { (text.reading_settings) }
            }
            div "reading-settings__panel" {
                (choices("text-size", text.text_size, &TEXT_SIZES, &text.text_sizes))
                (choices("theme", text.theme, &THEMES, &text.themes))
                with (button()) data-action="reset" { (text.reset_settings) }
                (tool_status())
                div "menu-end" { with (button()) data-action="close" { (text.close) } }
            }
        }
    }
}

fn choices(name: &'static str, legend: &'static str, values: &[&'static str], labels: &[&'static str]) -> Element {
    let choices = values.iter().zip(labels).map(|(value, label)| {
        markup! {
            label "reading-settings__choice" {
                input type="radio" name=(name) value=(*value) checked[value.is_empty()];
                span { (*label) }
            }
        }
    });
    markup! {
        fieldset "reading-settings__choices" {
            legend { (legend) }
            (choices)
        }
    }
}
