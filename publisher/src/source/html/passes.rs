//! Fixes the habits of old editors: each pass is a function from blocks to blocks, easy to delete.
//!
//! `repair` is for bodies that old systems wrote, `tidy` for all. Every pass is cautious: in doubt it changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use portal_app::content::model::{Block, Mark, Span};
use portal_app::path::word::Slug;

use crate::source::slug::fold_slug;

use super::layout::{self, MAX_CAPTION};
use super::piece::Piece;
use super::spans::{is_break, plain_text, tidy as tidy_spans};

/// The longest bold paragraph that may be a heading, in characters.
const MAX_HEADING: usize = 120;

/// For bodies that old systems wrote.
pub(super) fn repair(pieces: Vec<Piece>) -> Vec<Block> {
    let pieces = layout::unwrap_tables(pieces);
    let pieces = split_at_double_breaks(pieces);
    let pieces = attach_captions(pieces);
    tidy(lighten_headings(promote_bold_paragraphs(pieces)))
}

/// For all bodies.
pub(super) fn tidy(pieces: Vec<Piece>) -> Vec<Block> {
    name_headings(close_heading_gaps(pieces.into_iter().map(|piece| piece.block).collect()))
}

/// Two line breaks in a row were meant as a new paragraph.
fn split_at_double_breaks(pieces: Vec<Piece>) -> Vec<Piece> {
    let split = |piece: Piece| match &piece.block {
        Block::Paragraph { spans } if !spans.iter().any(|span| span.marks.contains(&Mark::Code)) => {
            let parts = spans_between_double_breaks(spans).into_iter().map(|part| tidy_spans(part.to_vec()));
            let parts = parts.filter(|spans| !spans.is_empty());
            parts.map(|spans| Piece { block: Block::Paragraph { spans }, centred: piece.centred }).collect()
        }
        _ => vec![piece],
    };
    pieces.into_iter().flat_map(split).collect()
}

fn spans_between_double_breaks(spans: &[Span]) -> Vec<&[Span]> {
    let (mut parts, mut rest) = (Vec::new(), spans);
    while let Some(end) = rest.windows(2).position(|pair| pair.iter().all(is_break)) {
        let (part, after) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        parts.push(part);
        rest = after.split_at_checked(2).map_or(&[][..], |(_, after)| after);
    }
    parts.push(rest);
    parts
}

/// A short centred or slanted paragraph right below a picture is its caption.
fn attach_captions(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut attached = Vec::<Piece>::new();
    for piece in pieces {
        let caption = to_caption(&piece);
        match (attached.last_mut().map(|piece| &mut piece.block), caption) {
            (Some(Block::Figure(figure)), Some(caption)) if figure.caption.is_none() => figure.caption = Some(caption),
            _ => attached.push(piece),
        }
    }
    attached
}

fn to_caption(piece: &Piece) -> Option<String> {
    let Block::Paragraph { spans } = &piece.block else { return None };
    let looks_so = piece.centred || spans.iter().all(|span| is_break(span) || span.marks.contains(&Mark::Emphasis));
    let text = plain_text(spans);
    let fits = looks_so && text.chars().count() <= MAX_CAPTION && spans.iter().all(|span| span.href.is_none());
    fits.then_some(text)
}

/// A short bold paragraph between others is a heading, unless the text has real ones. Not the first block (often the
/// summary), not one without text below it (often the author), not one of several in a row.
fn promote_bold_paragraphs(pieces: Vec<Piece>) -> Vec<Piece> {
    if pieces.iter().any(|piece| matches!(piece.block, Block::Heading { .. })) {
        return pieces;
    }
    let is_bold = pieces.iter().map(|piece| is_bold_line(&piece.block)).collect::<Vec<_>>();
    let last_text = pieces
        .iter()
        .rposition(|piece| matches!(piece.block, Block::Paragraph { .. } | Block::List { .. } | Block::Table { .. }));
    let stands_alone = |position: usize| {
        let before = position.checked_sub(1).and_then(|before| is_bold.get(before));
        (before, is_bold.get(position + 1)) == (Some(&false), Some(&false))
            && last_text.is_some_and(|last| position < last)
    };
    let promote = |(position, piece): (usize, Piece)| match piece.block {
        Block::Paragraph { spans } if is_bold.get(position) == Some(&true) && stands_alone(position) => {
            Piece::plain(Block::Heading { level: 2, spans: without_strong(spans), id: None })
        }
        block => Piece { block, ..piece },
    };
    pieces.into_iter().enumerate().map(promote).collect()
}

