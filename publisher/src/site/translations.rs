//! Which page translates which.

use std::collections::BTreeSet;

use chrono::{DateTime, FixedOffset};
use portal_app::content::model::Translation;
use portal_app::path::AppPath;
use portal_app::path::word::{ArticleId, SitePath, Slug};
use portal_app::text::Lang;

use super::catalog::{Audience, Catalog, standing_path};
use crate::source::{Edition, Source};

/// Every language's catalog, the main one's first, with what translates what.
pub fn catalogs(source: Source, at: DateTime<FixedOffset>, audience: Audience) -> Vec<Catalog> {
    let translated = Translated::of_all(&source.editions);
    let editions = source.editions.into_iter();
    let mut catalogs = editions.map(|edition| Catalog::new(edition, at, audience)).collect::<Vec<_>>();
    link(&mut catalogs, &translated);
    catalogs
}

/// A thing and what it translates: each with its language and address.
struct Translated {
    original: (Lang, SitePath),
    translation: (Lang, SitePath),
}

impl Translated {
    /// What every edition translates of the first.
    fn of_all(editions: &[Edition]) -> Vec<Self> {
        let main = editions.first();
        main.iter().flat_map(|main| editions.iter().flat_map(|edition| Self::of(edition, main))).collect()
    }

    /// What an edition translates of the main one.
    fn of(edition: &Edition, main: &Edition) -> Vec<Self> {
        let original_article = |id: &ArticleId| main.articles.iter().find(|article| article.id == *id);
        let original_page = |slug: &Slug| main.pages.iter().find(|page| page.slug == *slug);
        let articles = edition.articles.iter().filter_map(|article| {
            let original = original_article(article.translation_of.as_ref()?)?;
            Some((original.path(), article.path()))
        });
        let pages = edition.pages.iter().filter_map(|page| {
            let original = original_page(page.translation_of.as_ref()?)?;
            Some((original.path(), page.path()))
        });
        let named = |path: AppPath| (path.lang, SitePath::from(path));
        articles
            .chain(pages)
            .map(|(original, translation)| Self { original: named(original), translation: named(translation) })
            .collect()
    }
}

/// Each names the other, where both are seen.
fn link(catalogs: &mut [Catalog], translated: &[Translated]) {
    let known = catalogs.iter().flat_map(Catalog::paths).collect::<BTreeSet<_>>();
    for Translated { original, translation } in translated {
        if known.contains(&original.1) && known.contains(&translation.1) {
            for catalog in &mut *catalogs {
                catalog.add_translation(original, translation);
                catalog.add_translation(translation, original);
            }
        }
    }
}

impl Catalog {
    /// The addresses of what may be translated.
    fn paths(&self) -> Vec<SitePath> {
        let pages = self.pages.iter().map(|page| standing_path(page).into());
        self.articles.iter().map(|article| article.path.clone()).chain(pages).collect()
    }

    fn add_translation(&mut self, of: &(Lang, SitePath), to: &(Lang, SitePath)) {
        let link = || Translation { lang: to.0.tag().to_owned(), path: to.1.clone() };
        if let Some(article) = self.articles.iter_mut().find(|article| article.path == of.1) {
            article.translations.push(link());
        }
        if let Some(page) = self.pages.iter_mut().find(|page| SitePath::from(standing_path(page)) == of.1) {
            page.translations.push(link());
        }
    }
}
