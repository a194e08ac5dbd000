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
    let places = catalogs.iter().enumerate().flat_map(|(edition, catalog)| catalog.places(edition, &meant));
    let places = places.collect::<HashMap<_, _>>();
    for Translated { original, translation } in translated {
        if let (Some(of), Some(to)) = (places.get(&original.1), places.get(&translation.1)) {
            of.add_translation(catalogs, translation);
            to.add_translation(catalogs, original);
        }
    }
}

/// Where something that may be translated is.
enum Place {
    Article { edition: usize, position: usize },
    Page { edition: usize, position: usize },
}

impl Place {
    fn add_translation(&self, catalogs: &mut [Catalog], (lang, path): &(Lang, SitePath)) {
        let translations = match *self {
            Self::Article { edition, position } => {
                let catalog = catalogs.get_mut(edition);
                catalog.and_then(|catalog| catalog.articles.get_mut(position)).map(|article| &mut article.translations)
            }
            Self::Page { edition, position } => {
                let catalog = catalogs.get_mut(edition);
                catalog.and_then(|catalog| catalog.pages.get_mut(position)).map(|page| &mut page.translations)
            }
        };
        if let Some(translations) = translations {
            translations.push(Translation { lang: lang.tag().to_owned(), path: path.clone() });
        }
    }
}

impl Catalog {
    /// Where of the `meant` addresses those of this catalog are.
    fn places(&self, edition: usize, meant: &HashSet<&SitePath>) -> Vec<(SitePath, Place)> {
        let articles = self.articles.iter().enumerate();
        let articles = articles.filter(|(_, article)| meant.contains(&article.path));
        let articles = articles.map(|(position, article)| (article.path.clone(), Place::Article { edition, position }));
        let pages = self
            .pages
            .iter()
            .enumerate()
            .map(|(position, page)| (standing_path(page).into(), Place::Page { edition, position }));
        articles.chain(pages.filter(|(path, _)| meant.contains(path))).collect()
    }
}
