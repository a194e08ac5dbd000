//! Pictures, with their captions, alone or as a gallery.

use portal_app::content::model::{Block, Figure, Image, Span};
use scraper::{ElementRef, Node};

use super::builder::Builder;
use super::elements::{PARAGRAPHS, source_of, text_of};
use super::embed::shown_address;
use super::link::clean;
use super::piece::Piece;
use super::spans::{clean_text, plain_text};
use super::text_style::{TextStyle, declarations};
use crate::source::problem::Fault;

/// The caption without its `<cite>`, which is the picture's credit.
fn without_credit(caption: &str, credit: Option<&str>) -> String {
    credit.map_or_else(|| caption.to_owned(), |credit| caption.replacen(credit, "", 1)).trim().to_owned()
}

/// The largest picture that is a sign within a sentence, in CSS pixels.
const MAX_SIGN: u32 = 48;

impl Builder<'_> {
    pub(super) fn add_image(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        let Some((attribute, src)) = picture_of(element) else {
            let help = "Write its file name in src=\"…\", or delete it.";
            let alt = element.attr("alt").filter(|alt| !alt.trim().is_empty());
            alt.into_iter()
                .for_each(|alt| self.context.tell(element, alt, Fault::warning("this picture names no file", help)));
            return;
        };
        let name = clean(src);
        let text = |name| element.attr(name).map(clean_text).map(|text| plain_text(&[Span::plain(text)]));
        let image = self.context.media.find_image(&name, text("alt").unwrap_or_default());
        if is_sign(element, image.as_ref().ok()) && self.is_in_sentence(element) {
            return self.add_sign(element, &name, &text("alt").unwrap_or_default(), style);
        }
        match image {
            Ok(image) => {
                if element.attr("alt").is_none() && !self.context.lacks_descriptions.replace(true) {
                    let help = "Write alt=\"…\": what the picture shows, for readers who cannot see it.";
                    self.context.tell(element, &name, Fault::warning("this picture has no description", help));
                }
                let caption = text("title").filter(|caption| !caption.is_empty());
                self.push_block(Block::Figure(Figure { image, caption, credit: None }));
            }
            Err(fault) => self.context.report(element, attribute, src, fault),
        }
    }

    /// What browsers without scripts show; a picture that is loaded late is there twice.
    pub(super) fn add_alternative(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        if !repeats_picture(element) {
            self.add_children(element, style);
        }
    }

    /// Whether there are words on the line that a picture is on.
    fn is_in_sentence(&self, element: ElementRef<'_>) -> bool {
        let is_inline =
            |inline: &ElementRef<'_>| !PARAGRAPHS.contains(&inline.value().name()) && !text_of(*inline).is_empty();
        let mut after = element.next_siblings().take(2);
        self.spans.iter().any(|span| !span.text.trim().is_empty())
            || after.any(|node| match node.value() {
                Node::Text(text) => !text.trim().is_empty(),
                _ => ElementRef::wrap(node).as_ref().is_some_and(is_inline),
            })
    }

    /// A sign within a sentence: what it says is its text.
    fn add_sign(&mut self, element: ElementRef<'_>, name: &str, alt: &str, style: &TextStyle) {
        if alt.is_empty() {
            let help = "Write what it says as its description: alt=\"…\".";
            self.context.tell(
                element,
                name,
                Fault::warning("a small picture within a sentence is not published", help),
            );
        }
        self.add_text(alt, style);
    }

    /// A picture leads nowhere: its link is written below it, unless it only shows the same picture.
    pub(super) fn link_pictures(&mut self, first: usize, style: &TextStyle) {
        let Some(href) = style.href.clone() else { return };
        let added = self.pieces.get(first..).unwrap_or_default();
        let figures = added.iter().flat_map(|piece| match &piece.block {
            Block::Figure(figure) => std::slice::from_ref(figure),
            Block::Gallery { figures } => figures,
            _ => &[],
        });
        let figures = figures.collect::<Vec<_>>();
        let leads_there = |spans: &[Span]| spans.iter().any(|span| span.href.as_ref() == Some(&href));
        let is_said = leads_there(&self.spans)
            || added.iter().any(|piece| matches!(&piece.block, Block::Paragraph { spans } if leads_there(spans)));
        let is_same = figures.iter().any(|figure| figure.image.src.as_str() == href.as_str());
        let Some(figure) = figures.first().filter(|_| !is_said && !is_same) else { return };
        let alt = Some(&figure.image.alt).filter(|alt| !alt.is_empty());
        let text = alt.cloned().unwrap_or_else(|| shown_address(href.as_str()));
        let span = Span { href: Some(href), ..Span::plain(text) };
        self.pieces.push(Piece::plain(Block::Paragraph { spans: vec![span] }));
    }

    /// The caption belongs to the last picture; that of several, or of none, is a paragraph.
    pub(super) fn add_figure(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        let caption = element.child_elements().find(is_caption);
        let pieces = self.build_inside(0, |inside| inside.add_children_but(caption, element, style));
        let cite = caption.and_then(|caption| caption.child_elements().find(|child| child.value().name() == "cite"));
        let credit = cite.and_then(|cite| self.nested_text(cite).0);
        let (caption, others) = caption.map(|caption| self.nested_text(caption)).unwrap_or_default();
        self.end_paragraph();
        let mut pieces = to_gallery(pieces);
        // A linked picture has its link below it.
        let is_link = |piece: &Piece| matches!(&piece.block, Block::Paragraph { spans } if spans.iter().all(|span| span.href.is_some()));
        let last = pieces.iter_mut().rev().find(|piece| !is_link(piece));
        match last.map(|piece| &mut piece.block) {
            Some(Block::Figure(figure)) if figure.caption.is_none() || !has_figure(element) => {
                let caption = caption.map(|caption| without_credit(&caption, credit.as_deref()));
                figure.caption = caption.filter(|caption| !caption.is_empty()).or(figure.caption.take());
                // The page writes the label itself.
                let label = format!("{}:", self.context.lang.text().picture_credit);
                figure.credit = credit.map(|credit| credit.trim_start_matches(&label).trim().to_owned());
            }
            Some(Block::External { title, .. }) => *title = caption.unwrap_or_else(|| title.clone()),
            _ => pieces
                .extend(caption.map(|caption| Piece::plain(Block::Paragraph { spans: vec![Span::plain(caption)] }))),
        }
        self.pieces.extend(pieces);
        self.pieces.extend(others);
    }

    /// Several pictures are a gallery; what is said of all of them is below it.
    pub(super) fn add_gallery(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        let pieces = self.build_inside(0, |inside| inside.add_children(element, style));
        self.end_paragraph();
        self.pieces.extend(to_gallery(pieces));
    }
}

