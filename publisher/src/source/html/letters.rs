//! The letters of a page, before anything is made of it: text typed for old fonts becomes Unicode, and what was spoilt
//! is told.

use std::collections::HashMap;

use scraper::node::{Element, Text};
use scraper::{ElementRef, Html, Node};

use super::dom::line_of;
use super::problem::BodyProblem;
use super::text_style::is_marker;
use crate::source::letters::{Font, Reading, doubts, of_old_font};
use crate::source::problem::Fault;

/// Problems told of one body. Whoever sees as many will look at all of it.
const MOST_PROBLEMS: usize = 20;

/// Elements whose text nobody reads.
const UNREAD: &[&str] = &["script", "style", "svg", "template", "textarea", "title", "xml"];

/// Elements whose text is meant letter by letter.
const CODE: &[&str] = &["code", "kbd", "samp", "tt"];

/// What an element says about the text in it.
#[derive(Clone, Copy, Default)]
struct Around<'a> {
    /// With the name it was called by.
    font: Option<(Font, &'a str)>,
    is_unread: bool,
    /// Nothing is told of it.
    is_passed_over: bool,
}

/// Converts text of old fonts, and returns what has to be told.
pub(super) fn read_letters(html: &mut Html) -> Vec<BodyProblem> {
    let (mut problems, mut converted) = (Vec::new(), Vec::new());
    let (mut around, mut line) = (HashMap::new(), None);
    for node in html.tree.root().descendants() {
        let outer = node.parent().and_then(|parent| around.get(&parent.id())).copied().unwrap_or_default();
        let told = match (node.value(), ElementRef::wrap(node)) {
            (Node::Element(element), Some(reference)) => {
                line = line_of(reference).or(line);
                around.insert(node.id(), inside(element, outer));
                element.attr("alt").into_iter().flat_map(doubts).collect()
            }
            (Node::Text(text), _) if !outer.is_unread => {
                let (unicode, told) = read_text(text, outer);
                converted.extend(unicode.map(|text| (node.id(), text)));
                told
            }
            _ => Vec::new(),
        };
        problems.extend(told.into_iter().map(|(words, fault)| to_problem(words, fault, line)));
        if let Node::Text(text) = node.value() {
            line = line.map(|line| line + text.matches('\n').count());
        }
    }
    for (id, text) in converted {
        if let Some(mut node) = html.tree.get_mut(id) {
            *node.value() = Node::Text(Text { text: text.into() });
        }
    }
    problems.truncate(MOST_PROBLEMS);
    problems
}

/// The text as Unicode, where it was not, and what is told of it.
fn read_text(text: &str, around: Around<'_>) -> (Option<String>, Vec<(String, Fault)>) {
    let told = match around.font.map(|(font, name)| (font.read(text), name)) {
        Some((Reading::Converted(text), _)) => return (Some(text), Vec::new()),
        Some((Reading::Unclear, name)) => vec![(text.trim().to_owned(), of_old_font(name))],
        _ => doubts(text).collect(),
    };
    (None, if around.is_passed_over { Vec::new() } else { told })
}

/// A problem of a text that begins on a line.
fn to_problem(words: String, fault: Fault, first: Option<usize>) -> BodyProblem {
    let line = first.map(|first| first + fault.line.map_or(0, |line| line - 1));
    BodyProblem { attribute: None, value: words, fault: fault.at_line(line) }
}

fn inside<'a>(element: &'a Element, outer: Around<'a>) -> Around<'a> {
    let mut inner = outer;
    let style = element.attr("style").unwrap_or_default();
    if let Some(fonts) = fonts_of(style).or(element.attr("face")) {
        inner.font = Font::named(fonts).map(|font| (font, fonts.trim()));
    }
    inner.is_unread |= UNREAD.contains(&element.name());
    // Word's own bullets and numbers are dropped.
    inner.is_passed_over |= is_marker(style) || CODE.contains(&element.name());
    inner
}

/// The fonts that an inline style names; Word's own properties count where nothing else does.
fn fonts_of(style: &str) -> Option<&str> {
    let (mut fonts, mut of_word) = (None, None);
    for (property, value) in style.split(';').filter_map(|declaration| declaration.split_once(':')) {
        let value = value.trim();
        match property.trim().to_ascii_lowercase().as_str() {
            "font-family" if !matches!(value, "inherit" | "initial" | "unset") => fonts = Some(value),
            "font" => fonts = family_of(value).or(fonts),
            "mso-ascii-font-family" | "mso-hansi-font-family" => of_word = Some(value),
            _ => {}
        }
    }
    fonts.or(of_word)
}

