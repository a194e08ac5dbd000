//! Bullets typed by hand: paragraphs or lines that begin with one, two or more in a row, are a list.
//!
//! Hyphens, ticks and numbers stay text: they are read as they are.

use portal_app::content::model::{Block, Mark, Span};

use super::items::{Counting, Item, nest};
use super::piece::Piece;
use super::spans::{is_break, tidy};

/// Signs that are nothing but bullets; `letters` has made them of those in Word's fonts.
const BULLETS: &[char] = &['•', '·', '▪', '■', '●', '◦', '○', '‣', '❖', '➢', '➤', '►'];

/// How many levels other bullets may be further in.
const MAX_LEVEL: usize = 2;

/// The bullet that begins a text.
pub(super) fn bullet_of(text: &str) -> Option<char> {
    text.trim_start().chars().next().filter(|first| BULLETS.contains(first))
}

/// Makes lists of runs of lines with bullets; each other bullet is one level further in.
pub(super) fn typed_lists(pieces: Vec<Piece>) -> Vec<Piece> {
    let (mut done, mut run) = (Vec::new(), Vec::new());
    for piece in pieces {
        match lines_of(&piece) {
            Some((before, lines)) => {
                if !before.is_empty() {
                    end_run(&mut run, &mut done);
                }
                run.push(((before, lines), piece));
            }
            None => {
                end_run(&mut run, &mut done);
                done.push(piece);
            }
        }
    }
    end_run(&mut run, &mut done);
    done
}

/// What is before the first bullet, and the lines that begin with one.
type Lines = (Vec<Span>, Vec<(char, Vec<Span>)>);

/// `None` for what has no bullets, and for a line without one below those that have one: it may belong to any.
fn lines_of(piece: &Piece) -> Option<Lines> {
    let Block::Paragraph { spans } = &piece.block else { return None };
    if piece.centred || !spans.iter().any(|span| bullet_of(&span.text).is_some()) {
        return None;
    }
    let (mut before, mut lines) = (Vec::new(), Vec::new());
    for line in spans.split(is_break) {
        match (line.split_first().and_then(|(first, rest)| without_bullet(first, rest)), lines.is_empty()) {
            (Some(line), _) => lines.push(line),
            (None, true) => {
                before.extend_from_slice(line);
                before.push(Span::plain("\n"));
            }
            (None, false) => return None,
        }
    }
    (!lines.is_empty()).then(|| (tidy(before), lines))
}

fn without_bullet(first: &Span, rest: &[Span]) -> Option<(char, Vec<Span>)> {
    let bullet = bullet_of(&first.text).filter(|_| !first.marks.contains(&Mark::Code))?;
    let text = first.text.trim_start().trim_start_matches(bullet).to_owned();
    let first = Span { text, marks: first.marks.clone(), href: first.href.clone(), lang: first.lang.clone() };
    let spans = tidy(std::iter::once(first).chain(rest.iter().cloned()).collect());
    (!spans.is_empty()).then_some((bullet, spans))
}

/// One bullet alone stays as it is.
fn end_run(run: &mut Vec<(Lines, Piece)>, done: &mut Vec<Piece>) {
    if run.iter().map(|((_, lines), _)| lines.len()).sum::<usize>() < 2 {
        return done.extend(run.drain(..).map(|(_, piece)| piece));
    }
    let bullets = run.iter().flat_map(|((_, lines), _)| lines).map(|(bullet, _)| *bullet);
    let mut levels = Vec::new();
    bullets.clone().for_each(|bullet| {
        if !levels.contains(&bullet) {
            levels.push(bullet);
        }
    });
    // Where no bullet comes again, they say nothing of levels.
    let is_flat = levels.len() == bullets.count();
    let mut items = Vec::new();
    for ((before, lines), _) in run.drain(..) {
        if !before.is_empty() {
            done.push(Piece::plain(Block::Paragraph { spans: before }));
        }
        for (bullet, spans) in lines {
            let level = levels.iter().position(|other| *other == bullet).filter(|_| !is_flat).unwrap_or_default();
            let (level, list) = (level.min(MAX_LEVEL) + 1, String::new());
            let blocks = vec![Block::Paragraph { spans }];
            items.push(Item { level, list, readings: vec![(Counting::default(), 0)], blocks });
        }
    }
    done.extend(nest(items).into_iter().map(Piece::plain));
}
