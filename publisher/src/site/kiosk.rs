//! What the displays of a site show in one language: which articles they keep, and the document they begin with.

use std::collections::BTreeSet;

use portal_app::content::model::{
    Article, Crumb, HomeSection, Kiosk, KioskDisplay, KioskSettings, Section, SectionName, Summary,
};
use portal_app::path::word::{ArticleId, SitePath, Slug};

use super::catalog::sections::to_name;
use super::catalog::{Catalog, standing_path};
use crate::source::{DisplaySource, KioskSource};

/// What takes turns while nobody touches a display.
const MOST_STORIES: usize = 12;
/// The articles of one section.
const MOST_OF_SECTION: usize = 60;

/// What displays show of one language.
pub struct Shown<'a> {
    pub catalog: &'a Catalog,
    source: &'a KioskSource,
    /// Every article that displays keep: the newest of the sections that some display shows, newest first.
    pub articles: Vec<&'a Article>,
    ids: BTreeSet<&'a ArticleId>,
}

impl<'a> Shown<'a> {
    pub fn of(catalog: &'a Catalog, source: &'a KioskSource) -> Self {
        let shown = shown_sections(catalog, source).into_iter().map(|section| &section.slug).collect::<BTreeSet<_>>();
        let is_shown = |article: &&Article| {
            let own = article.section.as_ref();
            own.is_some_and(|own| catalog.section_line(&own.slug).iter().any(|slug| shown.contains(slug)))
        };
        let articles = catalog.listed().filter(is_shown).take(source.articles).collect::<Vec<_>>();
        let ids = articles.iter().map(|article| &article.id).collect();
        Self { catalog, source, articles, ids }
    }

    /// Whether displays keep an article.
    pub fn keeps(&self, id: &ArticleId) -> bool {
        self.ids.contains(id)
    }

    /// `kiosk.json`.
    pub fn document(&self) -> Kiosk {
        let sections = shown_sections(self.catalog, self.source).into_iter();
        let sections = sections
            .map(|section| HomeSection { section: to_name(section), articles: self.newest_of(&section.slug) })
            .filter(|section| !section.articles.is_empty())
            .collect::<Vec<_>>();
        let filled = sections.iter().map(|section| &section.section).collect::<Vec<_>>();
        let displays = self
            .source
            .displays
            .iter()
            .map(|(name, display)| KioskDisplay { name: name.clone(), settings: self.settings(display, &filled) });
        Kiosk {
            lang: self.catalog.site.lang,
            settings: self.settings(&self.source.usual, &filled),
            displays: displays.collect(),
            stories: self.stories(),
            pages: self.pages(),
            sections,
        }
    }

    /// A section without an article would be a dead end, so it is shown when it has one.
    fn settings(&self, display: &DisplaySource, filled: &[&SectionName]) -> KioskSettings {
        let sections = sections_of(self.catalog, display).into_iter().map(to_name);
        KioskSettings { sections: sections.filter(|name| filled.contains(&name)).collect(), ..display.settings.clone() }
    }

    fn newest_of(&self, section: &Slug) -> Vec<Summary> {
        let newest = self.catalog.newest(Some(section), usize::MAX).into_iter();
        newest.filter(|article| self.keeps(&article.id)).take(MOST_OF_SECTION).map(Article::to_summary).collect()
    }

    /// What leads the home page, then the newest.
    fn stories(&self) -> Vec<Summary> {
        let lead = self.catalog.lead().filter(|lead| self.keeps(&lead.id));
        let rest = self.articles.iter().copied().filter(|article| lead.is_none_or(|lead| lead.id != article.id));
        lead.into_iter().chain(rest).take(MOST_STORIES).map(Article::to_summary).collect()
    }

    fn pages(&self) -> Vec<Crumb> {
        let pages = self.catalog.standing_pages().iter();
        pages.map(|page| Crumb { label: page.title.clone(), path: SitePath::from(standing_path(page)) }).collect()
    }
}

/// What some display shows: the usual one's sections in its order, then what only named ones show.
fn shown_sections<'a>(catalog: &'a Catalog, source: &KioskSource) -> Vec<&'a Section> {
    let mut shown: Vec<&Section> = Vec::new();
    for section in source.all().flat_map(|display| sections_of(catalog, display)) {
        if !shown.iter().any(|known| known.slug == section.slug) {
            shown.push(section);
        }
    }
    shown
}

/// The sections that a display shows, with or without articles. Languages have sections of their own, so one of which
/// none is named shows all.
fn sections_of<'a>(catalog: &'a Catalog, display: &DisplaySource) -> Vec<&'a Section> {
    let find = |slug: &Slug| catalog.sections().iter().find(|section| section.slug == *slug);
    let named = display.sections.iter().filter_map(find).collect::<Vec<_>>();
    if named.is_empty() { catalog.sections().iter().collect() } else { named }
}
