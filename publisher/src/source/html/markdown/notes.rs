//! Notes (`[^1]`): a number in the text, and the same number before the note.

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// The numbers of the notes, in the order in which the text names them.
#[derive(Default)]
pub(super) struct Notes<'a> {
    numbers: HashMap<CowStr<'a>, usize>,
    /// The note whose first paragraph has not begun.
    awaited: Option<usize>,
}

impl<'a> Notes<'a> {
    /// The event, with a note's name as its number.
    pub fn number(&mut self, event: Event<'a>) -> Event<'a> {
        match event {
            Event::FootnoteReference(name) => {
                let number = self.number_of(name);
                Event::InlineHtml(format!("<sup>[{number}]</sup>").into())
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                self.awaited = Some(self.number_of(name));
                Event::Html("<div>".into())
            }
            // A note that has no paragraph.
            Event::End(TagEnd::FootnoteDefinition) => match self.awaited.take() {
                Some(number) => Event::Html(format!("<p>[{number}]</p></div>\n").into()),
                None => Event::Html("</div>\n".into()),
            },
            Event::Start(Tag::Paragraph) => match self.awaited.take() {
                Some(number) => Event::Html(format!("<p>[{number}] ").into()),
                None => Event::Start(Tag::Paragraph),
            },
            event => event,
        }
    }

    fn number_of(&mut self, name: CowStr<'a>) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(name).or_insert(next)
    }
}
