//! The text of an article, as it is kept until its page is made.
//!
//! All articles are read before the first page is written. So each text is kept as the JSON that documents have of it, which
//! takes a third of the room that its blocks do, or none where it is in a file, and what is asked of every text is noted
//! beside it.

use std::collections::BTreeSet;
use std::sync::Arc;

use portal_app::content::model::{Block, Image};
use portal_app::path::folder::MEDIA;
use portal_app::path::word::{Href, MediaAddress};
use portal_app::reader::{FromJson as _, Json, Reading};
use serde::de::Error as _;

use super::encoded::{Encoded, Input, encoded};
use super::kept_text::Text;
use super::texts::TextFile;
use crate::release::keys::Key;

/// The text of an article. A clone is the same one.
#[derive(Clone, Debug, PartialEq)]
pub struct Body(Arc<Noted>);

#[derive(Clone, Debug)]
struct Noted {
    json: Text,
    key: Key,
    links: Box<[Href]>,
    pictures: Box<[MediaAddress]>,
    previews: Box<[MediaAddress]>,
    media: Box<[Box<str>]>,
}

impl Body {
    /// Keeps what these blocks say.
    ///
    /// # Errors
    /// When one is of a kind that documents do not have; no reader of texts makes such.
    pub fn new(blocks: &[Block]) -> serde_json::Result<Self> {
        let json = serde_json::to_string(blocks)?;
        let (mut pictures, mut previews) = (Vec::new(), Vec::new());
        visit(blocks, &mut |block| match block {
            Block::Figure(figure) => pictures.push(figure.image.src.clone()),
            Block::Gallery { figures } => pictures.extend(figures.iter().map(|figure| figure.image.src.clone())),
            Block::External { image, .. } => previews.extend(image.iter().map(|image| image.src.clone())),
            _ => {}
        });
        let media = json.split('"').filter(|part| part.contains(MEDIA)).map(Box::from).collect();
        let (links, pictures, previews) = (links_in(blocks).into(), pictures.into(), previews.into());
        let noted = Noted { key: Key::of([json.as_bytes()]), json: Text::Here(json), links, pictures, previews, media };
        Ok(Self(Arc::new(noted)))
    }

    /// What it says.
    ///
    /// # Errors
    /// When the file that it is in cannot be read; else none, since what is read was written by `new`.
    pub fn blocks(&self) -> serde_json::Result<Vec<Block>> {
        let json = self.0.json.read().map_err(serde_json::Error::io)?;
        let mut value: Json = serde_json::from_str(&json)?;
        let read = Reading::default().result(|reading| Vec::from_json(&mut value, reading));
        read.map_err(serde_json::Error::custom)
    }

    pub fn is_empty(&self) -> bool {
        self.0.json.bytes() == NOTHING.len()
    }

    /// The same with its text in `file`, where it can be put there.
    pub(super) fn moved_to(self, file: &Arc<TextFile>) -> Self {
        let noted = Arc::unwrap_or_clone(self.0);
        Self(Arc::new(Noted { json: noted.json.moved_to(file), ..noted }))
    }

    pub(super) fn is_in(&self, file: &Arc<TextFile>) -> bool {
        self.0.json.is_in(file)
    }

    /// How long it is as it is kept.
    pub fn bytes(&self) -> usize {
        self.0.json.bytes()
    }

    /// Of all that it says.
    pub fn key(&self) -> &Key {
        &self.0.key
    }

    /// Where its links lead, each once.
    pub fn links(&self) -> &[Href] {
        &self.0.links
    }

    /// The pictures that it shows as its own, in their order.
    pub fn pictures(&self) -> &[MediaAddress] {
        &self.0.pictures
    }

    /// All that it shows, those of what others have published included.
    pub fn images(&self) -> impl Iterator<Item = &MediaAddress> {
        self.0.pictures.iter().chain(&self.0.previews)
    }

    /// Texts and addresses in it that may be those of media.
    pub fn media(&self) -> impl Iterator<Item = &str> {
        self.0.media.iter().map(AsRef::as_ref)
    }
}

