//! Before a text is parsed: what looks like a tag and is text (`<Tên cơ quan>`, `a<b`), and what is never closed.
//!
//! A browser drops the first in silence, and all that follows the second. Here text stays text, and what would swallow
//! the rest of an article is an error.

use std::collections::BTreeMap;

use super::problem::BodyProblem;
use crate::source::problem::Fault;

/// Every element of HTML, past and present, and the roots of drawings and formulas.
const ELEMENTS: &str = " a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big \
    blink blockquote body br button canvas caption center cite code col colgroup data datalist dd del details dfn \
    dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head \
    header hgroup hr html i iframe ilayer image img input ins isindex kbd keygen label layer legend li link listing \
    main map mark marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript object ol \
    optgroup option output p param picture plaintext portal pre progress q rb rbc rp rt rtc ruby s samp script search \
    section select slot small source spacer span strike strong style sub summary sup svg table tbody td template \
    textarea tfoot th thead time title tr track tt u ul var video wbr xml xmp ";

/// Elements that swallow what follows when they are not closed.
const SWALLOWING: &[&str] = &[
    "iframe",
    "math",
    "noembed",
    "noframes",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "xml",
    "xmp",
];

/// Elements whose content browsers show only when they cannot show the element.
const WITH_FALLBACK: &[&str] = &["applet", "audio", "object", "video"];

/// The attribute of such an element that is not closed: what follows it is the article.
pub(super) const UNCLOSED: &str = "data-unclosed";

/// The text with everything in it that is no tag escaped, and what is never closed.
pub(super) fn prepare(html: &str) -> (String, Vec<BodyProblem>) {
    let mut scan =
        Scan { html, at: 0, line: 1, counted: 0, ready: String::new(), problems: Vec::new(), no_tag_ends: false };
    let ends = EndTags::of(html);
    while let Some(distance) = scan.rest().find('<') {
        scan.copy(distance);
        let rest = scan.rest();
        match rest.chars().nth(1) {
            Some('!') if rest.starts_with("<!--") => scan.comment(),
            Some('/') if !name_at(rest, 2).is_ascii() => scan.escape(),
            Some(c) if c.is_alphabetic() => scan.tag(&ends),
            _ => scan.copy(1),
        }
    }
    scan.copy(scan.rest().len());
    (scan.ready, scan.problems)
}

/// Where each element is closed for the last time.
struct EndTags(BTreeMap<String, usize>);

impl EndTags {
    fn of(html: &str) -> Self {
        let ends = html
            .match_indices("</")
            .map(|(at, _)| (name_at(html.get(at..).unwrap_or_default(), 2).to_ascii_lowercase(), at));
        Self(ends.collect())
    }

    fn is_closed_after(&self, name: &str, at: usize) -> bool {
        self.0.get(name).is_some_and(|end| *end > at)
    }
}

/// The most of a text that is shown, in characters.
const SHOWN: usize = 60;

/// The longest name that may be an element's, in characters.
const MAX_NAME: usize = 40;

/// The name that follows the signs a tag begins with.
fn name_at(tag: &str, signs: usize) -> String {
    tag.chars().skip(signs).take(MAX_NAME).take_while(|c| !ends_name(*c)).collect()
}

fn ends_name(c: char) -> bool {
    c.is_ascii_whitespace() || matches!(c, '/' | '>' | '<')
}

struct Scan<'a> {
    html: &'a str,
    at: usize,
    line: usize,
    /// Up to where the lines are counted.
    counted: usize,
    ready: String,
    problems: Vec<BodyProblem>,
    /// Whether a tag was found that has no end: then those behind it have none either.
    no_tag_ends: bool,
}

