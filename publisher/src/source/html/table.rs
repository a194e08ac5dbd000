//! Tables: rows of cells, as the HTML parser has corrected them.

use portal_app::content::model::{Block, Cell, Span};
use scraper::ElementRef;

use super::builder::Builder;
use super::cells::{keep_words_whole, mark_numbers};
use super::elements::text_of;
use super::piece::Piece;
use super::text_style::TextStyle;

/// The most columns or rows a cell may span: real tables have fewer, and browsers build them all.
const MAX_SPAN: u16 = 100;

impl Builder<'_> {
    /// A foot that is written before the body, as HTML 4 demanded, is its last rows all the same.
    pub(super) fn add_table(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        let (mut caption, mut rows, mut foot) = (None, Vec::new(), Vec::new());
        self.end_paragraph();
        for child in element.child_elements() {
            match child.value().name() {
                "caption" => {
                    let (text, others) = self.nested_text(child);
                    caption = text;
                    self.pieces.extend(others);
                }
                "thead" => rows.extend(self.table_rows(child, true, style)),
                "tbody" => rows.extend(self.table_rows(child, false, style)),
                "tfoot" => foot.extend(self.table_rows(child, false, style)),
                _ => {}
            }
        }
        rows.extend(foot);
        let mut rows = without_empty_rows(rows);
        if rows.iter().flatten().any(|cell| !cell.blocks.is_empty()) {
            mark_numbers(&mut rows);
            self.push_block(Block::Table { caption, rows });
        } else {
            self.pieces.extend(caption.map(|text| Piece::plain(Block::Paragraph { spans: vec![Span::plain(text)] })));
        }
    }

    fn table_rows(&self, group: ElementRef<'_>, is_head: bool, outer: &TextStyle) -> Vec<Vec<Cell>> {
        let Some(style) = self.style_inside(group, outer) else { return Vec::new() };
        let rows = group.child_elements().filter(|row| row.value().name() == "tr" && !is_ruler(*row));
        rows.filter_map(|row| Some(self.table_cells(row, is_head, &self.style_inside(row, &style)?))).collect()
    }

    fn table_cells(&self, row: ElementRef<'_>, is_head: bool, style: &TextStyle) -> Vec<Cell> {
        let cells = row.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th"));
        let to_cell = |cell: ElementRef<'_>| {
            let mut blocks = self.nested_blocks(cell, style);
            keep_words_whole(&mut blocks);
            Cell {
                header: is_head || cell.value().name() == "th",
                colspan: parse_span(cell.attr("colspan")),
                rowspan: rows_of(cell.attr("rowspan")),
                number: false,
                blocks,
            }
        };
        cells.map(to_cell).collect()
    }
}

/// The last row of Word's tables, of height 0, which only says how wide the columns are.
fn is_ruler(row: ElementRef<'_>) -> bool {
    row.attr("height").is_some_and(|height| height.trim() == "0") && text_of(row).is_empty()
}

/// Rows without a cell are removed, and the cells that reach down into them are shorter by one row.
fn without_empty_rows(rows: Vec<Vec<Cell>>) -> Vec<Vec<Cell>> {
    let mut kept = Vec::<Vec<Cell>>::new();
    // Of each kept row, how many rows the current one is below it, and how many it reaches down.
    let mut places = Vec::<(u16, u16)>::new();
    for row in rows {
        places.iter_mut().rev().take(MAX_SPAN.into()).for_each(|(age, _)| *age = age.saturating_add(1));
        if !row.is_empty() {
            places.push((0, row.iter().filter_map(|cell| cell.rowspan).max().unwrap_or(1)));
            kept.push(row);
            continue;
        }
        for (row, (age, reach)) in kept.iter_mut().zip(&mut places).rev().take(MAX_SPAN.into()) {
            if *reach > *age {
                for cell in row.iter_mut().filter(|cell| cell.rowspan.is_some_and(|span| span > *age)) {
                    cell.rowspan = cell.rowspan.map(|span| span - 1).filter(|span| *span > 1);
                }
                *reach -= 1;
            }
            *age = age.saturating_sub(1);
        }
    }
    kept
}

/// 0 is down to the last row.
fn rows_of(attribute: Option<&str>) -> Option<u16> {
    if attribute.is_some_and(|rows| rows.trim() == "0") { Some(MAX_SPAN) } else { parse_span(attribute) }
}

/// `None` where a cell spans just itself.
fn parse_span(attribute: Option<&str>) -> Option<u16> {
    let span = attribute?.trim().parse::<u32>().ok()?;
    let span = u16::try_from(span).unwrap_or(u16::MAX).min(MAX_SPAN);
    (span > 1).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_sanely() {
        for (attribute, span) in [
            (None, None),
            (Some("1"), None),
            (Some("0"), None),
            (Some(" 3 "), Some(3)),
            (Some("-2"), None),
            (Some("4000000000"), Some(MAX_SPAN)),
            (Some("99999999999"), None),
            (Some("x"), None),
        ] {
            assert_eq!(parse_span(attribute), span, "{attribute:?}");
        }
    }
}
