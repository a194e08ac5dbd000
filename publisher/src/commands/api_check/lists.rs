//! Whether lists are what they say: whole, each article once, newest first, with the right numbers; and whether sections, those
//! above them and tags have what belongs to them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use portal_app::content::model::{Article, LatestListing, MonthCount, SectionListing, Summary};
use portal_app::content::page_data::PageData;
use portal_app::path::word::{ArticleId, SitePath, Slug};
use portal_app::path::{AppPath, PagePath};
use portal_app::text::Lang;
use portal_app::text::moment::{Moment, Month};

use super::crawl::Page;
use super::finding::{Findings, Place};
use super::kind::Kind;

/// Articles on a full page; `docs/contracts.md`.
const PAGE_SIZE: usize = 20;

/// A page of a list.
struct Part<'a> {
    path: &'a AppPath,
    url: &'a str,
    /// `None` where the newest are.
    page: Option<u32>,
    newer: Option<&'a SitePath>,
    older: Option<&'a SitePath>,
    total: Option<u32>,
    months: &'a [MonthCount],
    articles: &'a [Summary],
}

/// What a language's lists hold, where they were read whole.
#[derive(Default)]
pub struct Lists {
    sections: BTreeMap<(Lang, Slug), BTreeSet<ArticleId>>,
    parents: BTreeMap<(Lang, Slug), (Slug, String)>,
    tags: BTreeMap<(Lang, Slug), BTreeSet<ArticleId>>,
}

/// Checks every list that was read.
pub fn check<'a>(pages: impl Iterator<Item = &'a Page> + Clone, findings: &mut Findings) -> Lists {
    let mut lists = Lists::default();
    let mut parts: BTreeMap<(Lang, Option<Slug>), Vec<Part<'_>>> = BTreeMap::new();
    for page in pages.clone() {
        let (lang, url) = (page.path.lang, page.url.as_str());
        let (slug, number) = match &page.path.page {
            PagePath::Section { slug } => (Some(slug), None),
            PagePath::SectionPage { slug, page } => (Some(slug), Some(*page)),
            PagePath::LatestPage { page } => (None, Some(*page)),
            _ => (None, None),
        };
        if let (Some(PageData::Section(list)), Some(slug)) = (&page.data, slug) {
            own_address(list.section.slug == *slug, url, "/section/slug", list.section.slug.as_str(), findings);
            if let Some(parent) = &list.section.parent {
                lists.parents.insert((lang, slug.clone()), (parent.slug.clone(), url.to_owned()));
            }
        }
        match (&page.data, &page.path.page) {
            (
                Some(
                    PageData::Section(SectionListing { page: said, newer, older, total, months, articles, .. })
                    | PageData::Latest(LatestListing { page: said, newer, older, total, months, articles, .. }),
                ),
                PagePath::Section { .. }
                | PagePath::SectionPage { .. }
                | PagePath::Latest
                | PagePath::LatestPage { .. },
            ) => {
                own_address(*said == number, url, "/page", &shown(said.as_ref()), findings);
                parts.entry((lang, slug.cloned())).or_default().push(Part {
                    path: &page.path,
                    url,
                    page: number,
                    newer: newer.as_ref(),
                    older: older.as_ref(),
                    total: *total,
                    months,
                    articles,
                });
            }
            (Some(PageData::Tag(list)), PagePath::Tag { slug }) => {
                own_address(list.tag.slug == *slug, url, "/tag/slug", list.tag.slug.as_str(), findings);
                in_order([(url, list.articles.as_slice())].into_iter(), findings);
                once([(url, list.articles.as_slice())].into_iter(), findings);
                lists.tags.insert((lang, slug.clone()), ids(&list.articles));
            }
            _ => {}
        }
    }
    let mut months_of = BTreeMap::new();
    for ((lang, slug), mut parts) in parts {
        parts.sort_by_key(|part| Reverse(part.page.unwrap_or(u32::MAX)));
        let is_whole = check_list(&parts, findings);
        let Some(slug) = slug else { continue };
        let newest = parts.first().filter(|part| part.page.is_none());
        months_of.extend(newest.map(|part| ((lang, slug.clone()), part.months)));
        if is_whole {
            lists.sections.insert((lang, slug), parts.iter().flat_map(|part| ids(part.articles)).collect());
        }
    }
    for page in pages {
        if let (Some(PageData::Section(list)), PagePath::SectionMonth { slug, month }) = (&page.data, &page.path.page) {
            let of = (page.path.lang, slug.clone());
            check_month(page, *month, list, lists.sections.get(&of), findings);
            if let Some(months) = months_of.get(&of) {
                check_place(page, *month, list, months, findings);
            }
        }
    }
    lists
}