impl<'a> Scan<'a> {
    fn rest(&self) -> &'a str {
        self.html.get(self.at..).unwrap_or_default()
    }

    fn copy(&mut self, length: usize) {
        self.ready.push_str(self.rest().get(..length).unwrap_or_default());
        self.at += length;
    }

    /// Keeps the sign that is read as text.
    fn escape(&mut self) {
        self.ready.push_str("&lt;");
        self.at += 1;
    }

    fn tell(&mut self, words: &str, fault: Fault) {
        let passed = self.html.get(self.counted..self.at).unwrap_or_default();
        self.line += passed.matches('\n').count();
        self.counted = self.at;
        let words = words.chars().take_while(|c| *c != '\n').take(SHOWN).collect();
        self.problems.push(BodyProblem { attribute: None, value: words, fault: fault.at_line(self.line) });
    }

    fn comment(&mut self) {
        let rest = self.rest();
        let after = rest.get(4..).unwrap_or_default();
        let is_empty = after.starts_with('>') || after.starts_with("->");
        let end = if is_empty {
            after.find('>').map(|end| end + 1)
        } else {
            let ends = [("-->", after.find("-->")), ("--!>", after.find("--!>"))];
            ends.iter().filter_map(|(mark, end)| Some(end.as_ref()? + mark.len())).min()
        };
        if let Some(end) = end {
            return self.copy(4 + end);
        }
        let help = "Write --> behind the comment, or delete the <!--.";
        self.tell(rest, Fault::new("this comment is never closed, and what follows it would be lost", help));
        self.escape();
    }

    fn tag(&mut self, ends: &EndTags) {
        let rest = self.rest();
        let name = name_at(rest, 1);
        let behind = rest.get(1 + name.len()..).unwrap_or_default();
        let name = name.to_ascii_lowercase();
        let is_element = ELEMENTS.contains(&format!(" {name} "));
        let is_custom = name.is_ascii() && name.contains([':', '-']) && !name.contains(['@', '?', '=']);
        let is_closed = || name.is_ascii() && ends.is_closed_after(&name, self.at);
        if !(is_element || is_custom || is_closed()) || is_text(&name, behind) {
            return self.escape();
        }
        if SWALLOWING.contains(&name.as_str()) {
            let is_complete = behind.split_once('>').is_some_and(|(tag, _)| tag.ends_with('/') && is_drawing(&name));
            let end = ends.is_closed_after(&name, self.at).then(|| self.end_of_raw(&name)).flatten();
            match end {
                Some(end) => return self.copy(end),
                None if is_complete => {}
                None => {
                    let message = format!("this `<{name}>` is never closed, and what follows it would be lost");
                    self.tell(rest, Fault::new(message, "Delete it, or write its end tag."));
                    // The tag is left out; what follows it is read as it would be without it.
                    self.at += behind.find('>').map_or(rest.len(), |end| 1 + name.len() + end + 1);
                    return;
                }
            }
        }
        let end = if self.no_tag_ends { None } else { end_of_tag(behind) };
        match end {
            Some(TagEnd { length, is_doubtful }) => {
                let is_open = WITH_FALLBACK.contains(&name.as_str()) && !ends.is_closed_after(&name, self.at);
                if is_doubtful {
                    let help = "Write the quotation mark at the end of the address.";
                    self.tell(
                        rest,
                        Fault::new("a quotation mark in this tag is missing, and text would be lost", help),
                    );
                }
                self.copy(1 + name.len());
                if is_open {
                    self.ready.push(' ');
                    self.ready.push_str(UNCLOSED);
                }
                self.copy(length);
            }
            None if self.no_tag_ends => self.escape(),
            None => {
                self.no_tag_ends = true;
                let help = "Write > at the end of the tag, and a quotation mark behind each value.";
                self.tell(rest, Fault::new("this tag never ends, and what follows it would be lost", help));
                self.escape();
            }
        }
    }

    /// How long a swallowing element is up to its end tag.
    fn end_of_raw(&self, name: &str) -> Option<usize> {
        let rest = self.rest();
        let ends = rest.match_indices("</").map(|(at, _)| at);
        let is_end = |at: &usize| {
            let tag = rest.get(at + 2..).unwrap_or_default();
            let (own, behind) = tag.split_at_checked(name.len()).unwrap_or_default();
            own.eq_ignore_ascii_case(name) && behind.starts_with(ends_name)
        };
        ends.into_iter().find(is_end)
    }
}

