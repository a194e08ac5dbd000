//! Signs of an old system or of Markdown that readers would see as text.

use std::sync::LazyLock;

use portal_app::content::model::{Block, Mark, Span};
use regex::Regex;

use super::problem::BodyProblem;
use crate::source::problem::Fault;

/// Codes of WordPress, Joomla, forums and templates, and what Word writes for a field that is broken.
static CODES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let codes = [
        r#"\[/[a-z][a-z0-9_-]*\]"#,
        r#"\[[a-z][a-z0-9_-]+ +[a-z_-]+ *= *["'”″“][^\]]*\]"#,
        r"\[(gallery|embed|playlist|caption)\b[^\]]*\]",
        r"\{/?(youtube|vimeo|loadmodule|loadposition|mosimage|phocagallery|source|jcomments|gallery|module|tab|slider)\b[^}]*\}",
        r"\{\{ ?[<%][^}]*\}\}|\{%[^%]*%\}",
        r"\{ *(HYPERLINK|PAGEREF|REF|TOC|SEQ)\b[^}]*\}",
        r"Error! (Reference source|Bookmark) not|Lỗi! Không tìm thấy nguồn tham chiếu",
    ];
    Regex::new(&codes.join("|")).ok()
});

/// A picture or a link that is none: `![Họp](Ảnh họp (2).jpg)`, `[Kế hoạch] (ke-hoach.pdf)`, `![[anh.jpg]]`.
static TARGETS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let targets = [
        r"!\[[^\]]{0,300}\] ?\([^)]{0,300}\)?",
        r"!?\[\[[^\]]{1,300}\]\]",
        r"\[[^\]]{0,300}\]\([^)]{0,300}\.[A-Za-z]{2,4}\)",
        r"\[[^\]]{0,300}\] ?\([^)]{0,300}\.(pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|webp|svg|mp[34]|zip|rar|html?)\b",
        r"\[[^\]]{1,300}\]\((https?:|mailto:|www\.|/)[^)]{0,300}\)?",
    ];
    Regex::new(&targets.join("|")).ok()
});

/// Stars and lines of Markdown around words, and the beginning of a comment.
static SIGNS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^#{2,6}[\p{L}]|^\|[^|]+\||==[^=]{1,40}==|<!--|\*\*[\p{L}\p{N}][^*]{0,40}(\*\*)?|__[\p{L}\p{N}][^_]{0,40}",
    )
    .ok()
});

/// Tells of codes that no system here understands.
pub(super) fn shortcodes(blocks: &[Block]) -> Vec<BodyProblem> {
    let help = "Replace it by the picture or the film itself, or delete it.";
    found(blocks, &CODES, |_| Fault::new("this is a code of another system, and readers would see it", help))
}

/// Tells of Markdown that was not understood. A picture or a link is missing then.
pub(super) fn markdown(blocks: &[Block]) -> Vec<BodyProblem> {
    let in_brackets = "Write ![…](<anh hop.jpg> \"…\") or […](<ke hoach.pdf>), and nothing between ] and (; within HTML write <a href=\"…\">…</a>.";
    let bold =
        "Bold is **words** without a space inside the stars, a heading ## and a space; within HTML write <b>words</b>.";
    let table =
        "A table has a line |---|---| below its first row, and an empty line before it; within HTML write <table>.";
    let targets = |_: &str| Fault::new("this is read neither as a picture nor as a link", in_brackets);
    let signs =
        |sign: &str| Fault::warning("readers would see these signs", if sign.starts_with('|') { table } else { bold });
    let mut problems = found(blocks, &TARGETS, targets);
    problems.extend(found(blocks, &SIGNS, signs));
    problems
}

/// The most that is told of one text: whoever sees as many looks at all of it.
const MOST: usize = 20;

fn found(blocks: &[Block], signs: &LazyLock<Option<Regex>>, fault: impl Fn(&str) -> Fault) -> Vec<BodyProblem> {
    let Some(signs) = signs.as_ref() else { return Vec::new() };
    let mut texts = Vec::new();
    collect_texts(blocks, &mut texts);
    let matches = texts.iter().flat_map(|text| signs.find_iter(text).map(|found| found.as_str().to_owned()));
    matches.take(MOST).map(|value| BodyProblem { attribute: None, fault: fault(&value), value }).collect()
}

/// The text of every paragraph and heading, code apart.
fn collect_texts(blocks: &[Block], texts: &mut Vec<String>) {
    let text = |spans: &[Span]| {
        let seen =
            spans.iter().filter(|span| !span.marks.iter().any(|mark| matches!(mark, Mark::Code | Mark::Superscript)));
        seen.map(|span| span.text.as_str()).collect::<String>()
    };
    for block in blocks {
        match block {
            Block::Paragraph { spans } | Block::Heading { spans, .. } => texts.push(text(spans)),
            Block::List { items, .. } => items.iter().for_each(|item| collect_texts(item, texts)),
            Block::Table { rows, .. } => {
                rows.iter().flatten().for_each(|cell| collect_texts(&cell.blocks, texts));
            }
            Block::Quote { blocks, .. } => collect_texts(blocks, texts),
            _ => {}
        }
    }
}
