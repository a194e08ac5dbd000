//! Everything the site shows as of a moment, and what follows from it: which articles are in which lists, what comes
//! before and after, what is related, where each page is.
//!
//! A page is one route, one document of the content API and one prerendered file; `routes` lists them, `page` makes one.

pub mod about;
mod documents;
mod home;
pub mod keys;
mod listed;
mod lists;
pub(super) mod sections;
mod site_map;
mod texts;
mod whole;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use portal_app::content::model::{
    Article, LatestListing, Notice, PreviewMark, SearchForm, Section, SectionListing, SectionName, Site, StandingPage,
    Summary, Tag, TagListing, WidgetForm,
};
use portal_app::content::page_data::PageData;
use portal_app::path::word::{ArticleId, SitePath, Slug};
use portal_app::path::{AppPath, PagePath};
use portal_app::text::moment::Moment;
use rayon::prelude::*;

pub use self::documents::LONGEST_QR_ADDRESS;
use self::documents::{qr_code_path, to_article, to_standing_page};
use self::listed::Listed;
use self::sections::{parent_of, resolve_scopes, resolve_sections, to_name};
use self::texts::Texts;
use crate::release::compress::Read;
use crate::source::body::Body;
use crate::source::edition::PictureForms;
use crate::source::{ArticleSource, Edition, HomeSource, PageSource, Scope};

/// The most related articles, and of those found by time the most on either side.
const RELATED_LIMIT: usize = 10;
const RELATED_EACH_SIDE: usize = 5;

/// So many of the newest articles are read often.
const READ_OFTEN: usize = 100;

/// Positions in `Catalog::articles`, newest first.
type Listing = Vec<usize>;

/// What the page of an article leads to.
struct Nearby {
    /// The newer one beside it in its section, and the older one.
    next: Option<usize>,
    previous: Option<usize>,
    related: Listing,
}

/// For whom the site is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    Public,
    /// Sees drafts, scheduled and expired items as they will be, each marked.
    Editors,
}

/// One language of the site as of a moment.
pub struct Catalog {
    /// Without the urgent notice, so that one sentence does not decide every page.
    pub site: Site,
    pub notice: Option<Notice>,
    home: HomeSource,
    sections: Vec<Section>,
    scopes: HashMap<Slug, Scope>,
    /// Visible ones, newest first; each with what its source says, but its text; derived fields still empty.
    pub(super) articles: Vec<Article>,
    /// The ids each article's editor named.
    named_related: Vec<Vec<ArticleId>>,
    /// Without their texts.
    pub(super) pages: Vec<StandingPage>,
    texts: Texts,
    redirects: BTreeMap<SitePath, SitePath>,
    by_id: HashMap<ArticleId, usize>,
    /// Everything visible but what was withdrawn.
    listed: Listing,
    /// What of it is news.
    latest: Listing,
    by_section: HashMap<Slug, Listing>,
    /// Each article's own section only, for neighbours and related articles.
    by_own_section: HashMap<Slug, Listing>,
    tags: BTreeMap<Slug, (Tag, Listing)>,
}

