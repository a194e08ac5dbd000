//! What a source says, whatever its kind: the site in each of its languages, before anything is derived from it.
//!
//! Every source (a folder of texts; later others) ends in these types, and `site` begins with them.

use std::collections::HashMap;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use portal_app::content::model::{
    Attribution, Audio, FileLink, HistoryEntry, HomeTask, Image, ImageSource, Site, Tag, Withdrawal,
};
use portal_app::path::word::{ArticleId, SitePath, Slug};
use portal_app::path::{AppPath, PagePath};
use portal_app::text::Lang;
use portal_app::text::moment::Moment;

use super::body::Body;
use super::encoded::encoded;
use super::kiosk::KioskSource;
use super::media::MediaFile;
use super::problem::Problems;
use super::security::SecuritySource;

/// Everything a source says; nothing is left out, not even drafts.
#[derive(Clone, Debug)]
pub struct Source {
    /// The site in each of its languages, the main one first.
    pub editions: Vec<Edition>,
    /// By file name; two names of one content may share a `src`.
    pub media: Vec<MediaFile>,
    /// The smaller forms of pictures, by the address of the whole one; none before they are made.
    pub forms: PictureForms,
    /// Of all languages.
    pub kiosk: KioskSource,
    pub security: SecuritySource,
    /// What is published all the same, and probably not as it was meant.
    pub warnings: Problems,
}

/// Smaller forms of pictures, by the address of the whole one.
pub type PictureForms = HashMap<String, Vec<ImageSource>>;

/// The site in one language.
#[derive(Clone, Debug)]
pub struct Edition {
    pub site: Site,
    pub home: HomeSource,
    /// In the order of the home page.
    pub sections: Vec<SectionSource>,
    /// By file name.
    pub articles: Vec<ArticleSource>,
    /// By file name.
    pub pages: Vec<PageSource>,
}

/// A section as `sections.toml` says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionSource {
    pub slug: Slug,
    pub name: String,
    pub description: Option<String>,
    /// A section of the same file.
    pub parent: Option<Slug>,
    pub scope: Scope,
}

/// Where the articles of a section appear beside its own lists. What a section is kept out of, those below it are too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scope {
    /// In the list of everything new, its feed and its widget.
    pub latest: bool,
    /// On the home page.
    pub home: bool,
    /// Among what a search finds.
    pub search: bool,
}

impl Default for Scope {
    fn default() -> Self {
        Self { latest: true, home: true, search: true }
    }
}

impl Scope {
    /// What is left of it below another.
    pub fn within(self, outer: Self) -> Self {
        Self { latest: self.latest && outer.latest, home: self.home && outer.home, search: self.search && outer.search }
    }
}

/// `[home]` of a `site.toml`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HomeSource {
    pub intro: Option<String>,
    pub tasks: Vec<HomeTask>,
    /// The article that the editor puts first.
    pub lead: Option<ArticleId>,
    /// In the editor's order; without them all that are below no other.
    pub sections: Option<Vec<Slug>>,
}

/// An article as its file says it.
#[derive(Clone, Debug, PartialEq)]
pub struct ArticleSource {
    pub file: PathBuf,
    pub id: ArticleId,
    pub slug: Slug,
    /// The folder's.
    pub lang: Lang,
    /// The article of the main edition that this one translates.
    pub translation_of: Option<ArticleId>,
    pub title: String,
    /// Where the file gives only `publish_at`, that.
    pub published_at: Moment,
    pub section: Slug,
    pub summary: Option<String>,
    pub updated_at: Option<Moment>,
    pub image: Option<Image>,
    pub author: Option<String>,
    pub source: Option<Attribution>,
    pub tags: Vec<Tag>,
    pub attachments: Vec<FileLink>,
    pub audio: Option<Audio>,
    /// Named by the editor, in that order.
    pub related: Vec<ArticleId>,
    /// Addresses that lead here.
    pub aliases: Vec<SitePath>,
    pub draft: bool,
    /// Not shown before: `publish_at`, or where the file gives none, `published_at`.
    pub appears_at: DateTime<FixedOffset>,
    /// Not shown from then on.
    pub expires_at: Option<DateTime<FixedOffset>>,
    pub withdrawn: Option<Withdrawal>,
    pub history: Vec<HistoryEntry>,
    pub body: Body,
}

impl ArticleSource {
    /// The article's address.
    pub fn path(&self) -> AppPath {
        PagePath::Article { slug: self.slug.clone(), id: self.id.clone() }.in_lang(self.lang)
    }
}

encoded! {
    ArticleSource (file) {
        id, slug, lang, translation_of, title, published_at, section, summary, updated_at, image, author, source,
        tags, attachments, audio, related, aliases, draft, appears_at, expires_at, withdrawn, history, body,
    }
}

/// A standing page as its file says it.
#[derive(Clone, Debug, PartialEq)]
pub struct PageSource {
    pub file: PathBuf,
    pub slug: Slug,
    /// The folder's.
    pub lang: Lang,
    /// The page of the main edition that this one translates.
    pub translation_of: Option<Slug>,
    pub title: String,
    pub updated_at: Option<Moment>,
    /// Addresses that lead here.
    pub aliases: Vec<SitePath>,
    pub draft: bool,
    pub body: Body,
}

impl PageSource {
    /// The page's address.
    pub fn path(&self) -> AppPath {
        PagePath::Standing { slug: self.slug.clone() }.in_lang(self.lang)
    }
}
