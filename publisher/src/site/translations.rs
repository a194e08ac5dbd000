//! Which page translates which.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

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
    let forms = Arc::new(source.forms);
    let editions = source.editions.into_iter();
    let mut catalogs = editions.map(|edition| Catalog::new(edition, &forms, at, audience)).collect::<Vec<_>>();
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
        // A hundred thousand articles are not searched for each translation.
        let named =
            edition.articles.iter().filter_map(|article| article.translation_of.as_ref()).collect::<HashSet<_>>();
        let originals = main.articles.iter().filter(|article| named.contains(&article.id));
        let originals = originals.map(|article| (&article.id, article)).collect::<HashMap<&ArticleId, _>>();
        let original_page = |slug: &Slug| main.pages.iter().find(|page| page.slug == *slug);
        let articles = edition.articles.iter().filter_map(|article| {
            let original = originals.get(article.translation_of.as_ref()?)?;
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
    let meant = translated.iter().flat_map(|Translated { original, translation }| [&original.1, &translation.1]);
    let meant = meant.collect::<HashSet<_>>();
    let seen = catalogs.iter_mut().flat_map(|catalog| catalog.translations_of(&meant));
    let mut seen = seen.collect::<HashMap<SitePath, &mut Vec<Translation>>>();
    for Translated { original, translation } in translated {
        if !seen.contains_key(&original.1) || !seen.contains_key(&translation.1) {
            continue;
        }
        for ((_, of), (lang, path)) in [(original, translation), (translation, original)] {
            let link = Translation { lang: lang.tag().to_owned(), path: path.clone() };
            seen.entry(of.clone()).and_modify(|translations| translations.push(link));
        }
    }
}

impl Catalog {
    /// The translations of what is at the `meant` addresses, to be added to.
    fn translations_of(
        &mut self,
        meant: &HashSet<&SitePath>,
    ) -> impl Iterator<Item = (SitePath, &mut Vec<Translation>)> {
        let articles = self.articles.iter_mut().filter(|article| meant.contains(&article.path));
        let articles = articles.map(|article| (article.path.clone(), &mut article.translations));
        let pages = self.pages.iter_mut().map(|page| (standing_path(page).into(), &mut page.translations));
        articles.chain(pages.filter(|(path, _)| meant.contains(path)))
    }
}
