//! Before a text is parsed: what looks like a tag and is text (`<Tên cơ quan>`, `a<b`), and what is never closed.
//!
//! A browser drops the first in silence, and all that follows the second. Here text stays text, and what would swallow
//! the rest of an article is an error.

use std::collections::{BTreeMap, HashMap};

use super::problem::{BodyProblem, beginning};
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
    "datalist",
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

/// Elements that change how everything looks that follows them, when they are not closed.
const RUNNING: &[&str] =
    &["a", "b", "blockquote", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "i", "s", "strike", "strong", "u"];

/// The attribute of such an element that is not closed: what follows it is the article.
pub(super) const UNCLOSED: &str = "data-unclosed";

/// The text with everything in it that is no tag escaped, and what is never closed.
pub(super) fn prepare(html: &str) -> (String, Vec<BodyProblem>) {
    let mut scan = Scan {
        html,
        ends: EndTags::of(html),
        at: 0,
        line: 1,
        counted: 0,
        ready: String::new(),
        problems: Vec::new(),
        no_tag_ends: false,
    };
    while let Some(distance) = scan.rest().find('<') {
        scan.copy(distance);
        let rest = scan.rest();
        match rest.chars().nth(1) {
            Some('!') if rest.starts_with("<!--") => scan.comment(),
            Some('%') => scan.server_code(),
            Some('!' | '?') if !is_declaration(rest) => scan.escape(),
            Some('/') if !name_at(rest, 2).starts_with(|c: char| c.is_ascii_alphabetic()) => scan.escape(),
            Some('/') if !name_at(rest, 2).is_ascii() => scan.escape(),
            Some(c) if c.is_alphabetic() => scan.tag(),
            _ => scan.copy(1),
        }
    }
    scan.copy(scan.rest().len());
    (scan.ready, scan.problems)
}

/// Doctypes, and what Word writes: `<![if !vml]>`, `<?xml:namespace … />`. A parser makes a comment of anything else.
fn is_declaration(tag: &str) -> bool {
    let beginning = tag.chars().skip(2).take(8).collect::<String>().to_ascii_lowercase();
    ["doctype", "[if", "[endif", "xml", "mso"].iter().any(|known| beginning.starts_with(known))
}

/// Where elements are closed.
struct EndTags {
    /// By name, the last end tag.
    last: BTreeMap<String, usize>,
    /// By the place of a start tag of what must be closed, the place of its own end tag.
    own: HashMap<usize, usize>,
    /// The last end of a comment.
    comment: Option<usize>,
}

impl EndTags {
    fn of(html: &str) -> Self {
        let comment = html.rfind("-->").max(html.rfind("--!>"));
        let mut ends = Self { last: BTreeMap::new(), own: HashMap::new(), comment };
        let (mut open, mut at) = (HashMap::<String, Vec<usize>>::new(), 0);
        while let Some(distance) = html.get(at..).and_then(|rest| rest.find('<')) {
            at += distance;
            let rest = html.get(at..).unwrap_or_default();
            let length = if rest.starts_with("<!--") && ends.comment > Some(at) { end_of_comment(rest) } else { None };
            if length.is_none() {
                ends.note(at, rest, html.get(..at).unwrap_or_default(), &mut open);
            }
            at += length.unwrap_or(1);
        }
        ends
    }

    fn note(&mut self, at: usize, tag: &str, before: &str, open: &mut HashMap<String, Vec<usize>>) {
        let is_end = tag.starts_with("</");
        let name = name_at(tag, if is_end { 2 } else { 1 }).to_ascii_lowercase();
        let must_close = [SWALLOWING, WITH_FALLBACK, RUNNING].iter().any(|names| names.contains(&name.as_str()));
        if is_end {
            let start = open.get_mut(&name).and_then(Vec::pop);
            self.own.extend(start.map(|start| (start, at)));
            self.last.insert(name, at);
        } else if must_close && !before.ends_with(['"', '\'', '`', '\\']) {
            // In a script's text a tag is a word between quotation marks.
            open.entry(name).or_default().push(at);
        }
    }

