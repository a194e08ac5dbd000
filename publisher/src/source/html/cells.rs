//! What a table's cells hold: which of them are numbers, and words that a narrow column must not part.

use std::ops::Range;

use portal_app::content::model::{Block, Cell, Mark, Span};

use super::spans::{plain_text, push_span, with_look_of};

/// The longest word that stays whole, in characters: longer ones are addresses, which would push everything else away.
const MAX_WORD: usize = 32;

/// What may follow a number in its cell.
const UNITS: [&str; 6] = ["%", "‰", "đ", "₫", "VND", "VNĐ"];

/// Says of each cell whether it is a number, and of each heading whether its columns hold nothing else.
pub(super) fn mark_numbers(rows: &mut [Vec<Cell>]) {
    let places = places(rows);
    // By column, whether all that is in it are numbers; nothing where it is empty.
    let mut columns = Vec::<Option<bool>>::new();
    columns.resize(places.iter().map(|place| place.end).max().unwrap_or_default(), None);
    for (cell, place) in rows.iter_mut().flatten().zip(&places) {
        cell.number = is_number(&cell.blocks);
        if !cell.header && !cell.blocks.is_empty() {
            for column in columns.iter_mut().take(place.end).skip(place.start) {
                *column = Some(cell.number && *column != Some(false));
            }
        }
    }
    for (cell, place) in rows.iter_mut().flatten().zip(&places) {
        let mut below = columns.iter().take(place.end).skip(place.start);
        cell.number |= cell.header && below.all(|column| *column == Some(true));
    }
}

/// The columns that each cell is in, row by row.
fn places(rows: &[Vec<Cell>]) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    // By column, in how many rows from this one on a cell from above is.
    let mut taken = Vec::<u16>::new();
    for row in rows {
        let mut later = taken.iter().map(|rows| rows.saturating_sub(1)).collect::<Vec<_>>();
        let mut start = 0;
        for cell in row {
            start += taken.iter().skip(start).take_while(|rows| **rows > 0).count();
            let end = start + usize::from(cell.colspan.unwrap_or(1));
            if later.len() < end {
                later.resize(end, 0);
            }
            later.iter_mut().take(end).skip(start).for_each(|rows| *rows = cell.rowspan.unwrap_or(1) - 1);
            places.push(start..end);
            start = end;
        }
        taken = later;
    }
    places
}

/// A number as people write it, with its sign and unit; a date, a document's number or a span of years is none.
fn is_number(blocks: &[Block]) -> bool {
    let [Block::Paragraph { spans }] = blocks else { return false };
    let text = plain_text(spans);
    let number = text.strip_prefix(['+', '-', '−', '–']).unwrap_or(&text);
    let number = UNITS.iter().find_map(|unit| number.strip_suffix(unit)).unwrap_or(number).trim();
    let is_written_so = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}');
    number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(is_written_so)
}

/// A line would end at a hyphen or slash: `NQ-` here, `UBTVQH14` below it.
pub(super) fn keep_words_whole(blocks: &mut [Block]) {
    for block in blocks {
        match block {
            Block::Paragraph { spans } => *spans = with_whole_words(spans),
            Block::List { items, .. } => items.iter_mut().for_each(|item| keep_words_whole(item)),
            _ => {}
        }
    }
}

fn with_whole_words(spans: &[Span]) -> Vec<Span> {
    let mut marked = Vec::new();
    for span in spans {
        for piece in span.text.split_inclusive(' ') {
            let (word, space) = piece.strip_suffix(' ').map_or((piece, ""), |word| (word, " "));
            let mut whole = with_look_of(span, word.to_owned());
            if could_part(word) {
                whole.marks.push(Mark::Whole);
            }
            for span in [whole, with_look_of(span, space.to_owned())] {
                if !span.text.is_empty() {
                    push_span(&mut marked, span);
                }
            }
        }
    }
    marked
}

