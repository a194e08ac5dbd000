//! HTML text into a tree, by html5ever, with a limit on how deep it nests.
//!
//! The parser looks through all open elements for many tags, so endless nesting would cost quadratic time. Tags
//! beyond the limit are dropped; their text stays.

use std::cell::RefCell;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, LocalName, QualName, ns};
use scraper::{ElementRef, Html, HtmlTreeSink};

/// How many elements may be open at once, not counting those that close themselves.
const MAX_OPEN: usize = 64;

/// Elements that have no content, or whose end the parser finds by itself.
const SELF_ENDING: &[&str] = &[
    "a", "area", "base", "body", "br", "caption", "col", "colgroup", "dd", "dt", "embed", "head", "hr", "html", "img",
    "input", "li", "link", "meta", "nobr", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead",
    "tr", "track", "wbr",
];

/// Elements whose content is not parsed: dropping their tags would turn scripts into text.
const RAW: &[&str] = &[
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "plaintext",
    "script",
    "style",
    "template",
    "textarea",
    "title",
    "xmp",
];

/// Elements that a paragraph's or a cell's end closes with it.
const PHRASING: &[&str] =
    &["abbr", "b", "big", "code", "em", "font", "i", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u"];

/// The attribute that holds an element's line: a name that the tokenizer ends at its space.
const LINE: &str = "line of";

/// Parses a page or a fragment.
pub(in crate::source) fn parse(html: &str) -> Html {
    let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
    let builder = TreeBuilder::new(HtmlTreeSink::new(Html::new_document()), options);
    let limiter = DepthLimiter { builder, open: RefCell::default() };
    let tokenizer = Tokenizer::new(limiter, Default::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    // The tokenizer stops after every script; there is nothing to run, so it goes on.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.builder.sink.finish()
}

/// Passes tokens on, but no tag that would nest too deep.
struct DepthLimiter<Sink: TreeSink> {
    builder: TreeBuilder<Sink::Handle, Sink>,
    open: RefCell<Vec<Open>>,
}

struct Open {
    name: LocalName,
    is_dropped: bool,
}

impl<Sink: TreeSink> TokenSink for DepthLimiter<Sink> {
    type Handle = Sink::Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Self::Handle> {
        match &token {
            Token::TagToken(tag) if is_dropped(&mut self.open.borrow_mut(), tag) => TokenSinkResult::Continue,
            _ => self.builder.process_token(with_line(token, line), line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Notes the line of a start tag on its element, in an attribute that no author can write.
fn with_line(token: Token, line: u64) -> Token {
    match token {
        Token::TagToken(mut tag) if tag.kind == TagKind::StartTag => {
            let name = QualName::new(None, ns!(), LocalName::from(LINE));
            tag.attrs.push(Attribute { name, value: StrTendril::from(line.to_string()) });
            Token::TagToken(tag)
        }
        token => token,
    }
}

/// The line an element begins on, counted from 1; `None` for one that the parser has added.
pub(super) fn line_of(element: ElementRef<'_>) -> Option<usize> {
    element.attr(LINE)?.parse().ok()
}

/// Records a tag, and returns whether it must be dropped.
fn is_dropped(open: &mut Vec<Open>, tag: &Tag) -> bool {
    let name: &str = &tag.name;
    if RAW.contains(&name) {
        return false;
    }
    if SELF_ENDING.contains(&name) {
        while open.last().is_some_and(|last| !last.is_dropped && PHRASING.contains(&&*last.name)) {
            open.pop();
        }
        return false;
    }
    match tag.kind {
        TagKind::StartTag if tag.self_closing => false,
        TagKind::StartTag => {
            let is_dropped = open.len() >= MAX_OPEN;
            open.push(Open { name: tag.name.clone(), is_dropped });
            is_dropped
        }
        TagKind::EndTag => {
            // Looking no deeper keeps this linear; what is below was not dropped.
            let depth = open.iter().rev().take(MAX_OPEN).position(|element| element.name == tag.name);
            let Some(index) = depth.map(|depth| open.len() - 1 - depth) else { return false };
            let is_dropped = open.get(index).is_some_and(|element| element.is_dropped);
            open.truncate(index);
            is_dropped
        }
    }
}
