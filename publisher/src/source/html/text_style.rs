//! What an element's name and inline style say about the text in it.
//!
//! Old editors expressed meaning by style (`<span style="font-weight:bold">`), so the few styles with a meaning are
//! read; fonts, sizes and colours are not.

use portal_app::content::model::{Mark, Span};
use portal_app::path::word::Href;
use portal_app::text::Lang;
use scraper::node::Element;

/// The marks, link, language and alignment of the text at one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TextStyle {
    /// In order, each once.
    pub marks: Vec<Mark>,
    pub href: Option<Href>,
    pub lang: Option<String>,
    /// The body's own language, which needs no mark.
    pub body_lang: Lang,
    pub centred: bool,
    /// Line breaks in the source are kept: `<pre>`, `white-space: pre-wrap`.
    pub keeps_lines: bool,
    pub is_hidden: bool,
    /// Word's own markers are left out: they are the list's.
    pub drops_markers: bool,
    /// Such a marker.
    pub is_marker: bool,
}

impl TextStyle {
    /// The style of text in a body of that language.
    pub fn of(body_lang: Lang) -> Self {
        Self { body_lang, ..Self::default() }
    }

    /// The style inside an element, before its link is known.
    pub fn inside(&self, element: &Element) -> Self {
        let mut style = self.clone();
        if let Some(mark) = mark_of(element.name()) {
            style.set(mark, true);
        }
        match element.name() {
            "center" => style.centred = true,
            "pre" | "listing" => style.keeps_lines = true,
            _ => {}
        }
        match element.attr("align").map(str::to_ascii_lowercase).as_deref() {
            Some("center") => style.centred = true,
            Some(_) => style.centred = false,
            None => {}
        }
        if let Some(lang) = element.attr("lang").filter(|lang| is_meant(lang)) {
            style.lang = (lang != self.body_lang.tag()).then(|| lang.to_owned());
        }
        style.apply_style(element.attr("style").unwrap_or_default());
        style.is_hidden |= element.attr("hidden").is_some();
        style
    }

    /// Reads an inline style.
    fn apply_style(&mut self, style: &str) {
        for (property, value) in declarations(style) {
            let value = value.as_str();
            match property.as_str() {
                "mso-list" => self.is_marker = value == "ignore" && self.drops_markers,
                "font-weight" => self.set(Mark::Strong, is_bold(value)),
                "font-style" => self.set(Mark::Emphasis, is_slanted(value)),
                // All of them at once; what comes before the size is how it looks: `bold 24px Arial`.
                "font" => {
                    let is_size =
                        |word: &&str| word.parse::<u16>().is_err() && word.starts_with(|c: char| c.is_ascii_digit());
                    let look = || value.split(' ').take_while(|word| !is_size(word));
                    self.set(Mark::Strong, look().any(is_bold));
                    self.set(Mark::Emphasis, look().any(is_slanted));
                }
                "text-decoration" | "text-decoration-line" => {
                    self.set_if(Mark::Underline, value.contains("underline"));
                    self.set_if(Mark::Strike, value.contains("line-through"));
                }
                "vertical-align" => {
                    let raise = value.trim_end_matches(|c: char| c.is_alphabetic() || c == '%').parse::<f32>().ok();
                    self.set_if(Mark::Subscript, value == "sub" || raise.is_some_and(|raise| raise < 0.0));
                    self.set_if(Mark::Superscript, value == "super" || raise.is_some_and(|raise| raise > 0.0));
                }
                "text-align" => self.centred = value == "center",
                // Word's, in points; it writes the place as well.
                "mso-text-raise" => {
                    let raise = value.trim_end_matches("pt").parse::<f32>().unwrap_or_default();
                    self.set_if(Mark::Superscript, raise > 0.0);
                    self.set_if(Mark::Subscript, raise < 0.0);
                }
                "font-size" => self.is_hidden |= matches!(value, "0" | "0px" | "0pt" | "1px" | "1pt"),
                "white-space" => self.keeps_lines = matches!(value, "pre" | "pre-wrap" | "pre-line" | "break-spaces"),
                "display" if value == "none" => self.is_hidden = true,
                "visibility" if value == "hidden" => self.is_hidden = true,
                "mso-hide" if value == "all" => self.is_hidden = true,
                // Out of the page, or without a colour: what search engines were to read, and nobody else.
                "left" | "text-indent" if value.starts_with("-999") => self.is_hidden = true,
                "opacity" if value == "0" => self.is_hidden = true,
                "color" if value == "transparent" => self.is_hidden = true,
                _ => {}
            }
        }
    }

