//! The words of an article or a standing page, without marks: what they are found by.

use portal_app::content::model::{Block, Figure, Span};

/// Summary and body as one text; what is between its words is as in the blocks.
pub fn plain_text(summary: Option<&str>, body: &[Block]) -> String {
    let mut text = summary.unwrap_or_default().to_owned();
    add_blocks(&mut text, body);
    text
}

fn add_blocks(text: &mut String, blocks: &[Block]) {
    for block in blocks {
        add_block(text, block);
    }
}

fn add_block(text: &mut String, block: &Block) {
    match block {
        Block::Paragraph { spans } | Block::Heading { spans, .. } => add_spans(text, spans),
        Block::Figure(figure) => add_figure(text, figure),
        Block::Gallery { figures } => figures.iter().for_each(|figure| add_figure(text, figure)),
        Block::List { items, .. } => items.iter().for_each(|blocks| add_blocks(text, blocks)),
        Block::Table { caption, rows } => {
            add_part(text, caption.as_deref().unwrap_or_default());
            rows.iter().flatten().for_each(|cell| add_blocks(text, &cell.blocks));
        }
        Block::Quote { blocks, cite } => {
            add_blocks(text, blocks);
            add_part(text, cite.as_deref().unwrap_or_default());
        }
        Block::File(file) => add_part(text, &file.name),
        Block::External { title, .. } => add_part(text, title),
        Block::Video { .. } | Block::Rule | Block::Unknown => {}
    }
}

/// The spans of one block are one run of text: a mark may begin within a word.
fn add_spans(text: &mut String, spans: &[Span]) {
    text.push(' ');
    text.extend(spans.iter().map(|span| span.text.as_str()));
}

fn add_figure(text: &mut String, figure: &Figure) {
    for part in [Some(&figure.image.alt), figure.caption.as_ref(), figure.credit.as_ref()].into_iter().flatten() {
        add_part(text, part);
    }
}

fn add_part(text: &mut String, part: &str) {
    text.push(' ');
    text.push_str(part);
}
