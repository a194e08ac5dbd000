//! What a document says of others, and what is wrong in its texts, read from its JSON: so no field of any kind of document is
//! forgotten, and a document that the app cannot read still leads on.

use portal_app::path::reserved;
use portal_app::path::word::{Href, Slug};
use portal_app::path::{AppPath, PagePath};
use portal_app::text::Lang;
use portal_app::text::moment::Month;
use serde_json::{Map, Value};
use unicode_normalization::is_nfc;

use super::decode::{Fault, LONGEST_SHOWN};
use super::kind::Kind;

/// A page that a document leads to.
pub struct Reference {
    pub to: AppPath,
    pub pointer: String,
    /// As it is written.
    pub value: String,
    /// What it is when that page is not there.
    pub kind: Kind,
    /// When that article was published, as it is written.
    pub published_at: String,
}

/// What was found.
#[derive(Default)]
pub struct Seen {
    pub references: Vec<Reference>,
    /// Addresses of pictures with their places.
    pub pictures: Vec<(String, String)>,
    pub faults: Vec<Fault>,
}

/// Reads everything in a document of a language.
pub fn walk(value: &Value, lang: Lang) -> Seen {
    let mut seen = Seen::default();
    seen.visit(value, "", lang);
    seen
}

/// The pages beside one of a list, and the list's months.
pub fn further(path: &AppPath, value: &Value) -> Vec<Reference> {
    let slug = match &path.page {
        PagePath::Section { slug } => Some(slug),
        PagePath::SectionPage { .. }
        | PagePath::SectionMonth { .. }
        | PagePath::Latest
        | PagePath::LatestPage { .. } => None,
        _ => return Vec::new(),
    };
    let reference = |to: AppPath, pointer: String, value: String, kind| Reference {
        to,
        pointer,
        value,
        kind,
        published_at: String::new(),
    };
    let mut found = Vec::new();
    for side in ["newer", "older"] {
        let written = value.get(side).and_then(Value::as_str).unwrap_or_default();
        let Some(to) = parse(written) else { continue };
        let is_month = matches!(to.page, PagePath::SectionMonth { .. });
        let kind = if is_month { Kind::MissingMonth } else { Kind::MissingPage };
        found.push(reference(to, format!("/{side}"), quoted(written), kind));
    }
    let months = value.get("months").and_then(Value::as_array);
    for (place, entry) in months.into_iter().flatten().enumerate() {
        let written = entry.get("month").and_then(Value::as_str).unwrap_or_default();
        if let (Some(slug), Some(month)) = (slug, Month::parse(written)) {
            let page = PagePath::SectionMonth { slug: slug.clone(), month }.in_lang(path.lang);
            found.push(reference(page, format!("/months/{place}/month"), written.to_owned(), Kind::MissingMonth));
        }
    }
    found
}

