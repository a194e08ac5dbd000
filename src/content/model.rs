//! The documents of the content API, version 1, as Rust types.
//!
//! Owns what each document holds and how it stands in JSON; the publisher writes these types and the browser
//! reads them, so the two cannot disagree. Fetching is `client`'s, checked words (`Slug`, `SitePath`…) are
//! `word`'s, times are `moment`'s.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::moment::{Moment, Month};
use super::reader::{Fields, FromJson, ReadError, Skipped, unexpected};
use super::word::{ArticleId, Href, SitePath, Slug};
use crate::text::Lang;

/// Declares documents: each can be cloned, compared, written, read, and described as a schema. A field marked
/// `optional` may be absent or null; one marked `lenient` also loses a value that breaks its rule.
macro_rules! documents {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident {$(
            $(#[$field_meta:meta])*
            pub $field:ident: $type:ty $(= $mark:ident)?,
        )*}
    )*) => {$(
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        $(#[$meta])*
        pub struct $name {$(
            $(#[$field_meta])*
            $(
                #[doc = concat!("(", stringify!($mark), ")")]
                #[serde(default, skip_serializing_if = "is_absent")]
                #[cfg_attr(feature = "schema", schemars(transform = allow_null))]
            )?
            pub $field: $type,
        )*}

        impl $name {
            fn from_fields(fields: &mut Fields<'_>) -> Result<Self, ReadError> {
                Ok(Self { $($field: take!(fields $field $($mark)?),)* })
            }
        }

        impl FromJson for $name {
            fn from_json(value: Value, skipped: &Skipped) -> Result<Self, ReadError> {
                let mut fields = Fields::of(value, skipped)?;
                let document = Self::from_fields(&mut fields)?;
                fields.finish();
                Ok(document)
            }
        }
    )*};
}

macro_rules! take {
    ($fields:ident $field:ident) => {
        $fields.take(stringify!($field))?
    };
    ($fields:ident $field:ident optional) => {
        $fields.take_optional(stringify!($field))?
    };
    ($fields:ident $field:ident lenient) => {
        $fields.take_lenient(stringify!($field))
    };
}

/// Declares a choice of words, written in lower case. `otherwise` names what an unknown word is; without it, an error.
macro_rules! words {
    ($(
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$word_meta:meta])* $word:ident,)*
        }
        $(otherwise $unknown:ident)?
    )*) => {$(
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "lowercase")]
        $(#[$meta])*
        pub enum $name {
            $($(#[$word_meta])* $word,)*
            $(
                /// A word this version doesn't know.
                #[serde(skip)]
                $unknown,
            )?
        }

        impl FromJson for $name {
            fn from_json(value: Value, _: &Skipped) -> Result<Self, ReadError> {
                let word = value.as_str().unwrap_or_default();
                $(if word.eq_ignore_ascii_case(stringify!($word)) {
                    return Ok(Self::$word);
                })*
                $(if value.is_string() {
                    return Ok(Self::$unknown);
                })?
                Err(unexpected(concat!("a ", stringify!($name)), &value))
            }
        }
    )*};
}

/// What an optional field is when it is left out.
trait Optional {
    fn is_absent(&self) -> bool;
}

impl<T> Optional for Option<T> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Optional for Vec<T> {
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
}

/// Read as Vietnamese where it is left out, and never left out.
impl Optional for Lang {
    fn is_absent(&self) -> bool {
        false
    }
}

fn is_absent(value: &impl Optional) -> bool {
    value.is_absent()
}

/// What may be absent may be null as well.
#[cfg(feature = "schema")]
fn allow_null(schema: &mut schemars::Schema) {
    schema.remove("default");
    if let Some(Value::String(kind)) = schema.get("type").cloned() {
        schema.insert("type".to_owned(), serde_json::json!([kind, "null"]));
    } else if schema.get("$ref").is_some() {
        *schema = schemars::json_schema!({ "anyOf": [&schema, { "type": "null" }] });
    }
}

impl FromJson for Lang {
    fn from_json(value: Value, _: &Skipped) -> Result<Self, ReadError> {
        let lang = value.as_str().and_then(Self::from_tag);
        lang.ok_or_else(|| unexpected("a language of the interface", &value))
    }
}

