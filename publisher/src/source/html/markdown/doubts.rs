//! What is done as Markdown's specification says, and was perhaps not meant so.

use pulldown_cmark::{Event, HeadingLevel, Tag};

use crate::source::html::problem::BodyProblem;
use crate::source::problem::Fault;

/// Looks at each part of a text.
#[derive(Default)]
pub(super) struct Doubts {
    /// Of the table that is being read.
    columns: usize,
}

impl Doubts {
    /// What is to be told of a part, which is `written` so and begins on a line, counted from 1.
    pub fn tell(&mut self, event: &Event<'_>, written: &str, line: usize) -> Option<BodyProblem> {
        let fault = match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1 | HeadingLevel::H2, .. }) => underlined(written),
            Event::Start(Tag::Table(columns)) => {
                self.columns = columns.len();
                None
            }
            Event::Start(Tag::TableRow) => self.row(written),
            _ => None,
        };
        let value = written.lines().next().unwrap_or_default().to_owned();
        Some(BodyProblem { attribute: None, value, fault: fault?.at_line(line) })
    }

    /// A parser drops the cells that the first row has not.
    fn row(&self, written: &str) -> Option<Fault> {
        let line = written.trim();
        let bare = line.strip_prefix('|').unwrap_or(line);
        let bare = bare.strip_suffix('|').filter(|bare| !bare.ends_with('\\')).unwrap_or(bare);
        let (mut cells, mut before) = (1, ' ');
        for c in bare.chars() {
            cells += usize::from(c == '|' && before != '\\');
            before = c;
        }
        if cells > self.columns {
            let message = format!("this row has {cells} cells, and the first row has {}", self.columns);
            return Some(Fault::new(message, "Give each row as many: write \\| for a | within a cell."));
        }
        let help = "Put an empty line below the table, if it is no row.";
        (!line.contains('|') && self.columns > 1)
            .then(|| Fault::warning("this line is read as a row of the table", help))
    }
}

/// A heading made by a line below it.
fn underlined(written: &str) -> Option<Fault> {
    if written.trim_start().starts_with('#') {
        return None;
    }
    let help =
        "Put an empty line between them, if it is a line across the page; write ## before it, if it is a heading.";
    Some(Fault::warning("the line of dashes below it makes a heading of this line", help))
}
