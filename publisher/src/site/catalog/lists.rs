//! Lists of articles in pages that stand still.
//!
//! A full page is numbered from the oldest and has twenty articles; the newest, at least as many where there are so many, are
//! at the list's own address. What is on a full page or in a month follows from nothing that is newer but the address of
//! what is just newer, so one more article changes the newest and its month alone.

use portal_app::content::model::{LatestListing, MonthCount, Section, SectionListing};
use portal_app::path::PagePath;
use portal_app::path::word::{SitePath, Slug};
use portal_app::text::moment::Month;

use super::Catalog;
use super::listed::Listed;

/// Articles on a full page, as the contract says.
const PAGE_SIZE: usize = 20;

/// What a page of a list has of it, and where what is beside it is.
struct Part<'a> {
    positions: &'a [usize],
    newer: Option<SitePath>,
    older: Option<SitePath>,
}

impl Catalog {
    /// The pages of all lists: the newest of each, its full pages from the oldest on, and its months.
    pub(super) fn list_routes(&self) -> Vec<PagePath> {
        let mut routes = vec![PagePath::Latest];
        routes.extend((1..=full_pages(&self.latest)).map(|page| PagePath::LatestPage { page }));
        for Section { slug, .. } in &self.sections {
            let listing = self.section_listing(slug);
            routes.push(PagePath::Section { slug: slug.clone() });
            routes.extend((1..=full_pages(listing)).map(|page| PagePath::SectionPage { slug: slug.clone(), page }));
            let months = self.months(listing).into_iter();
            routes.extend(months.map(|count| PagePath::SectionMonth { slug: slug.clone(), month: count.month }));
        }
        routes
    }

    /// The newest of everything, or a full page of it.
    pub(super) fn latest_list(&self, page: Option<u32>) -> Option<Listed<'_, LatestListing>> {
        let Part { positions, newer, older } = self.part_of(&self.latest, page, |page| match page {
            Some(page) => PagePath::LatestPage { page },
            None => PagePath::Latest,
        })?;
        let (total, months) = self.whole(&self.latest, page);
        let is_listed = |section: &Section| page.is_none() && self.has_scope(section, |scope| scope.latest);
        let sections = self.filled_sections(is_listed);
        let (lang, articles) = (self.site.lang, Vec::new());
        let page = LatestListing { lang, page, newer, older, total, months, articles, sections };
        Some(Listed { page, positions })
    }

    /// The newest of a section, or a full page of it.
    pub(super) fn section_list(&self, slug: &Slug, page: Option<u32>) -> Option<Listed<'_, SectionListing>> {
        let section = self.section(slug)?.clone();
        let listing = self.section_listing(slug);
        let Part { positions, newer, older } = self.part_of(listing, page, |page| match page {
            Some(page) => PagePath::SectionPage { slug: slug.clone(), page },
            None => PagePath::Section { slug: slug.clone() },
        })?;
        let (total, months) = self.whole(listing, page);
        let (lang, articles) = (self.site.lang, Vec::new());
        let page = SectionListing { lang, section, page, newer, older, total, months, articles };
        Some(Listed { page, positions })
    }

    /// A month of a section, whole, between the months that have articles.
    pub(super) fn section_month(&self, slug: &Slug, month: Month) -> Option<Listed<'_, SectionListing>> {
        let section = self.section(slug)?.clone();
        let listing = self.section_listing(slug);
        let start = listing.partition_point(|position| self.month_of(*position) > Some(month));
        let end = listing.partition_point(|position| self.month_of(*position) >= Some(month));
        let positions = listing.get(start..end).unwrap_or_default();
        let month_of = |position: &usize| {
            let month = self.month_of(*position)?;
            Some(PagePath::SectionMonth { slug: slug.clone(), month }.in_lang(self.site.lang).into())
        };
        let page = SectionListing {
            lang: self.site.lang,
            section,
            page: None,
            newer: listing.get(..start).and_then(|newer| month_of(newer.last()?)),
            older: listing.get(end).and_then(month_of),
            total: Some(to_count(positions.len())),
            months: Vec::new(),
            articles: Vec::new(),
        };
        Some(Listed { page, positions })
    }

    /// A listing is newest first; `page_at` is where a full page of it is, and the newest are. `None` without such a page.
    fn part_of<'a>(
        &self,
        listing: &'a [usize],
        page: Option<u32>,
        page_at: impl Fn(Option<u32>) -> PagePath,
    ) -> Option<Part<'a>> {
        let full = full_pages(listing);
        let (newest, paged) = listing.split_at_checked(listing.len() - full as usize * PAGE_SIZE)?;
        let positions = match page {
            None => newest,
            Some(page) => paged.rchunks(PAGE_SIZE).nth(page.checked_sub(1)? as usize)?,
        };
        let path = |page: Option<u32>| SitePath::from(page_at(page).in_lang(self.site.lang));
        let newer = page.map(|page| path((page < full).then_some(page + 1)));
        let older = page.map_or(full, |page| page - 1);
        Some(Part { positions, newer, older: (older > 0).then(|| path(Some(older))) })
    }

    /// What is said of a whole listing, where its newest are.
    fn whole(&self, listing: &[usize], page: Option<u32>) -> (Option<u32>, Vec<MonthCount>) {
        match page {
            None => (Some(to_count(listing.len())), self.months(listing)),
            Some(_) => (None, Vec::new()),
        }
    }

    pub(super) fn section(&self, slug: &Slug) -> Option<&Section> {
        self.sections.iter().find(|section| section.slug == *slug)
    }

    fn month_of(&self, position: usize) -> Option<Month> {
        self.articles.get(position).map(|article| article.published_at.month())
    }

    /// The listing's months, newest first.
    pub(super) fn months(&self, listing: &[usize]) -> Vec<MonthCount> {
        let mut months: Vec<MonthCount> = Vec::new();
        for month in listing.iter().filter_map(|position| self.month_of(*position)) {
            match months.last_mut() {
                Some(last) if last.month == month => last.count += 1,
                _ => months.push(MonthCount { month, count: 1 }),
            }
        }
        months
    }
}

/// How many full pages a listing has. The twenty newest articles, and those that do not fill a page, are on none.
fn full_pages(listing: &[usize]) -> u32 {
    to_count((listing.len() / PAGE_SIZE).saturating_sub(1))
}

pub(super) fn to_count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
