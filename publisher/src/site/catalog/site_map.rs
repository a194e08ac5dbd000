//! The site map: the sections as they lie below one another, and the standing pages.

use portal_app::content::model::{Crumb, MapSection, Section, SiteMap};
use portal_app::path::word::Slug;

use super::lists::to_count;
use super::sections::to_name;
use super::{Catalog, standing_path};

impl Catalog {
    /// Every section, the lower ones below the upper, and every standing page.
    pub(super) fn site_map(&self) -> SiteMap {
        let pages = self.pages.iter();
        SiteMap {
            lang: self.site.lang,
            sections: self.map_sections(None),
            pages: pages.map(|page| Crumb { label: page.title.clone(), path: standing_path(page).into() }).collect(),
        }
    }

    fn map_sections(&self, parent: Option<&Slug>) -> Vec<MapSection> {
        let below = self.sections.iter().filter(|section| section.parent.as_ref().map(|parent| &parent.slug) == parent);
        let entry = |section: &Section| MapSection {
            section: to_name(section),
            total: to_count(self.section_listing(&section.slug).len()),
            children: self.map_sections(Some(&section.slug)),
        };
        below.map(entry).collect()
    }
}
