//! From what a source says to the documents of the content API.

use portal_app::content::model::{Article, HistoryEntry, PreviewMark, Section, StandingPage};
use portal_app::path::shared;
use portal_app::path::word::{ArticleId, SitePath};

use super::sections::{crumb_of, home_crumb, to_name};
use crate::release::keys::short_hash;
use crate::source::{ArticleSource, PageSource};

/// Part of every QR code's name: increase it when the same address is to be drawn differently.
const QR_LAYOUT: &str = "1";

/// The most bytes of an address that the largest QR code of level M holds (ISO/IEC 18004, version 40).
pub const LONGEST_QR_ADDRESS: usize = 2331;

/// Where the QR code of an article is published; an address that is longer than a code holds has none.
pub(super) fn qr_code_path(origin: &str, id: &ArticleId, path: &SitePath) -> Option<SitePath> {
    let address = format!("{origin}{path}");
    let hash = short_hash([QR_LAYOUT.as_bytes(), address.as_bytes()]);
    shared::qr_code(id, &hash).filter(|_| address.len() <= LONGEST_QR_ADDRESS)
}

/// An article as pages show it, without its text and what follows from others.
pub(super) fn to_article(source: ArticleSource, path: SitePath, sections: &[Section]) -> Article {
    let section = sections.iter().find(|section| section.slug == source.section);
    let mut breadcrumb = section.map_or_else(|| vec![home_crumb(source.lang)], |section| section.breadcrumb.clone());
    breadcrumb.extend(section.map(|section| crumb_of(&section.slug, &section.name, source.lang)));
    let source = if source.withdrawn.is_some() { without_content(source) } else { source };
    Article {
        id: source.id,
        slug: source.slug,
        lang: source.lang,
        title: source.title,
        published_at: source.published_at,
        path,
        summary: source.summary,
        section: section.map(to_name),
        image: source.image,
        updated_at: source.updated_at,
        breadcrumb,
        body: Vec::new(),
        author: source.author,
        source: source.source,
        tags: source.tags,
        attachments: source.attachments,
        audio: source.audio,
        withdrawn: source.withdrawn,
        previous: None,
        next: None,
        history: source.history,
        related: Vec::new(),
        translations: Vec::new(),
        qr_code: None,
        views: None,
        preview: None,
        publish_at: None,
    }
}

/// What is left of an article that was taken back: its address, title, dates, and the note that says why. Whatever else
/// it said may be the reason.
fn without_content(source: ArticleSource) -> ArticleSource {
    ArticleSource {
        summary: None,
        image: None,
        author: None,
        source: None,
        tags: Vec::new(),
        attachments: Vec::new(),
        audio: None,
        history: source.history.into_iter().map(|entry| HistoryEntry { note: None, ..entry }).collect(),
        ..source
    }
}

/// A standing page without its text.
pub(super) fn to_standing_page(source: PageSource) -> StandingPage {
    StandingPage {
        slug: source.slug,
        lang: source.lang,
        title: source.title,
        updated_at: source.updated_at,
        body: Vec::new(),
        translations: Vec::new(),
        preview: source.draft.then_some(PreviewMark::Draft),
    }
}
