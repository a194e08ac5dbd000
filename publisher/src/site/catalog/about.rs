//! What a page is about, without what it takes long to make of it.

use portal_app::content::model::{Article, Section, StandingPage};
use portal_app::path::{AppPath, PagePath};

use super::Catalog;

/// What a page is about.
#[derive(Clone, Copy)]
pub enum About<'a> {
    /// Without its text, and without what follows from others.
    Article(&'a Article),
    Section(&'a Section),
    /// Without its text.
    Standing(&'a StandingPage),
    Site,
}

impl Catalog {
    /// What the page at an address is about.
    pub fn about(&self, path: &AppPath) -> About<'_> {
        match &path.page {
            PagePath::Article { id, .. } => self.find(id).map(|(_, article)| About::Article(article)),
            PagePath::Section { slug } | PagePath::SectionPage { slug, .. } | PagePath::SectionMonth { slug, .. } => {
                self.section(slug).map(About::Section)
            }
            PagePath::Standing { slug } => self.standing_page(slug).map(About::Standing),
            _ => None,
        }
        .unwrap_or(About::Site)
    }
}
