//! Whether articles and standing pages are about their own addresses, and agree with what others say of them.

use std::collections::{BTreeMap, BTreeSet};

use portal_app::content::model::{Article, Summary, Translation};
use portal_app::content::page_data::{PageData, PageDocument};
use portal_app::path::{AppPath, PagePath};
use portal_app::text::Lang;
use unicode_normalization::UnicodeNormalization as _;

use super::crawl::Page;
use super::finding::{Findings, Place};
use super::kind::Kind;
use super::lists::Lists;

/// `docs/contracts.md`.
const MOST_RELATED: usize = 10;

/// Checks every article and page that was read.
pub fn check(pages: &BTreeMap<String, Page>, lists: &Lists, findings: &mut Findings) {
    for page in pages.values() {
        let Some(data) = &page.data else { continue };
        let url = page.url.as_str();
        match (data, &page.path.page) {
            (PageData::Article(article), PagePath::Article { id, .. }) => {
                if article.id != *id {
                    findings.add(Kind::WrongAddress, Place::new(url, "/id", article.id.as_str()));
                }
                lists.check_article(url, page.path.lang, article, findings);
                check_related(url, article, findings);
                check_neighbours(pages, page, article, findings);
                if article.withdrawn.is_some() && !article.body.is_empty() {
                    findings.add(Kind::WithdrawnShown, Place::new(url, "/body", article.body.len().to_string()));
                }
            }
            (PageData::Standing(standing), PagePath::Standing { slug }) if standing.slug != *slug => {
                findings.add(Kind::WrongAddress, Place::new(url, "/slug", standing.slug.as_str()));
            }
            _ => {}
        }
        check_translations(pages, page, data.translations(), findings);
        for (pointer, summary) in summaries(data) {
            compare(pages, page, &pointer, summary, findings);
        }
    }
}

fn check_related(url: &str, article: &Article, findings: &mut Findings) {
    let mut bad = |pointer: String, detail: &str| findings.add(Kind::BadRelated, Place::new(url, pointer, detail));
    if article.related.len() > MOST_RELATED {
        bad("/related".to_owned(), &article.related.len().to_string());
    }
    let mut known = BTreeSet::from([&article.id]);
    for (place, other) in article.related.iter().enumerate() {
        if !known.insert(&other.id) {
            bad(format!("/related/{place}/id"), other.id.as_str());
        }
    }
}

/// What is before an article is followed by it, and the other way round; where it was read.
fn check_neighbours(pages: &BTreeMap<String, Page>, page: &Page, article: &Article, findings: &mut Findings) {
    let find = |summary: &Summary| article_of(pages, page.path.lang, summary);
    let is_back = |back: &Option<Summary>| back.as_ref().is_some_and(|back| back.id == article.id);
    for (pointer, neighbour, is_previous) in [("/previous", &article.previous, true), ("/next", &article.next, false)] {
        let Some((_, other)) = neighbour.as_ref().and_then(find) else { continue };
        let back = if is_previous { &other.next } else { &other.previous };
        if !is_back(back) {
            let name = if is_previous { "next" } else { "previous" };
            let said = back.as_ref().map_or("∅", |back| back.id.as_str());
            let detail = format!("{}: {name} = {said}", other.id);
            findings.add(Kind::OneWay, Place::new(page.url.as_str(), pointer, detail));
        }
    }
}

fn check_translations(
    pages: &BTreeMap<String, Page>,
    page: &Page,
    translations: &[Translation],
    findings: &mut Findings,
) {
    for (place, translation) in translations.iter().enumerate() {
        let pointer = format!("/translations/{place}");
        let Some(to) = AppPath::parse(translation.path.as_str()) else { continue };
        if to.lang.tag() != translation.lang {
            let detail = format!("{}: {}", translation.lang, translation.path);
            findings.add(Kind::MissingTranslation, Place::new(page.url.as_str(), pointer, detail));
            continue;
        }
        let other = pages.get(&PageDocument::of(&to).endpoint).and_then(|page| page.data.as_ref());
        let Some(data) = other else { continue };
        let is_back =
            |back: &Translation| AppPath::parse(back.path.as_str()).is_some_and(|back| same(&back, &page.path));
        if !data.translations().iter().any(is_back) {
            findings.add(Kind::OneWay, Place::new(page.url.as_str(), pointer, translation.path.as_str()));
        }
    }
}

/// What a list says of an article, and what its document says; where that was read.
fn compare(pages: &BTreeMap<String, Page>, page: &Page, pointer: &str, summary: &Summary, findings: &mut Findings) {
    let Some((_, article)) = article_of(pages, page.path.lang, summary) else { return };
    let mut differs = |field: &str, here: &str, there: &str| {
        if here != there {
            let detail = format!("\"{here}\" ≠ \"{there}\" ({})", article.id);
            findings.add(Kind::Differs, Place::new(page.url.as_str(), format!("{pointer}/{field}"), detail));
        }
    };
    // Letters that are only composed otherwise are told by themselves.
    differs("title", &nfc(&summary.title), &nfc(&article.title));
    differs("slug", summary.slug.as_str(), article.slug.as_str());
    differs("path", summary.path.as_str(), article.path.as_str());
    differs("published_at", &summary.published_at.to_string(), &article.published_at.to_string());
}

fn article_of<'a>(pages: &'a BTreeMap<String, Page>, lang: Lang, summary: &Summary) -> Option<(&'a Page, &'a Article)> {
    let path = PagePath::Article { slug: summary.slug.clone(), id: summary.id.clone() }.in_lang(lang);
    let page = pages.get(&PageDocument::of(&path).endpoint)?;
    match &page.data {
        Some(PageData::Article(article)) => Some((page, article)),
        _ => None,
    }
}

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Every summary of a document, with its place.
fn summaries(data: &PageData) -> Vec<(String, &Summary)> {
    let all = |name: &str, list: &'_ [Summary]| -> Vec<String> {
        (0..list.len()).map(|place| format!("{name}/{place}")).collect()
    };
    let mut lists: Vec<(String, &[Summary])> = Vec::new();
    match data {
        PageData::Home(home) => {
            lists.push(("/lead".to_owned(), &home.lead));
            lists.push(("/latest".to_owned(), &home.latest));
            for (place, section) in home.sections.iter().enumerate() {
                lists.push((format!("/sections/{place}/articles"), &section.articles));
            }
        }
        PageData::Section(list) => lists.push(("/articles".to_owned(), &list.articles)),
        PageData::Latest(list) => lists.push(("/articles".to_owned(), &list.articles)),
        PageData::Tag(list) => lists.push(("/articles".to_owned(), &list.articles)),
        PageData::Article(article) => lists.push(("/related".to_owned(), &article.related)),
        _ => {}
    }
    lists.into_iter().flat_map(|(name, list)| all(&name, list).into_iter().zip(list)).collect()
}

/// Articles are the same by their ids.
fn same(one: &AppPath, other: &AppPath) -> bool {
    PageDocument::of(one).endpoint == PageDocument::of(other).endpoint
}
