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
    pub fn number(&mut self, event: Event<'a>) -> impl Iterator<Item = Event<'a>> + use<'a> {
        let number = match &event {
            Event::Start(_) | Event::End(TagEnd::FootnoteDefinition) => self.awaited.take(),
            _ => None,
        };
        let (before, event) = match (event, number) {
            (Event::FootnoteReference(name), _) => {
                let number = self.number_of(name);
                (None, Event::InlineHtml(format!("<sup>[{number}]</sup>").into()))
            }
            (Event::Start(Tag::FootnoteDefinition(name)), _) => {
                self.awaited = Some(self.number_of(name));
                (None, Event::Html("<div>".into()))
            }
            (Event::Start(Tag::Paragraph), Some(number)) => (None, Event::Html(format!("<p>[{number}] ").into())),
            // A note that begins with a list, or is empty.
            (event, number) => (number.map(|number| Event::Html(format!("<p>[{number}]</p>\n").into())), event),
        };
        let event = match event {
            Event::End(TagEnd::FootnoteDefinition) => Event::Html("</div>\n".into()),
            event => event,
        };
        before.into_iter().chain([event])
    }

    fn number_of(&mut self, name: CowStr<'a>) -> usize {
        let next = self.numbers.len() + 1;
        *self.numbers.entry(name).or_insert(next)
    }
}
