//! Walks the tree and makes blocks of what has a meaning; everything else is either transparent or dropped.
//!
//! Unknown elements are transparent: their text stays. Tables, lists, pictures and embeds have files of their own; so
//! has what is dropped, and told where it holds something (`dropped`).

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use percent_encoding::percent_decode_str;
use portal_app::content::model::{Block, Span};
use portal_app::text::Lang;
use scraper::{ElementRef, Html, Node};

use super::dom::line_of;
use super::elements::{GONE, PARAGRAPHS, text_of};
use super::items::{Item, place};
use super::link::resolve;
use super::piece::Piece;
use super::problem::BodyProblem;
use super::spans::{clean_text, is_break, line_break, plain_text, push_span, tidy};
use super::text_style::{TextStyle, declarations};
use super::typed::typed_lists;
use crate::source::media::MediaFolder;
use crate::source::problem::Fault;

/// How deep lists, tables and quotes may nest. Deeper ones are flattened: a reader's JSON parser stops at 128 levels,
/// and each table takes five of them.
const MAX_NESTING: usize = 16;

/// How deep elements may nest. Of deeper ones only the text is kept, so that no input overflows the stack.
const MAX_DEPTH: usize = 300;

/// The longest text that an element for headings may hold, in characters: of a longer one the editor wanted the size.
const MAX_HEADING: usize = 250;

/// Makes pieces of a parsed page, and the problems met.
pub(super) fn build(html: &Html, lang: Lang, media: &MediaFolder) -> (Vec<Piece>, Vec<BodyProblem>) {
    let context = Context { lang, media, lacks_descriptions: Cell::new(false), problems: RefCell::default() };
    let mut builder = Builder::new(&context, 0, 0);
    for root in html.tree.root().children().filter_map(ElementRef::wrap) {
        builder.add_element(root, &TextStyle::of(lang));
    }
    let pieces = builder.finish();
    (pieces, context.problems.into_inner())
}

pub(super) struct Context<'a> {
    /// The body's own language.
    pub lang: Lang,
    pub media: &'a MediaFolder,
    /// Whether a picture without a description has been told of: old pages have nothing else.
    pub lacks_descriptions: Cell<bool>,
    problems: RefCell<Vec<BodyProblem>>,
}

impl Context<'_> {
    /// Tells of an attribute's value.
    pub fn report(&self, element: ElementRef<'_>, attribute: &'static str, value: &str, fault: Fault) {
        let fault = fault.at_line(line_of(element));
        // Markdown encodes what the editor wrote, who looks for that.
        let is_file = value.split_once(':').is_none_or(|(drive, _)| drive.len() == 1);
        let written = is_file.then(|| percent_decode_str(value).decode_utf8().ok()).flatten();
        let value = written.map_or_else(|| value.to_owned(), Cow::into_owned);
        self.problems.borrow_mut().push(BodyProblem { attribute: Some(attribute), value, fault });
    }

    /// Tells of an element, or of words in it.
    pub fn tell(&self, element: ElementRef<'_>, words: &str, fault: Fault) {
        let fault = fault.at_line(line_of(element));
        self.problems.borrow_mut().push(BodyProblem { attribute: None, value: words.to_owned(), fault });
    }
}

/// Blocks being made of one element's content.
pub(super) struct Builder<'a> {
    pub context: &'a Context<'a>,
    /// Lists, tables and quotes around this.
    nesting: usize,
    /// Elements around this.
    depth: usize,
    pub pieces: Vec<Piece>,
    /// Items of lists, each with how many pieces are before it.
    items: Vec<(usize, Item)>,
    /// The paragraph or heading being read.
    pub spans: Vec<Span>,
    heading: Option<u8>,
    centred: bool,
}

impl<'a> Builder<'a> {
    fn new(context: &'a Context<'a>, nesting: usize, depth: usize) -> Self {
        let (pieces, items, spans) = Default::default();
        Self { context, nesting, depth, pieces, items, spans, heading: None, centred: false }
    }

    fn finish(mut self) -> Vec<Piece> {
        self.end_paragraph();
        typed_lists(place(self.items, self.pieces))
    }

    /// What `add` makes in a separate builder, `deeper` levels of blocks further in.
    pub fn build_inside(&self, deeper: usize, add: impl FnOnce(&mut Self)) -> Vec<Piece> {
        let mut inside = Builder::new(self.context, self.nesting + deeper, self.depth);
        add(&mut inside);
        inside.finish()
    }

