//! The part of a style sheet that one document uses, so that a page is readable after few bytes; the whole sheet comes with the app.
//!
//! A rule stays where all elements and classes that its selector names are in the document, or may be put there by a script that
//! the document names. What a selector asks of attributes, states and relations is taken for true: too much is kept, never too little.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use cssparser::{ParseError, Parser, ParserInput, SourcePosition, Token};

use crate::release::keys::policy_hash;

/// A minified style sheet, taken apart.
pub struct Sheet {
    items: Vec<Item>,
    /// Every name that decides whether a rule is used, in order.
    names: Vec<Name>,
    /// What was put together before: most documents of a kind use the same.
    made: Mutex<HashMap<Names, Arc<Used>>>,
}

/// Which names of a sheet are somewhere, each by its place among them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Names(Vec<bool>);

/// The part of a sheet that a document uses.
pub struct Used {
    pub style: String,
    /// As a policy names it.
    pub hash: String,
}

/// What a selector looks for in a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Name {
    Class(String),
    /// In lower case.
    Element(String),
}

enum Need {
    Name(Name),
    /// Of `:is()` and `:where()`.
    OneOf(Vec<Vec<Need>>),
}

enum Item {
    /// Kept as it is.
    Text(String),
    /// `@font-face`. A page has all of them: declared anew, they would be loaded anew, and the text would move.
    Face(String),
    /// What applies to paper alone, which has the whole sheet.
    Paper(String),
    /// `@keyframes`, kept where a kept rule has its name.
    Named {
        name: String,
        text: String,
    },
    Rule {
        selectors: Vec<(String, Vec<Need>)>,
        body: String,
    },
    /// `@layer`, `@media` and their like, up to the bracket.
    Group {
        prelude: String,
        items: Vec<Item>,
    },
}

impl Sheet {
    /// Takes a sheet apart that `lightningcss` has written; what is no style sheet is kept whole.
    pub fn parse(style: &str) -> Self {
        let mut input = ParserInput::new(style);
        let mut parser = Parser::new(&mut input);
        let items = parse_items(&mut parser);
        let mut names = BTreeSet::new();
        collect_names(&items, &mut names);
        Self { items, names: names.into_iter().collect(), made: Mutex::default() }
    }

    /// The names that are in a document.
    pub fn names_in_html(&self, html: &str) -> Names {
        let values = html.split(" class=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let classes = values.flat_map(str::split_ascii_whitespace).collect::<BTreeSet<_>>();
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let tags = html.split('<').skip(1).map(|rest| rest.split(|c| !is_part(c)).next().unwrap_or_default());
        let tags = tags.collect::<BTreeSet<_>>().into_iter().map(str::to_ascii_lowercase).collect::<BTreeSet<_>>();
        self.which(|name| match name {
            Name::Class(class) => classes.contains(class.as_str()),
            Name::Element(element) => tags.contains(element),
        })
    }

    /// The names that a script may write into a document: its words, of which one that ends with `_` or `-` may be the beginning of a name.
    pub fn names_in_script(&self, script: &str) -> Names {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let words = script.split(|c| !is_part(c)).filter(|word| word.len() > 1).collect::<BTreeSet<_>>();
        let begins = |word: &str, name: &str| word.ends_with(['_', '-']) && name.starts_with(word);
        self.which(|name| {
            let (Name::Class(name) | Name::Element(name)) = name;
            words.contains(name.as_str()) || words.iter().any(|word| begins(word, name))
        })
    }

    fn which(&self, is_there: impl Fn(&Name) -> bool) -> Names {
        Names(self.names.iter().map(is_there).collect())
    }

    /// What of the sheet a document with these names uses.
    pub fn used_by(&self, names: Names) -> Arc<Used> {
        let made = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(used) = made().get(&names) {
            return Arc::clone(used);
        }
        let place = |name: &Name| self.names.binary_search(name).ok();
        let has = |name: &Name| place(name).and_then(|place| names.0.get(place)).is_some_and(|is_there| *is_there);
        let mut style = String::new();
        write_items(&self.items, Part::InPage(&has), &mut style);
        let used = Arc::new(Used { hash: policy_hash(&style), style });
        made().insert(names, Arc::clone(&used));
        used
    }

    /// The whole of it, for pages that have a part of it already.
    pub fn whole(&self) -> String {
        let mut style = String::new();
        write_items(&self.items, Part::Whole, &mut style);
        style
    }
}

impl Names {
    /// Adds those that are somewhere else.
    pub fn add(&mut self, others: &Self) {
        for (is_there, is_in_others) in self.0.iter_mut().zip(&others.0) {
            *is_there |= is_in_others;
        }
    }
}

fn collect_names(items: &[Item], names: &mut BTreeSet<Name>) {
    fn of_needs(needs: &[Need], names: &mut BTreeSet<Name>) {
        for need in needs {
            match need {
                Need::Name(name) => drop(names.insert(name.clone())),
                Need::OneOf(lists) => lists.iter().for_each(|needs| of_needs(needs, names)),
            }
        }
    }
    for item in items {
        match item {
            Item::Rule { selectors, .. } => selectors.iter().for_each(|(_, needs)| of_needs(needs, names)),
            Item::Group { items, .. } => collect_names(items, names),
            Item::Text(_) | Item::Face(_) | Item::Paper(_) | Item::Named { .. } => {}
        }
    }
}

/// What is to be written of a sheet.
#[derive(Clone, Copy)]
enum Part<'p> {
    /// What applies to a document that has these names.
    InPage(&'p dyn Fn(&Name) -> bool),
    Whole,
}

impl Part<'_> {
    fn has(self, needs: &[Need]) -> bool {
        needs.iter().all(|need| match (self, need) {
            (Part::Whole, _) => true,
            (Part::InPage(has), Need::Name(name)) => has(name),
            (Part::InPage(_), Need::OneOf(lists)) => lists.iter().any(|needs| self.has(needs)),
        })
    }
}