/// The fonts of the shorthand `font`: what follows the size, which is the last word of what is before them.
fn family_of(font: &str) -> Option<&str> {
    let (first, _) = font.split_once(',').unwrap_or((font, ""));
    let is_size = |word: &str| {
        let word = word.to_ascii_lowercase();
        word.starts_with(|c: char| {
            c.is_ascii_digit() || c == '.' && word.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
        }) && word.contains(|c: char| c.is_ascii_alphabetic() || c == '%')
            || ["small", "medium", "large", "larger", "smaller"].iter().any(|size| word.ends_with(size))
    };
    let size = first.split_whitespace().rfind(|word| is_size(word))?;
    font.split_once(size).map(|(_, family)| family.trim_start())
}

#[cfg(test)]
mod tests {
    use super::super::dom::parse;
    use super::*;

    fn read(source: &str) -> (String, Vec<String>) {
        let mut html = parse(source);
        let problems = read_letters(&mut html);
        let told = problems.iter().map(|problem| {
            let fault = &problem.fault;
            format!("{}: {}: {}", fault.line.unwrap_or_default(), problem.value, fault.message)
        });
        (html.root_element().text().collect(), told.collect())
    }

    #[test]
    fn text_of_old_fonts_is_unicode() {
        for (source, text) in [
            ("<font face='.VnTime' size=3>Céng <b>hßa</b></font> x·", "Cộng hòa x·"),
            ("<FONT FACE=\".VnTime\">Ngµy:</FONT> <font face='.VnTime'>Số 5</font>", "Ngày: Số 5"),
            ("<span style=\"font-family:.VnTimeH\">ñy ban nh©n d©n</span>", "ỦY BAN NHÂN DÂN"),
            ("<p style='color:red; FONT-FAMILY: &quot;.VnArial&quot;, sans-serif'>tØnh<br>b¸o</p>", "tỉnhbáo"),
            ("<p style='font:bold 12.0pt/115% \".VnTime\"'>tØnh</p>", "tỉnh"),
            ("<p style='font:italic small .VnTime'>tØnh</p>", "tỉnh"),
            ("<p style='mso-ascii-font-family:.VnTime;mso-bidi-font-family:Arial'>tØnh</p>", "tỉnh"),
            ("<font face='VNI-Times'>Coäng <i style='font-family:inherit'>hoøa</i> xaõ</font>", "Cộng hòa xã"),
            // Another font ends it.
            ("<font face='.VnTime'>tØnh <font face=Arial>Øre</font> tØnh</font>", "tỉnh Øre tỉnh"),
            ("<font face='.VnTime'>tØnh <span style='font-family:Arial'>Øre</span></font>", "tỉnh Øre"),
            ("<font face='.VnTime'>Thñ t\u{ad}íng</font>", "Thủ tướng"),
            ("<span style='font-family:Wingdings'>à</span> <span style='font-family:Symbol'>·</span>", "→ •"),
            ("<p style='font-family:Arial'>ßÐ</p>", "ßÐ"),
        ] {
            assert_eq!(read(source), (text.to_owned(), Vec::new()), "{source}");
        }
    }

    #[test]
    fn what_was_spoilt_is_told_with_its_line() {
        let (_, told) =
            read("<p>một</p>\n<p>hai\nCéng hßa x· héi\n</p><p\n>b�</p><img alt='c�'>\n<font face=.VnTime>Åre ñ</font>");
        assert_eq!(
            told,
            [
                "3: Céng hßa x· héi: its letters are those of another encoding, and readers cannot read them",
                "5: b�: letters of it are lost: readers see � instead",
                "5: c�: letters of it are lost: readers see � instead",
                "6: Åre ñ: it is in the old font .VnTime, and some of its letters are not letters of that font",
            ]
        );
        for source in
            ["<code>&amp;nbsp; &lt;</code>", "<script>'&nbsp;�'</script>", "<p style='mso-list: Ignore'>\u{e123}"]
        {
            assert_eq!(read(source).1, [""; 0], "{source}");
        }
        assert_eq!(read(&"<p>b�</p>".repeat(1_000)).1.len(), MOST_PROBLEMS);
    }
}