/// Two or more pictures, and then nothing but text, as one gallery and the text.
fn to_gallery(pieces: Vec<Piece>) -> Vec<Piece> {
    let figure = |piece: &Piece| match &piece.block {
        Block::Figure(figure) => Some(figure.clone()),
        _ => None,
    };
    let figures = pieces.iter().map_while(figure).collect::<Vec<_>>();
    let (_, text) = pieces.split_at_checked(figures.len()).unwrap_or_default();
    if figures.len() < 2 || text.iter().any(|piece| !matches!(piece.block, Block::Paragraph { .. })) {
        return pieces;
    }
    let text = text.to_vec();
    [vec![Piece::plain(Block::Gallery { figures })], text].concat()
}

/// A picture's caption; WordPress has a name of its own for it.
fn is_caption(child: &ElementRef<'_>) -> bool {
    child.value().name() == "figcaption" || child.value().classes().any(|class| class.starts_with("wp-caption-"))
}

fn has_figure(element: ElementRef<'_>) -> bool {
    element.descendent_elements().skip(1).any(|inside| inside.value().name() == "figure")
}

/// Where a picture is; of one that has only sizes, the first.
fn picture_of(element: ElementRef<'_>) -> Option<(&'static str, &str)> {
    let sized = |name| Some((name, element.attr(name)?.split_whitespace().next()?.trim_end_matches(',')));
    source_of(element).or_else(|| ["data-srcset", "srcset"].into_iter().find_map(sized))
}

/// A small picture, by what the page says of it, or by what it is.
fn is_sign(element: ElementRef<'_>, image: Option<&Image>) -> bool {
    let pixels = |edge: &str| match edge.trim().strip_suffix("em") {
        // As large as letters.
        Some(_) => Some(1),
        None => edge.trim().trim_end_matches("px").parse::<u32>().ok(),
    };
    let style = element.attr("style").unwrap_or_default();
    let styled = |name| declarations(style).find(|(property, _)| property == name).and_then(|(_, edge)| pixels(&edge));
    let edge = |name| element.attr(name).and_then(pixels).or_else(|| styled(name));
    let is_emoji = element.value().classes().any(|class| matches!(class, "emoji" | "wp-smiley"));
    match (edge("width").or_else(|| edge("height")), image) {
        (Some(edge), _) => edge <= MAX_SIGN,
        (None, Some(image)) => image.width <= MAX_SIGN && image.height <= MAX_SIGN,
        (None, None) => is_emoji,
    }
}

/// Whether an element shows, to browsers without scripts, the picture before it.
fn repeats_picture(element: ElementRef<'_>) -> bool {
    let is_picture = |element: &ElementRef<'_>| element.value().name() == "img";
    let before = element.prev_siblings().find_map(ElementRef::wrap);
    before.is_some_and(|before| before.descendent_elements().any(|inside| is_picture(&inside)))
        && element.descendent_elements().any(|inside| is_picture(&inside))
        && text_of(element).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caption_is_told_from_its_credit() {
        for (caption, credit, own) in [
            ("Quang cảnh", None, "Quang cảnh"),
            ("Quang cảnh Ảnh: Nguyễn Đức", Some("Ảnh: Nguyễn Đức"), "Quang cảnh"),
            ("Ảnh: Nguyễn Đức", Some("Ảnh: Nguyễn Đức"), ""),
        ] {
            assert_eq!(without_credit(caption, credit), own);
        }
    }
}