    fn is_closed_after(&self, name: &str, at: usize) -> bool {
        self.last.get(name).is_some_and(|end| *end > at)
    }
}

/// How long a comment is, with its signs. One that begins with `>` or `->` is empty.
fn end_of_comment(comment: &str) -> Option<usize> {
    let after = comment.get(4..)?;
    if after.starts_with('>') || after.starts_with("->") {
        return Some(4 + after.find('>')? + 1);
    }
    let end = after.find("-->").map(|end| end + 3);
    let other = after.get(..end.unwrap_or(after.len()))?.find("--!>").map(|end| end + 4);
    Some(4 + other.or(end)?)
}

/// Of a comment without an end.
const OPEN_COMMENT: &str = "this comment is never closed, and what follows it would be lost";

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
    ends: EndTags,
    at: usize,
    line: usize,
    /// Up to where the lines are counted.
    counted: usize,
    ready: String,
    problems: Vec<BodyProblem>,
    /// Whether a tag was found that has no end: what looks like a tag behind it is text.
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
        let value = beginning(words);
        self.problems.push(BodyProblem { attribute: None, value, fault: fault.at_line(self.line) });
    }

    fn comment(&mut self) {
        let rest = self.rest();
        let is_closed = self.ends.comment > Some(self.at) || rest.starts_with("<!-->") || rest.starts_with("<!--->");
        if let Some(length) = is_closed.then(|| end_of_comment(rest)).flatten() {
            return self.copy(length);
        }
        let is_told = self.problems.last().is_some_and(|problem| problem.fault.message == OPEN_COMMENT);
        if !is_told {
            let help = "Write --> behind the comment, or delete the <!--.";
            self.tell(rest, Fault::new(OPEN_COMMENT, help));
        }
        self.escape();
    }

    /// `<% … %>`: what a web server was to run, and its comments.
    fn server_code(&mut self) {
        let rest = self.rest();
        let Some(end) = rest.find("%>") else { return self.escape() };
        self.tell(
            rest,
            Fault::warning("a script is never published", "Delete it, or write what it would have written."),
        );
        self.at += end + 2;
    }

    fn tag(&mut self) {
        let rest = self.rest();
        let name = name_at(rest, 1);
        let behind = rest.get(1 + name.len()..).unwrap_or_default();
        let name = name.to_ascii_lowercase();
        if !self.is_tag(&name) || is_text(&name, behind) {
            self.escape();
        } else if SWALLOWING.contains(&name.as_str()) && !is_whole(&name, behind) {
            self.swallowing(&name, behind);
        } else {
            self.start_tag(&name, behind);
        }
    }

    /// Whether a name is an element's: one that HTML knows, or that Word or another system has and closes.
    fn is_tag(&self, name: &str) -> bool {
        let is_closed = || name.is_ascii() && self.ends.is_closed_after(name, self.at);
        let is_of_word = name.is_ascii() && name.contains(':') && !name.contains(['@', '?', '=']);
        ELEMENTS.contains(&format!(" {name} ")) || is_of_word || is_closed()
    }

    /// An element whose content is nothing that is read as HTML.
    fn swallowing(&mut self, name: &str, behind: &str) {
        let rest = self.rest();
        if let Some(end) = self.ends.own.get(&self.at) {
            return self.copy(end - self.at);
        }
        let message = format!("this `<{name}>` is never closed, and what follows it would be lost");
        self.tell(rest, Fault::new(message, "Delete it, or write its end tag."));
        // The tag is left out; what follows it is read as it would be without it.
        self.at += behind.find('>').map_or(rest.len(), |end| 1 + name.len() + end + 1);
    }

    fn start_tag(&mut self, name: &str, behind: &str) {
        let rest = self.rest();
        let end = if self.no_tag_ends { None } else { end_of_tag(behind) };
        let Some(TagEnd { length, is_doubtful }) = end else {
            if !std::mem::replace(&mut self.no_tag_ends, true) {
                let help = "Write > at the end of the tag, and a quotation mark behind each value.";
                self.tell(rest, Fault::new("this tag never ends, and what follows it would be lost", help));
            }
            return self.escape();
        };
        if is_doubtful {
            let help = "Write the quotation mark at the end of the address.";
            self.tell(rest, Fault::new("a quotation mark in this tag is missing, and text would be lost", help));
        }
        let is_unclosed = !self.ends.own.contains_key(&self.at);
        let is_place = || name == "a" && !behind.get(..length).is_some_and(|tag| tag.contains("href"));
        if is_unclosed && RUNNING.contains(&name) && !is_place() {
            let message = format!("this `<{name}>` is never closed, and goes on to the end of the text");
            self.tell(rest, Fault::warning(message, "Write its end tag where it ends."));
        }
        let is_open = is_unclosed && WITH_FALLBACK.contains(&name);
        self.copy(1 + name.len());
        if is_open {
            self.ready.push(' ');
            self.ready.push_str(UNCLOSED);
        }
        self.copy(length);
    }
}

