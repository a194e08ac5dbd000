//! Tables: rows of cells, as the HTML parser has corrected them.

use portal_app::content::model::{Block, Cell};
use scraper::ElementRef;

use super::builder::Builder;
use super::cells::{keep_words_whole, mark_numbers};
use super::text_style::TextStyle;

/// The most columns or rows a cell may span: real tables have fewer, and browsers build them all.
const MAX_SPAN: u16 = 100;

impl Builder<'_> {
    pub(super) fn add_table(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        let (mut caption, mut rows) = (None, Vec::new());
        for child in element.child_elements() {
            match child.value().name() {
                "caption" => caption = self.nested_text(child),
                "thead" => rows.extend(self.table_rows(child, true, style)),
                "tbody" | "tfoot" => rows.extend(self.table_rows(child, false, style)),
                _ => {}
            }
        }
        rows.retain(|row| !row.is_empty());
        if rows.iter().flatten().any(|cell| !cell.blocks.is_empty()) {
            mark_numbers(&mut rows);
            self.push_block(Block::Table { caption, rows });
        }
    }

    fn table_rows(&self, group: ElementRef<'_>, is_head: bool, outer: &TextStyle) -> Vec<Vec<Cell>> {
        let Some(style) = outer.inside(group.value()) else { return Vec::new() };
        let rows = group.child_elements().filter(|row| row.value().name() == "tr");
        rows.filter_map(|row| Some(self.table_cells(row, is_head, &style.inside(row.value())?))).collect()
    }

    fn table_cells(&self, row: ElementRef<'_>, is_head: bool, style: &TextStyle) -> Vec<Cell> {
        let cells = row.child_elements().filter(|cell| matches!(cell.value().name(), "td" | "th"));
        let to_cell = |cell: ElementRef<'_>| {
            let mut blocks = self.nested_blocks(cell, style);
            keep_words_whole(&mut blocks);
            Cell {
                header: is_head || cell.value().name() == "th",
                colspan: parse_span(cell.attr("colspan")),
                rowspan: parse_span(cell.attr("rowspan")),
                number: false,
                blocks,
            }
        };
        cells.map(to_cell).collect()
    }
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
