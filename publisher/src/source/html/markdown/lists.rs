//! Lists as they are written: Markdown counts on from a list's first number and parts lists by their bullets.
//!
//! Numbers stay what was typed, a number that belongs to no list stays text, and `+` below `-` is a level further in, as
//! in Vietnamese official style.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::source::html::typed::bullet_of;

/// Numbers from here on are years: no list counts so far.
const NO_LIST: u64 = 1000;

type Placed<'a> = (Event<'a>, Range<usize>);

/// Events of the same blocks, whose items say their number or their level.
pub(super) fn as_written<'a>(markdown: &str, events: impl Iterator<Item = Placed<'a>>) -> Vec<Placed<'a>> {
    let events = events.collect::<Vec<_>>();
    let markers = Reader { markdown, ..Reader::default() }.read(&events);
    write(events, markers)
}

/// What becomes of an item's marker.
enum Marker {
    Number(u64),
    /// It is text, and the item a paragraph.
    Text(String),
    /// Of a bullet: the first item of its lists, and how far in it is.
    Level(usize, usize),
}

/// An item's event and its marker.
type Item = (usize, String);

/// Lists beside each other in one block.
#[derive(Default)]
struct Beside {
    /// The number of the last ordered list's last item.
    last: Option<u64>,
    /// Where the last list ended.
    end: usize,
    /// The bullets of the lists that directly follow each other, the outermost first.
    bullets: Vec<String>,
    /// The items of the first of them.
    first: Vec<usize>,
}

#[derive(Default)]
struct Reader<'a> {
    markdown: &'a str,
    /// The markers by their items' events; those that are as Markdown reads them are left out.
    markers: BTreeMap<usize, Marker>,
}

impl Reader<'_> {
    fn read(mut self, events: &[Placed<'_>]) -> BTreeMap<usize, Marker> {
        let (mut lists, mut around) = (Vec::<Vec<Item>>::new(), vec![Beside::default()]);
        for (index, (event, range)) in events.iter().enumerate() {
            match event {
                Event::Start(Tag::List(_)) => lists.push(Vec::new()),
                Event::Start(Tag::BlockQuote(_)) => around.push(Beside::default()),
                Event::Start(Tag::Item) => {
                    around.push(Beside::default());
                    let marker = self.marker_at(range.start);
                    lists.iter_mut().next_back().into_iter().for_each(|list| list.push((index, marker.clone())));
                }
                Event::End(TagEnd::Item | TagEnd::BlockQuote(_)) => {
                    around.pop();
                }
                Event::End(TagEnd::List(ordered)) => {
                    let (Some(items), Some(beside)) = (lists.pop(), around.last_mut()) else { continue };
                    if *ordered {
                        beside.bullets.clear();
                        self.read_numbers(items, &mut beside.last);
                    } else {
                        self.read_bullets(items, range.start, beside);
                    }
                    beside.end = range.end;
                }
                _ => {}
            }
        }
        self.markers
    }

    /// The digits with what follows them, or the bullet, at the beginning of an item.
    fn marker_at(&self, start: usize) -> String {
        let text = self.markdown.get(start..).unwrap_or_default().trim_start_matches(' ');
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        text.get(..=digits).unwrap_or_default().to_owned()
    }

    fn is_after_empty_line(&self, start: usize) -> bool {
        let before = self.markdown.get(..start).and_then(|before| before.rsplit('\n').nth(1));
        before.is_some_and(|line| line.trim_matches([' ', '\t', '\r', '>']).is_empty())
    }

    /// A list begins with 1, goes on from the one before, or shows by its second item that it is one.
    fn read_numbers(&mut self, items: Vec<Item>, last: &mut Option<u64>) {
        let number_of = |(_, marker): &Item| marker.trim_end_matches(['.', ')']).parse().unwrap_or(u64::MAX);
        let numbers = items.iter().map(number_of).collect::<Vec<u64>>();
        let (Some(first), second) = (numbers.first().copied(), numbers.get(1).copied()) else { return };
        // Who writes the same number everywhere leaves the counting to Markdown.
        if second.is_some() && first < NO_LIST && numbers.iter().all(|number| *number == first) {
            *last = u64::try_from(numbers.len()).ok().and_then(|count| (first + count).checked_sub(1));
            return;
        }
        let follows =
            |number: u64, before: Option<u64>| before.and_then(|before| before.checked_add(1)) == Some(number);
        let mut is_list = second.is_some_and(|second| follows(second, Some(first)));
        for ((index, marker), number) in items.into_iter().zip(numbers) {
            is_list |= number <= 1 || follows(number, *last);
            let marker = if is_list && number < NO_LIST {
                *last = Some(number);
                Marker::Number(number)
            } else {
                Marker::Text(marker)
            };
            self.markers.insert(index, marker);
        }
    }

    /// Another bullet directly below is a level further in; one that was there before is of its level again.
    fn read_bullets(&mut self, items: Vec<Item>, start: usize, beside: &mut Beside) {
        let Some((_, bullet)) = items.first().cloned() else { return };
        let is_next = self.markdown.get(beside.end..start).is_some_and(|between| between.trim().is_empty());
        let has_plus = bullet == "+" || beside.bullets.iter().any(|other| other == "+");
        let known = beside.bullets.iter().position(|other| *other == bullet);
        // A hyphen is never below a plus.
        let is_above = bullet == "-" && known.is_none() && has_plus;
        // Many part two lists by another bullet and an empty line.
        let goes_on =
            !beside.bullets.is_empty() && is_next && !is_above && (has_plus || !self.is_after_empty_line(start));
        if !goes_on {
            beside.first = items.into_iter().map(|(index, _)| index).collect();
            beside.bullets = vec![bullet];
            return;
        }
        let Some(run) = beside.first.first().copied() else { return };
        let level = known.unwrap_or(beside.bullets.len()) + 1;
        if known.is_none() {
            beside.bullets.push(bullet);
        }
        self.markers.extend(beside.first.iter().map(|index| (*index, Marker::Level(run, 1))));
        beside.first.truncate(1);
        self.markers.extend(items.into_iter().map(|(index, _)| (index, Marker::Level(run, level))));
    }
}