fn is_bold_line(block: &Block) -> bool {
    let Block::Paragraph { spans } = block else { return false };
    let text = plain_text(spans);
    let is_sentence = text.ends_with(['.', ',', ';', ':', '!', '?', '…', '”', '"', ')']);
    !is_sentence
        && text.chars().count() <= MAX_HEADING
        && text.chars().any(char::is_alphabetic)
        && spans.iter().all(|span| span.marks.contains(&Mark::Strong) && span.href.is_none())
}

/// A heading that is bold as a whole is a heading: that is bold anyway.
fn lighten_headings(pieces: Vec<Piece>) -> Vec<Piece> {
    let lighten = |piece: Piece| match piece.block {
        Block::Heading { level, spans, id } if spans.iter().all(|span| span.marks.contains(&Mark::Strong)) => {
            Piece { block: Block::Heading { level, spans: without_strong(spans), id }, ..piece }
        }
        block => Piece { block, ..piece },
    };
    pieces.into_iter().map(lighten).collect()
}

fn without_strong(spans: Vec<Span>) -> Vec<Span> {
    let weaken = |span: Span| {
        let marks = span.marks.iter().copied().filter(|mark| *mark != Mark::Strong).collect();
        Span { marks, ..span }
    };
    tidy_spans(spans.into_iter().map(weaken).collect())
}

/// A heading is at most one level below the one before it, the first right below the page's title.
fn close_heading_gaps(mut blocks: Vec<Block>) -> Vec<Block> {
    let mut above = 1;
    for block in &mut blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level).min(above + 1);
            above = *level;
        }
    }
    blocks
}