/// A list, by its pages, the newest first. Whether all were read.
fn check_list(parts: &[Part<'_>], findings: &mut Findings) -> bool {
    let Some(first) = parts.first() else { return false };
    in_order(parts.iter().map(|part| (part.url, part.articles)), findings);
    once(parts.iter().map(|part| (part.url, part.articles)), findings);
    let highest = first.older.and_then(number_of).filter(|_| first.page.is_none());
    for part in parts {
        check_steps(part, highest, findings);
        let least = if part.page.is_some() || part.older.is_some() { PAGE_SIZE } else { 0 };
        let most = if part.page.is_some() { PAGE_SIZE } else { 2 * PAGE_SIZE - 1 };
        if !(least..=most).contains(&part.articles.len()) {
            findings.add(Kind::ShortPage, Place::new(part.url, "/articles", part.articles.len().to_string()));
        }
    }
    let all = [None].into_iter().chain((1..=highest.unwrap_or_default()).rev().map(Some));
    if !parts.iter().map(|part| part.page).eq(all) {
        return false;
    }
    let count = parts.iter().map(|part| part.articles.len()).sum::<usize>();
    check_total(first.url, first.total, count, findings);
    let mut counted: BTreeMap<Month, u32> = BTreeMap::new();
    for article in parts.iter().flat_map(|part| part.articles) {
        *counted.entry(article.published_at.month()).or_default() += 1;
    }
    for (place, MonthCount { month, count }) in first.months.iter().enumerate() {
        let there = counted.remove(month).unwrap_or_default();
        if there != *count {
            let detail = format!("{month}: count {count}, articles {there}");
            findings.add(Kind::WrongMonths, Place::new(first.url, format!("/months/{place}/count"), detail));
        }
    }
    for (month, there) in counted {
        findings.add(Kind::WrongMonths, Place::new(first.url, "/months", format!("{month}: ∅, articles {there}")));
    }
    true
}

/// Whether a page leads to those beside it. `highest` is the highest number, where the newest page says it.
fn check_steps(part: &Part<'_>, highest: Option<u32>, findings: &mut Findings) {
    let own = part.path.list().unwrap_or_else(|| part.path.clone());
    let page_at = |number: u32| {
        let page = match &own.page {
            PagePath::Section { slug } => PagePath::SectionPage { slug: slug.clone(), page: number },
            _ => PagePath::LatestPage { page: number },
        };
        Some(page.in_lang(own.lang).to_string()).filter(|_| number > 0)
    };
    let (newer, older) = match part.page {
        None => (None, highest.and_then(page_at)),
        Some(page) if highest == Some(page) => (Some(own.to_string()), page_at(page.saturating_sub(1))),
        Some(page) => (page_at(page.saturating_add(1)), page_at(page.saturating_sub(1))),
    };
    compare_step(part.url, "/newer", part.newer, newer.as_ref(), findings);
    compare_step(part.url, "/older", part.older, older.as_ref(), findings);
}

fn compare_step(url: &str, pointer: &str, said: Option<&SitePath>, meant: Option<&String>, findings: &mut Findings) {
    if said.map(SitePath::as_str) != meant.map(String::as_str) {
        findings.add(Kind::WrongStep, Place::new(url, pointer, format!("{} ≠ {}", shown(said), shown(meant))));
    }
}

fn number_of(path: &SitePath) -> Option<u32> {
    match AppPath::parse(path.as_str())?.page {
        PagePath::SectionPage { page, .. } | PagePath::LatestPage { page } => Some(page),
        _ => None,
    }
}

fn check_total(url: &str, total: Option<u32>, count: usize, findings: &mut Findings) {
    if total.map(|total| total as usize) != Some(count) {
        let detail = format!("total {}, articles {count}", shown(total.as_ref()));
        findings.add(Kind::WrongTotal, Place::new(url, "/total", detail));
    }
}

/// `whole` is what the section has, where all of it was read.
fn check_month(
    page: &Page,
    month: Month,
    list: &SectionListing,
    whole: Option<&BTreeSet<ArticleId>>,
    findings: &mut Findings,
) {
    let (url, articles) = (page.url.as_str(), list.articles.as_slice());
    in_order([(url, articles)].into_iter(), findings);
    once([(url, articles)].into_iter(), findings);
    check_total(url, list.total, articles.len(), findings);
    for (place, article) in articles.iter().enumerate() {
        if article.published_at.month() != month {
            let detail = format!("{} ∉ {month}", article.published_at);
            findings.add(Kind::WrongMonths, Place::new(url, format!("/articles/{place}/published_at"), detail));
        } else if whole.is_some_and(|whole| !whole.contains(&article.id)) {
            findings.add(Kind::NotListed, Place::new(url, format!("/articles/{place}/id"), article.id.as_str()));
        }
    }
}

/// Whether a month is what the section's months say, and leads to those beside it.
fn check_place(page: &Page, month: Month, list: &SectionListing, months: &[MonthCount], findings: &mut Findings) {
    let url = page.url.as_str();
    let place = months.iter().position(|count| count.month == month);
    let said = place.and_then(|place| months.get(place)).map_or(0, |count| count.count as usize);
    if said != list.articles.len() {
        let detail = format!("{month}: count {said}, articles {}", list.articles.len());
        findings.add(Kind::WrongMonths, Place::new(url, "/articles", detail));
    }
    let Some(place) = place else { return };
    let path_of = |place: Option<usize>| {
        let PagePath::SectionMonth { slug, .. } = &page.path.page else { return None };
        let page_of = PagePath::SectionMonth { slug: slug.clone(), month: months.get(place?)?.month };
        Some(page_of.in_lang(page.path.lang).to_string())
    };
    compare_step(url, "/newer", list.newer.as_ref(), path_of(place.checked_sub(1)).as_ref(), findings);
    compare_step(url, "/older", list.older.as_ref(), path_of(place.checked_add(1)).as_ref(), findings);
}

impl Lists {
    /// Whether the lists have an article, in its own section, those above and its tags.
    pub fn check_article(&self, url: &str, lang: Lang, article: &Article, findings: &mut Findings) {
        let mut missed = |kind, pointer: String, detail: String| findings.add(kind, Place::new(url, pointer, detail));
        let mut slug = article.section.as_ref().map(|section| section.slug.clone());
        // A circle of sections ends here, too.
        for _ in 0..=self.parents.len() {
            let Some(of) = slug else { break };
            let list = self.sections.get(&(lang, of.clone()));
            let is_there = list.map(|list| list.contains(&article.id));
            match (is_there, article.withdrawn.is_some()) {
                (Some(false), false) => missed(Kind::NotListed, "/section".to_owned(), format!("sections/{of}")),
                (Some(true), true) => missed(Kind::WithdrawnShown, "/withdrawn".to_owned(), format!("sections/{of}")),
                _ => {}
            }
            slug = self.parents.get(&(lang, of)).map(|(parent, _)| parent.clone());
        }
        for (place, tag) in article.tags.iter().enumerate() {
            if self.tags.get(&(lang, tag.slug.clone())).is_some_and(|list| !list.contains(&article.id)) {
                missed(Kind::NotListed, format!("/tags/{place}"), format!("tags/{}", tag.slug));
            }
        }
    }
}

fn shown(value: Option<&impl ToString>) -> String {
    value.map_or_else(|| "∅".to_owned(), ToString::to_string)
}

fn own_address(is_own: bool, url: &str, pointer: &str, written: &str, findings: &mut Findings) {
    if !is_own {
        findings.add(Kind::WrongAddress, Place::new(url, pointer, written));
    }
}

/// Days without a time may be anywhere in their day.
fn in_order<'a>(parts: impl Iterator<Item = (&'a str, &'a [Summary])>, findings: &mut Findings) {
    let mut last: Option<Moment> = None;
    for (url, articles) in parts {
        for (place, article) in articles.iter().enumerate() {
            let this = article.published_at;
            if let Some(last) = last.filter(|last| is_newer(&this, last)) {
                let pointer = format!("/articles/{place}/published_at");
                findings.add(Kind::Unsorted, Place::new(url, pointer, format!("{last} < {this}")));
            }
            last = Some(this);
        }
    }
}

fn is_newer(this: &Moment, last: &Moment) -> bool {
    let key = |moment: &Moment| -> NaiveDateTime { moment.sort_key() };
    match (this, last) {
        (Moment::At(_), Moment::At(_)) => key(this) > key(last),
        _ => this.date() > last.date(),
    }
}

fn once<'a>(parts: impl Iterator<Item = (&'a str, &'a [Summary])>, findings: &mut Findings) {
    let mut known = BTreeSet::new();
    for (url, articles) in parts {
        for (place, article) in articles.iter().enumerate() {
            if !known.insert(&article.id) {
                let pointer = format!("/articles/{place}/id");
                findings.add(Kind::Duplicate, Place::new(url, pointer, article.id.as_str()));
            }
        }
    }
}

fn ids(articles: &[Summary]) -> BTreeSet<ArticleId> {
    articles.iter().map(|article| article.id.clone()).collect()
}