impl Catalog {
    /// Takes what `audience` is to see at `at`: readers no drafts, nothing before its time or after it.
    pub(super) fn new(
        source: Edition,
        forms: &Arc<PictureForms>,
        at: DateTime<FixedOffset>,
        audience: Audience,
    ) -> Self {
        let lang = source.site.lang;
        let origin = source.site.url.clone();
        let sections = resolve_sections(&source.sections, lang);
        let mut redirects = BTreeMap::new();
        let is_seen = |mark: Option<PreviewMark>| mark.is_none() || audience == Audience::Editors;
        let mut visible: Vec<ArticleSource> =
            source.articles.into_iter().filter(|article| is_seen(preview_mark(article, at))).collect();
        // Newest first; articles of the same moment are ordered by id, so that the order is the same everywhere.
        visible.sort_by(|a, b| b.published_at.sort_key().cmp(&a.published_at.sort_key()).then_with(|| a.id.cmp(&b.id)));
        let mut texts = Texts::new(Arc::clone(forms));
        let seen = visible.into_par_iter().map(|source| {
            let (path, mark) = (SitePath::from(source.path()), preview_mark(&source, at));
            let (aliases, related, body) = (source.aliases.clone(), source.related.clone(), source.body.clone());
            let is_withdrawn = source.withdrawn.is_some();
            let qr_code = qr_code_path(&origin, &source.id, &path).filter(|_| !is_withdrawn);
            let publish_at = (mark == Some(PreviewMark::Scheduled)).then_some(Moment::At(source.appears_at));
            let article = to_article(source, path, &sections);
            let image = article.image.clone().map(|image| texts.with_forms(image));
            let body = if is_withdrawn { Body::default() } else { body };
            (Article { preview: mark, publish_at, qr_code, image, ..article }, body, aliases, related)
        });
        let (mut articles, mut named_related, mut bodies) = (Vec::new(), Vec::new(), Vec::new());
        for (article, body, aliases, related) in seen.collect::<Vec<_>>() {
            redirects.extend(aliases.into_iter().map(|alias| (alias, article.path.clone())));
            articles.push(article);
            named_related.push(related);
            bodies.push(body);
        }
        texts.articles = bodies;
        let mut pages = Vec::new();
        let is_page_seen = |page: &PageSource| is_seen(page.draft.then_some(PreviewMark::Draft));
        for source in source.pages.into_iter().filter(is_page_seen) {
            let path = SitePath::from(source.path());
            redirects.extend(source.aliases.iter().map(|alias| (alias.clone(), path.clone())));
            texts.pages.push(source.body.clone());
            pages.push(to_standing_page(source));
        }
        let mut catalog = Self {
            notice: source.site.notice.filter(|notice| notice.until.is_none_or(|until| !is_past(until, at))),
            site: Site { notice: None, ..source.site },
            by_id: articles.iter().enumerate().map(|(position, article)| (article.id.clone(), position)).collect(),
            home: source.home,
            scopes: resolve_scopes(&source.sections),
            sections,
            articles,
            named_related,
            pages,
            texts,
            redirects,
            listed: Vec::new(),
            latest: Vec::new(),
            by_section: HashMap::new(),
            by_own_section: HashMap::new(),
            tags: BTreeMap::new(),
        };
        catalog.fill_listings();
        catalog
    }

    /// Withdrawn articles keep their page and are in no list.
    fn fill_listings(&mut self) {
        for (position, article) in self.articles.iter().enumerate().filter(|(_, article)| article.withdrawn.is_none()) {
            self.listed.push(position);
            if scope_in(&self.scopes, article).latest {
                self.latest.push(position);
            }
            let Some(own) = &article.section else { continue };
            self.by_own_section.entry(own.slug.clone()).or_default().push(position);
            let mut slug = Some(own.slug.clone());
            while let Some(current) = slug {
                slug = parent_of(&self.sections, &current);
                self.by_section.entry(current).or_default().push(position);
            }
            for tag in &article.tags {
                self.tags.entry(tag.slug.clone()).or_insert_with(|| (tag.clone(), Vec::new())).1.push(position);
            }
        }
    }

    /// Old addresses and where they lead now.
    pub fn redirects(&self) -> &BTreeMap<SitePath, SitePath> {
        &self.redirects
    }

    /// The site's settings as the content API has them: with the urgent notice.
    pub fn whole_site(&self) -> Site {
        Site { notice: self.notice.clone(), ..self.site.clone() }
    }

    /// The sections, in the editors' order.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    /// The newest articles of a section, or of everything, without withdrawn ones.
    pub fn newest(&self, section: Option<&Slug>, limit: usize) -> Vec<&Article> {
        let listing = section.map_or(self.latest.as_slice(), |slug| self.section_listing(slug));
        listing.iter().take(limit).filter_map(|position| self.articles.get(*position)).collect()
    }

    /// Every article that is seen, newest first, withdrawn ones included; neither their texts nor what follows from others is in
    /// them.
    pub fn articles(&self) -> &[Article] {
        &self.articles
    }

    /// What is listed, newest first: everything visible but what was withdrawn.
    pub fn listed(&self) -> impl Iterator<Item = &Article> {
        self.listed.iter().filter_map(|position| self.articles.get(*position))
    }

    /// Where an article appears beside the lists of its section.
    pub fn scope_of(&self, article: &Article) -> Scope {
        scope_in(&self.scopes, article)
    }

    /// Without their texts.
    pub fn standing_pages(&self) -> &[StandingPage] {
        &self.pages
    }

    /// Without its text.
    fn standing_page(&self, slug: &Slug) -> Option<&StandingPage> {
        self.pages.iter().find(|page| page.slug == *slug)
    }

    /// A section and its ancestors, the nearest first.
    pub fn section_line(&self, slug: &Slug) -> Vec<Slug> {
        let mut line = vec![slug.clone()];
        while let Some(parent) = line.last().and_then(|slug| parent_of(&self.sections, slug)) {
            line.push(parent);
        }
        line
    }

