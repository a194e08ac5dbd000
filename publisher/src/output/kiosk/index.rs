//! What a display searches by itself: the articles and standing pages of its edition, as words.

use portal_app::content::model::{Article, Block, KioskEntry, KioskIndex, StandingPage};
use portal_app::path::PagePath;

use crate::output::plain_text::passages;
use crate::site::kiosk::Shown;

/// Articles newest first, then standing pages.
///
/// # Errors
/// When a text cannot be read as it was kept.
pub(super) fn search_index(shown: &Shown<'_>) -> serde_json::Result<KioskIndex> {
    let catalog = shown.catalog;
    let articles = shown.articles.iter().map(|article| Ok(of_article(&catalog.whole_article(article)?)));
    let pages = catalog.standing_pages().iter().map(|page| Ok(of_page(&catalog.whole_page(page)?)));
    Ok(KioskIndex { lang: catalog.site.lang, entries: articles.chain(pages).collect::<serde_json::Result<_>>()? })
}

fn of_article(article: &Article) -> KioskEntry {
    KioskEntry {
        path: article.path.clone(),
        title: article.title.clone(),
        section: article.section.as_ref().map(|section| section.name.clone()),
        published_at: Some(article.published_at),
        text: words(article.summary.as_deref(), &article.body),
    }
}

fn of_page(page: &StandingPage) -> KioskEntry {
    KioskEntry {
        path: PagePath::Standing { slug: page.slug.clone() }.in_lang(page.lang).into(),
        title: page.title.clone(),
        section: None,
        published_at: None,
        text: words(None, &page.body),
    }
}

/// One space between two words.
fn words(summary: Option<&str>, body: &[Block]) -> String {
    passages(summary, body).iter().flat_map(|passage| passage.split_whitespace()).collect::<Vec<_>>().join(" ")
}