    /// An element's content as blocks of their own: a list's item, a table's cell.
    pub fn nested_blocks(&self, element: ElementRef<'_>, outer: &TextStyle) -> Vec<Block> {
        let Some(style) = self.style_inside(element, outer) else { return Vec::new() };
        self.build_inside(1, |inside| inside.add_children(element, &style))
            .into_iter()
            .map(|piece| piece.block)
            .collect()
    }

    /// The style inside an element; `None` when it is hidden, which is told.
    pub fn style_inside(&self, element: ElementRef<'_>, outer: &TextStyle) -> Option<TextStyle> {
        let style = outer.inside(element.value());
        if style.is_marker {
            return None;
        }
        if style.is_hidden { self.open_hidden(element, style) } else { Some(style) }
    }

    /// An element's text, for a caption or a source, and the blocks in it that are no text.
    pub fn nested_text(&self, element: ElementRef<'_>) -> (Option<String>, Vec<Piece>) {
        let pieces = self.build_inside(0, |inside| inside.add_children(element, &TextStyle::of(self.context.lang)));
        let (mut texts, mut others) = (Vec::new(), Vec::new());
        for piece in pieces {
            match self.text_of_block(element, &piece.block) {
                Some(text) => texts.push(text),
                None => others.push(piece),
            }
        }
        (Some(texts.join(" ")).filter(|text| !text.is_empty()), others)
    }

    /// A block as text of a caption, which is no place for links.
    fn text_of_block(&self, caption: ElementRef<'_>, block: &Block) -> Option<String> {
        match block {
            Block::Paragraph { spans } | Block::Heading { spans, .. } => {
                for span in spans.iter().filter(|span| span.href.is_some()) {
                    let fault = Fault::warning(
                        "a caption cannot hold a link, so only its words are published",
                        "Write the link below.",
                    );
                    self.context.tell(caption, &span.text, fault);
                }
                Some(plain_text(spans))
            }
            Block::List { items, .. } => {
                let items = items.iter().map(|item| {
                    item.iter().map(|block| self.text_of_block(caption, block)).collect::<Option<Vec<_>>>()
                });
                let items = items.map(|texts| texts.map(|texts| texts.join(" ")));
                items.collect::<Option<Vec<_>>>().map(|items| items.join("; "))
            }
            _ => None,
        }
    }

    pub fn can_nest(&self) -> bool {
        self.levels_left() > 0
    }

    pub fn is_nested(&self) -> bool {
        self.nesting > 0
    }

    /// How many more may nest.
    pub fn levels_left(&self) -> usize {
        MAX_NESTING.saturating_sub(self.nesting)
    }

    /// Ends the paragraph and adds an item after it, to the list that is there if it goes on.
    pub fn push_item(&mut self, item: Item) {
        self.end_paragraph();
        self.items.push((self.pieces.len(), item));
    }

    /// Ends the paragraph and adds a block after it.
    pub fn push_block(&mut self, block: Block) {
        self.end_paragraph();
        self.pieces.push(Piece { block, centred: self.centred });
    }

    pub fn end_paragraph(&mut self) {
        let spans = tidy(std::mem::take(&mut self.spans));
        if spans.is_empty() {
            return;
        }
        let block = match self.heading {
            Some(level) => Block::Heading { level, spans, id: None },
            None => self.to_file(&spans).or_else(|| self.to_film(&spans)).unwrap_or(Block::Paragraph { spans }),
        };
        self.pieces.push(Piece { block, centred: self.centred });
    }

    /// A paragraph that is nothing but a link to a file is that file; pictures stay links.
    fn to_file(&self, spans: &[Span]) -> Option<Block> {
        let href = spans.first()?.href.as_ref()?;
        let file = self.context.media.published_at(href.as_str()).filter(|file| file.size.is_none())?;
        let is_alone = spans.iter().all(|span| span.href.as_ref() == Some(href));
        is_alone.then(|| Block::File(file.to_link(plain_text(spans))))
    }

    pub fn add_children(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        self.add_children_but(None, element, style);
    }