fn could_part(word: &str) -> bool {
    let joints = ['-', '–', '/'];
    word.trim_matches(joints).contains(joints) && word.chars().count() <= MAX_WORD
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph { spans: vec![Span::plain(text)] }
    }

    fn cell(text: &str) -> Cell {
        let blocks = if text.is_empty() { Vec::new() } else { vec![paragraph(text.trim_start_matches('!'))] };
        Cell { header: text.starts_with('!'), colspan: None, rowspan: None, number: false, blocks }
    }

    fn numbers(mut rows: Vec<Vec<Cell>>) -> Vec<Vec<bool>> {
        mark_numbers(&mut rows);
        rows.iter().map(|row| row.iter().map(|cell| cell.number).collect()).collect()
    }

    #[test]
    fn a_number_is_told_from_what_only_has_digits() {
        for text in [
            "8",
            "1.",
            "1.234.567",
            "1 234",
            "1\u{a0}234",
            "-5",
            "−5",
            "+ 5",
            "12,5 %",
            "12,5%",
            "500.000 đ",
            "500.000 VNĐ",
        ] {
            assert!(is_number(&[paragraph(text)]), "{text}");
        }
        for text in
            ["", "-", "%", "02/11/1988", "12-3-2021", "2021-2026", "45-CT/TW", "8 người", "Lớp 8", "đ", ".5.", "1988 –"]
        {
            assert!(!is_number(&[paragraph(text)]), "{text}");
        }
        assert!(!is_number(&[]) && !is_number(&[paragraph("8"), paragraph("9")]) && !is_number(&[Block::Rule]));
    }

    #[test]
    fn the_heading_of_numbers_is_aligned_with_them() {
        let rows = [["!Xã", "!Số đại biểu", "!Năm", "!Ghi chú"], ["Một", "8", "", "8"], ["Hai", "12", "2021", "Không"]];
        let rows = rows.map(|row| row.map(cell).to_vec()).to_vec();
        assert_eq!(
            numbers(rows),
            [vec![false, true, true, false], vec![false, true, false, true], vec![false, true, true, false]]
        );
        assert_eq!(numbers(vec![vec![cell("!Trống")], vec![cell("")]]), [[false], [false]]);
    }

    #[test]
    fn cells_that_span_several_columns_and_rows_keep_their_places() {
        let wide = Cell { colspan: Some(2), ..cell("!Đại biểu") };
        let tall = Cell { rowspan: Some(2), ..cell("!Xã") };
        let rows = vec![
            vec![tall, wide],
            vec![cell("!Nam"), cell("!Nữ")],
            vec![Cell { rowspan: Some(2), ..cell("Một") }, cell("8"), cell("9")],
            vec![cell("10"), cell("nhiều")],
        ];
        assert_eq!(numbers(rows), [vec![false, false], vec![true, false], vec![false, true, true], vec![true, false]]);
    }

    #[test]
    fn a_word_with_hyphens_and_slashes_stays_whole_and_the_text_around_it_may_part() {
        let mut blocks = vec![paragraph("Số 133/2020/NQ-UBTVQH14 ngày 17/11/2020 – sửa")];
        keep_words_whole(&mut blocks);
        let whole = |text: &str| Span { marks: vec![Mark::Whole], ..Span::plain(text) };
        let expected = vec![
            Span::plain("Số "),
            whole("133/2020/NQ-UBTVQH14"),
            Span::plain(" ngày "),
            whole("17/11/2020"),
            Span::plain(" – sửa"),
        ];
        assert_eq!(blocks, [Block::Paragraph { spans: expected }]);

        let address = format!("https://example.org/{}", "a-".repeat(40));
        let list_of = |items: Vec<Vec<Block>>| {
            vec![Block::List { ordered: false, start: None, numbering: None, reversed: false, items }]
        };
        let mut list = list_of(vec![vec![paragraph("45-CT/TW")], vec![paragraph(&address)]]);
        keep_words_whole(&mut list);
        let items = vec![vec![Block::Paragraph { spans: vec![whole("45-CT/TW")] }], vec![paragraph(&address)]];
        assert_eq!(list, list_of(items));
    }
}