fn write_items(items: &[Item], part: Part<'_>, style: &mut String) {
    for item in items {
        match (item, part) {
            (Item::Text(text), _) | (Item::Face(text), Part::InPage(_)) | (Item::Paper(text), Part::Whole) => {
                style.push_str(text);
            }
            (Item::Rule { selectors, body }, _) => {
                let kept = selectors.iter().filter(|(_, needs)| part.has(needs));
                let kept = kept.map(|(selector, _)| selector.as_str()).collect::<Vec<_>>();
                if !kept.is_empty() {
                    style.extend([kept.join(",").as_str(), body]);
                }
            }
            (Item::Group { prelude, items }, _) => {
                let mut inner = String::new();
                write_items(items, part, &mut inner);
                if !inner.is_empty() {
                    style.extend([prelude, "{", &inner, "}"]);
                } else if prelude.starts_with("@layer") {
                    // It has its place among the layers.
                    style.extend([prelude, ";"]);
                }
            }
            (Item::Face(_), Part::Whole) | (Item::Paper(_), Part::InPage(_)) | (Item::Named { .. }, _) => {}
        }
    }
    for item in items {
        if let Item::Named { name, text } = item
            && style.contains(name)
        {
            style.push_str(text);
        }
    }
}

fn parse_items(parser: &mut Parser<'_, '_>) -> Vec<Item> {
    let mut items = Vec::new();
    while !parser.is_exhausted() {
        items.push(parse_item(parser));
    }
    items
}

/// One rule, statement or group.
fn parse_item(parser: &mut Parser<'_, '_>) -> Item {
    parser.skip_whitespace();
    let start = parser.position();
    let mut at_rule = None;
    loop {
        let before = parser.position();
        match parser.next_including_whitespace() {
            Ok(Token::AtKeyword(name)) if at_rule.is_none() => at_rule = Some(name.to_ascii_lowercase()),
            Ok(Token::Semicolon) | Err(_) => return Item::Text(parser.slice_from(start).to_owned()),
            Ok(Token::CurlyBracketBlock) => {
                let prelude = parser.slice(start..before).to_owned();
                return parse_block(parser, start, at_rule.as_deref(), prelude);
            }
            Ok(Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock) => nested(parser, |_| ()),
            Ok(_) => {}
        }
    }
}

fn parse_block(parser: &mut Parser<'_, '_>, start: SourcePosition, at_rule: Option<&str>, prelude: String) -> Item {
    if matches!(at_rule, Some("layer" | "media" | "supports" | "container")) && prelude != "@media print" {
        return Item::Group { prelude, items: nested(parser, parse_items) };
    }
    let from = parser.position();
    nested(parser, |_| ());
    let text = || parser.slice_from(start).to_owned();
    match at_rule {
        Some("media" | "page") => Item::Paper(text()),
        Some("font-face") => Item::Face(text()),
        Some("keyframes") => {
            Item::Named { name: prelude.split_ascii_whitespace().nth(1).unwrap_or_default().to_owned(), text: text() }
        }
        Some(_) => Item::Text(text()),
        None => {
            let mut input = ParserInput::new(&prelude);
            let selectors = parse_selectors(&mut Parser::new(&mut input));
            Item::Rule { selectors, body: format!("{{{}", parser.slice_from(from)) }
        }
    }
}

/// Reads all of the block whose bracket came last.
fn nested<T: Default>(parser: &mut Parser<'_, '_>, read: impl FnOnce(&mut Parser<'_, '_>) -> T) -> T {
    let read = |parser: &mut Parser<'_, '_>| {
        let found = read(parser);
        while parser.next().is_ok() {}
        Ok::<_, ParseError<'_, ()>>(found)
    };
    parser.parse_nested_block(read).unwrap_or_default()
}

