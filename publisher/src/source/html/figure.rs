//! Pictures, with their captions, alone or as a gallery.

use portal_app::content::model::{Block, Figure, Span};
use scraper::ElementRef;

use super::builder::Builder;
use super::link::clean;
use super::passes::Piece;
use super::spans::{clean_text, plain_text};
use super::text_style::TextStyle;

/// The caption without its `<cite>`, which is the picture's credit.
fn without_credit(caption: &str, credit: Option<&str>) -> String {
    credit.map_or_else(|| caption.to_owned(), |credit| caption.replacen(credit, "", 1)).trim().to_owned()
}

impl Builder<'_> {
    pub(super) fn add_image(&mut self, element: ElementRef<'_>) {
        let src = element.attr("src").unwrap_or_default();
        let name = clean(src);
        if name.is_empty() {
            return;
        }
        let text = |name| element.attr(name).map(clean_text).map(|text| plain_text(&[Span::plain(text)]));
        match self.context.media.find_image(&name, text("alt").unwrap_or_default()) {
            Ok(image) => {
                let caption = text("title").filter(|caption| !caption.is_empty());
                self.push_block(Block::Figure(Figure { image, caption, credit: None }));
            }
            Err(fault) => self.context.report(element, "src", src, fault),
        }
    }

    /// The caption belongs to the last picture; without a picture it is a paragraph.
    pub(super) fn add_figure(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        let caption = element.child_elements().find(|child| child.value().name() == "figcaption");
        let mut pieces = self.build_inside(0, |inside| inside.add_children_but(caption, element, style));
        let cite = caption.and_then(|caption| caption.child_elements().find(|child| child.value().name() == "cite"));
        let credit = cite.and_then(|cite| self.nested_text(cite));
        let caption = caption.and_then(|caption| self.nested_text(caption));
        self.end_paragraph();
        match pieces.last_mut().map(|piece| &mut piece.block) {
            Some(Block::Figure(figure)) => {
                let caption = caption.map(|caption| without_credit(&caption, credit.as_deref()));
                figure.caption = caption.filter(|caption| !caption.is_empty()).or(figure.caption.take());
                // The page writes the label itself.
                let label = format!("{}:", self.context.lang.text().picture_credit);
                figure.credit = credit.map(|credit| credit.trim_start_matches(&label).trim().to_owned());
            }
            _ => pieces
                .extend(caption.map(|caption| Piece::plain(Block::Paragraph { spans: vec![Span::plain(caption)] }))),
        }
        self.pieces.extend(pieces);
    }

    /// Several pictures and nothing else are a gallery.
    pub(super) fn add_gallery(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        let pieces = self.build_inside(0, |inside| inside.add_children(element, style));
        let figure = |piece: &Piece| match &piece.block {
            Block::Figure(figure) => Some(figure.clone()),
            _ => None,
        };
        match pieces.iter().map(figure).collect::<Option<Vec<_>>>() {
            Some(figures) if figures.len() > 1 => self.push_block(Block::Gallery { figures }),
            _ => {
                self.end_paragraph();
                self.pieces.extend(pieces);
            }
        }
    }
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
