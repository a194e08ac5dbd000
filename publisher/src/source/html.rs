//! Bodies written in HTML or Markdown, made into blocks.
//!
//! One allow-list for both: Markdown becomes HTML first, a real HTML parser reads it (`dom`), and only what has a
//! meaning in the content model comes out (`builder`); scripts, handlers and styling have none. The habits of old
//! editors are fixed afterwards (`passes`). What holds text, a link or a file and does not come out is told.

mod builder;
mod cells;
mod dom;
mod dropped;
mod elements;
mod embed;
mod figure;
mod items;
mod layout;
mod leftovers;
mod letters;
mod link;
mod list;
mod markdown;
mod passes;
mod piece;
pub mod problem;
mod spans;
pub mod survey;
mod table;
mod tags;
#[cfg(test)]
mod tests;
mod text_style;
mod typed;
mod word;
mod word_list;

use portal_app::content::model::Block;
use portal_app::text::Lang;

pub(super) use self::dom::parse as parse_tree;
pub(super) use self::link::resolve;
use self::piece::Piece;
use self::problem::BodyProblem;
use crate::source::media::MediaFolder;

/// Reads HTML in a language: a fragment, or a whole page whose body is meant. The habits of old editors are fixed.
pub fn parse_html(html: &str, lang: Lang, media: &MediaFolder) -> (Vec<Block>, Vec<BodyProblem>) {
    let (pieces, mut problems) = read(html, lang, media);
    let blocks = passes::repair(pieces);
    problems.extend(leftovers::shortcodes(&blocks));
    (blocks, problems)
}

/// Reads Markdown (CommonMark with tables, notes and strikethrough); HTML inside it is read as HTML.
pub fn parse_markdown(markdown: &str, lang: Lang, media: &MediaFolder) -> (Vec<Block>, Vec<BodyProblem>) {
    let rendered = markdown::to_html(markdown);
    let (pieces, mut problems) = read(&rendered.html, lang, media);
    for problem in &mut problems {
        problem.fault.line = problem.fault.line.map(|line| rendered.source_line(line));
    }
    let blocks = passes::tidy(pieces);
    problems.extend(rendered.problems);
    problems.extend(leftovers::shortcodes(&blocks));
    problems.extend(leftovers::markdown(&blocks));
    (blocks, problems)
}

fn read(html: &str, lang: Lang, media: &MediaFolder) -> (Vec<Piece>, Vec<BodyProblem>) {
    let (html, mut problems) = tags::prepare(html);
    let mut html = dom::parse(&html);
    problems.extend(letters::read_letters(&mut html));
    let (pieces, found) = builder::build(&html, lang, media);
    problems.extend(found);
    (pieces, problems)
}