documents! {
    /// `site.json`: what every page needs, whatever it shows.
    pub struct Site {
        /// The site's https origin, without a trailing slash.
        pub url: String,
        pub lang: Lang,
        /// The site's full name, as its masthead and footer write it.
        pub name: String,
        /// For narrow places: the browser's title, a home screen.
        pub short_name: String,
        /// IANA name, for readers; times in documents carry their own offset.
        pub time_zone: String,
        pub organization: Organization,
        /// The source line of the footer.
        pub attribution: String,
        pub navigation: Vec<NavigationItem>,
        pub footer_links: Vec<NavigationItem> = optional,
        pub partner_links: Vec<PartnerLink> = optional,
        pub notice: Option<Notice> = optional,
        /// Without it the app never asks how many people are online.
        pub online: Option<OnlineSource> = optional,
        /// Without it nobody counts the readers.
        pub analytics: Option<Analytics> = optional,
        /// Third parties whose `external` blocks may open in place.
        pub providers: Vec<Provider> = optional,
        /// The site in other languages: their home pages.
        pub translations: Vec<Translation> = optional,
    }

    /// A counter of page views that the site's owner must run.
    pub struct Analytics {
        pub kind: AnalyticsKind,
        /// Where views are sent to.
        pub tracker_url: Href,
        pub script_url: Href,
        pub site_id: String,
    }

    /// A third party that may be shown in a frame, when a reader asks for it.
    pub struct Provider {
        /// As `external` blocks name it: `youtube`.
        pub name: String,
        /// The https origin its frames come from.
        pub origin: String,
    }

    /// Who answers for the site, and how to reach them (Decree 42/2022/NĐ-CP, article 4).
    pub struct Organization {
        pub name: String,
        pub address: String,
        pub responsible: Responsible,
        /// As it is printed; a `tel:` link is made of its digits.
        pub phone: String,
        pub fax: Option<String> = optional,
        pub email: String,
        pub hours: Option<String> = optional,
        pub officials: Vec<Official> = optional,
        pub map_url: Option<Href> = optional,
    }

    /// The person responsible for the site's content.
    pub struct Responsible {
        pub name: String,
        /// Their post: "Giám đốc".
        pub title: String,
    }

    /// An official readers may turn to.
    pub struct Official {
        pub name: String,
        pub title: String,
        pub unit: Option<String> = optional,
        pub phone: Option<String> = optional,
        pub email: Option<String> = optional,
    }

    /// An entry of the site's navigation; the header shows two levels.
    pub struct NavigationItem {
        pub label: String,
        pub path: SitePath,
        pub children: Vec<NavigationItem> = optional,
    }

    /// A portal the site points to.
    pub struct PartnerLink {
        pub label: String,
        pub url: Href,
    }

    /// A message that stands above every page.
    pub struct Notice {
        pub text: String,
        pub path: Option<SitePath> = optional,
        pub level: NoticeLevel,
        /// Not shown from this moment on.
        pub until: Option<Moment> = optional,
    }

    /// Where the number of people online is to be asked for.
    pub struct OnlineSource {
        pub url: Href,
    }

    /// `online.json`: people on the site in the last five minutes.
    pub struct Online {
        pub online: u32,
    }

    /// `home.json`.
    pub struct Home {
        pub lang: Lang = optional,
        pub lead: Vec<Summary>,
        pub sections: Vec<HomeSection>,
        pub latest: Vec<Summary>,
    }

    /// A section's newest articles on the home page.
    pub struct HomeSection {
        pub section: SectionName,
        pub articles: Vec<Summary>,
    }

    /// `sections/{slug}/{page}.json` and `sections/{slug}/{yyyy}-{mm}.json` (a month, whole).
    pub struct SectionListing {
        pub lang: Lang = optional,
        pub section: Section,
        /// 1 = newest.
        pub page: u32,
        pub page_count: u32,
        /// Articles in the section, its children's included.
        pub total: u32,
        pub months: Vec<MonthCount>,
        /// Newest first, 20 a page.
        pub articles: Vec<Summary>,
    }

    /// `latest/{page}.json`: everything, newest first.
    pub struct LatestListing {
        pub lang: Lang = optional,
        pub page: u32,
        pub page_count: u32,
        pub total: u32,
        pub months: Vec<MonthCount>,
        pub articles: Vec<Summary>,
    }

    /// How many articles a month has.
    pub struct MonthCount {
        pub month: Month,
        pub count: u32,
    }

    /// A section, as its own page shows it.
    pub struct Section {
        pub slug: Slug,
        pub name: String,
        pub description: Option<String> = optional,
        pub parent: Option<SectionName> = optional,
        /// From the home page to the section's parent; the section itself is not in it.
        pub breadcrumb: Vec<Crumb>,
    }

    /// A section, named.
    pub struct SectionName {
        pub slug: Slug,
        pub name: String,
    }

    /// A step of the way from the home page to where the reader is.
    pub struct Crumb {
        pub label: String,
        pub path: SitePath,
    }

    /// `tags/{slug}.json`.
    pub struct TagListing {
        pub lang: Lang = optional,
        pub tag: Tag,
        pub articles: Vec<Summary>,
    }

    /// A tag, named.
    pub struct Tag {
        pub slug: Slug,
        pub name: String,
    }

    /// What a list shows of an article.
    pub struct Summary {
        pub id: ArticleId,
        pub slug: Slug,
        pub title: String,
        pub published_at: Moment,
        pub path: SitePath,
        pub summary: Option<String> = optional,
        pub section: Option<SectionName> = optional,
        pub image: Option<Image> = optional,
        /// Only in an editor's preview: why readers don't see it.
        pub preview: Option<PreviewMark> = optional,
    }

    /// `articles/{id}.json`: a summary's fields and the rest.
    pub struct Article {
        pub id: ArticleId,
        pub slug: Slug,
        pub lang: Lang = optional,
        pub title: String,
        pub published_at: Moment,
        pub path: SitePath,
        pub summary: Option<String> = optional,
        pub section: Option<SectionName> = optional,
        pub image: Option<Image> = optional,
        pub updated_at: Option<Moment> = optional,
        /// From the home page to the article's section.
        pub breadcrumb: Vec<Crumb>,
        /// Empty when the article was withdrawn.
        pub body: Vec<Block>,
        pub author: Option<String> = optional,
        pub source: Option<Attribution> = optional,
        pub tags: Vec<Tag> = optional,
        pub attachments: Vec<FileLink> = optional,
        pub audio: Option<Audio> = optional,
        pub withdrawn: Option<Withdrawal> = optional,
        pub previous: Option<Summary> = optional,
        pub next: Option<Summary> = optional,
        pub history: Vec<HistoryEntry> = optional,
        /// At most ten, newest first.
        pub related: Vec<Summary>,
        pub translations: Vec<Translation> = optional,
        /// A picture of the article's address, for a phone's camera.
        pub qr_code: Option<SitePath> = optional,
        /// How often it was opened, where somebody counts.
        pub views: Option<u32> = optional,
        /// Only in an editor's preview: why readers don't see it.
        pub preview: Option<PreviewMark> = optional,
        /// Only in an editor's preview: when readers will see it.
        pub publish_at: Option<Moment> = optional,
    }

    /// Where an article came from.
    pub struct Attribution {
        pub name: String,
        pub url: Option<Href> = optional,
    }

    /// The article read aloud.
    pub struct Audio {
        pub src: SitePath,
        pub media_type: String,
        pub duration_secs: Option<u32> = optional,
    }

    /// An article that was taken back: its page stays and says so.
    pub struct Withdrawal {
        pub at: Moment,
        pub note: String,
    }

    /// A line of an article's history.
    pub struct HistoryEntry {
        pub at: Moment,
        pub kind: HistoryKind,
        pub note: Option<String> = optional,
    }

    /// The same document in another language.
    pub struct Translation {
        pub lang: String,
        pub path: SitePath,
    }

    /// `pages/{slug}.json`: a standing page (about, contact, privacy…).
    pub struct StandingPage {
        pub slug: Slug,
        pub lang: Lang = optional,
        pub title: String,
        pub updated_at: Option<Moment> = optional,
        pub body: Vec<Block>,
        pub translations: Vec<Translation> = optional,
        /// Only in an editor's preview: why readers don't see it.
        pub preview: Option<PreviewMark> = optional,
    }

    /// `search.json`: what a search can be narrowed to.
    pub struct SearchForm {
        pub lang: Lang = optional,
        pub sections: Vec<SectionName>,
        /// Years with articles, newest first.
        pub years: Vec<u32>,
    }

    /// `map.json`: the site at a glance.
    pub struct SiteMap {
        pub lang: Lang = optional,
        pub sections: Vec<MapSection>,
        pub pages: Vec<Crumb>,
    }

    /// A section with those below it.
    pub struct MapSection {
        pub section: SectionName,
        /// Articles in it, its children's included.
        pub total: u32,
        pub children: Vec<MapSection> = optional,
    }

    /// A picture: where it is, what it shows, how large it is in CSS pixels.
    pub struct Image {
        pub src: SitePath,
        /// Empty for a decorative picture.
        pub alt: String,
        pub width: u32,
        pub height: u32,
        pub sources: Vec<ImageSource> = optional,
    }

    /// A variant of a picture for another width.
    pub struct ImageSource {
        pub src: SitePath,
        pub width: u32,
        pub media_type: String,
    }

    /// A picture with what is said of it.
    pub struct Figure {
        pub image: Image,
        pub caption: Option<String> = optional,
        pub credit: Option<String> = optional,
    }

    /// A table cell.
    pub struct Cell {
        pub header: bool,
        pub colspan: Option<u16> = optional,
        pub rowspan: Option<u16> = optional,
        pub blocks: Vec<Block>,
    }

    /// A file to open or keep.
    pub struct FileLink {
        pub name: String,
        pub src: SitePath,
        pub media_type: String,
        pub bytes: u64,
    }

    /// A run of text that looks one way. A line break is a span whose text is `\n`.
    pub struct Span {
        pub text: String,
        pub marks: Vec<Mark> = optional,
        /// A target that is not http, https, mailto, tel or a site path is dropped while reading.
        pub href: Option<Href> = lenient,
        pub lang: Option<String> = optional,
    }
}

