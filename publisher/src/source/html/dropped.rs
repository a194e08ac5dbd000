//! What is not published, told where it holds text, a link or a file.

use scraper::ElementRef;

use super::builder::Builder;
use super::elements::{UNSEEN, text_of};
use super::text_style::TextStyle;
use crate::source::problem::Fault;

/// The words in a class, an id or a role that tell a panel, which a reader opens, from what nobody was to see.
const PANELS: [&str; 9] = ["tab", "tabpanel", "panel", "collapse", "accordion", "toggle", "faq", "spoiler", "answer"];

/// The most words of what is dropped that are shown, in characters.
const SHOWN: usize = 60;

impl Builder<'_> {
    /// Drops an element, and says so when something is lost.
    pub(super) fn drop_element(&self, element: ElementRef<'_>) {
        let name = element.value().name();
        let is_hidden_field = || element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden"));
        if UNSEEN.contains(&name) || is_hidden_field() {
            return;
        }
        let message = match name {
            "script" => "a script is never published",
            "svg" => "a drawing within the text is not published",
            _ => "a field or a list to choose from is not published",
        };
        let help = match name {
            "svg" => "Save it as a file in content/media, and show it as a picture.",
            _ => "Write what readers are to see as a paragraph, a list or a link, and delete the rest.",
        };
        self.tell_lost(element, Fault::warning(message, help));
    }

    /// What is hidden until a reader opens it is text like any other; what nobody was to see is told.
    pub(super) fn open_hidden(&self, element: ElementRef<'_>, style: TextStyle) -> Option<TextStyle> {
        let style_text = element.attr("style").unwrap_or_default();
        if style_text.contains("mso-hide:screen") {
            // The dots and page numbers of a table of contents.
            return None;
        }
        let names = ["class", "id", "role", "aria-labelledby", "data-parent"]
            .map(|name| element.attr(name).unwrap_or_default());
        let names = names.join(" ").to_ascii_lowercase();
        let mut words = names.split(|c: char| !c.is_ascii_alphanumeric());
        if !style_text.contains("mso-hide") && words.any(|word| PANELS.contains(&word)) {
            return Some(TextStyle { is_hidden: false, ..style });
        }
        let message = "this is hidden where it comes from, and is not published";
        self.tell_lost(
            element,
            Fault::warning(message, "Delete it; or, if readers are to see it, delete what hides it."),
        );
        None
    }

    /// Tells of a link that only a script follows.
    pub(super) fn tell_scripted_link(&self, element: ElementRef<'_>) {
        let script = element.attr("onclick").filter(|script| script.contains("location") || script.contains("open("));
        if let Some(script) = script {
            let help = "Write the address in href=\"…\".";
            let shown = script.chars().take(SHOWN).collect::<String>();
            self.context.tell(
                element,
                &shown,
                Fault::warning("a link that only a script follows is not published", help),
            );
        }
    }

    /// Tells of an element that is dropped, unless it holds nothing.
    pub(super) fn tell_lost(&self, element: ElementRef<'_>, fault: Fault) {
        let target = |element: ElementRef<'_>| {
            let names = ["href", "src", "data", "data-src", "value"];
            names.iter().find_map(|name| element.attr(name)).map(str::to_owned)
        };
        let words = Some(text_of(element)).filter(|text| !text.is_empty() && element.value().name() != "script");
        let target = || element.descendent_elements().find_map(target);
        let writes = || {
            let script = element.text().collect::<String>();
            ["document.write", "mailto:"].iter().any(|sign| script.contains(sign)).then_some(script)
        };
        let target =
            || target().or_else(|| Some(()).filter(|()| element.value().name() == "script").and_then(|()| writes()));
        if let Some(words) = words.or_else(target).filter(|words| !words.trim().is_empty()) {
            let shown = words.chars().take(SHOWN).collect::<String>();
            self.context.tell(element, &shown, fault);
        }
    }

    /// A formula loses its fractions and powers.
    pub(super) fn add_formula(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        let help = "Write it in words, or show it as a picture.";
        self.tell_lost(element, Fault::warning("of a formula only the letters are published, in one line", help));
        self.add_children(element, style);
    }
}
