//! A body: one component a kind of block.

use leptos::prelude::*;

use super::{ContentFigure, ExternalBlock, RichText, use_text};
use crate::content::model::{Block, Cell, Figure, FileLink, Span};
use crate::content::word::SitePath;

/// How many of the first blocks may hold a picture that is fetched at once.
const EAGER_BLOCKS: usize = 3;

/// The blocks of an article or standing page, with the words of the viewer that its pictures open in.
#[component]
pub fn ArticleBody(blocks: Vec<Block>) -> impl IntoView {
    let text = use_text();
    let blocks = blocks.into_iter().enumerate().map(|(position, block)| block_view(block, position < EAGER_BLOCKS));
    view! {
        <div
            class="article-body"
            data-viewer=text.picture_viewer
            data-close=text.close
            data-previous=text.previous_picture
            data-next=text.next_picture
            data-zoom=text.full_size
        >
            {blocks.collect_view()}
        </div>
    }
}

fn block_view(block: Block, is_eager: bool) -> AnyView {
    match block {
        Block::Paragraph { spans } => view! { <p><RichText spans/></p> }.into_any(),
        Block::Heading { level, spans } => heading_view(level, spans),
        Block::Figure(figure) => view! { <ContentFigure figure is_eager/> }.into_any(),
        Block::Gallery { figures } => view! { <Gallery figures/> }.into_any(),
        Block::List { ordered, items } => list_view(ordered, items),
        Block::Table { caption, rows } => view! { <ContentTable caption rows/> }.into_any(),
        Block::Quote { blocks, cite } => view! { <Quote blocks cite/> }.into_any(),
        Block::File(file) => view! { <p class="file-block"><FileAnchor file/></p> }.into_any(),
        Block::Video { src, poster, captions } => view! { <Video src poster captions/> }.into_any(),
        Block::External { provider, url, title, image } => {
            view! { <ExternalBlock provider url title image/> }.into_any()
        }
        Block::Rule => view! { <hr/> }.into_any(),
        Block::Unknown => ().into_any(),
    }
}

fn nested_view(blocks: Vec<Block>) -> AnyView {
    blocks.into_iter().map(|block| block_view(block, false)).collect_view().into_any()
}

fn heading_view(level: u8, spans: Vec<Span>) -> AnyView {
    match level {
        0..=2 => view! { <h2><RichText spans/></h2> }.into_any(),
        3 => view! { <h3><RichText spans/></h3> }.into_any(),
        _ => view! { <h4><RichText spans/></h4> }.into_any(),
    }
}

fn list_view(ordered: bool, items: Vec<Vec<Block>>) -> AnyView {
    let items = items.into_iter().map(|blocks| view! { <li>{nested_view(blocks)}</li> }.into_any()).collect_view();
    if ordered { view! { <ol>{items}</ol> }.into_any() } else { view! { <ul>{items}</ul> }.into_any() }
}

#[component]
fn Gallery(figures: Vec<Figure>) -> impl IntoView {
    let text = use_text();
    let items = figures.into_iter().map(|figure| view! { <li><ContentFigure figure/></li> }.into_any());
    view! { <ul class="gallery" aria-label=text.gallery>{items.collect_view()}</ul> }
}

/// A table that scrolls inside itself; it can be reached by keyboard to do so.
#[component]
fn ContentTable(caption: Option<String>, rows: Vec<Vec<Cell>>) -> impl IntoView {
    let text = use_text();
    let label = caption.clone().unwrap_or_else(|| text.table.to_owned());
    let caption = caption.map(|caption| view! { <caption>{caption}</caption> }.into_any());
    let rows = rows.into_iter().map(|cells| {
        let cells = cells.into_iter().map(cell_view);
        view! { <tr>{cells.collect_view()}</tr> }.into_any()
    });
    view! {
        <div class="content-table" role="region" tabindex="0" aria-label=label>
            <table>{caption}<tbody>{rows.collect_view()}</tbody></table>
        </div>
    }
}

fn cell_view(cell: Cell) -> AnyView {
    let (colspan, rowspan) = (cell.colspan, cell.rowspan);
    let content = nested_view(cell.blocks);
    if cell.header {
        view! { <th colspan=colspan rowspan=rowspan>{content}</th> }.into_any()
    } else {
        view! { <td colspan=colspan rowspan=rowspan>{content}</td> }.into_any()
    }
}

#[component]
fn Quote(blocks: Vec<Block>, cite: Option<String>) -> impl IntoView {
    let cite = cite.map(|cite| view! { <footer class="quote__source"><cite>{cite}</cite></footer> }.into_any());
    view! { <blockquote class="quote">{nested_view(blocks)}{cite}</blockquote> }
}

/// A link to a file, with its type and size.
#[component]
pub fn FileAnchor(file: FileLink) -> impl IntoView {
    let text = use_text();
    let kind = file.src.as_str().rsplit_once('.').map(|(_, extension)| extension.to_uppercase()).unwrap_or_default();
    let facts = format!(" ({kind}, {})", (text.file_size)(file.bytes));
    view! {
        <a class="file-anchor" href=file.src.to_string() download="" type=file.media_type>{file.name}</a>
        <span class="file-anchor__facts">{facts}</span>
    }
}

#[component]
fn Video(src: SitePath, poster: Option<SitePath>, captions: Option<SitePath>) -> impl IntoView {
    let text = use_text();
    let captions = captions.map(|captions| {
        view! { <track kind="captions" srclang="vi" label=text.captions src=captions.to_string()/> }.into_any()
    });
    let poster = poster.map(|poster| poster.to_string());
    view! { <video class="video" controls preload="none" src=src.to_string() poster=poster>{captions}</video> }
}
