//! The HTML of a post as the content folder has it: whole tags, files by their names in the store, links where they lead now.
//!
//! WordPress gives what was typed, scripts and all. What it means is for `source::html`, like any other HTML; here is done
//! only what needs to know where it came from.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use html_escape::{encode_double_quoted_attribute, encode_text};
use reqwest::Url;
use scraper::{ElementRef, Html, Node, Selector};

use super::media::{Library, Wanted, decoded};
use super::settings::WordpressSource;
use super::shortcodes::{Code, Part, closed_in, parts};
use super::store::FOLDER;
use crate::source::html::{parse_tree, resolve};
use crate::source::media::MediaFolder;
use crate::source::problem::{Fault, Severity};

/// What a text is made with.
pub struct Context<'a> {
    pub source: &'a WordpressSource,
    pub library: &'a Library,
    /// The addresses of what is taken, by what it was called there: see `key_of`.
    pub links: &'a HashMap<String, String>,
    /// The names of files in the store, by their keys; without them it is only learnt which are wanted.
    pub files: &'a BTreeMap<String, String>,
}

/// What became of a text.
#[derive(Debug, Default)]
pub struct Body {
    pub html: String,
    pub wanted: BTreeSet<Wanted>,
    /// The files of the store that it names.
    pub media: BTreeSet<String>,
    /// Its words, with spaces and line breaks as they come.
    pub text: String,
    /// Whether it shows a picture of its own.
    pub has_picture: bool,
    /// What is wrong with what.
    pub told: Vec<(String, Fault)>,
}

/// Elements that are left out with all that is in them.
const DROPPED: &[&str] = &[
    "script",
    "style",
    "template",
    "form",
    "input",
    "select",
    "textarea",
    "button",
    "base",
    "link",
    "meta",
    "title",
    "svg",
    "head",
    "noframes",
    "noembed",
    "plaintext",
    "xmp",
    "dialog",
];

const VOID: &[&str] = &["area", "br", "col", "embed", "hr", "img", "param", "source", "track", "wbr"];

/// Attributes that mean something to whoever reads it.
const KEPT: &[&str] = &[
    "align",
    "alt",
    "cite",
    "class",
    "colspan",
    "data-parent",
    "datetime",
    "dir",
    "height",
    "id",
    "kind",
    "lang",
    "label",
    "name",
    "open",
    "reversed",
    "role",
    "rowspan",
    "scope",
    "span",
    "srclang",
    "start",
    "style",
    "title",
    "type",
    "value",
    "width",
];

/// Where lazy loaders put a picture's address.
const LAZY: [&str; 5] = ["data-src", "data-lazy-src", "data-original", "data-orig-file", "data-large-file"];

/// Makes it of the HTML of a post at `base`.
pub fn convert(html: &str, base: &Url, context: &Context<'_>) -> Body {
    let mut writer = Writer { base, context, closed: closed_in(html), body: Body::default() };
    let tree = parse_tree(html);
    if let Some(body) = body_of(&tree) {
        writer.children(body);
    }
    writer.body
}

/// The text of a title: what a plugin would have made of codes in it nobody knows.
pub fn title_of(html: &str) -> String {
    let text = text_of(html);
    let parts = parts(&text, &closed_in(&text)).into_iter().filter_map(|part| match part {
        Part::Text(text) => Some(text),
        Part::Code(_) => None,
    });
    parts.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// The text of HTML on one line: a name, an excerpt. Without what leads on to the whole.
pub fn text_of(html: &str) -> String {
    let tree = parse_tree(html);
    let mut text = String::new();
    if let Some(body) = body_of(&tree) {
        collect_text(body, &mut text);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn collect_text(element: ElementRef<'_>, text: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(written) => text.push_str(written),
            Node::Element(inside) if DROPPED.contains(&inside.name()) => {}
            Node::Element(inside) if inside.classes().any(|class| class == "more-link") => {}
            _ => {
                if let Some(inside) = ElementRef::wrap(child) {
                    text.push_str(space_around(inside.value().name()));
                    collect_text(inside, text);
                    text.push_str(space_around(inside.value().name()));
                }
            }
        }
    }
}

/// Words of two paragraphs are two words, and those of a mark within one are not.
fn space_around(name: &str) -> &'static str {
    const INLINE: [&str; 15] =
        ["a", "abbr", "b", "code", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "sup", "u"];
    if INLINE.contains(&name) { "" } else { " " }
}

