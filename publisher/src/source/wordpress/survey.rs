//! What a WordPress would give, asked without keeping anything; and what in `sources.toml` is not what it has.

use std::collections::{BTreeMap, BTreeSet};

use portal_app::path::word::Slug;
use serde::Deserialize;

use super::answers::{Medium, Term};
use super::client::Client;
use super::media::decoded;
use super::settings::{Pages, WordpressSource};
use crate::source::near::did_you_mean;
use crate::source::problem::{Fault, Problem, Problems};

/// What would be read.
#[derive(Debug, Default)]
pub struct Survey {
    /// How many posts each section would have, in the order of the table.
    pub sections: Vec<(Slug, usize)>,
    /// Posts of no section.
    pub others: usize,
    pub pages: usize,
    /// Files in its library, whether a text names them or not.
    pub media: usize,
    pub told: Problems,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Counted {
    slug: String,
    categories: Vec<u64>,
}

/// Asks what there is.
///
/// # Errors
/// When it cannot be read.
pub async fn survey(source: &WordpressSource) -> Result<Survey, Fault> {
    let client = Client::open(source).await?;
    let categories = client.list::<Term>("categories", "id,slug").await?;
    let slugs = categories.iter().map(|term| (term.id, decoded(&term.slug))).collect::<BTreeMap<_, _>>();
    let mut survey = Survey::default();
    survey.told.append(unknown_categories(source, slugs.values().map(String::as_str)));
    let mut counts = BTreeMap::<&Slug, usize>::new();
    for post in client.list::<Counted>("posts", "id,categories").await? {
        let own = post.categories.iter().filter_map(|id| slugs.get(id)).map(String::as_str).collect::<Vec<_>>();
        match source.section_of(&own) {
            Some(section) => *counts.entry(section).or_default() += 1,
            None => survey.others += 1,
        }
    }
    let mut seen = BTreeSet::new();
    let sections = source.sections.iter().map(|(_, section)| section).filter(|section| seen.insert(*section));
    survey.sections =
        sections.map(|section| (section.clone(), counts.get(section).copied().unwrap_or_default())).collect();
    if !source.pages.is_none() {
        let pages = client.list::<Counted>("pages", "id,slug").await?;
        let pages = pages.into_iter().map(|page| decoded(&page.slug)).collect::<Vec<_>>();
        survey.told.append(unknown_pages(source, pages.iter().map(String::as_str)));
        survey.pages = pages.iter().filter(|slug| source.pages.takes(slug)).count();
    }
    survey.media = client.list::<Medium>("media", "id").await?.len();
    Ok(survey)
}

/// Categories that the table names and the WordPress does not have.
pub fn unknown_categories<'a>(source: &WordpressSource, known: impl Iterator<Item = &'a str>) -> Problems {
    let known = known.collect::<BTreeSet<_>>();
    let named = source.sections.iter().map(|(category, _)| category.as_str());
    unknown(source, named, &known, |help| {
        let help = help.unwrap_or_else(|| "Write the slug of a category as its address has it.".to_owned());
        Fault::warning("the WordPress has no such category", help)
    })
}

/// Pages that are named and that the WordPress does not have.
pub fn unknown_pages<'a>(source: &WordpressSource, known: impl Iterator<Item = &'a str>) -> Problems {
    let Pages::Named(named) = &source.pages else { return Problems::default() };
    let known = known.collect::<BTreeSet<_>>();
    unknown(source, named.iter().map(String::as_str), &known, |help| {
        let help = help.unwrap_or_else(|| "Write the slug of a page as its address has it.".to_owned());
        Fault::warning("the WordPress has no such page", help)
    })
}

fn unknown<'a>(
    source: &WordpressSource,
    named: impl Iterator<Item = &'a str>,
    known: &BTreeSet<&str>,
    fault: impl Fn(Option<String>) -> Fault,
) -> Problems {
    let mut problems = Problems::default();
    for name in named.filter(|name| !known.contains(name)) {
        let fault = fault(did_you_mean(name, known.iter()));
        problems.push(Problem::new(source.url.as_str().as_ref(), fault).with_value(format!("\"{name}\"")));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::settings::tests::source;
    use super::*;

    #[test]
    fn what_is_mistyped_is_told_with_what_was_meant() {
        let told = unknown_categories(&source(), ["thong-bao", "tin-tuc"].into_iter());
        assert_eq!(
            told.to_string(),
            "http://wp.example/: \"thông-báo\": the WordPress has no such category. Did you mean `thong-bao`?"
        );
        assert!(unknown_pages(&source(), [].into_iter()).is_empty(), "all are taken, however few");
        let named = WordpressSource { pages: Pages::Named(vec!["lien-he".to_owned()]), ..source() };
        assert_eq!(unknown_pages(&named, ["gioi-thieu"].into_iter()).len(), 1);
    }
}