/// `<svg … />`, which has no content.
fn is_whole(name: &str, behind: &str) -> bool {
    matches!(name, "svg" | "math") && behind.split_once('>').is_some_and(|(tag, _)| tag.ends_with('/'))
}

/// Attributes without a value that elements with names of one letter have.
const BARE: [&str; 5] = ["contenteditable", "download", "hidden", "itemscope", "nowrap"];

/// Whether what begins like a tag is text, as what follows its name shows: `<dd/mm/yyyy>`, `<b và b>`, `<i < 5`.
fn is_text(name: &str, behind: &str) -> bool {
    let attributes = behind.trim_start();
    if let Some(after) = behind.strip_prefix('/') {
        return !after.trim_start().starts_with('>') && after.starts_with(|c: char| c == '/' || c.is_alphanumeric());
    }
    let tag = || attributes.split(['>', '<']).next().unwrap_or_default();
    let is_bare = || tag().split_whitespace().next().is_some_and(|word| BARE.contains(&word));
    match attributes.chars().next() {
        None | Some('>' | '/') => false,
        Some('<') => true,
        Some(c) if !c.is_ascii() => true,
        _ => name.len() == 1 && !tag().contains('=') && !is_bare(),
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
                // Behind a value there is a space or the tag's end; a missing mark ends the value at the next one.
                let next = behind.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
                let is_ended = next.is_none_or(|next| next.is_ascii_whitespace() || matches!(next, '/' | '>'));
                is_doubtful |= !is_ended && value.contains('>') && value.contains("</");
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
            ("30 <%", "30 &lt;%"),
            ("Chú ý <!quan trọng> <![CDATA[Họp]]> <?a?>", "Chú ý &lt;!quan trọng> &lt;![CDATA[Họp]]> &lt;?a?>"),
            ("</ họ tên> <ho-ten> <ten-co-quan>", "&lt;/ họ tên> &lt;ho-ten> &lt;ten-co-quan>"),
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
            "<![if !supportLists]>a<![endif]><?xml:namespace prefix = o />",
            "<a download href='x'>y</a><p nowrap>z</p><b data-title=\"<i>x</i>\">c</b>",
            "<script>write('<script>x</' + 'script>')</script>",
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
            "a\n<iframe src=x><p>b</p><iframe src=y></iframe>",
            "a\n<script src=x><p>b</p><script>c</script>",
            "a\n<!-- b <!-- c",
            "a\n<p",
        ] {
            let (_, problems) = prepare(html);
            assert_eq!(problems.iter().map(|problem| problem.fault.line).collect::<Vec<_>>(), [Some(2)], "{html}");
        }
    }
}
