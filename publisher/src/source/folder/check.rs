//! Checks that every reference names something that exists, and that no two things share a name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Display;
use std::hash::Hash;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, TimeDelta};
use portal_app::path::word::{ArticleId, Slug};

use super::article::{ReadArticle, sound};
use super::edition::ReadEdition;
use super::front_matter::Places;
use super::settings::Settings;
use super::tags::check_tags;
use crate::source::edition::SectionSource;
use crate::source::limits;
use crate::source::near::did_you_mean;
use crate::source::problem::{Fault, Problems};
use crate::source::slug::fold_slug;

/// Checks ids, slugs, sections, tags, related articles and what is translated.
pub(super) fn check_references(editions: &[ReadEdition], problems: &mut Problems) {
    let articles = editions.iter().flat_map(|edition| &edition.articles);
    let ids = articles.filter_map(|article| Some((article.id.as_ref()?, &article.file.places)));
    check_unique("id", ids, "Give this one a fresh id, or remove it.", problems);
    for ReadEdition { sections, articles, pages, .. } in editions {
        if let Some(sections) = sections {
            check_section_tree(sections, problems);
            check_sections_of_articles(&sections.item, articles, problems);
        }
        let slugs = pages.iter().filter_map(|page| Some((page.slug.as_ref()?, &page.file.places)));
        check_unique("slug", slugs, "Write another slug.", problems);
        check_related(articles, problems);
        check_tags(articles, problems);
    }
    check_translations(editions, problems);
}

/// An article that waits longer has a mistyped year, more likely than not.
const LONGEST_WAIT: TimeDelta = TimeDelta::days(366);

/// Warns of articles that appear long after `at`.
pub(super) fn check_waits(editions: &[ReadEdition], at: DateTime<FixedOffset>, problems: &mut Problems) {
    let far = at + LONGEST_WAIT;
    for article in editions.iter().flat_map(|edition| &edition.articles) {
        let Some(begins) = article.appears_at.filter(|begins| *begins > far) else { continue };
        let places = &article.file.places;
        let name = if places.has("publish_at") { "publish_at" } else { "published_at" };
        let message = format!("the article appears on {} only, more than a year from now", begins.date_naive());
        problems.push(places.problem(name, Fault::warning(message, "Correct the year if it is mistyped.")));
    }
}

/// A translation names one thing of the main edition, and no two name the same.
fn check_translations(editions: &[ReadEdition], problems: &mut Problems) {
    let Some((main, translated)) = editions.split_first() else { return };
    for edition in translated {
        let known = main.pages.iter().filter_map(|page| page.slug.as_ref()).collect::<BTreeSet<_>>();
        let pages = edition.pages.iter().filter_map(|page| Some((page.file.item.as_ref()?, &page.file.places)));
        let named = pages.filter_map(|(page, places)| Some((page.translation_of.as_ref()?, places)));
        check_translated(known, named, "Use the slug of a page in pages/.", problems);
        let known = main.articles.iter().filter_map(|article| article.id.as_ref()).collect::<BTreeSet<_>>();
        let named =
            sound(&edition.articles).filter_map(|(article, places)| Some((article.translation_of.as_ref()?, places)));
        check_translated(known, named, "Use the id of an article in articles/.", problems);
    }
}

fn check_translated<'a, T: Ord + Display + 'a>(
    known: BTreeSet<&'a T>,
    named: impl Iterator<Item = (&'a T, &'a Places)>,
    help: &str,
    problems: &mut Problems,
) {
    let mut taken = BTreeSet::new();
    for (name, places) in named {
        let message = if !known.contains(name) {
            "there is nothing of that name to be translated"
        } else if !taken.insert(name) {
            "another one translates it already"
        } else {
            continue;
        };
        problems.push(places.problem("translation_of", Fault::new(message, help)));
    }
}