/// What WordPress makes of its own lists whenever somebody looks: they change without the text, name what a password opens, and the
/// site has its own.
const LISTS: [&str; 12] = [
    "wp-block-archives",
    "wp-block-calendar",
    "wp-block-categories",
    "wp-block-latest-comments",
    "wp-block-latest-posts",
    "wp-block-loginout",
    "wp-block-page-list",
    "wp-block-post-comments",
    "wp-block-query",
    "wp-block-rss",
    "wp-block-search",
    "wp-block-tag-cloud",
];

fn own_list(element: ElementRef<'_>) -> Option<&str> {
    element.value().classes().find(|class| LISTS.contains(class))
}

fn body_of(tree: &Html) -> Option<ElementRef<'_>> {
    let body = Selector::parse("body").ok()?;
    tree.select(&body).next()
}

/// What an address of the WordPress is known by: its path and query, however they are encoded.
pub fn key_of(url: &Url) -> String {
    let query = url.query().map(|query| format!("?{}", decoded(query))).unwrap_or_default();
    format!("{}{query}", decoded(url.path()).trim_end_matches('/'))
}

/// The name by which texts call a file of the store.
pub fn name_in_texts(source: &WordpressSource, file: &str) -> String {
    format!("{FOLDER}/{}/{file}", source.name)
}

struct Writer<'a> {
    base: &'a Url,
    context: &'a Context<'a>,
    closed: BTreeSet<String>,
    body: Body,
}

