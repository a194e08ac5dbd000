//! The tree of sections.

use std::collections::HashMap;

use portal_app::content::model::{Crumb, Section, SectionName};
use portal_app::path::PagePath;
use portal_app::path::word::Slug;
use portal_app::text::Lang;

use crate::source::{Scope, SectionSource};

/// Each with its parent and the way to it, in the editors' order.
pub fn resolve_sections(sources: &[SectionSource], lang: Lang) -> Vec<Section> {
    let name_of = |slug: &Slug| sources.iter().find(|section| section.slug == *slug);
    let resolve = |source: &SectionSource| {
        let mut ancestors = Vec::new();
        let mut parent = source.parent.as_ref().and_then(name_of);
        while let Some(section) = parent {
            ancestors.push(crumb_of(&section.slug, &section.name, lang));
            parent = section.parent.as_ref().and_then(name_of);
        }
        ancestors.push(home_crumb(lang));
        ancestors.reverse();
        let parent = source.parent.as_ref().and_then(name_of);
        Section {
            slug: source.slug.clone(),
            name: source.name.clone(),
            description: source.description.clone(),
            parent: parent.map(|parent| SectionName { slug: parent.slug.clone(), name: parent.name.clone() }),
            breadcrumb: ancestors,
        }
    };
    sources.iter().map(resolve).collect()
}

/// Where the articles of each section appear: what a section is kept out of, those below it are too.
pub fn resolve_scopes(sources: &[SectionSource]) -> HashMap<Slug, Scope> {
    let find = |slug: &Slug| sources.iter().find(|section| section.slug == *slug);
    let line =
        |section| std::iter::successors(Some(section), |section: &&SectionSource| find(section.parent.as_ref()?));
    let scope = |section| line(section).fold(Scope::default(), |scope, section| scope.within(section.scope));
    sources.iter().map(|section| (section.slug.clone(), scope(section))).collect()
}

pub fn home_crumb(lang: Lang) -> Crumb {
    Crumb { label: lang.text().home.to_owned(), path: PagePath::Home.in_lang(lang).into() }
}

pub fn crumb_of(slug: &Slug, name: &str, lang: Lang) -> Crumb {
    let path = PagePath::Section { slug: slug.clone() }.in_lang(lang);
    Crumb { label: name.to_owned(), path: path.into() }
}

pub fn parent_of(sections: &[Section], slug: &Slug) -> Option<Slug> {
    let section = sections.iter().find(|section| section.slug == *slug)?;
    section.parent.as_ref().map(|parent| parent.slug.clone())
}

pub fn to_name(section: &Section) -> SectionName {
    SectionName { slug: section.slug.clone(), name: section.name.clone() }
}