/// Each heading has a name of its words, and a number where another has it already. What begins like this is no element
/// of the page around the body.
fn name_headings(mut blocks: Vec<Block>) -> Vec<Block> {
    // With each name, the number that the next heading of the same words tries first.
    let (mut taken, mut next) = (BTreeSet::new(), BTreeMap::new());
    for block in &mut blocks {
        if let Block::Heading { spans, id, .. } = block {
            let words = fold_slug(&plain_text(spans)).map(|words| format!("muc-{words}"));
            let name = words.unwrap_or_else(|| "muc".to_owned());
            let number = next.entry(name.clone()).or_insert(1_usize);
            let numbered =
                (*number..).map(|number| if number == 1 { name.clone() } else { format!("{name}-{number}") });
            let found = numbered.zip(*number..).find(|(name, _)| !taken.contains(name));
            if let Some((name, at)) = found {
                *number = at + 1;
                *id = Slug::new(name.clone());
                taken.insert(name);
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use portal_app::content::model::{Figure, Image};
    use portal_app::path::word::SitePath;

    use super::super::spans::line_break;
    use super::*;

    fn paragraph(text: &str) -> Piece {
        Piece::plain(Block::Paragraph { spans: vec![Span::plain(text)] })
    }

    fn marked(text: &str, mark: Mark) -> Piece {
        Piece::plain(Block::Paragraph { spans: vec![Span { marks: vec![mark], ..Span::plain(text) }] })
    }

    fn heading(level: u8) -> Block {
        titled(level, "a")
    }

    fn titled(level: u8, title: &str) -> Block {
        Block::Heading { level, spans: vec![Span::plain(title)], id: None }
    }

    fn figure(caption: Option<&str>) -> Piece {
        let image =
            Image { src: SitePath::root().into(), alt: String::new(), width: 1, height: 1, sources: Vec::new() };
        Piece::plain(Block::Figure(Figure { image, caption: caption.map(str::to_owned), credit: None }))
    }

    fn kinds(pieces: &[Piece]) -> String {
        let letter = |piece: &Piece| match &piece.block {
            Block::Paragraph { .. } => 'p',
            Block::Heading { .. } => 'h',
            Block::Figure(figure) if figure.caption.is_some() => 'F',
            Block::Figure(_) => 'f',
            _ => 't',
        };
        pieces.iter().map(letter).collect()
    }

    #[test]
    fn a_lone_short_bold_paragraph_between_others_is_a_heading() {
        let bold = |text: &str| marked(text, Mark::Strong);
        for (pieces, expected) in [
            (vec![paragraph("a"), bold("Về hiệp thương"), paragraph("b")], "php"),
            (vec![bold("Tóm tắt"), paragraph("b")], "pp"),
            (vec![paragraph("a"), bold("Tác giả")], "pp"),
            (vec![paragraph("a"), bold("A"), bold("B"), paragraph("b")], "pppp"),
            (vec![paragraph("a"), bold("Một câu."), paragraph("b")], "ppp"),
            (vec![paragraph("a"), bold("***"), paragraph("b")], "ppp"),
            (vec![paragraph("a"), bold(&"dài ".repeat(50)), paragraph("b")], "ppp"),
            (vec![paragraph("a"), bold("A"), paragraph("b"), Piece::plain(heading(2))], "ppph"),
        ] {
            assert_eq!(kinds(&promote_bold_paragraphs(pieces.clone())), expected, "{pieces:?}");
        }
    }

    #[test]
    fn a_centred_or_slanted_line_below_a_picture_is_its_caption() {
        let centred = |text: &str| Piece { centred: true, ..paragraph(text) };
        for (pieces, expected) in [
            (vec![figure(None), centred("Quang cảnh buổi họp"), centred("b")], "Fp"),
            (vec![figure(None), marked("Ảnh: Tư liệu", Mark::Emphasis)], "F"),
            (vec![figure(None), paragraph("Về công tác")], "fp"),
            (vec![figure(Some("có rồi")), centred("a")], "Fp"),
            (vec![figure(None), centred(&"dài ".repeat(80))], "fp"),
            (vec![centred("a"), figure(None)], "pf"),
        ] {
            assert_eq!(kinds(&attach_captions(pieces.clone())), expected, "{pieces:?}");
        }
    }

    #[test]
    fn two_breaks_part_a_paragraph_and_one_does_not() {
        let spans = |parts: &[&str]| parts.iter().map(|part| Span::plain(*part)).collect::<Vec<_>>();
        let piece = Piece::plain(Block::Paragraph { spans: spans(&["a", "\n", "\n", "\n", "b", "\n", "c"]) });
        let expected = [spans(&["a"]), spans(&["b", "\n", "c"])].map(|spans| Piece::plain(Block::Paragraph { spans }));
        assert_eq!(split_at_double_breaks(vec![piece]), expected);
        let code = Span { marks: vec![Mark::Code], ..Span::plain("a") };
        let code = Piece::plain(Block::Paragraph { spans: vec![code.clone(), line_break(), line_break(), code] });
        assert_eq!(split_at_double_breaks(vec![code.clone()]), [code]);
    }

    #[test]
    fn no_heading_level_is_skipped() {
        let levels = |levels: &[u8]| levels.iter().map(|level| heading(*level)).collect::<Vec<_>>();
        assert_eq!(close_heading_gaps(levels(&[4, 4, 2, 4, 3])), levels(&[2, 3, 2, 3, 3]));
    }

    #[test]
    fn every_heading_has_a_name_of_its_own_made_of_its_words() {
        let titles = ["Nội dung trên trang", "Đường bộ", "đường  BỘ", "Đường bộ 2", "Đường bộ", "***", "!", "main"];
        let named = name_headings(titles.iter().map(|title| titled(2, title)).collect());
        let ids = named.into_iter().filter_map(|block| match block {
            Block::Heading { id, .. } => id.map(String::from),
            _ => None,
        });
        assert_eq!(
            ids.collect::<Vec<_>>(),
            [
                "muc-noi-dung-tren-trang",
                "muc-duong-bo",
                "muc-duong-bo-2",
                "muc-duong-bo-2-2",
                "muc-duong-bo-3",
                "muc",
                "muc-2",
                "muc-main"
            ]
        );
    }
}