    /// Every page of the site, in an order that depends on nothing but the content.
    pub fn routes(&self) -> Vec<AppPath> {
        let lang = self.site.lang;
        let mut routes = vec![PagePath::Home, PagePath::Search, PagePath::SiteMap, PagePath::Widgets];
        routes.extend(self.list_routes());
        routes.extend(
            self.articles
                .iter()
                .map(|article| PagePath::Article { slug: article.slug.clone(), id: article.id.clone() }),
        );
        routes.extend(self.tags.keys().map(|slug| PagePath::Tag { slug: slug.clone() }));
        routes.extend(self.pages.iter().map(|page| PagePath::Standing { slug: page.slug.clone() }));
        routes.into_iter().map(|page| page.in_lang(lang)).collect()
    }

    /// What one page shows; `NotFound` for a route that `routes` doesn't list.
    ///
    /// # Errors
    /// When a text cannot be read as it was kept.
    pub fn page(&self, path: &AppPath) -> serde_json::Result<PageData> {
        let page = match &path.page {
            PagePath::Home => Some(PageData::Home(self.home())),
            PagePath::Article { id, .. } => self.article(id)?.map(|article| PageData::Article(Box::new(article))),
            PagePath::Standing { slug } => {
                self.standing_page(slug).map(|page| self.whole_page(page)).transpose()?.map(PageData::Standing)
            }
            PagePath::Search => Some(PageData::Search(self.search_form())),
            PagePath::SiteMap => Some(PageData::SiteMap(self.site_map())),
            PagePath::Widgets => Some(PageData::Widgets(self.widget_form())),
            _ => {
                self.list(path).map(|Listed { page, positions }| with_articles(page, self.summaries(positions.iter())))
            }
        };
        Ok(page.unwrap_or(PageData::NotFound))
    }

    /// How often a page is read: what is newest often, older articles and full pages of lists seldom.
    pub fn read(&self, path: &AppPath) -> Read {
        let is_newest = |id: &ArticleId| self.by_id.get(id).is_some_and(|position| *position < READ_OFTEN);
        match &path.page {
            PagePath::Article { id, .. } if !is_newest(id) => Read::Seldom,
            PagePath::LatestPage { .. } | PagePath::SectionPage { .. } | PagePath::SectionMonth { .. } => Read::Seldom,
            _ => Read::Often,
        }
    }

    /// The sections that some article is in, by name.
    fn filled_sections(&self, is_meant: impl Fn(&Section) -> bool) -> Vec<SectionName> {
        let filled = self.sections.iter().filter(|section| !self.section_listing(&section.slug).is_empty());
        filled.filter(|section| is_meant(section)).map(to_name).collect()
    }

    fn has_scope(&self, section: &Section, has: impl Fn(Scope) -> bool) -> bool {
        self.scopes.get(&section.slug).copied().is_none_or(has)
    }

    /// Sections and years in which something can be found.
    fn search_form(&self) -> SearchForm {
        let is_found = |article: &&Article| scope_in(&self.scopes, article).search;
        let years =
            self.listed().filter(is_found).filter_map(|article| article.published_at.month().year.try_into().ok());
        let mut years = years.collect::<Vec<_>>();
        years.dedup();
        let sections = self.filled_sections(|section| self.has_scope(section, |scope| scope.search));
        SearchForm { lang: self.site.lang, sections, years }
    }

    fn widget_form(&self) -> WidgetForm {
        WidgetForm { lang: self.site.lang, sections: self.filled_sections(|_| true) }
    }