/// The events with their items' markers. A list's own tag is written with the first item that is one.
fn write(events: Vec<Placed<'_>>, mut markers: BTreeMap<usize, Marker>) -> Vec<Placed<'_>> {
    let mut written = Vec::<Placed<'_>>::with_capacity(events.len());
    // The lists around, each with whether it is begun; the items around, each with whether it is text.
    let (mut lists, mut texts) = (Vec::new(), Vec::new());
    for (index, (event, range)) in events.into_iter().enumerate() {
        let event = match event {
            Event::Start(Tag::List(start)) => {
                lists.push((start, false));
                continue;
            }
            Event::Start(Tag::Item) => {
                let marker = markers.remove(&index);
                let is_text = matches!(marker, Some(Marker::Text(_)));
                if let Some((start, is_begun)) = lists.last_mut()
                    && *is_begun == is_text
                {
                    *is_begun = !is_text;
                    let tag = Tag::List(*start);
                    let event = if is_text { Event::End(tag.to_end()) } else { Event::Start(tag) };
                    written.push((event, range.clone()));
                }
                texts.push(is_text);
                match marker {
                    None => Event::Start(Tag::Item),
                    Some(Marker::Number(number)) => Event::InlineHtml(format!("<li value=\"{number}\">").into()),
                    Some(Marker::Level(run, level)) => {
                        let tag = format!("<li data-listid=\"{run}\" data-aria-level=\"{level}\">");
                        Event::InlineHtml(tag.into())
                    }
                    Some(Marker::Text(marker)) => {
                        written.push((Event::InlineHtml("<p>".into()), range.clone()));
                        Event::Text(format!("{marker} ").into())
                    }
                }
            }
            // The marker has begun it.
            Event::Start(Tag::Paragraph) if texts.last() == Some(&true) && follows_marker(&written) => continue,
            Event::End(TagEnd::Item) if texts.pop() == Some(true) => Event::Html("</p>\n".into()),
            Event::End(TagEnd::List(_)) if !lists.pop().is_some_and(|(_, is_begun)| is_begun) => continue,
            Event::Text(text) if begins_line(&text) && matches!(written.last(), Some((Event::SoftBreak, _))) => {
                if let Some((event, _)) = written.last_mut() {
                    *event = Event::HardBreak;
                }
                Event::Text(text)
            }
            Event::TaskListMarker(is_done) => Event::Text(if is_done { "☑ " } else { "☐ " }.into()),
            event => event,
        };
        written.push((event, range));
    }
    written
}

fn follows_marker(written: &[Placed<'_>]) -> bool {
    let before = written.len().checked_sub(2).and_then(|before| written.get(before));
    matches!(before, Some((Event::InlineHtml(tag), _)) if &**tag == "<p>")
}

/// Lines that begin with a bullet, a dash, `a)` or `2.Nhận` were typed as lines.
fn begins_line(text: &str) -> bool {
    let core = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = match text.len() - core.len() {
        0 => text.strip_prefix(|c: char| c.is_ascii_lowercase() || c == 'đ').and_then(|rest| rest.strip_prefix(") ")),
        1 | 2 => core.strip_prefix(['.', ')']).filter(|rest| rest.trim_start().starts_with(char::is_uppercase)),
        _ => None,
    };
    rest.is_some() || bullet_of(text).is_some() || text.starts_with("– ") || text.starts_with("— ")
}
