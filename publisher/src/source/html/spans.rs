//! Runs of text, tidied: white space as HTML collapses it, equal neighbours merged, one Unicode form.

use portal_app::content::model::{Mark, Span};

use crate::source::letters::repair;

/// A line break.
const BREAK: &str = "\n";

/// A source's text in its one form, on one line.
pub(super) fn clean_text(text: &str) -> String {
    repair(text).into_owned()
}

pub(super) fn line_break() -> Span {
    Span::plain(BREAK)
}

pub(super) fn is_break(span: &Span) -> bool {
    span.text == BREAK
}

/// All text of some spans; a line break is a space.
pub(super) fn plain_text(spans: &[Span]) -> String {
    let text = spans.iter().map(|span| if is_break(span) { " " } else { &span.text }).collect::<String>();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Appends a run, merging it with the last one if that looks the same.
pub(super) fn push_span(spans: &mut Vec<Span>, span: Span) {
    match spans.last_mut() {
        Some(last) if !is_break(last) && !is_break(&span) && looks_alike(last, &span) => last.text.push_str(&span.text),
        _ => spans.push(span),
    }
}

/// Collapses white space: a run of spaces becomes one, and spaces at the ends of a line are removed. A single no-break
/// or wide space between words is kept, an indentation of them is not. Breaks at the ends are removed; empty text has no spans.
pub(super) fn tidy(spans: Vec<Span>) -> Vec<Span> {
    let mut line = Line::default();
    for span in spans {
        if is_break(&span) {
            line.end();
        } else if span.marks.contains(&Mark::Code) {
            line.push_text(&span, &span.text);
        } else {
            line.push_collapsed(&span);
        }
    }
    line.finish()
}

/// Spans being tidied.
#[derive(Default)]
struct Line {
    done: Vec<Span>,
    /// A space that is written only if a word follows on the line, and how it looks.
    space: Option<(char, Span)>,
}

impl Line {
    fn push_collapsed(&mut self, span: &Span) {
        let mut word = String::new();
        for c in span.text.chars() {
            if c.is_whitespace() {
                self.push_text(span, &std::mem::take(&mut word));
                self.space = Some(match self.space.take() {
                    None => (c, with_look_of(span, String::new())),
                    Some((_, look)) => (' ', look),
                });
            } else {
                word.push(c);
            }
        }
        self.push_text(span, &word);
    }

    fn push_text(&mut self, look: &Span, text: &str) {
        if text.is_empty() {
            return;
        }
        if let Some((space, space_look)) = self.space.take()
            && let Some(last) = self.done.last().filter(|last| !is_break(last))
        {
            // The look of a lone space is invisible but would split two runs; a link does not begin with one.
            let fits = looks_alike(&space_look, last) || space_look.href.is_none() && looks_alike(&space_look, look);
            let look = if fits { &space_look } else { &Span::plain("") };
            push_span(&mut self.done, with_look_of(look, space.to_string()));
        }
        push_span(&mut self.done, with_look_of(look, text.to_owned()));
    }

    fn end(&mut self) {
        self.space = None;
        if !self.done.is_empty() {
            self.done.push(line_break());
        }
    }

    fn finish(mut self) -> Vec<Span> {
        while self.done.last().is_some_and(is_break) {
            self.done.pop();
        }
        let is_blank =
            |c: char| c.is_whitespace() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
        if self.done.iter().all(|span| span.text.chars().all(is_blank)) { Vec::new() } else { self.done }
    }
}

/// Another text that looks the same. Not a struct update of a clone: that would copy the whole run's text for each of its words.
pub(super) fn with_look_of(span: &Span, text: String) -> Span {
    Span { text, marks: span.marks.clone(), href: span.href.clone(), lang: span.lang.clone() }
}

fn looks_alike(a: &Span, b: &Span) -> bool {
    a.marks == b.marks && a.href == b.href && a.lang == b.lang
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strong(text: &str) -> Span {
        Span { marks: vec![Mark::Strong], ..Span::plain(text) }
    }

    #[test]
    fn white_space_is_collapsed_across_runs() {
        for (spans, expected) in [
            (
                vec![Span::plain("  a  "), strong("  b "), Span::plain(" c ")],
                vec![Span::plain("a "), strong("b "), Span::plain("c")],
            ),
            (vec![Span::plain("\u{a0} \u{a0}Tại")], vec![Span::plain("Tại")]),
            (vec![Span::plain("12\u{a0}kg")], vec![Span::plain("12\u{a0}kg")]),
            (vec![Span::plain("a\u{a0} b")], vec![Span::plain("a b")]),
            (
                vec![Span::plain("\u{2003}\u{3000}a 5\u{202f}000\u{2009}\u{2009}b\u{3000}")],
                vec![Span::plain("a 5\u{202f}000 b")],
            ),
            (vec![Span::plain("a"), strong(" "), Span::plain("b")], vec![Span::plain("a b")]),
            (
                vec![Span::plain("a "), line_break(), Span::plain(" b")],
                vec![Span::plain("a"), line_break(), Span::plain("b")],
            ),
            (vec![line_break(), Span::plain("a"), line_break(), Span::plain(" ")], vec![Span::plain("a")]),
            (vec![strong("a"), strong("b")], vec![strong("ab")]),
            (vec![strong(" \u{a0}"), Span::plain("\u{feff}\u{200b}")], vec![]),
            (vec![], vec![]),
        ] {
            assert_eq!(tidy(spans.clone()), expected, "{spans:?}");
        }
    }

    #[test]
    fn code_keeps_its_spaces() {
        let code = Span { marks: vec![Mark::Code], ..Span::plain("  a  b") };
        assert_eq!(tidy(vec![code.clone()]), [code]);
    }

    #[test]
    fn controls_vanish_and_letters_are_composed() {
        assert_eq!(clean_text("a\0b\u{1b}\tc\u{7f}\u{85}d"), "ab c d");
        assert_eq!(clean_text("Bo\u{302}\u{323}"), "Bộ");
        assert_eq!(clean_text("a\u{202e}b\u{200d}c"), "abc");
    }
}