    /// Adds or takes away a mark.
    pub fn set(&mut self, mark: Mark, on: bool) {
        self.marks.retain(|known| *known != mark);
        self.set_if(mark, on);
    }

    fn set_if(&mut self, mark: Mark, on: bool) {
        if on && !self.marks.contains(&mark) {
            self.marks.push(mark);
            self.marks.sort();
        }
    }

    /// A span of text in this style.
    pub fn to_span(&self, text: String) -> Span {
        // Links are underlined anyway.
        let is_seen = |mark: &Mark| *mark != Mark::Underline || self.href.is_none();
        let marks = self.marks.iter().copied().filter(is_seen).collect();
        Span { text, marks, href: self.href.clone(), lang: self.lang.clone() }
    }
}

/// The properties of an inline style and their values, in lower case.
pub(super) fn declarations(style: &str) -> impl Iterator<Item = (String, String)> {
    style.split(';').filter_map(|declaration| declaration.split_once(':')).map(|(property, value)| {
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim_end();
        (property.trim().to_ascii_lowercase(), value.to_owned())
    })
}

/// Whether a style is that of Word's own bullet or number before a paragraph of a list.
pub(super) fn is_marker(style: &str) -> bool {
    declarations(style).any(|(property, value)| property == "mso-list" && value == "ignore")
}

fn mark_of(name: &str) -> Option<Mark> {
    Some(match name {
        "b" | "strong" | "dt" | "summary" => Mark::Strong,
        "i" | "em" | "dfn" | "var" | "cite" => Mark::Emphasis,
        "u" | "ins" => Mark::Underline,
        "s" | "strike" | "del" => Mark::Strike,
        "sub" => Mark::Subscript,
        "sup" => Mark::Superscript,
        "code" | "kbd" | "samp" | "tt" | "pre" => Mark::Code,
        _ => return None,
    })
}

fn is_bold(weight: &str) -> bool {
    matches!(weight, "bold" | "bolder") || weight.parse::<u16>().is_ok_and(|weight| weight >= 600)
}

fn is_slanted(style: &str) -> bool {
    matches!(style, "italic" | "oblique")
}

/// Word marks everything as `EN-US` or `VI`, mostly wrongly; a person writes `en`.
fn is_meant(lang: &str) -> bool {
    let mut subtags = lang.split('-');
    let primary = subtags.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && subtags
            .all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(style: &str) -> Option<Vec<Mark>> {
        let mut read = TextStyle::default();
        read.apply_style(style);
        (!read.is_hidden).then_some(read.marks)
    }

    #[test]
    fn only_styles_with_a_meaning_are_read() {
        for (style, expected) in [
            ("font-weight:bold", Some(vec![Mark::Strong])),
            ("FONT-WEIGHT: 700 !important; color:red", Some(vec![Mark::Strong])),
            ("font-weight:normal;font-style:italic", Some(vec![Mark::Emphasis])),
            ("text-decoration:underline line-through", Some(vec![Mark::Underline, Mark::Strike])),
            ("vertical-align:super", Some(vec![Mark::Superscript])),
            ("font: bold 24px Arial, Tahoma", Some(vec![Mark::Strong])),
            ("font:italic 12pt 'Times New Roman'", Some(vec![Mark::Emphasis])),
            ("font: 700 14px/20px Arial", Some(vec![Mark::Strong])),
            ("font: 400 14px Arial Bold", Some(vec![])),
            ("mso-bidi-font-weight:bold;font-family:\"Times New Roman\";;:", Some(vec![])),
            ("display : none", None),
            ("mso-hide:all", None),
        ] {
            assert_eq!(marks(style), expected, "{style}");
        }
    }

    #[test]
    fn a_language_is_read_where_a_person_wrote_it() {
        for lang in ["en", "fr", "zh-Hant", "en-GB"] {
            assert!(is_meant(lang), "{lang}");
        }
        for lang in ["EN-US", "VI", "", "e", "english", "en-", "en_US", "x\"y"] {
            assert!(!is_meant(lang), "{lang}");
        }
    }
}
