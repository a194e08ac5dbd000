//! What is not published, told where it holds text, a link or a file.

use scraper::ElementRef;

use super::builder::Builder;
use super::elements::{UNSEEN, text_of};
use super::problem::beginning;
use super::text_style::TextStyle;
use crate::source::problem::Fault;

/// The words in a class, an id or a role that tell a panel, which a reader opens, from what nobody was to see.
const PANELS: [&str; 9] = ["tab", "tabpanel", "panel", "collapse", "accordion", "toggle", "faq", "spoiler", "answer"];

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
            let fault = Fault::warning("a link that only a script follows is not published", help);
            self.context.tell(element, &beginning(script), fault);
        }
    }

    /// Tells of an element that is dropped, unless it holds nothing.
    pub(super) fn tell_lost(&self, element: ElementRef<'_>, fault: Fault) {
        if let Some(held) = held_by(element) {
            self.context.tell(element, &beginning(&held), fault);
        }
    }

    /// A formula loses its fractions and powers.
    pub(super) fn add_formula(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        let help = "Write it in words, or show it as a picture.";
        self.tell_lost(element, Fault::warning("of a formula only the letters are published, in one line", help));
        self.add_children(element, style);
    }
}

/// What is lost with an element: its text, or where it or something in it leads. Of a script, what it writes.
fn held_by(element: ElementRef<'_>) -> Option<String> {
    let names = ["href", "src", "data", "data-src", "value"];
    let target = |element: ElementRef<'_>| names.iter().find_map(|name| element.attr(name)).map(str::to_owned);
    let is_script = element.value().name() == "script";
    let text = if is_script { String::new() } else { text_of(element) };
    let written = || {
        let script = element.text().collect::<String>();
        (is_script && ["document.write", "mailto:"].iter().any(|sign| script.contains(sign))).then_some(script)
    };
    let held = Some(text).filter(|text| !text.is_empty());
    let held = held.or_else(|| element.descendent_elements().find_map(target)).or_else(written);
    held.filter(|held| !held.trim().is_empty())
}
