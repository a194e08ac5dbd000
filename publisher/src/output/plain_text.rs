//! The words of an article or a standing page, without marks: what they are found by.

use portal_app::content::model::{Block, Figure, Span};

/// Summary and body, one text for each that stands alone: a paragraph, a heading, a cell, a caption. What is between its
/// words is as in the blocks; none is blank.
pub fn passages(summary: Option<&str>, body: &[Block]) -> Vec<String> {
    let mut passages = Vec::from_iter(summary.map(str::to_owned));
    add_blocks(&mut passages, body);
    passages.retain(|passage| !passage.trim().is_empty());
    passages
}

fn add_blocks(passages: &mut Vec<String>, blocks: &[Block]) {
    for block in blocks {
        add_block(passages, block);
    }
}

fn add_block(passages: &mut Vec<String>, block: &Block) {
    match block {
        Block::Paragraph { spans } | Block::Heading { spans, .. } => add_spans(passages, spans),
        Block::Figure(figure) => add_figure(passages, figure),
        Block::Gallery { figures } => figures.iter().for_each(|figure| add_figure(passages, figure)),
        Block::List { items, .. } => items.iter().for_each(|blocks| add_blocks(passages, blocks)),
        Block::Table { caption, rows } => {
            passages.extend(caption.clone());
            rows.iter().flatten().for_each(|cell| add_blocks(passages, &cell.blocks));
        }
        Block::Quote { blocks, cite } => {
            add_blocks(passages, blocks);
            passages.extend(cite.clone());
        }
        Block::File(file) => passages.push(file.name.clone()),
        Block::External { title, .. } => passages.push(title.clone()),
        Block::Video { .. } | Block::Rule | Block::Unknown => {}
    }
}

/// The spans of one block are one run of text: a mark may begin within a word.
fn add_spans(passages: &mut Vec<String>, spans: &[Span]) {
    passages.push(spans.iter().map(|span| span.text.as_str()).collect());
}

fn add_figure(passages: &mut Vec<String>, figure: &Figure) {
    passages.extend(
        [Some(&figure.image.alt), figure.caption.as_ref(), figure.credit.as_ref()].into_iter().flatten().cloned(),
    );
}
