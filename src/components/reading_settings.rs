use leptos::prelude::*;

use super::{Icon, Shape, use_text};

/// What `<html data-text-size>` may say, in the order of `Text::text_sizes`; the empty one is the usual size.
const TEXT_SIZES: [&str; 5] = ["s", "", "l", "xl", "xxl"];
/// What `<html data-theme>` may say, in the order of `Text::themes`; the empty one follows the device.
const THEMES: [&str; 4] = ["", "light", "dark", "contrast"];

/// Text size and colours, as a panel of the masthead. Scripts show it, apply and remember what is chosen.
#[component]
pub fn ReadingSettings() -> impl IntoView {
    let text = use_text();
    view! {
        <details class="reading-settings" data-panel="reading-settings" data-failed=text.tool_failed>
            <summary class="reading-settings__label site-header__tool">
                <Icon shape=Shape::TextSize/><span class="site-header__word">{text.reading_settings}</span>
            </summary>
            <div class="reading-settings__panel">
                {choices_view("text-size", text.text_size, &TEXT_SIZES, &text.text_sizes)}
                {choices_view("theme", text.theme, &THEMES, &text.themes)}
                <button
                    class="tool-button"
                    type="button"
                    data-tool="reading-settings"
                    data-action="reset"
                    data-failed=text.tool_failed
                >
                    {text.reset_settings}
                </button>
                <p class="tool-status" role="status" data-slot=""></p>
            </div>
        </details>
    }
}

fn choices_view(name: &'static str, legend: &'static str, values: &[&'static str], labels: &[&'static str]) -> AnyView {
    let choices = values.iter().zip(labels).map(|(value, label)| {
        let is_usual = value.is_empty().then_some("");
        view! {
            <label class="reading-settings__choice">
                <input type="radio" name=name value=*value checked=is_usual/>
                <span>{*label}</span>
            </label>
        }
        .into_any()
    });
    view! {
        <fieldset class="reading-settings__choices">
            <legend>{legend}</legend>
            {choices.collect_view()}
        </fieldset>
    }
    .into_any()
}
