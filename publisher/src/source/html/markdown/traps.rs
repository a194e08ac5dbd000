//! What Markdown's specification makes of texts by people who have never read it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use regex::Regex;

/// CommonMark, and what editors know from elsewhere.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS);

/// How often indentation is looked for: each time one level of it is gone.
const MAX_LEVELS: usize = 6;

/// A sign without width, beside which two stars are the end of what is bold; `read` takes it away again.
const JOINT: char = '\u{2060}';

/// The text, written so that it means what it says: indentation is no code, a name in brackets is no definition, and
/// bold ends where its stars are. No line comes or goes.
pub(super) fn avoid(markdown: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(markdown);
    for _ in 0..MAX_LEVELS {
        match without_indentation(&text) {
            Some(less) => text = Cow::Owned(less),
            None => break,
        }
    }
    // Of several with one name the parser names only the first.
    for _ in 0..MAX_LEVELS {
        match with_definitions_as_text(&text) {
            Some(escaped) => text = Cow::Owned(escaped),
            None => break,
        }
    }
    if let Some(straight) = with_straight_titles(&text) {
        text = Cow::Owned(straight);
    }
    if text.contains('*') { Cow::Owned(by_paragraph(&text)) } else { text }
}

/// A caption between the quotation marks that Word makes of straight ones: `![Họp](hop.jpg “Quang cảnh”)`.
static CURLY_TITLE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(\]\((?:<[^<>\n]+>|[^\s()<>]+)[ \t]+)[“”„]([^“”„"\n]*)[“”]([ \t]*\))"#).ok());

fn with_straight_titles(markdown: &str) -> Option<String> {
    let curly = CURLY_TITLE.as_ref().filter(|_| markdown.contains(['“', '”', '„']))?;
    match curly.replace_all(markdown, "$1\"$2\"$3") {
        Cow::Borrowed(_) => None,
        Cow::Owned(straight) => Some(straight),
    }
}

/// Lines that begin with spaces or a tab are an indented paragraph, and no code. `None` when there are none.
fn without_indentation(markdown: &str) -> Option<String> {
    let (mut depth, mut less, mut done) = (0_usize, String::new(), 0);
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                let begin = markdown.get(..range.start)?.rfind('\n').map_or(0, |end| end + 1);
                let begin = begin.max(done);
                less.push_str(markdown.get(done..begin)?);
                for line in markdown.get(begin..range.end)?.split_inclusive('\n') {
                    less.push_str(if depth == 0 { line.trim_start_matches([' ', '\t']) } else { less_indented(line) });
                }
                done = range.end;
            }
            Event::Start(Tag::Item | Tag::BlockQuote(_) | Tag::FootnoteDefinition(_)) => depth += 1,
            Event::End(TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition) => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
    }
    less.push_str(markdown.get(done..)?);
    (done > 0 && less != markdown).then_some(less)
}

/// A line of a list's item, four columns further to the left.
fn less_indented(line: &str) -> &str {
    line.strip_prefix('\t').or_else(|| line.strip_prefix("    ")).unwrap_or_else(|| line.trim_start_matches(' '))
}

/// `[Nguồn]: https://…` defines an address for `[Nguồn]`; where nothing uses it, it is a sentence. `None` when there is
/// no such line.
fn with_definitions_as_text(markdown: &str) -> Option<String> {
    let parser = Parser::new_ext(markdown, OPTIONS);
    let definitions = parser.reference_definitions().iter();
    let mut defined = definitions.map(|(name, defined)| (name.to_lowercase(), defined.span.start)).collect::<Vec<_>>();
    if defined.is_empty() {
        return None;
    }
    let used = parser.filter_map(|event| match event {
        Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) => {
            let is_named = matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut);
            is_named.then(|| id.to_lowercase())
        }
        _ => None,
    });
    let used = used.collect::<BTreeSet<_>>();
    defined.retain(|(name, _)| !used.contains(name));
    defined.sort_by_key(|(_, start)| *start);
    let (mut escaped, mut done) = (String::new(), 0);
    for (_, start) in defined {
        escaped.push_str(markdown.get(done..start)?);
        escaped.push('\\');
        done = start;
    }
    escaped.push_str(markdown.get(done..)?);
    (escaped != markdown).then_some(escaped)
}

/// Stars as they are meant: `**Thời gian:**8 giờ` is bold for everybody but the specification, which wants a space behind
/// a colon and stars; and in `2*3*4` or `(*)` nothing is slanted.
fn by_paragraph(markdown: &str) -> String {
    let (mut joined, mut is_code) = (String::with_capacity(markdown.len()), false);
    let mut paragraph = String::new();
    for line in markdown.split_inclusive('\n') {
        let text = line.trim_start();
        let is_fence = text.starts_with("```") || text.starts_with("~~~");
        if text.is_empty() || is_fence || is_code {
            joined.push_str(&join_paragraph(&std::mem::take(&mut paragraph)));
            joined.push_str(line);
            is_code ^= is_fence;
        } else {
            paragraph.push_str(line);
        }
    }
    joined + &join_paragraph(&paragraph)
}

