//! Whether every link inside the site leads somewhere, and no alias hides anything.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use percent_encoding::percent_decode_str;
use portal_app::content::model::{Block, NavigationItem, Site, Span};
use portal_app::path::feed::FeedFormat;
use portal_app::path::folder::{API, MEDIA};
use portal_app::path::reserved::{FILES, FOLDERS};
use portal_app::path::word::Href;
use portal_app::path::{AppPath, PagePath};

use super::article::ReadArticle;
use super::body::line_of;
use super::edition::ReadEdition;
use super::front_matter::Places;
use super::page::ReadPage;
use super::settings::Settings;
use super::text_file::read_text;
use crate::delivery::{MOST_TABLES, OldAddress, Redirects, Refusal};
use crate::source::edition::HomeSource;
use crate::source::near::did_you_mean;
use crate::source::problem::{Fault, Problem, Problems};

/// Files and folders a text may link to, beside pages and media.
const LINKABLE: &[&str] = &[API, "/robots.txt", "/sitemap.xml"];

/// What can be seen at an address.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Published,
    Draft,
}

/// Every address of the site, by the page it shows: first of its section, in its canonical form.
struct Addresses {
    pages: BTreeMap<String, Standing>,
    aliases: Redirects,
}

/// An alias, a link, a navigation entry: a path and where it is written.
struct Mention<'a> {
    path: &'a str,
    field: String,
    places: &'a Places,
}

/// Checks aliases, navigation and the links of bodies.
pub(super) fn check_addresses(editions: &[ReadEdition], problems: &mut Problems) {
    let mut addresses = Addresses { pages: BTreeMap::new(), aliases: Redirects::default() };
    editions.iter().for_each(|edition| collect_addresses(edition, &mut addresses.pages));
    for alias in editions.iter().flat_map(|edition| mentioned_aliases(&edition.articles, &edition.pages)) {
        if let Some(fault) = addresses.claim_alias(alias.path) {
            problems.push(alias.places.problem(&alias.field, fault));
        }
    }
    // Without the sections, every link to one would look wrong.
    if editions.iter().any(|edition| edition.sections.is_none()) {
        return;
    }
    for edition in editions {
        check_links(edition, &addresses, problems);
    }
}

fn check_links(edition: &ReadEdition, addresses: &Addresses, problems: &mut Problems) {
    let of_home = mentioned_by_home(&edition.home);
    for entry in edition.site.iter().flat_map(mentioned_by_site).chain(of_home) {
        if let Some(fault) = addresses.find_fault(entry.path, false) {
            problems.push(entry.places.problem(&entry.field, fault));
        }
    }
    let articles = edition.articles.iter().filter_map(|article| article.file.item.as_ref());
    let pages = edition.pages.iter().filter_map(|page| page.file.item.as_ref());
    let bodies = articles.map(|article| (&article.file, article.draft, &article.body));
    for (file, draft, body) in bodies.chain(pages.map(|page| (&page.file, page.draft, &page.body))) {
        let mut targets = BTreeSet::new();
        collect_targets(body, &mut targets);
        for target in targets.into_iter().filter(|target| target.is_site_path()) {
            if let Some(fault) = addresses.find_fault(target.as_str(), draft) {
                problems.push(place_link(file, target, fault));
            }
        }
    }
}

impl Addresses {
    /// Adds `alias` to the addresses, unless it hides another.
    fn claim_alias(&mut self, alias: &str) -> Option<Fault> {
        let (path, _) = alias.split_once('?').unwrap_or((alias, ""));
        let address = match OldAddress::read(alias) {
            Ok(_) if path.contains('*') => return Some(refuse(Refusal::NotPlain)),
            Err(_) if path == "/" => return Some(hides()),
            Err(refusal) => return Some(refuse(refusal)),
            Ok(address) => address,
        };
        // Below a language's prefix the same folders and files are taken.
        let prefix = AppPath::lang_of(address.path()).prefix();
        let whole = format!("{}/", address.path().trim_matches('/'));
        let bare = whole.strip_prefix(prefix).unwrap_or(&whole).trim_matches('/');
        let first = bare.split('/').next().unwrap_or_default();
        let is_sitemap = bare.strip_prefix("sitemap-").is_some_and(|rest| rest.ends_with(".xml"));
        let hides_page =
            is_sitemap || AppPath::parse(address.path()).is_some_and(|path| self.pages.contains_key(&first_page(path)));
        if hides_page || FOLDERS.contains(&first) || FILES.contains(&bare) || bare.is_empty() {
            return Some(hides());
        }
        self.aliases.insert(address, alias).err().map(refuse)
    }

