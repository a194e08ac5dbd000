//! The home page: what leads, what is new, and of each section what is not above.

use portal_app::content::model::{Article, Home, HomeSection, Section};

use super::sections::to_name;
use super::{Catalog, scope_in};
use crate::source::HomeSource;

/// What the home page shows of each section, and beside what leads it.
const HOME_SECTION_SIZE: usize = 4;
const HOME_LATEST_SIZE: usize = 3;

impl Catalog {
    /// What comes first on the home page.
    pub fn lead(&self) -> Option<&Article> {
        self.articles.get(self.lead_position()?)
    }

    /// The editor's choice while readers see it; else the newest that has a body, or only a title where none has.
    fn lead_position(&self) -> Option<usize> {
        let chosen = self.home.lead.as_ref().and_then(|id| self.by_id.get(id)).copied();
        let has_body = |position: &usize| self.texts.articles.get(*position).is_some_and(|body| !body.is_empty());
        let newest = || self.at_home(&self.latest).find(has_body).or_else(|| self.at_home(&self.latest).next());
        chosen.filter(|position| self.listed.contains(position)).or_else(newest)
    }

    /// What of a listing the home page may show.
    fn at_home(&self, listing: &[usize]) -> impl Iterator<Item = usize> {
        let is_at_home =
            |position: &usize| self.articles.get(*position).is_some_and(|article| scope_in(&self.scopes, article).home);
        listing.iter().copied().filter(is_at_home)
    }

    /// Each article once: what leads, what is new, and of each section what is not above.
    pub(super) fn home(&self) -> Home {
        let mut shown = self.lead_position().into_iter().collect::<Vec<_>>();
        let lead = self.summaries(shown.iter());
        let mut take = |listing: &[usize], size: usize| {
            let rest = self.at_home(listing).filter(|position| !shown.contains(position)).take(size);
            let rest = rest.collect::<Vec<_>>();
            shown.extend(&rest);
            self.summaries(rest.iter())
        };
        let latest = take(&self.latest, HOME_LATEST_SIZE);
        let sections = self.home_sections().into_iter().map(|section| HomeSection {
            section: to_name(section),
            articles: take(self.section_listing(&section.slug), HOME_SECTION_SIZE),
        });
        let sections = sections.filter(|section| !section.articles.is_empty()).collect();
        let HomeSource { intro, tasks, .. } = self.home.clone();
        Home { lang: self.site.lang, intro, tasks, lead, sections, latest }
    }

    /// As the editors order them.
    fn home_sections(&self) -> Vec<&Section> {
        let chosen = self.home.sections.as_ref();
        let chosen = chosen.map(|slugs| slugs.iter().filter_map(|slug| self.section(slug)).collect());
        chosen.unwrap_or_else(|| self.sections.iter().filter(|section| section.parent.is_none()).collect())
    }
}