/// Pairs of two stars, each with what is bold between them; a paragraph whose stars are no pairs stays as it is.
fn join_paragraph(paragraph: &str) -> String {
    let is_plain = !paragraph.contains("***") && !paragraph.contains("\\*") && !paragraph.contains('`');
    if !is_plain {
        return paragraph.to_owned();
    }
    let paragraph = &with_single_stars(paragraph);
    let parts = paragraph.split("**").collect::<Vec<_>>();
    if parts.len() < 3 {
        return paragraph.to_owned();
    }
    // The last star of an odd number has no partner, and stays.
    let last_pair = (parts.len() - 1) / 2 * 2;
    let mut joined = String::with_capacity(paragraph.len() + 6 * parts.len());
    for (position, part) in parts.iter().enumerate() {
        let is_bold = position % 2 == 1 && position < last_pair;
        let words = part.trim();
        if position > last_pair {
            joined.push_str("**");
        }
        if is_bold && !words.is_empty() && !part.contains('\n') {
            let (before, after) = part.split_once(words).unwrap_or(("", ""));
            joined.push_str(&format!("{before}**{JOINT}{words}{JOINT}**{after}"));
        } else if is_bold {
            joined.push_str(&format!("**{part}**"));
        } else {
            joined.push_str(part);
        }
    }
    joined
}

/// A star between two digits, or alone in brackets, is a star.
fn with_single_stars(paragraph: &str) -> String {
    let mut escaped = String::with_capacity(paragraph.len());
    let mut letters = paragraph.chars().peekable();
    let mut before = ' ';
    while let Some(c) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        if c == '*' && (before.is_ascii_digit() && next.is_ascii_digit() || before == '(' && next == ')') {
            escaped.push('\\');
        }
        escaped.push(c);
        before = c;
    }
    escaped
}

/// The event as people mean it: one tilde is a tilde (`15~20 độ`), two cross out.
pub(super) fn read<'a>(event: Event<'a>, written: &str) -> Event<'a> {
    match event {
        Event::Start(Tag::Strikethrough) | Event::End(TagEnd::Strikethrough) if !written.starts_with("~~") => {
            Event::Text(CowStr::Borrowed("~"))
        }
        Event::Text(text) if text.contains(JOINT) => Event::Text(text.replace(JOINT, "").into()),
        Event::Html(html) if html.contains(JOINT) => Event::Html(html.replace(JOINT, "").into()),
        Event::InlineHtml(html) if html.contains(JOINT) => Event::InlineHtml(html.replace(JOINT, "").into()),
        event => event,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indented_line_is_text() {
        for (written, read) in [
            ("    Sáng 12/5, hội nghị\n\n\tHội nghị\n\nkhác", "Sáng 12/5, hội nghị\n\nHội nghị\n\nkhác"),
            ("    <table>\n      <tr>\n    </table>\n", "<table>\n<tr>\n</table>\n"),
            ("- a\n\n      b\n", "- a\n\n  b\n"),
            ("```\n    mã\n```\n", "```\n    mã\n```\n"),
            ("- a\n    - b\n", "- a\n    - b\n"),
        ] {
            assert_eq!(avoid(written), read);
        }
    }

    #[test]
    fn a_definition_that_nothing_uses_is_text() {
        for (written, read) in [
            ("[Nguồn]: https://example.org/", "\\[Nguồn]: https://example.org/"),
            ("Xem [Nguồn].\n\n[Nguồn]: https://example.org/", "Xem [Nguồn].\n\n[Nguồn]: https://example.org/"),
            ("[x]: a \n[y]: b", "\\[x]: a \n\\[y]: b"),
            ("[x]: a\n\n[x]: b", "\\[x]: a\n\n\\[x]: b"),
        ] {
            assert_eq!(avoid(written), read);
        }
    }

    #[test]
    fn bold_ends_where_its_stars_are() {
        for (written, read) in [
            ("**Thời gian:**8 giờ", "**|Thời gian:|**8 giờ"),
            ("**Ông A, **phát biểu", "**|Ông A,|** phát biểu"),
            ("** có cách ** và **thiếu", " **|có cách|**  và **thiếu"),
            ("`a ** b ** c`", "`a ** b ** c`"),
            ("```\n**a:**b\n```", "```\n**a:**b\n```"),
            ("***a***b", "***a***b"),
            ("2*3*4 m, *nghiêng*, (*) vắng", "2\\*3\\*4 m, *nghiêng*, (\\*) vắng"),
        ] {
            assert_eq!(avoid(written).replace(JOINT, "|"), read);
        }
    }
}
