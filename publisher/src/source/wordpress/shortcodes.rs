//! Codes that plugins have left in texts: those of WordPress itself and of plugins that are gone stay as `[name …]`.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

/// A code in brackets, opening or closing.
static CODES: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\[(/?)([A-Za-z][A-Za-z0-9_-]*)((?:[\s\u{a0}/][^\[\]]*)?)\]").ok());

/// An attribute; WordPress makes curly quotes of straight ones.
static ATTRIBUTES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"([A-Za-z][\w-]*)\s*=\s*(?:["'“”„″‘’′]+([^"'“”„″‘’′]*)["'“”„″‘’′]+|([^\s"']+))"#).ok()
});

/// What needs no attribute to be known.
const KNOWN: [&str; 9] =
    ["audio", "caption", "contact-form-7", "embed", "gallery", "playlist", "video", "wp_caption", "toc"];

/// A part of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'a> {
    Text(&'a str),
    Code(Code<'a>),
}

#[derive(Debug, PartialEq, Eq)]
pub struct Code<'a> {
    pub whole: &'a str,
    pub name: &'a str,
    pub is_end: bool,
    attributes: &'a str,
}

impl Code<'_> {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let attributes = ATTRIBUTES.as_ref()?;
        let mut found = attributes.captures_iter(self.attributes);
        found.find_map(|found| {
            let is_it = found.get(1)?.as_str().eq_ignore_ascii_case(name);
            let value = found.get(2).or_else(|| found.get(3)).filter(|_| is_it)?;
            Some(value.as_str().trim())
        })
    }

    /// The numbers of media in `ids`.
    pub fn ids(&self) -> Vec<u64> {
        self.attribute("ids").unwrap_or_default().split(',').filter_map(|id| id.trim().parse().ok()).collect()
    }
}

/// The names of the codes that are closed somewhere: they are codes wherever they are opened.
pub fn closed_in(text: &str) -> BTreeSet<String> {
    let codes = CODES.iter().flat_map(|codes| codes.captures_iter(text));
    let ends = codes.filter(|code| code.get(1).is_some_and(|sign| !sign.is_empty()));
    ends.filter_map(|code| Some(code.get(2)?.as_str().to_owned())).collect()
}

/// The text without its codes, and the codes, in their order.
pub fn parts<'a>(text: &'a str, closed: &BTreeSet<String>) -> Vec<Part<'a>> {
    let (mut parts, mut at) = (Vec::new(), 0);
    for found in CODES.iter().flat_map(|codes| codes.captures_iter(text)) {
        let (Some(whole), Some(sign), Some(name), Some(attributes)) =
            (found.get(0), found.get(1), found.get(2), found.get(3))
        else {
            continue;
        };
        let code = Code {
            whole: whole.as_str(),
            name: name.as_str(),
            is_end: !sign.is_empty(),
            attributes: attributes.as_str(),
        };
        if !is_code(&code, closed) {
            continue;
        }
        parts.extend(text.get(at..whole.start()).filter(|text| !text.is_empty()).map(Part::Text));
        at = whole.end();
        parts.push(Part::Code(code));
    }
    parts.extend(text.get(at..).filter(|text| !text.is_empty()).map(Part::Text));
    parts
}

/// Words in brackets are words: `[sic]`, `[1]`.
fn is_code(code: &Code<'_>, closed: &BTreeSet<String>) -> bool {
    let has_attribute = || ATTRIBUTES.as_ref().is_some_and(|attributes| attributes.is_match(code.attributes));
    code.is_end
        || KNOWN.contains(&code.name)
        || code.name.contains('_')
        || closed.contains(code.name)
        || has_attribute()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        let parts = parts(text, &closed_in(text)).into_iter().map(|part| match part {
            Part::Text(text) => text.to_owned(),
            Part::Code(code) => format!("<{}>", code.name),
        });
        parts.collect()
    }

    #[test]
    fn codes_are_told_from_words_in_brackets() {
        for (text, expected) in [
            ("Xem [1] và [sic], [Ảnh: X] [tin mới]", vec!["Xem [1] và [sic], [Ảnh: X] [tin mới]"]),
            ("a [gallery ids=”1,2″] b", vec!["a ", "<gallery>", " b"]),
            (
                "[vc_row][vc_column width=”1/2″]Chữ[/vc_column][/vc_row]",
                vec!["<vc_row>", "<vc_column>", "Chữ", "<vc_column>", "<vc_row>"],
            ),
            ("[tab]Một[/tab]", vec!["<tab>", "Một", "<tab>"]),
            ("[contact-form-7 id=\"5\" title=\"x\"]", vec!["<contact-form-7>"]),
            ("[lich ngay=3]", vec!["<lich>"]),
            ("[", vec!["["]),
            ("", vec![]),
        ] {
            assert_eq!(split(text), expected, "{text}");
        }
    }

    #[test]
    fn attributes_are_read_in_any_quotes() {
        for text in [
            "[gallery ids=”1, 2″ size=full]",
            "[gallery ids='1,2' ]",
            "[gallery size=\"full\" ids=1,2]",
            "[gallery ids=“1,2”]",
        ] {
            let closed = BTreeSet::new();
            let parts = parts(text, &closed);
            let [Part::Code(code)] = parts.as_slice() else { panic!("{text}: {parts:?}") };
            assert_eq!(code.ids(), [1, 2], "{text}");
        }
    }
}
