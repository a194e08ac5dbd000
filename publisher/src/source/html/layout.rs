//! Tables that were only used to place things: pictures with their captions, or a whole article.

use portal_app::content::model::{Block, Cell, Figure, Span};

use super::piece::Piece;
use super::spans::plain_text;

/// The longest text below a picture that may be its caption, in characters.
pub(super) const MAX_CAPTION: usize = 200;

/// Tables of one cell or of one column with a picture are taken apart, also within each other; a grid of pictures is a
/// gallery.
pub(super) fn unwrap_tables(pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.into_iter().flat_map(unwrap_table).collect()
}

fn unwrap_table(piece: Piece) -> Vec<Piece> {
    let Block::Table { caption, mut rows } = piece.block else { return vec![piece] };
    if let Some(figures) = to_pictures(&rows) {
        return place_pictures(caption, figures);
    }
    if caption.is_some() || !is_layout(&rows) {
        return vec![Piece { block: Block::Table { caption, rows }, ..piece }];
    }
    // Centred text below a picture is its caption: only where the table has nothing else.
    let blocks = rows.iter().flatten().flat_map(|cell| &cell.blocks);
    let figures = blocks.clone().filter(|block| matches!(block, Block::Figure(_))).count();
    let centred = blocks.count() <= 2 * figures;
    let blocks = rows.drain(..).flatten().flat_map(|cell| cell.blocks);
    unwrap_tables(blocks.map(|block| Piece { block, centred }).collect())
}

fn is_layout(rows: &[Vec<Cell>]) -> bool {
    let is_column = rows.iter().all(|row| row.len() == 1 && row.iter().all(|cell| !cell.header));
    let holds_picture =
        rows.iter().flatten().flat_map(|cell| &cell.blocks).any(|block| matches!(block, Block::Figure(_)));
    is_column && (rows.len() == 1 || holds_picture)
}

/// The pictures of a table that holds nothing but pictures and, below each or in the next row, its caption.
fn to_pictures(rows: &[Vec<Cell>]) -> Option<Vec<Figure>> {
    let mut figures = Vec::<Figure>::new();
    // The pictures of the row above.
    let mut above = 0..0;
    for row in rows {
        let cells = row.iter().map(|cell| to_picture(&cell.blocks)).collect::<Option<Vec<_>>>()?;
        if cells.iter().all(|cell| matches!(cell, Content::Picture(_) | Content::Nothing)) {
            let first = figures.len();
            figures.extend(cells.into_iter().filter_map(|cell| match cell {
                Content::Picture(figure) => Some(figure),
                _ => None,
            }));
            above = first..figures.len();
            continue;
        }
        let captioned = figures.get_mut(std::mem::take(&mut above)).filter(|above| above.len() == cells.len())?;
        for (figure, cell) in captioned.iter_mut().zip(cells) {
            match cell {
                Content::Caption(caption) if figure.caption.is_none() => figure.caption = Some(caption),
                Content::Nothing => {}
                _ => return None,
            }
        }
    }
    Some(figures).filter(|figures| figures.len() > 1 || figures.len() == 1 && rows.len() == 1)
}

enum Content {
    Picture(Figure),
    Caption(String),
    Nothing,
}

fn to_picture(blocks: &[Block]) -> Option<Content> {
    let caption = |block: &Block| match block {
        Block::Paragraph { spans } if spans.iter().all(|span| span.href.is_none()) => {
            Some(plain_text(spans)).filter(|text| text.chars().count() <= MAX_CAPTION)
        }
        _ => None,
    };
    match blocks {
        [] => Some(Content::Nothing),
        [Block::Figure(figure)] => Some(Content::Picture(figure.clone())),
        [Block::Figure(figure), text] if figure.caption.is_none() => {
            Some(Content::Picture(Figure { caption: Some(caption(text)?), ..figure.clone() }))
        }
        [text] => caption(text).map(Content::Caption),
        _ => None,
    }
}

/// One picture has the table's caption; above several it is a paragraph.
fn place_pictures(caption: Option<String>, mut figures: Vec<Figure>) -> Vec<Piece> {
    if let [figure] = figures.as_mut_slice() {
        figure.caption = figure.caption.take().or(caption);
        return figures.into_iter().map(|figure| Piece::plain(Block::Figure(figure))).collect();
    }
    let caption = caption.map(|caption| Piece::plain(Block::Paragraph { spans: vec![Span::plain(caption)] }));
    caption.into_iter().chain([Piece::plain(Block::Gallery { figures })]).collect()
}

#[cfg(test)]
mod tests {
    use portal_app::content::model::Image;
    use portal_app::path::word::SitePath;

    use super::*;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph { spans: vec![Span::plain(text)] }
    }

    fn figure() -> Block {
        let image =
            Image { src: SitePath::root().into(), alt: String::new(), width: 1, height: 1, sources: Vec::new() };
        Block::Figure(Figure { image, caption: None, credit: None })
    }

    fn table(rows: Vec<Vec<Vec<Block>>>) -> Block {
        let cell = |blocks| Cell { header: false, colspan: None, rowspan: None, number: false, blocks };
        Block::Table { caption: None, rows: rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect() }
    }

    fn kinds(pieces: &[Piece]) -> String {
        let letter = |piece: &Piece| match &piece.block {
            Block::Paragraph { .. } => {
                if piece.centred {
                    "c"
                } else {
                    "p"
                }
            }
            Block::Figure(figure) => {
                if figure.caption.is_some() {
                    "F"
                } else {
                    "f"
                }
            }
            Block::Gallery { figures } if figures.iter().all(|figure| figure.caption.is_some()) => "G",
            Block::Gallery { .. } => "g",
            _ => "t",
        };
        pieces.iter().map(letter).collect()
    }

    #[test]
    fn only_a_table_that_placed_things_is_unwrapped() {
        let (text, picture) = (|| vec![paragraph("a")], || vec![figure()]);
        for (block, expected) in [
            (table(vec![vec![text()]]), "p"),
            (table(vec![vec![picture()], vec![text()]]), "fc"),
            (table(vec![vec![text()], vec![text()]]), "t"),
            (table(vec![vec![picture(), text()]]), "t"),
            (table(vec![vec![picture(), picture()], vec![text(), text()]]), "G"),
            (table(vec![vec![picture(), picture()]]), "g"),
            (table(vec![vec![[picture(), text()].concat(), [picture(), text()].concat()]]), "G"),
            (table(vec![vec![picture(), picture()], vec![text()]]), "t"),
            // An article with one picture: its text is no caption.
            (table(vec![vec![[text(), picture(), text(), text()].concat()]]), "pfpp"),
            (table(vec![vec![vec![table(vec![vec![text()]]), table(vec![vec![picture()], vec![text()]])]]]), "pfc"),
        ] {
            assert_eq!(kinds(&unwrap_tables(vec![Piece::plain(block)])), expected);
        }
    }
}