fn is_drawing(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

/// Whether what begins like a tag is text, as what follows its name shows: `<dd/mm/yyyy>`, `<b và b>`, `<i < 5`.
fn is_text(name: &str, behind: &str) -> bool {
    let attributes = behind.trim_start();
    let first = attributes.chars().next();
    if let Some(after) = behind.strip_prefix('/') {
        return !after.trim_start().starts_with('>') && after.starts_with(|c: char| c == '/' || c.is_alphanumeric());
    }
    let is_word = attributes.split(['=', '>', '/', '<']).next().is_some_and(|word| word.trim().contains(' '));
    let has_value = || attributes.split(['>', '<']).next().is_some_and(|tag| tag.contains('='));
    match first {
        None | Some('>' | '/') => false,
        Some('<') => true,
        Some(c) if !c.is_ascii() => true,
        _ => name.len() == 1 && (is_word || !has_value()),
    }
}

struct TagEnd {
    length: usize,
    /// Whether a value holds another tag, as it does when its end is missing.
    is_doubtful: bool,
}

/// Where a tag ends, as the parser reads it: a `>` within a quoted value does not end it.
fn end_of_tag(behind: &str) -> Option<TagEnd> {
    let (mut quote, mut before, mut start) = (None, ' ', 0);
    let mut is_doubtful = false;
    for (at, c) in behind.char_indices() {
        match (quote, c) {
            (Some(open), _) if open == c => {
                let value = behind.get(start..at).unwrap_or_default();
                is_doubtful |= value.contains('>') && value.contains("</");
                quote = None;
            }
            (Some(_), _) => continue,
            (None, '"' | '\'') if before == '=' => (quote, start) = (Some(c), at),
            (None, '>') => return Some(TagEnd { length: at + 1, is_doubtful }),
            (None, _) => {}
        }
        if !c.is_ascii_whitespace() {
            before = c;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prepared(html: &str) -> String {
        let (ready, problems) = prepare(html);
        assert_eq!(problems, [], "{html}");
        ready
    }

    #[test]
    fn what_only_looks_like_a_tag_stays_text() {
        for (html, ready) in [
            ("Kính gửi: <Tên cơ quan>, ngày <dd/mm/yyyy>", "Kính gửi: &lt;Tên cơ quan>, ngày &lt;dd/mm/yyyy>"),
            ("<Ten co quan>", "&lt;Ten co quan>"),
            ("<tên> X </tên>", "&lt;tên> X &lt;/tên>"),
            ("nếu a<b và b>c", "nếu a&lt;b và b>c"),
            ("x <i và y", "x &lt;i và y"),
            ("Thư <thu@example.org>, <https://example.org/>", "Thư &lt;thu@example.org>, &lt;https://example.org/>"),
            ("3 < 5", "3 < 5"),
        ] {
            assert_eq!(prepared(html), ready);
        }
    }

    #[test]
    fn tags_stay_tags() {
        for html in [
            "<p class=MsoNormal><b>a</b><o:p></o:p></p>",
            "<br/><hr /><img src='a' alt=\"a<b>c\"><td nowrap><video controls></video>",
            "<A HREF='x'>y</A><x-y>z</x-y><youtube>a</youtube>",
            "<svg viewBox='0 0 1 1'><path d='M0 0'/></svg><math><mi>x</mi></math>",
            "<script>if (a<b) c()</script><!-- a < b --><!--><!---><!-- /// ---><!-- x --!>",
            "<![if !supportLists]>a<![endif]>",
        ] {
            assert_eq!(prepared(html), html);
        }
    }

    #[test]
    fn what_is_never_closed_is_an_error_with_its_line() {
        for html in [
            "a\n<!-- b\nc",
            "a\n<title>b\nc",
            "a\n<select><option>b\nc",
            "a\n<textarea>b",
            "a\n<script>b",
            "a\n<style>b",
            "a\n<iframe src='x'>b",
            "a\n<a href=\"x>b</a>",
            "a\n<a href=\"x>b</a> <a href=\"y\">c</a>",
            "a\n<p",
        ] {
            let (_, problems) = prepare(html);
            assert_eq!(problems.iter().map(|problem| problem.fault.line).collect::<Vec<_>>(), [Some(2)], "{html}");
        }
    }
}
