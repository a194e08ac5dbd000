use super::{Shape, icon, tool_button, tool_status, use_text};
use crate::markup::{Element, el};

/// What `<html data-text-size>` may say, in the order of `Text::text_sizes`; the empty one is the usual size.
const TEXT_SIZES: [&str; 5] = ["s", "", "l", "xl", "xxl"];
/// What `<html data-theme>` may say, in the order of `Text::themes`; the empty one follows the device.
const THEMES: [&str; 4] = ["", "light", "dark", "contrast"];

/// Text size and colours, as a panel of the masthead. Scripts show it, apply and remember what is chosen.
pub fn reading_settings() -> Element {
    let text = use_text();
    let label = el("summary")
        .class("reading-settings__label site-header__tool")
        .child(icon(Shape::TextSize))
        .child(el("span").class("site-header__word").child(text.reading_settings));
    let reset = tool_button("tool-button", "reading-settings", text.tool_failed)
        .attr("data-action", "reset")
        .child(text.reset_settings);
    let panel = el("div")
        .class("reading-settings__panel")
        .child(choices("text-size", text.text_size, &TEXT_SIZES, &text.text_sizes))
        .child(choices("theme", text.theme, &THEMES, &text.themes))
        .child(reset)
        .child(tool_status());
    el("details")
        .class("reading-settings")
        .attr("data-panel", "reading-settings")
        .attr("data-failed", text.tool_failed)
        .child(label)
        .child(panel)
}

fn choices(name: &'static str, legend: &'static str, values: &[&'static str], labels: &[&'static str]) -> Element {
    let choices = values.iter().zip(labels).map(|(value, label)| {
        let input = el("input")
            .attr("type", "radio")
            .attr("name", name)
            .attr("value", *value)
            .flag("checked", value.is_empty());
        el("label").class("reading-settings__choice").child(input).child(el("span").child(*label))
    });
    el("fieldset").class("reading-settings__choices").child(el("legend").child(legend)).children(choices)
}
