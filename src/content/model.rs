//! The documents of the content API, version 1, as Rust types.
//!
//! Owns what each document holds and how it stands in JSON; the publisher writes these types and the browser
//! reads them, so the two cannot disagree. Fetching is `client`'s, checked words (`Slug`, `SitePath`…) are
//! `word`'s, times are `moment`'s. Optional fields may be absent or null.

use serde::{Deserialize, Deserializer, Serialize};

use super::moment::{Moment, Month};
use super::word::{ArticleId, Href, SitePath, Slug};
use crate::text::Lang;

/// Declares documents: every struct and enum can be cloned, compared, written and read, and described as a schema.
macro_rules! documents {
    ($($(#[$meta:meta])* pub $kind:ident $name:ident $body:tt)*) => {$(
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        $(#[$meta])*
        pub $kind $name $body
    )*};
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
        #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
        pub footer_links: Vec<NavigationItem>,
        #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
        pub partner_links: Vec<PartnerLink>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub notice: Option<Notice>,
        /// Without it the app never asks how many people are online.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub online: Option<OnlineSource>,
    }

    /// Who answers for the site, and how to reach them (Decree 42/2022/NĐ-CP, article 4).
    pub struct Organization {
        pub name: String,
        pub address: String,
        pub responsible: Responsible,
        /// As it is printed; a `tel:` link is made of its digits.
        pub phone: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub fax: Option<String>,
        pub email: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub hours: Option<String>,
        #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
        pub officials: Vec<Official>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub map_url: Option<Href>,
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
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unit: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub phone: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub email: Option<String>,
    }

    /// An entry of the site's navigation; the header shows two levels.
    pub struct NavigationItem {
        pub label: String,
        pub path: SitePath,
        #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
        pub children: Vec<NavigationItem>,
    }

    /// A portal the site points to.
    pub struct PartnerLink {
        pub label: String,
        pub url: Href,
    }

    /// A message that stands above every page.
    pub struct Notice {
        pub text: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub path: Option<SitePath>,
        pub level: NoticeLevel,
        /// Not shown from this moment on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub until: Option<Moment>,
    }

    #[derive(Copy, Eq)]
    #[serde(rename_all = "lowercase")]
    pub enum NoticeLevel {
        Info,
        Warning,
        Urgent,
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
        #[serde(default)]
        pub lang: Lang,
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
        #[serde(default)]
        pub lang: Lang,
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
        #[serde(default)]
        pub lang: Lang,
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
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub description: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub parent: Option<SectionName>,
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
        #[serde(default)]
        pub lang: Lang,
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
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub summary: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub section: Option<SectionName>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub image: Option<Image>,
    }

    /// `articles/{id}.json`: a summary's fields and the rest.
    pub struct Article {
        pub id: ArticleId,
        pub slug: Slug,
        #[serde(default)]
        pub lang: Lang,
        pub title: String,
        pub published_at: Moment,
        pub path: SitePath,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub summary: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub section: Option<SectionName>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub image: Option<Image>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Moment>,
        /// From the home page to the article's section.
        pub breadcrumb: Vec<Crumb>,
        /// Empty when the article was withdrawn.
        #[serde(default, deserialize_with = "null_as_default")]
        pub body: Vec<Block>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub author: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub source: Option<Attribution>,
        #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
        pub tags: Vec<Tag>,
        #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
        pub attachments: Vec<FileLink>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub audio: Option<Audio>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub withdrawn: Option<Withdrawal>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub previous: Option<Summary>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub next: Option<Summary>,
        #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
        pub history: Vec<HistoryEntry>,
        /// At most ten, newest first.
        #[serde(default, deserialize_with = "null_as_default")]
        pub related: Vec<Summary>,
        #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
        pub translations: Vec<Translation>,
    }

    /// Where an article came from.
    pub struct Attribution {
        pub name: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub url: Option<Href>,
    }

    /// The article read aloud.
    pub struct Audio {
        pub src: SitePath,
        pub media_type: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub duration_secs: Option<u32>,
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
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub note: Option<String>,
    }

    #[derive(Copy, Eq)]
    #[serde(rename_all = "lowercase")]
    pub enum HistoryKind {
        Published,
        Updated,
        Corrected,
        Withdrawn,
    }

    /// The same document in another language.
    pub struct Translation {
        pub lang: String,
        pub path: SitePath,
    }

    /// `pages/{slug}.json`: a standing page (about, contact, privacy…).
    pub struct StandingPage {
        pub slug: Slug,
        #[serde(default)]
        pub lang: Lang,
        pub title: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub updated_at: Option<Moment>,
        pub body: Vec<Block>,
        #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
        pub translations: Vec<Translation>,
    }

    /// A picture: where it is, what it shows, how large it is in CSS pixels.
    pub struct Image {
        pub src: SitePath,
        /// Empty for a decorative picture.
        pub alt: String,
        pub width: u32,
        pub height: u32,
        #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
        pub sources: Vec<ImageSource>,
    }

    /// A variant of a picture for another width.
    pub struct ImageSource {
        pub src: SitePath,
        pub width: u32,
        pub media_type: String,
    }

    /// A part of a body. Kinds a reader doesn't know are skipped.
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
            #[serde(default, skip_serializing_if = "Option::is_none")]
            caption: Option<String>,
            rows: Vec<Vec<Cell>>,
        },
        Quote {
            blocks: Vec<Block>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            cite: Option<String>,
        },
        File(FileLink),
        Video {
            src: SitePath,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            poster: Option<SitePath>,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            captions: Option<SitePath>,
        },
        /// Something of a third party; only a link until the reader asks for it.
        External {
            provider: String,
            url: Href,
            title: String,
            #[serde(default, skip_serializing_if = "Option::is_none")]
            image: Option<Image>,
        },
        Rule,
        /// A kind this version doesn't know.
        #[serde(other)]
        #[cfg_attr(feature = "schema", schemars(skip))]
        Unknown,
    }

    /// A picture with what is said of it.
    pub struct Figure {
        pub image: Image,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub caption: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub credit: Option<String>,
    }

    /// A table cell.
    pub struct Cell {
        pub header: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub colspan: Option<u16>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub rowspan: Option<u16>,
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
        #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
        pub marks: Vec<Mark>,
        /// A target that is not http, https, mailto, tel or a site path is dropped while reading.
        #[serde(default, deserialize_with = "Href::lenient", skip_serializing_if = "Option::is_none")]
        pub href: Option<Href>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub lang: Option<String>,
    }

    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "lowercase")]
    pub enum Mark {
        Strong,
        Emphasis,
        Underline,
        Strike,
        Subscript,
        Superscript,
        Code,
        /// A mark this version doesn't know: the text shows without it.
        #[serde(other)]
        #[cfg_attr(feature = "schema", schemars(skip))]
        Unknown,
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
        }
    }
}

/// Reads an optional list: absent and null are both empty.
fn null_as_default<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
