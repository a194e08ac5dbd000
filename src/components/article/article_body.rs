//! A body: one function a kind of block.

use super::external_block::external_block;
use super::figure::{Loading, Place, content_figure};
use super::rich_text::rich_text;
use crate::components::context::use_text;
use crate::content::model::{Block, Cell, Figure, FileLink, Numbering};
use crate::markup::{Element, Markup, Tag, el, markup, tags};
use crate::path::word::{MediaAddress, Slug};

/// How many of the first blocks may hold a picture that is fetched at once.
const EAGER_BLOCKS: usize = 3;

/// The width below which a picture fills no place of a gallery, in CSS pixels.
const SMALL_PICTURE: u32 = 240;

/// The blocks of an article or standing page, with the words of the viewer that its pictures open in.
pub fn article_body(blocks: &[Block]) -> Element {
    let text = use_text();
    let first = blocks.iter().take(EAGER_BLOCKS).position(|block| matches!(block, Block::Figure(_)));
    let blocks = blocks.iter().enumerate().map(|(position, block)| {
        let loading = match position {
            _ if first == Some(position) => Loading::First,
            0..EAGER_BLOCKS => Loading::Eager,
            _ => Loading::Lazy,
        };
        block_markup(block, loading)
    });
    markup! {
        div "article-body"
            data-viewer=(text.picture_viewer)
            data-close=(text.close)
            data-previous=(text.previous_picture)
            data-next=(text.next_picture)
            data-zoom=(text.full_size)
            data-place=(text.picture_place)
            data-failed=(text.tool_failed) { (blocks) }
    }
}

fn block_markup(block: &Block, loading: Loading) -> Markup {
    match block {
        Block::Paragraph { spans } => markup! { p { (rich_text(spans)) } },
        Block::Heading { level, spans, id } => {
            el(heading_tag(*level)).maybe_attr("id", id.as_ref().map(Slug::to_string)).child(rich_text(spans))
        }
        Block::Figure(figure) => content_figure(figure, loading, Place::Column),
        Block::Gallery { figures } => gallery(figures),
        Block::List { ordered, start, numbering, reversed, items } => {
            let items = items.iter().map(|blocks| markup! { li { (nested(blocks)) } });
            el(if *ordered { tags::ol } else { tags::ul })
                .maybe_attr("start", start.map(|number| number.to_string()))
                .maybe_attr("type", numbering.map(type_of))
                .flag("reversed", *reversed)
                .child(items)
        }
        Block::Table { caption, rows } => content_table(caption.as_ref(), rows),
        Block::Quote { blocks, cite } => quote(blocks, cite.as_ref()),
        Block::File(file) => markup! { p "file-block" { (file_anchor(file)) } },
        Block::Video { src, poster, captions } => video(src, poster.as_ref(), captions.as_ref()),
        Block::External { provider, url, title, image } => external_block(provider, url, title, image.as_ref()),
        Block::Rule => markup! { hr; },
        Block::Unknown => return Markup::default(),
    }
    .into()
}

fn nested(blocks: &[Block]) -> Markup {
    blocks.iter().map(|block| block_markup(block, Loading::Lazy)).collect()
}

fn type_of(numbering: Numbering) -> &'static str {
    match numbering {
        Numbering::LowerAlpha => "a",
        Numbering::UpperAlpha => "A",
        Numbering::LowerRoman => "i",
        Numbering::UpperRoman => "I",
    }
}

fn heading_tag(level: u8) -> Tag {
    match level {
        0..=2 => tags::h2,
        3 => tags::h3,
        _ => tags::h4,
    }
}

/// What is small has a row of its own: beside a portrait it would be lost.
fn gallery(figures: &[Figure]) -> Element {
    let text = use_text();
    let items = figures.iter().map(|figure| {
        let is_small = figure.image.width < SMALL_PICTURE;
        markup! { li data-small[is_small] { (content_figure(figure, Loading::Lazy, Place::Gallery)) } }
    });
    markup! { ul "gallery" aria-label=(text.gallery) { (items) } }
}

/// A table that scrolls inside itself; it can be reached by keyboard to do so.
fn content_table(caption: Option<&String>, rows: &[Vec<Cell>]) -> Element {
    let text = use_text();
    let label = caption.map_or_else(|| text.table.to_owned(), String::clone);
    let rows = rows.iter().map(|cells| markup! { tr { (cells.iter().map(table_cell)) } });
    markup! {
        div "content-table" role="region" tabindex="0" aria-label=(label) {
            table {
                (caption.map(|caption| markup! { caption { (caption) } }))
                tbody { (rows) }
            }
        }
    }
}

fn table_cell(cell: &Cell) -> Element {
    markup! {
        with (el(if cell.header { tags::th } else { tags::td }))
            colspan=[cell.colspan.map(|columns| columns.to_string())]
            rowspan=[cell.rowspan.map(|rows| rows.to_string())]
            data-number[cell.number] { (nested(&cell.blocks)) }
    }
}

fn quote(blocks: &[Block], cite: Option<&String>) -> Element {
    markup! {
        blockquote "quote" {
            (nested(blocks))
            (cite.map(|cite| markup! { footer "quote__source" { cite { (cite) } } }))
        }
    }
}

/// A link to a file, with its type and size.
pub fn file_anchor(file: &FileLink) -> Markup {
    let text = use_text();
    let kind =
        file.src.as_str().rsplit_once('.').map(|(_, extension)| extension.to_ascii_uppercase()).unwrap_or_default();
    let facts = format!(" ({kind}, {})", (text.file_size)(file.bytes));
    markup! {
        a "file-anchor" href=(file.src.to_string()) download type=(file.media_type.clone()) { (&file.name) }
        span "file-anchor__facts" { (facts) }
    }
}

fn video(src: &MediaAddress, poster: Option<&MediaAddress>, captions: Option<&MediaAddress>) -> Element {
    let text = use_text();
    let captions = captions.map(|captions| {
        markup! { track kind="captions" srclang="vi" label=(text.captions) src=(captions.to_string()); }
    });
    let poster = poster.map(|poster| poster.to_string());
    markup! { video "video" controls preload="none" src=(src.to_string()) poster=[poster] { (captions) } }
}