/// The selectors of a list, each with what it needs.
fn parse_selectors(parser: &mut Parser<'_, '_>) -> Vec<(String, Vec<Need>)> {
    let (mut selectors, mut needs) = (Vec::new(), Vec::new());
    let (mut start, mut before) = (parser.position(), Before::Nothing);
    loop {
        let at = parser.position();
        let token = parser.next_including_whitespace().cloned();
        let is_end = token.is_err();
        let now = std::mem::replace(&mut before, Before::Nothing);
        match token {
            Err(_) | Ok(Token::Comma) => {
                selectors.push((parser.slice(start..at).to_owned(), std::mem::take(&mut needs)));
                start = parser.position();
            }
            Ok(Token::Delim('.')) => before = Before::Dot,
            Ok(Token::Colon) => before = Before::Colon,
            Ok(Token::Ident(name)) => match now {
                Before::Dot => needs.push(Need::Name(Name::Class(name.to_string()))),
                Before::Nothing => needs.push(Need::Name(Name::Element(name.to_ascii_lowercase()))),
                Before::Colon => {}
            },
            Ok(Token::Function(name)) if matches!(&*name, "is" | "where") => {
                let lists = nested(parser, parse_selectors);
                needs.push(Need::OneOf(lists.into_iter().map(|(_, needs)| needs).collect()));
            }
            Ok(Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock) => nested(parser, |_| ()),
            Ok(_) => {}
        }
        if is_end {
            return selectors;
        }
    }
}

enum Before {
    Nothing,
    Dot,
    Colon,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(style: &str, html: &str, script: &str) -> String {
        let sheet = Sheet::parse(style);
        let mut names = sheet.names_in_html(html);
        names.add(&sheet.names_in_script(script));
        sheet.used_by(names).style.clone()
    }

    #[test]
    fn a_rule_stays_where_its_elements_and_classes_are() {
        let html = r#"<html><main class="page page--wide"><P>a</P></main>"#;
        for kept in [
            "p{color:red}",
            "*{margin:0}",
            ":root{--a:1}",
            "main.page>p:first-child::before{content:\".gone{}\"}",
            "[data-x=y] p:hover{color:red}",
            "p:not(.gone){color:red}",
            "main:has(.gone){color:red}",
            ":is(.gone,.page) p{color:red}",
            "p{color:red;&.page{color:blue}}",
            "@media (width>40em){p{color:red}}",
            "@layer a;",
            "@font-face{font-family:a;src:url(/a.woff2)}",
            ".page--wide{animation:appear 1s}@keyframes appear{0%{opacity:0}}",
        ] {
            assert_eq!(used(kept, html, ""), kept);
        }
        for gone in [
            "table{color:red}",
            ".gone{color:red}",
            "main .gone p{color:red}",
            ":where(.gone,table) p{color:red}",
            "@media (width>40em){.gone{color:red}}",
            "@supports (display:grid){@media screen{.gone{color:red}}}",
            ".gone{animation:appear 1s}@keyframes appear{0%{opacity:0}}",
            "@media print{p{color:red}}",
            "@page{margin:0}",
        ] {
            assert_eq!(used(gone, html, ""), "");
        }
        assert_eq!(used("p,.gone,main{color:red}", html, ""), "p,main{color:red}");
    }

    #[test]
    fn a_layer_keeps_its_place_without_its_rules() {
        let style = "@layer first{.gone{color:red}}@layer second{p{color:red}}";
        assert_eq!(used(style, "<p>", ""), "@layer first;@layer second{p{color:red}}");
    }

    #[test]
    fn the_whole_sheet_says_all_but_the_faces_that_a_page_has() {
        let style = "@layer a{@font-face{font-family:a;src:url(/a.woff2)}.gone,p{color:red}}@media print{p{color:#000}}@page{margin:0}";
        let whole = "@layer a{.gone,p{color:red}}@media print{p{color:#000}}@page{margin:0}";
        assert_eq!(Sheet::parse(style).whole(), whole);
    }

    #[test]
    fn what_a_script_may_write_is_kept() {
        let style = ".viewer__image{color:red}.viewer-open{color:red}.other{color:red}";
        let script = "element.className = `viewer__${name}`; classList.add('viewer-open')";
        assert_eq!(used(style, "<p>", script), ".viewer__image{color:red}.viewer-open{color:red}");
    }

    #[test]
    fn no_text_breaks_it() {
        for style in
            ["", "}", "a{", "a", "@media{", "a{b:'", "@", ".", ":is(", "a:is(b", "\u{0}.\\", "/*", "a{b:url(", "}}}p{}"]
        {
            let _ = used(style, "<p class=\"", "");
        }
    }
}
