//! Bodies written in HTML or Markdown, made into blocks.
//!
//! One allow-list for both: Markdown becomes HTML first, a real HTML parser reads it (`dom`), and only what has a
//! meaning in the content model comes out (`builder`); scripts, handlers and styling have none. The habits of old
//! editors are fixed afterwards (`passes`).

mod builder;
mod cells;
mod dom;
mod embed;
mod figure;
mod letters;
mod link;
mod list;
mod markdown;
mod passes;
pub mod problem;
mod spans;
mod table;
#[cfg(test)]
mod tests;
mod text_style;

use portal_app::content::model::Block;
use portal_app::text::Lang;

use self::problem::BodyProblem;
use crate::source::media::MediaFolder;

/// Reads HTML in a language: a fragment, or a whole page whose body is meant. The habits of old editors are fixed.
pub fn parse_html(html: &str, lang: Lang, media: &MediaFolder) -> (Vec<Block>, Vec<BodyProblem>) {
    let (pieces, problems) = read(html, lang, media);
    (passes::repair(pieces), problems)
}

/// Reads Markdown (CommonMark with tables and strikethrough); HTML inside it is read as HTML.
pub fn parse_markdown(markdown: &str, lang: Lang, media: &MediaFolder) -> (Vec<Block>, Vec<BodyProblem>) {
    let rendered = markdown::to_html(markdown);
    let (pieces, mut problems) = read(&rendered.html, lang, media);
    for problem in &mut problems {
        problem.fault.line = problem.fault.line.map(|line| rendered.source_line(line));
    }
    (passes::tidy(pieces), problems)
}

fn read(html: &str, lang: Lang, media: &MediaFolder) -> (Vec<passes::Piece>, Vec<BodyProblem>) {
    let mut html = dom::parse(html);
    let mut problems = letters::read_letters(&mut html);
    let (pieces, found) = builder::build(&html, lang, media);
    problems.extend(found);
    (pieces, problems)
}