    /// Whether `path` is a feed of the site or of a section. Another edition has feeds only when it has articles.
    fn has_feed(&self, path: &str) -> bool {
        let folder = FeedFormat::ALL.iter().find_map(|format| path.strip_suffix(format.file_name()));
        let folder = folder.filter(|folder| self.pages.contains_key(*folder));
        folder.and_then(AppPath::parse).is_some_and(|page| {
            let articles = format!("/{}tin-tuc/", page.lang.prefix());
            let has_articles = || self.pages.keys().any(|address| address.starts_with(&articles));
            matches!(page.page, PagePath::Home | PagePath::Section { page: 1, .. })
                && (page.lang.prefix().is_empty() || has_articles())
        })
    }

    /// Whether a link leads to an old address.
    fn has_alias(&self, path: &str, query: &str) -> bool {
        let path = percent_decode_str(path).decode_utf8_lossy();
        self.aliases.find_by_query(&path, query).or_else(|| self.aliases.find_by_path(&path)).is_some()
    }

    /// What is wrong with a link to `path`.
    fn find_fault(&self, path: &str, from_draft: bool) -> Option<Fault> {
        let whole = path.split('#').next().unwrap_or_default();
        let (path, query) = whole.split_once('?').unwrap_or((whole, ""));
        let page = AppPath::parse(path).map(first_page);
        match page.and_then(|page| self.pages.get(&page)) {
            Some(Standing::Draft) if !from_draft => {
                return Some(Fault::new("it leads to a draft", "Publish that one too, or link to something else."));
            }
            Some(_) => return None,
            None => {}
        }
        let is_known = self.has_feed(path)
            || self.has_alias(path, query)
            || path.starts_with(MEDIA)
            || LINKABLE.iter().any(|known| path == *known || (known.ends_with('/') && path.starts_with(known)));
        let help = || did_you_mean(path, self.pages.keys()).unwrap_or_else(|| "Link to a page of the site.".to_owned());
        (!is_known).then(|| Fault::new("there is no such page", help()))
    }
}

fn hides() -> Fault {
    Fault::new("it hides an address of the site", "Remove it: an alias is an address that shows nothing else.")
}

fn refuse(refusal: Refusal) -> Fault {
    match refusal {
        Refusal::NotPlain => Fault::new(
            "it cannot be an old address",
            "Write its path, and its query if it has one (`/Default.aspx?id=45`): no #, `*`, `//` or `..`, no name that begins with a dot or ends in .br or .gz.",
        ),
        Refusal::TooLong => {
            Fault::new("it is too long, or has too many parameters", "Write a shorter one: web servers take no more.")
        }
        Refusal::Taken => Fault::new("another alias is the same", "Remove one: an address leads to one place."),
        Refusal::TooManyTables => Fault::new(
            format!("the aliases have more than {MOST_TABLES} different sets of parameters after the ?"),
            "Leave out what does not choose the page: `/Default.aspx?id=45`.",
        ),
    }
}

/// The address under which a page is known here: a section's for its further pages and months, an article's id.
fn first_page(path: AppPath) -> String {
    let page = match path.page {
        PagePath::Section { slug, .. } | PagePath::SectionMonth { slug, .. } => PagePath::Section { slug, page: 1 },
        PagePath::Latest { .. } => PagePath::Latest { page: 1 },
        PagePath::Article { id, .. } => return format!("/{}tin-tuc/{id}", path.lang.prefix()),
        page => page,
    };
    page.in_lang(path.lang).to_string()
}