    /// All children but one, which the caller handles.
    pub fn add_children_but(&mut self, left_out: Option<ElementRef<'_>>, element: ElementRef<'_>, style: &TextStyle) {
        if self.depth >= MAX_DEPTH {
            return self.add_bare_text(element, style);
        }
        self.depth += 1;
        for child in element.children() {
            if let Some(element) = ElementRef::wrap(child).filter(|child| Some(*child) != left_out) {
                self.add_element(element, style);
            } else if let Node::Text(text) = child.value() {
                self.add_text(text, style);
            }
        }
        self.depth -= 1;
    }

    fn add_bare_text(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        for node in element.descendants() {
            let parent = node.parent().and_then(ElementRef::wrap);
            if let Node::Text(text) = node.value()
                && parent.is_some_and(|parent| !GONE.contains(&parent.value().name()))
            {
                self.add_text(text, style);
            }
        }
    }

    pub fn add_text(&mut self, text: &str, style: &TextStyle) {
        // Old editors end a paragraph by a line break, and indent the next one by spaces.
        if self.spans.last().is_some_and(is_break) && is_indented(text) {
            self.spans.push(line_break());
        }
        if !style.keeps_lines {
            return push_span(&mut self.spans, style.to_span(clean_text(text)));
        }
        for (position, line) in text.split('\n').enumerate() {
            if position > 0 {
                self.spans.push(line_break());
            }
            push_span(&mut self.spans, style.to_span(clean_text(line)));
        }
    }

    pub fn add_element(&mut self, element: ElementRef<'_>, outer: &TextStyle) {
        let Some(style) = self.style_inside(element, outer) else { return };
        if self.leaves_out_remark(element) {
            return;
        }
        self.tell_scripted_link(element);
        match element.value().name() {
            "u" if is_blank_to_fill(element) => self.add_text("………", &style),
            "input" if element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("radio")) => {
                self.add_text(if element.attr("checked").is_some() { "◉ " } else { "○ " }, &style);
            }
            "div" if element.value().classes().any(|class| class == "wp-caption") => self.add_figure(element, &style),
            "input" if element.attr("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) => {
                self.add_text(if element.attr("checked").is_some() { "☑ " } else { "☐ " }, &style);
            }
            name if GONE.contains(&name) => self.drop_element(element),
            "a" => self.add_link(element, style),
            "audio" => self.add_audio(element, &style),
            "applet" | "embed" | "frame" | "iframe" | "object" => self.add_embedded(element, &style),
            "blockquote" if is_indentation(element) => self.add_paragraphs(element, &style),
            "blockquote" if self.can_nest() => self.add_quote(element, &style),
            "br" => self.spans.push(line_break()),
            "figure" => self.add_figure(element, &style),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if is_around_text(element) => self.add_paragraphs(element, &style),
            "h1" | "h2" => self.add_heading(2, element, &style),
            "h3" => self.add_heading(3, element, &style),
            "h4" | "h5" | "h6" => self.add_heading(4, element, &style),
            "hr" => self.push_block(Block::Rule),
            "img" => self.add_image(element, &style),
            "map" => self.add_image_map(element, &style),
            "math" => self.add_formula(element, &style),
            "noscript" => self.add_alternative(element, &style),
            "div" | "p" if self.can_nest() && self.add_word_item(element, &style) => {}
            "ol" if self.can_nest() => self.add_list(true, element, &style),
            "ul" | "menu" | "dir" if self.can_nest() => self.add_list(false, element, &style),
            "q" => self.add_enclosed(["“", "”"], element, &style),
            "rt" => self.add_enclosed(["(", ")"], element, &style),
            "abbr" | "acronym" => self.add_abbreviation(element, &style),
            "table" if self.can_nest() => self.add_table(element, &style),
            "video" => self.add_video(element, &style),
            "div" if element.value().classes().any(|class| class == "gallery") => self.add_gallery(element, &style),
            "p" | "div" if outline_level(element).is_some() && !is_around_text(element) => {
                self.add_heading(outline_level(element).unwrap_or(2), element, &style)
            }
            "blockquote" | "dir" | "figcaption" | "menu" | "ol" | "table" | "ul" => {
                self.add_paragraphs(element, &style)
            }
            name if PARAGRAPHS.contains(&name) => self.add_paragraphs(element, &style),
            _ => self.add_children(element, &style),
        }
    }

    pub fn add_paragraphs(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        self.end_paragraph();
        let centred = std::mem::replace(&mut self.centred, style.centred);
        self.add_children(element, style);
        self.end_paragraph();
        self.centred = centred;
    }

    fn add_heading(&mut self, level: u8, element: ElementRef<'_>, style: &TextStyle) {
        self.end_paragraph();
        let around = self.heading.replace(level);
        self.add_children(element, style);
        self.end_paragraph();
        self.heading = around;
    }

    fn add_link(&mut self, element: ElementRef<'_>, mut style: TextStyle) {
        if let Some(href) = element.attr("href") {
            style.href = resolve(href, self.context.media).unwrap_or_else(|fault| {
                self.context.report(element, "href", href, fault);
                None
            });
        }
        let (before, spans) = (self.pieces.len(), self.spans.len());
        self.add_children(element, &style);
        let is_empty = self.pieces.len() == before && self.spans.len() <= spans && text_of(element).is_empty();
        match style.href.clone().filter(|_| is_empty) {
            // An icon, or nothing.
            Some(href) => self.add_text(element.attr("title").unwrap_or(href.as_str()), &style),
            None => self.link_pictures(before, &style),
        }
    }

    fn add_enclosed(&mut self, [before, after]: [&str; 2], element: ElementRef<'_>, style: &TextStyle) {
        self.add_text(before, style);
        self.add_children(element, style);
        self.add_text(after, style);
    }

    /// What an abbreviation is short for is seen by nobody without a mouse.
    fn add_abbreviation(&mut self, element: ElementRef<'_>, style: &TextStyle) {
        if let Some(long) = element.attr("title").filter(|long| !long.trim().is_empty()) {
            let help = "Write it in brackets behind the abbreviation.";
            self.context.tell(
                element,
                long,
                Fault::warning("what an abbreviation is short for is not published", help),
            );
        }
        self.add_children(element, style);
    }
}