words! {
    /// How much a notice matters.
    pub enum NoticeLevel {
        Info,
        Warning,
        Urgent,
    }

    /// Who counts page views.
    pub enum AnalyticsKind {
        /// The state's system for measuring portals.
        Emc,
    }

    /// Why readers don't see what an editor previews.
    pub enum PreviewMark {
        Draft,
        Scheduled,
        Expired,
    }

    /// What happened to an article.
    pub enum HistoryKind {
        Published,
        Updated,
        Corrected,
        Withdrawn,
    }

    /// How a run of text looks; unknown marks leave no trace.
    pub enum Mark {
        Strong,
        Emphasis,
        Underline,
        Strike,
        Subscript,
        Superscript,
        Code,
    }
    otherwise Unknown
}

/// A part of a body. Kinds a reader doesn't know are skipped.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    Paragraph {
        spans: Vec<Span>,
    },
    /// `level` is 2 to 4; the page's title is level 1.
    Heading {
        level: u8,
        spans: Vec<Span>,
    },
    Figure(Figure),
    Gallery {
        figures: Vec<Figure>,
    },
    List {
        ordered: bool,
        items: Vec<Vec<Block>>,
    },
    Table {
        #[serde(default, skip_serializing_if = "is_absent")]
        caption: Option<String>,
        rows: Vec<Vec<Cell>>,
    },
    Quote {
        blocks: Vec<Block>,
        #[serde(default, skip_serializing_if = "is_absent")]
        cite: Option<String>,
    },
    File(FileLink),
    Video {
        src: SitePath,
        #[serde(default, skip_serializing_if = "is_absent")]
        poster: Option<SitePath>,
        #[serde(default, skip_serializing_if = "is_absent")]
        captions: Option<SitePath>,
    },
    /// Something of a third party; only a link until the reader asks for it.
    External {
        provider: String,
        url: Href,
        title: String,
        #[serde(default, skip_serializing_if = "is_absent")]
        image: Option<Image>,
    },
    Rule,
    /// A kind this version doesn't know.
    #[serde(skip)]
    Unknown,
}

