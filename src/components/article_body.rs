//! A body: one function a kind of block.

use super::{Loading, content_figure, external_block, rich_text, use_text};
use crate::content::model::{Block, Cell, Figure, FileLink};
use crate::content::word::SitePath;
use crate::markup::{Element, Markup, el};

/// How many of the first blocks may hold a picture that is fetched at once.
const EAGER_BLOCKS: usize = 3;

/// The blocks of an article or standing page, with the words of the viewer that its pictures open in.
pub fn article_body(blocks: Vec<Block>) -> Element {
    let text = use_text();
    let blocks = blocks.into_iter().enumerate().map(|(position, block)| {
        let loading = if position < EAGER_BLOCKS { Loading::Eager } else { Loading::Lazy };
        block_markup(block, loading)
    });
    el("div")
        .class("article-body")
        .attr("data-viewer", text.picture_viewer)
        .attr("data-close", text.close)
        .attr("data-previous", text.previous_picture)
        .attr("data-next", text.next_picture)
        .attr("data-zoom", text.full_size)
        .children(blocks)
}

fn block_markup(block: Block, loading: Loading) -> Markup {
    match block {
        Block::Paragraph { spans } => el("p").child(rich_text(spans)),
        Block::Heading { level, spans } => el(heading_tag(level)).child(rich_text(spans)),
        Block::Figure(figure) => content_figure(figure, loading),
        Block::Gallery { figures } => gallery(figures),
        Block::List { ordered, items } => el(if ordered { "ol" } else { "ul" })
            .children(items.into_iter().map(|blocks| el("li").child(nested(blocks)))),
        Block::Table { caption, rows } => content_table(caption, rows),
        Block::Quote { blocks, cite } => quote(blocks, cite),
        Block::File(file) => el("p").class("file-block").child(file_anchor(file)),
        Block::Video { src, poster, captions } => video(src, poster, captions),
        Block::External { provider, url, title, image } => external_block(&provider, url, title, image),
        Block::Rule => el("hr"),
        Block::Unknown => return Markup::default(),
    }
    .into()
}

fn nested(blocks: Vec<Block>) -> Markup {
    blocks.into_iter().map(|block| block_markup(block, Loading::Lazy)).collect()
}

fn heading_tag(level: u8) -> &'static str {
    match level {
        0..=2 => "h2",
        3 => "h3",
        _ => "h4",
    }
}

fn gallery(figures: Vec<Figure>) -> Element {
    let text = use_text();
    let items = figures.into_iter().map(|figure| el("li").child(content_figure(figure, Loading::Lazy)));
    el("ul").class("gallery").attr("aria-label", text.gallery).children(items)
}

/// A table that scrolls inside itself; it can be reached by keyboard to do so.
fn content_table(caption: Option<String>, rows: Vec<Vec<Cell>>) -> Element {
    let text = use_text();
    let label = caption.clone().unwrap_or_else(|| text.table.to_owned());
    let caption = caption.map(|caption| el("caption").child(caption));
    let rows = rows.into_iter().map(|cells| el("tr").children(cells.into_iter().map(table_cell)));
    el("div")
        .class("content-table")
        .attr("role", "region")
        .attr("tabindex", "0")
        .attr("aria-label", label)
        .child(el("table").child(caption).child(el("tbody").children(rows)))
}

fn table_cell(cell: Cell) -> Element {
    el(if cell.header { "th" } else { "td" })
        .maybe_attr("colspan", cell.colspan.map(|columns| columns.to_string()))
        .maybe_attr("rowspan", cell.rowspan.map(|rows| rows.to_string()))
        .child(nested(cell.blocks))
}

fn quote(blocks: Vec<Block>, cite: Option<String>) -> Element {
    let cite = cite.map(|cite| el("footer").class("quote__source").child(el("cite").child(cite)));
    el("blockquote").class("quote").child(nested(blocks)).child(cite)
}

/// A link to a file, with its type and size.
pub fn file_anchor(file: FileLink) -> Markup {
    let text = use_text();
    let kind =
        file.src.as_str().rsplit_once('.').map(|(_, extension)| extension.to_ascii_uppercase()).unwrap_or_default();
    let facts = format!(" ({kind}, {})", (text.file_size)(file.bytes));
    let anchor = el("a")
        .class("file-anchor")
        .attr("href", file.src.to_string())
        .attr("download", "")
        .attr("type", file.media_type)
        .child(file.name);
    Markup::from(anchor).child(el("span").class("file-anchor__facts").child(facts))
}

fn video(src: SitePath, poster: Option<SitePath>, captions: Option<SitePath>) -> Element {
    let text = use_text();
    let captions = captions.map(|captions| {
        el("track")
            .attr("kind", "captions")
            .attr("srclang", "vi")
            .attr("label", text.captions)
            .attr("src", captions.to_string())
    });
    el("video")
        .class("video")
        .flag("controls", true)
        .attr("preload", "none")
        .attr("src", src.to_string())
        .maybe_attr("poster", poster.map(|poster| poster.to_string()))
        .child(captions)
}