impl Writer<'_> {
    fn children(&mut self, element: ElementRef<'_>) {
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.text(text),
                _ => {
                    if let Some(child) = ElementRef::wrap(child) {
                        self.element(child);
                    }
                }
            }
        }
    }

    fn element(&mut self, element: ElementRef<'_>) {
        let name = element.value().name();
        self.body.text.push_str(space_around(name));
        if let Some(list) = own_list(element) {
            let help = "Link to the section or the tag in its place.";
            self.tell(list, Fault::new("WordPress's own list is left out", help));
            return;
        }
        match name {
            _ if DROPPED.contains(&name) => {}
            "img" => self.picture(element),
            "a" => self.link(element),
            "iframe" => self.frame(element),
            "video" | "audio" => self.film(element, name),
            "object" | "embed" | "applet" => self.foreign(element),
            _ => {
                self.open(name, element);
                self.children(element);
                self.close(name);
            }
        }
        self.body.text.push_str(space_around(name));
    }

    fn open(&mut self, name: &str, element: ElementRef<'_>) {
        self.body.html.push('<');
        self.body.html.push_str(name);
        for (attribute, value) in element.value().attrs().filter(|(attribute, _)| KEPT.contains(attribute)) {
            self.attribute(attribute, value);
        }
        self.body.html.push('>');
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.body.html.push_str(&format!(" {name}=\"{}\"", encode_double_quoted_attribute(value)));
    }

    fn close(&mut self, name: &str) {
        if !VOID.contains(&name) {
            self.body.html.push_str(&format!("</{name}>"));
        }
    }

    fn tell(&mut self, value: impl Into<String>, fault: Fault) {
        self.body.told.push((value.into(), Fault { severity: Severity::Warning, ..fault }));
    }

    fn text(&mut self, text: &str) {
        // Taken, since what a code stands for is written while they are looked through.
        let closed = std::mem::take(&mut self.closed);
        for part in parts(text, &closed) {
            match part {
                Part::Text(text) => {
                    self.body.html.push_str(&encode_text(text));
                    self.body.text.push_str(text);
                }
                Part::Code(code) => self.code(&code),
            }
        }
        self.closed = closed;
    }

    fn code(&mut self, code: &Code<'_>) {
        match code.name {
            // What is between them stays.
            "embed" | "caption" | "wp_caption" => {}
            _ if code.is_end => {}
            "gallery" if !code.ids().is_empty() => {
                self.body.html.push_str("<figure class=\"wp-block-gallery\">");
                for id in code.ids() {
                    let Some(medium) = self.context.library.get(id) else { continue };
                    if let Some(file) = Library::file_of(medium).and_then(|wanted| self.file(wanted)) {
                        self.body.html.push_str("<figure><img");
                        self.attribute("src", &file);
                        self.attribute("alt", &medium.alt_text);
                        self.body.html.push('>');
                        let caption = text_of(&medium.caption.rendered);
                        if !caption.is_empty() {
                            self.body.html.push_str(&format!("<figcaption>{}</figcaption>", encode_text(&caption)));
                        }
                        self.body.html.push_str("</figure>");
                    }
                }
                self.body.html.push_str("</figure>");
            }
            "video" | "audio" => {
                let source = ["src", "mp4", "webm", "mp3", "m4a", "ogg"].iter().find_map(|name| code.attribute(name));
                if let Some(url) = source.and_then(|source| self.base.join(source).ok()) {
                    self.play(code.name, &url);
                }
            }
            _ => {
                let help = "Replace it in WordPress by what it stands for.";
                self.tell(
                    code.whole,
                    Fault::new("this code of a plugin stands for nothing here, and is left out", help),
                );
            }
        }
    }

    /// The name of a file in the store, where it is there; it is wanted in any case.
    fn file(&mut self, wanted: Wanted) -> Option<String> {
        let file = self.context.files.get(&wanted.key());
        self.body.wanted.insert(wanted);
        let file = file?;
        self.body.media.insert(file.clone());
        Some(name_in_texts(self.context.source, file))
    }

    fn picture(&mut self, element: ElementRef<'_>) {
        let alt = element.attr("alt").unwrap_or_default();
        if element.value().classes().any(|class| matches!(class, "emoji" | "wp-smiley")) {
            self.body.html.push_str(&encode_text(alt));
            return;
        }
        let written = LAZY.iter().find_map(|name| element.attr(name)).or_else(|| element.attr("src"));
        let written = written.filter(|src| !src.trim().is_empty() && !src.trim_start().starts_with("data:"));
        let Some(url) = written.and_then(|src| self.base.join(src.trim()).ok()) else { return };
        if !self.context.source.may_have_media(&url) {
            let help = "Put it into WordPress's library, or name its host in media_hosts of sources.toml.";
            self.tell(url, Fault::new("this picture is on a host that is not asked, and is left out", help));
            return;
        }
        let wanted = self.context.library.wanted(&url);
        let Some(file) = self.file(wanted) else { return };
        self.body.has_picture = true;
        self.body.html.push_str("<img");
        self.attribute("src", &file);
        for (name, value) in element.value().attrs() {
            // What it is called, and nothing of its sizes: it is the whole picture.
            let is_kept = matches!(name, "alt" | "class") || name == "title" && value != alt;
            if is_kept {
                self.attribute(name, value);
            }
        }
        if element.attr("alt").is_none() {
            self.attribute("alt", "");
        }
        self.body.html.push('>');
    }

    fn link(&mut self, element: ElementRef<'_>) {
        // The second link of a file says «Download».
        if element.value().classes().any(|class| class == "wp-block-file__button") {
            return;
        }
        let shows_picture = element.descendent_elements().any(|inside| inside.value().name() == "img");
        let target = element.attr("href").and_then(|href| self.target(href, shows_picture));
        if let Some(target) = &target {
            self.body.html.push_str("<a");
            self.attribute("href", target);
            self.body.html.push('>');
        }
        self.children(element);
        if target.is_some() {
            self.close("a");
        }
    }

    /// Where a link leads; `None` where only its words are published.
    fn target(&mut self, href: &str, shows_picture: bool) -> Option<String> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') {
            return None;
        }
        let Ok(url) = self.base.join(href) else {
            let help = "Correct it in WordPress.";
            self.tell(href, Fault::new("this link cannot be understood, and only its words are published", help));
            return None;
        };
        if self.context.source.is_own(&url) {
            if let Some(path) = self.context.links.get(&key_of(&url)) {
                return Some(path.clone());
            }
            if url.path().contains("/wp-content/uploads/") {
                let wanted = self.context.library.wanted(&url);
                if is_picture(&wanted.extension()) {
                    return None;
                }
                return self.file(wanted).or(Some(url.into()));
            }
            // WordPress has a page for each picture, which shows nothing else.
            if shows_picture {
                return None;
            }
        }
        match resolve(url.as_str(), &MediaFolder::default()) {
            Ok(found) => found.map(String::from),
            Err(fault) => {
                self.tell(href, fault);
                None
            }
        }
    }

    /// What another site shows within the page.
    fn frame(&mut self, element: ElementRef<'_>) {
        let source = ["src", "data-src", "data-lazy-src"].iter().find_map(|name| element.attr(name));
        let Some(url) = source.and_then(|src| self.base.join(src.trim()).ok()) else { return };
        match resolve(url.as_str(), &MediaFolder::default()) {
            Ok(Some(_)) if matches!(url.scheme(), "http" | "https") => {
                self.body.html.push_str("<iframe");
                self.attribute("src", url.as_str());
                if let Some(title) = element.attr("title") {
                    self.attribute("title", title);
                }
                self.body.html.push_str("></iframe>");
            }
            Ok(_) => {}
            Err(fault) => self.tell(url, fault),
        }
    }

    fn film(&mut self, element: ElementRef<'_>, name: &str) {
        let of_child = || {
            element.child_elements().find_map(|child| child.attr("src").filter(|_| child.value().name() == "source"))
        };
        let source = element.attr("src").or_else(of_child);
        if let Some(url) = source.and_then(|src| self.base.join(src.trim()).ok()) {
            self.play(name, &url);
        }
    }

    /// A film or sound of the store, else a link to it.
    fn play(&mut self, name: &str, url: &Url) {
        if !matches!(url.scheme(), "http" | "https") {
            return;
        }
        let may_be_had = self.context.source.may_have_media(url);
        let file = may_be_had.then(|| self.context.library.wanted(url)).and_then(|wanted| self.file(wanted));
        match file {
            Some(file) => {
                self.body.html.push_str(&format!("<{name}"));
                self.attribute("src", &file);
                self.body.html.push_str(&format!("></{name}>"));
            }
            None => self.link_to(url),
        }
    }

    fn foreign(&mut self, element: ElementRef<'_>) {
        let source = ["data", "src"].iter().find_map(|name| element.attr(name));
        let url = source.and_then(|source| self.base.join(source.trim()).ok());
        match url.filter(|url| matches!(url.scheme(), "http" | "https")) {
            // A PDF is embedded beside a link to it.
            Some(url) if element.value().name() == "object" && self.context.source.is_own(&url) => {}
            Some(url) => self.link_to(&url),
            None => self.children(element),
        }
    }

    fn link_to(&mut self, url: &Url) {
        if let Ok(Some(href)) = resolve(url.as_str(), &MediaFolder::default()) {
            self.body.html.push_str("<p><a");
            self.attribute("href", href.as_str());
            self.body.html.push_str(&format!(">{}</a></p>", encode_text(href.as_str())));
        }
    }
}

fn is_picture(extension: &str) -> bool {
    matches!(extension, "png" | "jpg" | "jpeg" | "gif" | "webp" | "svg" | "avif" | "bmp" | "tif" | "tiff" | "heic")
}