/// A quote that was only moved to the right: mail programs and old editors have no other way to indent.
fn is_indentation(quote: ElementRef<'_>) -> bool {
    let style = quote.attr("style").unwrap_or_default().to_ascii_lowercase();
    let mut borders = style.split(';').filter(|declaration| declaration.trim_start().starts_with("border"));
    let is_bare = |border: &str| {
        border.contains("none") || border.split(':').nth(1).is_some_and(|width| width.trim().starts_with('0'))
    };
    style.contains("margin") && borders.all(is_bare)
}

/// Whether an element for headings is wrapped around text that is none.
fn is_around_text(heading: ElementRef<'_>) -> bool {
    let is_block = |element: &ElementRef<'_>| {
        let name = element.value().name();
        PARAGRAPHS.contains(&name)
            || matches!(name, "br" | "ul" | "ol" | "table" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
    };
    let is_long = || text_of(heading).chars().count() > MAX_HEADING;
    heading
        .descendent_elements()
        .skip(1)
        .filter(is_block)
        .filter(|block| !text_of(*block).is_empty() || block.value().name() == "br")
        .count()
        > 2
        || is_long()
}

/// Word's level of a paragraph that is a heading.
fn outline_level(paragraph: ElementRef<'_>) -> Option<u8> {
    let style = paragraph.attr("style").unwrap_or_default();
    let mut outline = declarations(style).filter(|(name, _)| name == "mso-outline-level");
    let outline = outline.find_map(|(_, level)| level.parse().ok());
    let named = || paragraph.value().classes().find_map(|class| class.strip_prefix("MsoHeading")?.parse::<u8>().ok());
    let is_title = || paragraph.value().classes().any(|class| class == "MsoTitle").then_some(1);
    let level = outline.or_else(named).or_else(is_title)?;
    Some(level.saturating_add(1).clamp(2, 4))
}

/// Whether an element is a line to write on.
fn is_blank_to_fill(element: ElementRef<'_>) -> bool {
    let text = element.text().collect::<String>();
    text.chars().count() > 2 && text.chars().all(char::is_whitespace)
}

/// Whether text begins as an indented line does.
fn is_indented(text: &str) -> bool {
    let is_wide = |c: char| matches!(c, '\u{a0}' | '\u{2003}' | '\u{2002}' | '\u{3000}');
    let indent = text.chars().take_while(|c| is_wide(*c) || c.is_ascii_whitespace());
    indent.filter(|c| is_wide(*c)).count() > 1 && !text.trim().is_empty()
}