impl Seen {
    fn visit(&mut self, value: &Value, pointer: &str, lang: Lang) {
        match value {
            Value::String(text) => self.read_text(text, pointer),
            Value::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    self.visit(item, &format!("{pointer}/{place}"), lang);
                }
            }
            Value::Object(fields) => {
                self.read_object(fields, pointer, lang);
                for (name, field) in fields {
                    let step = name.replace('~', "~0").replace('/', "~1");
                    self.visit(field, &format!("{pointer}/{step}"), lang);
                }
            }
            _ => {}
        }
    }

    fn read_text(&mut self, text: &str, pointer: &str) {
        if !is_nfc(text) {
            self.faults.push(Fault::new(Kind::Decomposed, pointer, quoted(text)));
        }
        if text.contains(|c: char| c == '\u{fffd}' || (c.is_control() && !matches!(c, '\n' | '\t'))) {
            self.faults.push(Fault::new(Kind::SpoiltText, pointer, quoted(text)));
        }
    }

    fn read_object(&mut self, fields: &Map<String, Value>, pointer: &str, lang: Lang) {
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        if let Some(path) = text("path") {
            self.read_path(path, fields, pointer);
        }
        if let Some(href) = text("href") {
            self.read_href(href, text("text").is_some(), pointer);
        }
        if let (Some(slug), true, None) = (text("slug").and_then(Slug::new), fields.contains_key("name"), text("id")) {
            self.read_name(slug, pointer, lang);
        }
        if let (Some(src), Some(_)) = (text("src"), fields.get("alt")) {
            self.pictures.push((src.to_owned(), format!("{pointer}/src")));
            for side in ["width", "height"] {
                if fields.get(side).and_then(Value::as_u64) == Some(0) {
                    self.faults.push(Fault::new(Kind::BadPictureSize, format!("{pointer}/{side}"), src));
                }
            }
        }
        if let Some(poster) = text("poster") {
            self.pictures.push((poster.to_owned(), format!("{pointer}/poster")));
        }
        let level = fields.get("level").and_then(Value::as_u64).filter(|level| !(2..=4).contains(level));
        if let (Some("heading"), Some(level)) = (text("kind"), level) {
            self.faults.push(Fault::new(Kind::HeadingLevel, format!("{pointer}/level"), level.to_string()));
        }
    }

    fn read_path(&mut self, path: &str, fields: &Map<String, Value>, pointer: &str) {
        let place = format!("{pointer}/path");
        let Some(to) = parse(path) else {
            if path.starts_with('/') && !is_file(path) {
                self.faults.push(Fault::new(Kind::NoRoute, place, quoted(path)));
            }
            return;
        };
        let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
        if let PagePath::Article { slug, id } = &to.page {
            let is_summary = fields.contains_key("id") && fields.contains_key("slug");
            if is_summary && (id.as_str() != text("id") || slug.as_str() != text("slug")) {
                let said = format!("{path} (id {}, slug {})", quoted(text("id")), quoted(text("slug")));
                self.faults.push(Fault::new(Kind::WrongAddress, place.as_str(), said));
            }
        }
        let kind = kind_of(pointer, &to.page);
        let published_at = text("published_at").to_owned();
        self.references.push(Reference { to, pointer: place, value: quoted(path), kind, published_at });
    }

    /// A link in a text may lead to an old address, which only the server knows; elsewhere it is the site's own.
    fn read_href(&mut self, href: &str, is_span: bool, pointer: &str) {
        let place = format!("{pointer}/href");
        let Some(target) = Href::new(href) else {
            if is_span {
                self.faults.push(Fault::new(Kind::DroppedLink, place, quoted(href)));
            }
            return;
        };
        if !target.is_site_path() || is_file(href) {
            return;
        }
        let [dead, none] = if is_span { [Kind::DeadLink; 2] } else { [Kind::DeadPath, Kind::NoRoute] };
        match parse(href) {
            Some(to) => self.references.push(Reference {
                to,
                pointer: place,
                value: quoted(href),
                kind: dead,
                published_at: String::new(),
            }),
            None => self.faults.push(Fault::new(none, place, quoted(href))),
        }
    }

    /// A section or a tag by name.
    fn read_name(&mut self, slug: Slug, pointer: &str, lang: Lang) {
        let named = pointer.rsplit('/').find(|step| step.parse::<usize>().is_err());
        let value = quoted(slug.as_str());
        let (page, kind) = match named {
            Some("section" | "sections" | "parent") => (PagePath::Section { slug }, Kind::MissingSection),
            Some("tag" | "tags") => (PagePath::Tag { slug }, Kind::MissingTag),
            _ => return,
        };
        let (to, pointer) = (page.in_lang(lang), format!("{pointer}/slug"));
        self.references.push(Reference { to, pointer, value, kind, published_at: String::new() });
    }
}

fn parse(path: &str) -> Option<AppPath> {
    AppPath::parse(path.split(['?', '#']).next().unwrap_or_default())
}

/// What a path is by where it is.
fn kind_of(pointer: &str, to: &PagePath) -> Kind {
    let first = pointer.split('/').nth(1).unwrap_or_default();
    match (first, to) {
        ("related", _) => Kind::StaleRelated,
        ("previous" | "next", _) => Kind::StaleNeighbour,
        ("translations", _) => Kind::MissingTranslation,
        ("articles" | "lead" | "latest" | "stories" | "sections" | "entries" | "", PagePath::Article { .. }) => {
            Kind::MissingArticle
        }
        _ => Kind::DeadPath,
    }
}

/// Whether a path of the site is a file or another surface, which has no document: a display, a feed, a picture.
fn is_file(path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    let first = steps.next().unwrap_or_default();
    let last = steps.next_back().unwrap_or(first);
    let is_page = ["chuyen-muc", "the", "tin-moi", "tim-kiem", "so-do-trang", "nhung"].contains(&first);
    reserved::FILES.contains(&last) || (reserved::FOLDERS.contains(&first) && !is_page)
}

/// A value in quotation marks, cut where it is long.
pub fn quoted(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("\"{}…\"", text.get(..end).unwrap_or_default()),
        None => format!("\"{text}\""),
    }
}
