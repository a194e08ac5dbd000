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
mod items;
mod link;
mod list;
mod markdown;
mod passes;
pub mod problem;
mod spans;
mod symbols;
mod table;
#[cfg(test)]
mod tests;
mod text_style;
mod typed;
mod word_list;

use portal_app::content::model::Block;
use portal_app::text::Lang;

use self::problem::BodyProblem;
use crate::source::media::MediaFolder;

/// Reads HTML in a language: a fragment, or a whole page whose body is meant. The habits of old editors are fixed.
pub fn parse_html(html: &str, lang: Lang, media: &MediaFolder) -> (Vec<Block>, Vec<BodyProblem>) {
    let (pieces, problems) = builder::build(&dom::parse(html), lang, media);
    (passes::repair(pieces), problems)
}

/// Reads Markdown (CommonMark with tables and strikethrough); HTML inside it is read as HTML.
pub fn parse_markdown(markdown: &str, lang: Lang, media: &MediaFolder) -> (Vec<Block>, Vec<BodyProblem>) {
    let rendered = markdown::to_html(markdown);
    let (pieces, mut problems) = builder::build(&dom::parse(&rendered.html), lang, media);
    for problem in &mut problems {
        problem.fault.line = problem.fault.line.map(|line| rendered.source_line(line));
    }
    (passes::tidy(pieces), problems)
}
