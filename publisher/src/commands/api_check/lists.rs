//! Whether lists are what they say: whole, each article once, newest first, with the right numbers; and whether sections, those
//! above them and tags have what belongs to them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use portal_app::content::model::{Article, LatestListing, MonthCount, SectionListing, Summary};
use portal_app::content::page_data::PageData;
use portal_app::path::PagePath;
use portal_app::path::word::{ArticleId, Slug};
use portal_app::text::Lang;
use portal_app::text::moment::{Moment, Month};

use super::crawl::Page;
use super::finding::{Findings, Place};
use super::kind::Kind;

/// Articles a page; `docs/contracts.md`.
const PAGE_SIZE: usize = 20;

/// A page of a list.
struct Part<'a> {
    url: &'a str,
    page: u32,
    page_count: u32,
    total: u32,
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
        let slug = match &page.path.page {
            PagePath::Section { slug, .. } => Some(slug),
            _ => None,
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
                    PageData::Section(SectionListing { page: said, page_count, total, months, articles, .. })
                    | PageData::Latest(LatestListing { page: said, page_count, total, months, articles, .. }),
                ),
                PagePath::Section { page, .. } | PagePath::Latest { page },
            ) => {
                own_address(said == page, url, "/page", &said.to_string(), findings);
                let (page, page_count, total) = (*page, *page_count, *total);
                parts.entry((lang, slug.cloned())).or_default().push(Part {
                    url,
                    page,
                    page_count,
                    total,
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
    for ((lang, slug), mut parts) in parts {
        parts.sort_by_key(|part| part.page);
        let is_whole = check_list(&parts, findings);
        if let Some(slug) = slug.filter(|_| is_whole) {
            lists.sections.insert((lang, slug), parts.iter().flat_map(|part| ids(part.articles)).collect());
        }
    }
    for page in pages {
        if let (Some(PageData::Section(list)), PagePath::SectionMonth { slug, month }) = (&page.data, &page.path.page) {
            let whole = lists.sections.get(&(page.path.lang, slug.clone()));
            check_month(&page.url, *month, &list.articles, &list.months, whole, findings);
        }
    }
    lists
}

/// A list, by its pages in order. Whether all were read.
fn check_list(parts: &[Part<'_>], findings: &mut Findings) -> bool {
    let Some(first) = parts.first() else { return false };
    in_order(parts.iter().map(|part| (part.url, part.articles)), findings);
    once(parts.iter().map(|part| (part.url, part.articles)), findings);
    for part in parts {
        let said = (part.total, part.page_count);
        if said != (first.total, first.page_count) {
            let detail = format!("total {}, page_count {} ≠ {}, {}", said.0, said.1, first.total, first.page_count);
            findings.add(Kind::WrongTotal, Place::new(part.url, "/total", detail));
        }
        let is_last = part.page >= part.page_count;
        if part.articles.len() > PAGE_SIZE || (part.articles.len() < PAGE_SIZE && !is_last) {
            findings.add(Kind::ShortPage, Place::new(part.url, "/articles", part.articles.len().to_string()));
        }
    }
    let is_whole = parts.iter().map(|part| part.page).eq(1..=first.page_count.max(1));
    if !is_whole {
        return false;
    }
    let count = parts.iter().map(|part| part.articles.len()).sum::<usize>();
    if first.total as usize != count {
        let detail = format!("total {}, articles {count}", first.total);
        findings.add(Kind::WrongTotal, Place::new(first.url, "/total", detail));
    } else if first.page_count as usize != count.div_ceil(PAGE_SIZE).max(1) {
        let detail = format!("page_count {}, articles {count}", first.page_count);
        findings.add(Kind::WrongTotal, Place::new(first.url, "/page_count", detail));
    }
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

fn check_month(
    url: &str,
    month: Month,
    articles: &[Summary],
    months: &[MonthCount],
    whole: Option<&BTreeSet<ArticleId>>,
    findings: &mut Findings,
) {
    in_order([(url, articles)].into_iter(), findings);
    once([(url, articles)].into_iter(), findings);
    let said = months.iter().find(|count| count.month == month).map_or(0, |count| count.count as usize);
    if said != articles.len() {
        let detail = format!("{month}: count {said}, articles {}", articles.len());
        findings.add(Kind::WrongMonths, Place::new(url, "/articles", detail));
    }
    for (place, article) in articles.iter().enumerate() {
        if article.published_at.month() != month {
            let detail = format!("{} ∉ {month}", article.published_at);
            findings.add(Kind::WrongMonths, Place::new(url, format!("/articles/{place}/published_at"), detail));
        } else if whole.is_some_and(|whole| !whole.contains(&article.id)) {
            findings.add(Kind::NotListed, Place::new(url, format!("/articles/{place}/id"), article.id.as_str()));
        }
    }
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
