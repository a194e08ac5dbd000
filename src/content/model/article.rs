//! Articles and standing pages.

use super::block::{Block, FileLink, Image};
use super::label::{Crumb, SectionName, Tag};
use crate::path::word::{ArticleId, Href, MediaAddress, SitePath, Slug};
use crate::text::Lang;
use crate::text::moment::Moment;

documents! {
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
        /// The article's address as a QR code.
        pub qr_code: Option<SitePath> = optional,
        /// How often it was opened, where that is counted.
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
        pub src: MediaAddress,
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
}

words! {
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
}

impl Article {
    /// Whether the body has the article's picture, so that it need not be shown twice.
    pub fn has_picture_in_body(&self) -> bool {
        let is_same = |image: &Image| self.image.as_ref().is_some_and(|own| own.src == image.src);
        self.body.iter().any(|block| match block {
            Block::Figure(figure) => is_same(&figure.image),
            Block::Gallery { figures } => figures.iter().any(|figure| is_same(&figure.image)),
            _ => false,
        })
    }

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