/// The text of what says nothing, or nothing any more.
impl Default for Body {
    fn default() -> Self {
        let (key, json) = (Key::of([NOTHING.as_bytes()]), Text::Here(NOTHING.to_owned()));
        let (links, pictures, previews, media) = Default::default();
        Self(Arc::new(Noted { json, key, links, pictures, previews, media }))
    }
}

/// The key is that of all that it says.
impl PartialEq for Noted {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

encoded! {
    Noted { json, key, links, pictures, previews, media }
}

impl Encoded for Key {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        Self::from_bytes(from.take(Self::LENGTH)?)
    }
}

impl Encoded for Body {
    fn encode(&self, out: &mut Vec<u8>) {
        self.0.encode(out);
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        Noted::decode(from).map(|noted| Self(Arc::new(noted)))
    }
}

/// As JSON.
const NOTHING: &str = "[]";

/// Where links in blocks lead, each once.
fn links_in(blocks: &[Block]) -> Vec<Href> {
    let mut links = BTreeSet::new();
    visit(blocks, &mut |block| {
        if let Block::Paragraph { spans } | Block::Heading { spans, .. } = block {
            links.extend(spans.iter().filter_map(|span| span.href.as_ref()));
        }
    });
    links.into_iter().cloned().collect()
}

/// Shows every block, those within others too.
fn visit<'a>(blocks: &'a [Block], see: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        see(block);
        match block {
            Block::List { items, .. } => items.iter().for_each(|item| visit(item, see)),
            Block::Quote { blocks, .. } => visit(blocks, see),
            Block::Table { rows, .. } => rows.iter().flatten().for_each(|cell| visit(&cell.blocks, see)),
            _ => {}
        }
    }
}

/// Every picture that blocks show, those within others too.
pub fn images_in<'a>(blocks: &'a mut [Block], images: &mut Vec<&'a mut Image>) {
    for block in blocks {
        match block {
            Block::Figure(figure) => images.push(&mut figure.image),
            Block::Gallery { figures } => images.extend(figures.iter_mut().map(|figure| &mut figure.image)),
            Block::List { items, .. } => items.iter_mut().for_each(|item| images_in(item, images)),
            Block::Table { rows, .. } => {
                rows.iter_mut().flatten().for_each(|cell| images_in(&mut cell.blocks, images));
            }
            Block::Quote { blocks, .. } => images_in(blocks, images),
            Block::External { image, .. } => images.extend(image),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use portal_app::text::Lang;

    use super::*;
    use crate::source::html::{parse_html, parse_markdown};
    use crate::source::media::MediaFolder;

    const TEXT: &str = "Chữ **đậm**, [nối](/tin-tuc/) và [nữa](https://example.com/?a=1&b=\"2\").\n\n## Mục\n\n> Trích\n>\n> - một\n> - [hai](/lien-he/)\n\n3. ba\n4. bốn\n\n| a | b |\n|---|---|\n| [c](/tin-tuc/) | \\ |\n\n---\n";

    #[test]
    fn what_is_read_again_is_what_was_kept() {
        let media = MediaFolder::default();
        let (markdown, _) = parse_markdown(TEXT, Lang::Vi, &media);
        let html = "<ol type=I reversed start=9><li>x<table><caption>Bảng</caption><tr><th scope=row>a<td colspan=2>b</table></ol>";
        let (html, _) = parse_html(html, Lang::Vi, &media);
        for blocks in [markdown, html, Vec::new()] {
            let body = Body::new(&blocks).unwrap();
            assert_eq!(body.blocks().unwrap(), blocks);
            assert_eq!(body.is_empty(), blocks.is_empty());
        }
        assert_eq!(Body::default(), Body::new(&[]).unwrap());
    }

    #[test]
    fn what_is_asked_of_every_text_is_noted() {
        let (blocks, _) = parse_markdown(TEXT, Lang::Vi, &MediaFolder::default());
        let body = Body::new(&blocks).unwrap();
        let links = body.links().iter().map(Href::as_str).collect::<Vec<_>>();
        assert_eq!(links, ["/lien-he/", "/tin-tuc/", "https://example.com/?a=1&b=%222%22"]);
    }
}
