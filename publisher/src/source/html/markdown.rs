//! Markdown into HTML, and the way back from a line of the HTML to the line it was written on.

mod doubts;
mod lists;
mod notes;
mod traps;

use std::cell::Cell;
use std::fmt::{self, Write};

use pulldown_cmark::{Parser, html};

use self::doubts::Doubts;
use self::notes::Notes;
use super::problem::BodyProblem;

/// HTML made of Markdown.
pub(super) struct Rendered {
    pub html: String,
    /// By line of the HTML, the line of the Markdown; both counted from 0.
    lines: Vec<usize>,
    /// With the lines of the Markdown.
    pub problems: Vec<BodyProblem>,
}

impl Rendered {
    /// The line of the Markdown that a line of the HTML was made of, both counted from 1.
    pub fn source_line(&self, line: usize) -> usize {
        self.lines.get(line.saturating_sub(1)).or(self.lines.last()).map_or(1, |line| line + 1)
    }
}

/// CommonMark with tables, notes, strikethrough and tasks; lists count as they are written, HTML inside it stays HTML. What
/// the specification makes of a text, and no editor expects, is not done (`traps`), or is told.
pub(super) fn to_html(markdown: &str) -> Rendered {
    let markdown = traps::avoid(markdown);
    let (line, mut seen) = (Cell::new(0), 0);
    let (mut problems, mut notes, mut doubts) = (Vec::new(), Notes::default(), Doubts::default());
    let events = lists::as_written(&markdown, Parser::new_ext(&markdown, traps::OPTIONS).into_offset_iter());
    let events = events.into_iter().flat_map(|(event, range)| {
        // Events come in the order of the text, but for the ends of blocks, which name the whole block.
        if let Some(passed) = markdown.get(seen..range.start) {
            line.set(line.get() + passed.matches('\n').count());
            seen = range.start;
        }
        let written = markdown.get(range).unwrap_or_default();
        problems.extend(doubts.tell(&event, written, line.get() + 1));
        notes.number(traps::read(event, written))
    });
    let mut rendered = LineKeeper { html: String::new(), lines: vec![0], line: &line };
    // Writing to a String cannot fail.
    let _ = html::write_html_fmt(&mut rendered, events);
    let (html, lines) = (rendered.html, rendered.lines);
    Rendered { html, lines, problems }
}

/// Notes for each line that is written which line is being read.
struct LineKeeper<'a> {
    html: String,
    lines: Vec<usize>,
    line: &'a Cell<usize>,
}

impl Write for LineKeeper<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.html.is_empty() || self.html.ends_with('\n') {
            self.lines.pop();
            self.lines.push(self.line.get());
        }
        let breaks = text.matches('\n').count();
        self.lines.extend((1..=breaks).map(|_| self.line.get()));
        self.html.push_str(text);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_html_is_traced_to_its_markdown() {
        let rendered = to_html("# A\n\n- b\n- c\n  d\n\n|e|\n|-|\n|f|\n\n\n<div>\ng\n</div>\n\nh\ni");
        let line_of = |text: &str| {
            let line = rendered.html.lines().position(|line| line.contains(text)).unwrap_or_default();
            rendered.source_line(line + 1)
        };
        for (text, line) in
            [("A", 1), ("b", 3), ("c", 4), ("d<", 5), ("<th>e", 7), ("<td>f", 9), ("<div>", 12), ("<p>h", 16)]
        {
            assert_eq!(line_of(text), line, "{text}: {:?}", rendered.html);
        }
    }
}