/// Reports every use of a name but the first.
fn check_unique<'a, T: Hash + Eq + Display + 'a>(
    field: &str,
    names: impl Iterator<Item = (&'a T, &'a Places)>,
    help: &str,
    problems: &mut Problems,
) {
    let mut first = HashMap::<&T, &Places>::new();
    for (name, places) in names {
        if let Some(owner) = first.get(name) {
            let fault = Fault::new(format!("{} already has it", owner.file.display()), help);
            let problem = places.problem(field, fault);
            problems.push(if problem.value.is_none() { problem.with_value(format!("\"{name}\"")) } else { problem });
        } else {
            first.insert(name, places);
        }
    }
}

fn check_section_tree(sections: &Settings<Vec<SectionSource>>, problems: &mut Problems) {
    let mut parents = BTreeMap::new();
    for (position, section) in sections.item.iter().enumerate() {
        if parents.insert(&section.slug, section.parent.as_ref()).is_some() {
            let fault = Fault::new("another section already has it", "Write another slug.");
            problems.push(sections.places.problem(&format!("section[{}].slug", position + 1), fault));
        }
    }
    for (position, section) in sections.item.iter().enumerate() {
        let Some(parent) = &section.parent else { continue };
        let fault = if !parents.contains_key(parent) {
            unknown_section(parent, &sections.item)
        } else if is_in_cycle(&section.slug, &parents) {
            Fault::new("the section would be below itself", "Remove one parent of the circle.")
        } else if ancestors(&section.slug, &parents).take(limits::SECTION_DEPTH + 1).count() == limits::SECTION_DEPTH {
            let message = format!("the section would be more than {} levels deep", limits::SECTION_DEPTH);
            Fault::new(message, "Put it below a section further up.")
        } else {
            continue;
        };
        problems.push(sections.places.problem(&format!("section[{}].parent", position + 1), fault));
    }
}

/// Whether climbing from a section leads back to it.
fn is_in_cycle(section: &Slug, parents: &BTreeMap<&Slug, Option<&Slug>>) -> bool {
    ancestors(section, parents).take(parents.len()).any(|ancestor| ancestor == section)
}

/// The sections above a section, the nearest first; endless in a circle.
fn ancestors<'a>(section: &'a Slug, parents: &'a BTreeMap<&Slug, Option<&'a Slug>>) -> impl Iterator<Item = &'a Slug> {
    let parent_of = |slug: &Slug| parents.get(slug).copied().flatten();
    std::iter::successors(parent_of(section), move |slug| parent_of(slug))
}

fn check_sections_of_articles(sections: &[SectionSource], articles: &[Arc<ReadArticle>], problems: &mut Problems) {
    let known = sections.iter().map(|section| &section.slug).collect::<BTreeSet<_>>();
    for (article, places) in sound(articles).filter(|(article, _)| !known.contains(&article.section)) {
        problems.push(places.problem("section", unknown_section(&article.section, sections)));
    }
}

fn unknown_section(slug: &Slug, sections: &[SectionSource]) -> Fault {
    let named = sections.iter().find(|section| fold_slug(&section.name).as_ref() == Some(slug));
    let help = match named {
        Some(section) => Some(format!("Did you mean `{}`?", section.slug)),
        None => did_you_mean(slug.as_str(), sections.iter().map(|section| &section.slug)),
    };
    Fault::new("there is no such section", help.unwrap_or_else(|| "Use a slug of sections.toml.".to_owned()))
}

fn check_related(articles: &[Arc<ReadArticle>], problems: &mut Problems) {
    let known = articles.iter().filter_map(|article| article.id.as_ref()).collect::<HashSet<&ArticleId>>();
    for (article, places) in sound(articles) {
        let mut seen = BTreeSet::new();
        for (position, id) in article.related.iter().enumerate() {
            let (message, help) = if *id == article.id {
                ("it is the article itself", "Remove it.")
            } else if !known.contains(id) {
                ("no article has this id", "Look the id up in the other article's file.")
            } else if !seen.insert(id) {
                ("it is named twice", "Remove one.")
            } else {
                continue;
            };
            problems.push(places.problem(&format!("related[{}]", position + 1), Fault::new(message, help)));
        }
    }
}