impl FromJson for Block {
    fn from_json(value: Value, skipped: &Skipped) -> Result<Self, ReadError> {
        let mut fields = Fields::of(value, skipped)?;
        let kind: String = fields.take("kind")?;
        let block = match kind.as_str() {
            "paragraph" => Self::Paragraph { spans: fields.take("spans")? },
            "heading" => Self::Heading { level: fields.take("level")?, spans: fields.take("spans")? },
            "figure" => Self::Figure(Figure::from_fields(&mut fields)?),
            "gallery" => Self::Gallery { figures: fields.take("figures")? },
            "list" => Self::List { ordered: fields.take("ordered")?, items: fields.take("items")? },
            "table" => Self::Table { caption: fields.take_optional("caption")?, rows: fields.take("rows")? },
            "quote" => Self::Quote { blocks: fields.take("blocks")?, cite: fields.take_optional("cite")? },
            "file" => Self::File(FileLink::from_fields(&mut fields)?),
            "video" => Self::Video {
                src: fields.take("src")?,
                poster: fields.take_optional("poster")?,
                captions: fields.take_optional("captions")?,
            },
            "external" => Self::External {
                provider: fields.take("provider")?,
                url: fields.take("url")?,
                title: fields.take("title")?,
                image: fields.take_optional("image")?,
            },
            "rule" => Self::Rule,
            unknown => {
                fields.skip_as(&format!("a block of kind {unknown}"));
                return Ok(Self::Unknown);
            }
        };
        fields.finish();
        Ok(block)
    }
}

impl Span {
    /// Text without marks or link.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), marks: Vec::new(), href: None, lang: None }
    }
}

impl Article {
    /// What a list shows of the article.
    pub fn to_summary(&self) -> Summary {
        Summary {
            id: self.id.clone(),
            slug: self.slug.clone(),
            title: self.title.clone(),
            published_at: self.published_at,
            path: self.path.clone(),
            summary: self.summary.clone(),
            section: self.section.clone(),
            image: self.image.clone(),
            preview: self.preview,
        }
    }
}