    /// A page that lists articles, without them, and which those are.
    fn list(&self, path: &AppPath) -> Option<Listed<'_, PageData>> {
        let latest = |page| Some(self.latest_list(page)?.map(PageData::Latest));
        let section = |slug, page| Some(self.section_list(slug, page)?.map(PageData::Section));
        match &path.page {
            PagePath::Latest => latest(None),
            PagePath::LatestPage { page } => latest(Some(*page)),
            PagePath::Section { slug } => section(slug, None),
            PagePath::SectionPage { slug, page } => section(slug, Some(*page)),
            PagePath::SectionMonth { slug, month } => Some(self.section_month(slug, *month)?.map(PageData::Section)),
            PagePath::Tag { slug } => {
                let (tag, positions) = self.tags.get(slug)?;
                let page = TagListing { lang: self.site.lang, tag: tag.clone(), articles: Vec::new() };
                Some(Listed { page: PageData::Tag(page), positions })
            }
            _ => None,
        }
    }

    fn article(&self, id: &ArticleId) -> serde_json::Result<Option<Article>> {
        let Some((position, article)) = self.find(id) else { return Ok(None) };
        let Nearby { next, previous, related } = self.nearby(position);
        let summary = |position: Option<usize>| position.and_then(|position| self.summary(position));
        let (next, previous, related) = (summary(next), summary(previous), self.summaries(related.iter()));
        Ok(Some(Article { next, previous, related, ..self.whole_article(article)? }))
    }

    /// What the page of an article shows as related.
    pub fn related_to(&self, id: &ArticleId) -> Vec<Summary> {
        let related = self.find(id).map(|(position, _)| self.nearby(position).related);
        self.summaries(related.unwrap_or_default().iter())
    }

    /// A visible article, and its position among all.
    pub fn find(&self, id: &ArticleId) -> Option<(usize, &Article)> {
        let position = *self.by_id.get(id)?;
        Some((position, self.articles.get(position)?))
    }

    /// What the page of an article leads to.
    fn nearby(&self, position: usize) -> Nearby {
        let siblings = self.siblings(position);
        let (newer, older) = around(siblings, position);
        let is_withdrawn = self.articles.get(position).is_none_or(|article| article.withdrawn.is_some());
        let beside = |nearest: Option<&usize>| nearest.copied().filter(|_| !is_withdrawn);
        let related = self.related(position, siblings);
        Nearby { next: beside(newer.last()), previous: beside(older.first()), related }
    }

    /// Those the editor names, else the nearest in time in the same section; newest first.
    fn related(&self, position: usize, siblings: &[usize]) -> Listing {
        let named = self.named_related.get(position).map(Vec::as_slice).unwrap_or_default();
        let mut related: Listing = named.iter().filter_map(|id| self.by_id.get(id).copied()).collect();
        related.retain(|other| {
            *other != position && self.articles.get(*other).is_some_and(|article| article.withdrawn.is_none())
        });
        if related.is_empty() {
            let (newer, older) = around(siblings, position);
            let nearest_newer = newer.iter().rev().take(RELATED_EACH_SIDE);
            related = nearest_newer.chain(older.iter().take(RELATED_EACH_SIDE)).copied().collect();
        }
        related.truncate(RELATED_LIMIT);
        // Positions are newest first already.
        related.sort_unstable();
        related.dedup();
        related
    }

    /// The articles of an article's own section, itself among them unless it was withdrawn.
    fn siblings(&self, position: usize) -> &[usize] {
        let section = self.articles.get(position).and_then(|article| article.section.as_ref());
        section.and_then(|section| self.by_own_section.get(&section.slug)).map(Vec::as_slice).unwrap_or_default()
    }

    fn section_listing(&self, slug: &Slug) -> &[usize] {
        self.by_section.get(slug).map(Vec::as_slice).unwrap_or_default()
    }

    fn summary(&self, position: usize) -> Option<Summary> {
        self.articles.get(position).map(Article::to_summary)
    }

    fn summaries<'a>(&self, positions: impl Iterator<Item = &'a usize>) -> Vec<Summary> {
        positions.filter_map(|position| self.summary(*position)).collect()
    }
}

/// A page that lists these articles.
fn with_articles(page: PageData, articles: Vec<Summary>) -> PageData {
    match page {
        PageData::Latest(list) => PageData::Latest(LatestListing { articles, ..list }),
        PageData::Section(list) => PageData::Section(SectionListing { articles, ..list }),
        PageData::Tag(list) => PageData::Tag(TagListing { articles, ..list }),
        other => other,
    }
}

/// Where an article appears; one without a section everywhere.
fn scope_in(scopes: &HashMap<Slug, Scope>, article: &Article) -> Scope {
    article.section.as_ref().and_then(|section| scopes.get(&section.slug)).copied().unwrap_or_default()
}

/// Why readers don't see the article at `at`; `None` when they do.
fn preview_mark(article: &ArticleSource, at: DateTime<FixedOffset>) -> Option<PreviewMark> {
    if article.draft {
        Some(PreviewMark::Draft)
    } else if article.appears_at > at {
        Some(PreviewMark::Scheduled)
    } else if article.expires_at.is_some_and(|time| time <= at) {
        Some(PreviewMark::Expired)
    } else {
        None
    }
}

fn is_past(moment: Moment, at: DateTime<FixedOffset>) -> bool {
    match moment {
        Moment::At(time) => time <= at,
        Moment::Day(day) => day <= at.date_naive(),
    }
}

pub(super) fn standing_path(page: &StandingPage) -> AppPath {
    PagePath::Standing { slug: page.slug.clone() }.in_lang(page.lang)
}

/// The listing's parts that are newer and older than the article at `position`, which need not be in it.
fn around(listing: &[usize], position: usize) -> (&[usize], &[usize]) {
    let start = listing.partition_point(|other| *other < position);
    let end = listing.partition_point(|other| *other <= position);
    (listing.get(..start).unwrap_or_default(), listing.get(end..).unwrap_or_default())
}