fn collect_addresses(edition: &ReadEdition, known: &mut BTreeMap<String, Standing>) {
    let ReadEdition { lang, sections, articles, pages, .. } = edition;
    let mut add = |page: PagePath, draft: bool| {
        let standing = if draft { Standing::Draft } else { Standing::Published };
        let address = known.entry(first_page(page.in_lang(*lang))).or_insert(standing);
        if standing == Standing::Published {
            *address = standing;
        }
    };
    add(PagePath::Home, false);
    add(PagePath::Latest { page: 1 }, false);
    add(PagePath::Search, false);
    add(PagePath::SiteMap, false);
    add(PagePath::Widgets, false);
    for section in sections.iter().flat_map(|sections| &sections.item) {
        add(PagePath::Section { slug: section.slug.clone(), page: 1 }, false);
    }
    for article in articles.iter().filter_map(|article| article.file.item.as_ref()) {
        article.tags.iter().for_each(|tag| add(PagePath::Tag { slug: tag.slug.clone() }, article.draft));
    }
    for page in pages {
        let draft = page.file.item.as_ref().is_some_and(|page| page.draft);
        page.slug.iter().for_each(|slug| add(PagePath::Standing { slug: slug.clone() }, draft));
    }
    for article in articles {
        let draft = article.file.item.as_ref().is_some_and(|article| article.draft);
        let standing = if draft { Standing::Draft } else { Standing::Published };
        article.id.iter().for_each(|id| {
            known.insert(format!("/{}tin-tuc/{id}", lang.prefix()), standing);
        });
    }
}

fn mentioned_aliases<'a>(articles: &'a [ReadArticle], pages: &'a [ReadPage]) -> impl Iterator<Item = Mention<'a>> {
    let of_articles =
        articles.iter().filter_map(|article| Some((&article.file.item.as_ref()?.aliases, &article.file.places)));
    let of_pages = pages.iter().filter_map(|page| Some((&page.file.item.as_ref()?.aliases, &page.file.places)));
    of_articles.chain(of_pages).flat_map(|(aliases, places)| {
        let numbered = aliases.iter().enumerate();
        numbered.map(|(position, alias)| Mention {
            path: alias.as_str(),
            field: format!("aliases[{}]", position + 1),
            places,
        })
    })
}

fn mentioned_by_site(site: &Settings<Site>) -> Vec<Mention<'_>> {
    let mut mentions = Vec::new();
    for (list, items) in [("navigation", &site.item.navigation), ("footer_links", &site.item.footer_links)] {
        for (position, item) in items.iter().enumerate() {
            mention_navigation(format!("{list}[{}]", position + 1), item, &site.places, &mut mentions);
        }
    }
    let notice = site.item.notice.as_ref().and_then(|notice| notice.path.as_ref());
    mentions.extend(notice.map(|path| Mention {
        path: path.as_str(),
        field: "notice.path".to_owned(),
        places: &site.places,
    }));
    mentions
}

fn mentioned_by_home(home: &Settings<HomeSource>) -> impl Iterator<Item = Mention<'_>> {
    let tasks = home.item.tasks.iter().enumerate().filter(|(_, task)| task.href.is_site_path());
    tasks.map(|(position, task)| Mention {
        path: task.href.as_str(),
        field: format!("home.tasks[{}].href", position + 1),
        places: &home.places,
    })
}

fn mention_navigation<'a>(name: String, item: &'a NavigationItem, places: &'a Places, mentions: &mut Vec<Mention<'a>>) {
    mentions.push(Mention { path: item.path.as_str(), field: format!("{name}.path"), places });
    for (position, child) in item.children.iter().enumerate() {
        mention_navigation(format!("{name}.children[{}]", position + 1), child, places, mentions);
    }
}

/// Every link target in a body.
fn collect_targets<'a>(blocks: &'a [Block], targets: &mut BTreeSet<&'a Href>) {
    for block in blocks {
        match block {
            Block::Paragraph { spans } | Block::Heading { spans, .. } => {
                targets.extend(spans.iter().filter_map(target))
            }
            Block::List { items, .. } => items.iter().for_each(|item| collect_targets(item, targets)),
            Block::Quote { blocks, .. } => collect_targets(blocks, targets),
            Block::Table { rows, .. } => {
                rows.iter().flatten().for_each(|cell| collect_targets(&cell.blocks, targets));
            }
            _ => {}
        }
    }
}

fn target(span: &Span) -> Option<&Href> {
    span.href.as_ref()
}

/// The text is read again to find the line: only a faulty one needs it.
fn place_link(file: &Path, target: &Href, fault: Fault) -> Problem {
    let written = target.as_str().trim_end_matches('/');
    let line = read_text(file).ok().and_then(|text| line_of(&text, written)).map(|line| line + 1);
    Problem::new(file, fault).at_line(line).in_field("href").with_value(format!("\"{target}\""))
}
