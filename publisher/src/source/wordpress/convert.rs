//! The HTML of a post as the content folder has it: whole tags, files by their names in the store, links where they lead now.
//!
//! WordPress gives what was typed, scripts and all. What it means is for `source::html`, like any other HTML; here is done
//! only what needs to know where it came from.

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
                    // Words of two paragraphs are two words.
                    let is_inline = matches!(
                        inside.value().name(),
                        "a" | "abbr"
                            | "b"
                            | "code"
                            | "em"
                            | "font"
                            | "i"
                            | "mark"
                            | "s"
                            | "small"
                            | "span"
                            | "strong"
                            | "sub"
                            | "sup"
                            | "u"
                    );
                    text.push_str(if is_inline { "" } else { " " });
                    collect_text(inside, text);
                    text.push_str(if is_inline { "" } else { " " });
                }
            }
        }
    }
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
                Part::Text(text) => self.body.html.push_str(&encode_text(text)),
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

#[cfg(test)]
mod tests {
    use super::super::answers::{Medium, Rendered};
    use super::super::settings::tests::source;
    use super::*;

    fn converted(html: &str) -> Body {
        let library =
            Library::new([(1, "anh-scaled.jpg"), (2, "van-ban.pdf"), (3, "hai.png")].map(|(id, name)| Medium {
                id,
                source_url: format!("http://wp.example/wp-content/uploads/{name}"),
                alt_text: "Mô tả".to_owned(),
                caption: Rendered { rendered: "<p>Chú thích &amp; nguồn</p>\n".to_owned(), protected: false },
                ..Medium::default()
            }));
        let files = ["anh-scaled.jpg", "van-ban.pdf", "hai.png"];
        let files = files.map(|name| (format!("http://wp.example/wp-content/uploads/{name}"), format!("k-{name}")));
        let links =
            [("/2021/bài".to_owned(), "/tin-tuc/bai-abc/".to_owned()), ("?p=5".to_owned(), "/trang/b/".to_owned())];
        let context = Context { source: &source(), library: &library, links: &links.into(), files: &files.into() };
        convert(html, &Url::parse("http://wp.example/2021/mot/").unwrap(), &context)
    }

    #[test]
    fn pictures_are_those_of_the_store_in_their_whole_size() {
        for html in [
            "<img src=\"http://wp.example/wp-content/uploads/anh-300x200.jpg\" alt=\"A &amp; B\" srcset=\"x 1x\" width=\"300\" onerror=\"x()\">",
            "<a href=\"/wp-content/uploads/anh.jpg\"><img src=\"data:image/gif;base64,AA\" data-src=\"/wp-content/uploads/anh.jpg\" alt=\"A &amp; B\"></a>",
        ] {
            assert_eq!(converted(html).html, "<img src=\".synced/wp/k-anh-scaled.jpg\" alt=\"A &amp; B\">", "{html}");
        }
        let on_its_page =
            "<a href=\"http://wp.example/anh-jpg/\"><img src=\"/wp-content/uploads/anh.jpg\" alt=\"\"></a>";
        assert_eq!(converted(on_its_page).html, "<img src=\".synced/wp/k-anh-scaled.jpg\" alt=\"\">");
        let other = converted("<p>a<img src=\"https://khac.example/b.jpg\" alt=\"x\">c</p>");
        assert_eq!((other.html.as_str(), other.told.len(), other.wanted.len()), ("<p>ac</p>", 1, 0));
        let missing = converted("<img src=\"/wp-content/uploads/moi.jpg\">");
        assert_eq!((missing.html.as_str(), missing.wanted.len()), ("", 1));
        assert_eq!(converted("<img class=\"emoji\" alt=\"🎉\" src=\"https://s.w.org/x.svg\">").html, "🎉");
    }

    #[test]
    fn links_lead_where_it_is_now() {
        for (href, expected) in [
            ("http://wp.example/2021/b%c3%a0i/", "<a href=\"/tin-tuc/bai-abc/\">x</a>"),
            ("https://wp.example/2021/b%C3%A0i", "<a href=\"/tin-tuc/bai-abc/\">x</a>"),
            ("/?p=5", "<a href=\"/trang/b/\">x</a>"),
            ("../khac/", "<a href=\"http://wp.example/2021/khac/\">x</a>"),
            ("/wp-content/uploads/van-ban.pdf", "<a href=\".synced/wp/k-van-ban.pdf\">x</a>"),
            ("#muc", "x"),
            ("javascript:alert(1)", "x"),
            ("https://a:b@c.example/", "x"),
            ("mailto:a@b.example", "<a href=\"mailto:a@b.example\">x</a>"),
            ("https://khac.example/?a=1&amp;b=2", "<a href=\"https://khac.example/?a=1&amp;b=2\">x</a>"),
        ] {
            assert_eq!(converted(&format!("<a href=\"{href}\">x</a>")).html, expected, "{href}");
        }
    }

    #[test]
    fn what_a_theme_breaks_is_whole_again_and_scripts_are_gone() {
        for (html, expected) in [
            ("<p>a</p></p><p><b>b", "<p>a</p><p></p><p><b>b</b></p>"),
            ("<script>x()</script><p onclick=\"x()\">a</p><style>b</style><!--more-->", "<p>a</p>"),
            ("<form><input value=\"x\"></form>1 < 2 &amp; 3", "1 &lt; 2 &amp; 3"),
        ] {
            assert_eq!(converted(html).html, expected, "{html}");
        }
    }

    #[test]
    fn codes_are_resolved_or_told_and_never_shown() {
        let gallery = converted("<p>[gallery ids=”1,3,99″]</p>");
        assert_eq!(gallery.html.matches("<img").count(), 2, "{}", gallery.html);
        assert!(gallery.html.contains("<figcaption>Chú thích &amp; nguồn</figcaption>"), "{}", gallery.html);
        let unknown = converted("<p>[rev_slider alias=”x″] Chữ [1]</p>");
        assert_eq!((unknown.html.as_str(), unknown.told.len()), ("<p> Chữ [1]</p>", 1));
        let film = converted("[embed]https://youtu.be/abcDEF123_-[/embed]");
        assert_eq!((film.html.as_str(), film.told.len()), ("https://youtu.be/abcDEF123_-", 0));
    }

    #[test]
    fn the_text_of_html_is_on_one_line_without_the_link_to_the_whole() {
        for (html, text) in [
            ("Hội nghị &#8220;A&#8221; &#038; <em>B</em>", "Hội nghị “A” & B"),
            ("<p>Một</p>\n<p>hai <a class=\"more-link\" href=\"x\">Đọc tiếp</a></p>", "Một hai"),
            ("", ""),
            ("1 < 2", "1 < 2"),
        ] {
            assert_eq!(text_of(html), text, "{html}");
        }
        assert_eq!(title_of("Tin [rev_slider alias=&#8221;x&#8221;] mới [1]"), "Tin mới [1]");
    }
}
