//! Whether every link inside the site leads to something that readers see, and no alias hides anything.

use std::borrow::Cow;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use percent_encoding::percent_decode_str;
use portal_app::content::model::{NavigationItem, Site};
use portal_app::path::feed::FeedFormat;
use portal_app::path::folder::{API, KIOSK, MEDIA};
use portal_app::path::reserved::{FILES, FOLDERS};
use portal_app::path::saved::saved_path;
use portal_app::path::widget::{self, WidgetPath};
use portal_app::path::word::{ArticleId, Href, Slug};
use portal_app::path::{AppPath, PagePath};
use portal_app::text::Lang;
use rayon::prelude::*;

use super::article::{ReadArticle, sound};
use super::body::{ReadFile, line_of};
use super::edition::ReadEdition;
use super::front_matter::Places;
use super::own_links::own_path;
use super::page::ReadPage;
use super::settings::Settings;
use super::synced::Synced;
use super::text_file::read_text;
use super::unseen::{Reachable, Target};
use crate::delivery::{MOST_TABLES, OldAddress, Redirects, Refusal};
use crate::source::edition::HomeSource;
use crate::source::media::{MediaFolder, help_for_page};
use crate::source::near::did_you_mean;
use crate::source::problem::{Fault, Problem, Problems};
use crate::source::security::SecuritySource;

/// What else a text may link to, beside pages, feeds, widgets, media and the content API.
const LINKABLE: &[&str] = &[KIOSK, "/robots.txt", "/sitemap.xml", "/embed/v1/loader.js"];

/// Every address of the site, by the page it shows: first of its section, in its canonical form.
struct Addresses<'a> {
    /// By language and id: an article has a page and two widgets, and there are many.
    articles: HashMap<&'static str, HashMap<&'a str, Vec<Target<'a>>>>,
    /// All others.
    pages: HashMap<String, Vec<Target<'a>>>,
    /// Each with the key of the page it leads to.
    aliases: Redirects,
    media: &'a MediaFolder,
    host: &'a str,
}

/// An alias, a link, a navigation entry: a path and where it is written.
struct Mention<'a> {
    path: &'a str,
    field: String,
    places: &'a Places,
}

/// An alias that cannot be had, of a text that another system has.
pub(super) struct RefusedAlias {
    pub file: PathBuf,
    pub alias: String,
}

/// Checks aliases, navigation and the links of bodies, as of a moment. Returns the aliases of other systems' texts that cannot
/// be had: they are claimed last, so that the folder's own are never to blame.
pub(super) fn check_addresses(
    editions: &[ReadEdition],
    security: &Settings<SecuritySource>,
    media: &MediaFolder,
    synced: &Synced,
    at: DateTime<FixedOffset>,
    problems: &mut Problems,
) -> Vec<RefusedAlias> {
    let site = editions.first().and_then(|edition| edition.site.as_ref());
    let host = site.and_then(|site| site.item.url.strip_prefix("https://")).unwrap_or_default();
    let (articles, pages) = (HashMap::new(), HashMap::new());
    let mut addresses = Addresses { articles, pages, aliases: Redirects::default(), media, host };
    editions.iter().for_each(|edition| addresses.collect(edition));
    let mut refused = Vec::new();
    let aliases = editions.iter().flat_map(|edition| mentioned_aliases(&edition.articles, &edition.pages));
    let (others, own): (Vec<_>, Vec<_>) = aliases.partition(|(alias, _)| synced.has(&alias.places.file));
    for (alias, leads_to) in own.into_iter().chain(others) {
        if let Some(fault) = addresses.claim_alias(alias.path, &leads_to) {
            problems.push(alias.places.problem(&alias.field, fault));
            if synced.has(&alias.places.file) {
                refused.push(RefusedAlias { file: alias.places.file.clone(), alias: alias.path.to_owned() });
            }
        }
    }
    // Without the sections, every link to one would look wrong.
    if editions.iter().any(|edition| edition.sections.is_none()) {
        return refused;
    }
    let policy = security.item.policy.as_ref().map(Href::as_str);
    if let Some(fault) = policy.and_then(|path| addresses.find_fault(path, Reachable { from: at, is_draft: false })) {
        problems.push(security.places.problem("security.policy", fault));
    }
    for edition in editions {
        check_links(edition, &addresses, at, problems);
    }
    refused
}

fn check_links(edition: &ReadEdition, addresses: &Addresses<'_>, now: DateTime<FixedOffset>, problems: &mut Problems) {
    let always = |is_draft| Reachable { from: now, is_draft };
    let of_home = mentioned_by_home(&edition.home);
    for entry in edition.site.iter().flat_map(mentioned_by_site).chain(of_home) {
        if let Some(fault) = addresses.find_fault(entry.path, always(false)) {
            problems.push(entry.places.problem(&entry.field, fault));
        }
    }
    let of_articles = edition.articles.par_iter().map(|article| check_article(article, addresses, now));
    of_articles.collect::<Vec<_>>().into_iter().for_each(|found| problems.append(found));
    for page in edition.pages.iter().filter_map(|page| page.file.item.as_ref()) {
        check_body(&page.file, page.body.links(), always(page.draft), addresses, problems);
    }
}

fn check_article(article: &ReadArticle, addresses: &Addresses<'_>, now: DateTime<FixedOffset>) -> Problems {
    let (ReadFile { places, item }, mut problems) = (&article.file, Problems::default());
    let Some((article, link)) = item.as_ref().and_then(|article| Some((article, Reachable::in_article(article, now)?)))
    else {
        return problems;
    };
    let source = article.source.as_ref().and_then(|source| source.url.as_ref());
    if let Some(fault) = source.and_then(|url| addresses.find_fault(url.as_str(), link)) {
        problems.push(places.problem("source.url", fault));
    }
    check_body(&article.file, article.body.links(), link, addresses, &mut problems);
    problems
}

fn check_body(file: &Path, links: &[Href], link: Reachable, addresses: &Addresses<'_>, problems: &mut Problems) {
    for target in links {
        if let Some(fault) = addresses.find_fault(target.as_str(), link) {
            problems.push(place_link(file, target, addresses.host, fault));
        }
    }
}

impl<'a> Addresses<'a> {
    /// Adds the addresses of an edition.
    fn collect(&mut self, edition: &'a ReadEdition) {
        let ReadEdition { lang, sections, articles, pages, .. } = edition;
        let mut add = |address: String, target| self.pages.entry(address).or_default().push(target);
        let page_of = |page: PagePath| known_address(page.in_lang(*lang));
        let widget_of = |widget: WidgetPath<'_>| format!("/{}", widget.in_lang(*lang));
        for page in [PagePath::Home, PagePath::Latest, PagePath::Search, PagePath::SiteMap, PagePath::Widgets] {
            add(page_of(page), Target::Shown);
        }
        add(saved_path(*lang), Target::Shown);
        for widget in [WidgetPath::Latest, WidgetPath::Notice] {
            add(widget_of(widget), Target::Shown);
        }
        for section in sections.iter().flat_map(|sections| &sections.item) {
            add(page_of(PagePath::Section { slug: section.slug.clone() }), Target::Shown);
            add(widget_of(WidgetPath::Section(&section.slug)), Target::Shown);
        }
        for ReadPage { file, slug } in pages {
            let target = file.item.as_ref().map_or(Target::Shown, Target::Page);
            slug.iter().for_each(|slug| add(page_of(PagePath::Standing { slug: slug.clone() }), target));
        }
        for article in articles {
            let Some(id) = &article.id else { continue };
            let target = article.file.item.as_ref().map_or(Target::Shown, Target::Article);
            self.articles.entry(lang.tag()).or_default().entry(id.as_str()).or_default().push(target);
        }
        let mut tagged = HashMap::<&Slug, Vec<_>>::new();
        for (article, _) in sound(articles) {
            article.tags.iter().for_each(|tag| tagged.entry(&tag.slug).or_default().push(Target::TagOf(article)));
        }
        for (slug, targets) in tagged {
            let page = page_of(PagePath::Tag { slug: slug.clone() });
            self.pages.entry(page).or_default().extend(targets);
        }
    }

    /// Adds `alias` to the addresses, unless it hides another.
    fn claim_alias(&mut self, alias: &str, leads_to: &str) -> Option<Fault> {
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
            is_sitemap || AppPath::parse(address.path()).is_some_and(|path| self.shown(&known_address(path)).is_some());
        if hides_page || FOLDERS.contains(&first) || FILES.contains(&bare) || bare.is_empty() {
            return Some(hides());
        }
        self.aliases.insert(address, leads_to).err().map(refuse)
    }

    /// Whether `path` is a feed of the site or of a section. Another edition has feeds only when it has articles.
    fn has_feed(&self, path: &str) -> bool {
        let folder = FeedFormat::ALL.iter().find_map(|format| path.strip_suffix(format.file_name()));
        let folder = folder.filter(|folder| self.pages.contains_key(*folder));
        folder.and_then(AppPath::parse).is_some_and(|page| {
            let has_articles = || self.articles.contains_key(page.lang.tag());
            matches!(page.page, PagePath::Home | PagePath::Section { .. })
                && (page.lang.prefix().is_empty() || has_articles())
        })
    }

    /// What is at an address, or where an old one leads.
    fn find(&self, path: &str, query: &str) -> Option<&[Target<'a>]> {
        let page = AppPath::parse(path).map(known_address);
        let shown = page.and_then(|page| self.shown(&page)).or_else(|| self.shown(path));
        let old = || {
            let path = percent_decode_str(path).decode_utf8_lossy();
            let leads_to = self.aliases.find_by_query(&path, query).or_else(|| self.aliases.find_by_path(&path));
            self.shown(leads_to?)
        };
        shown.or_else(old)
    }

    /// What is at an address that is written as it is known here.
    fn shown(&self, address: &str) -> Option<&[Target<'a>]> {
        let article = || article_of(address).and_then(|(lang, id)| self.articles.get(lang)?.get(id));
        self.pages.get(address).or_else(article).map(Vec::as_slice)
    }

    /// Every address as it is known here.
    fn all(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let articles = self.articles.iter().flat_map(|(lang, articles)| articles.keys().map(|id| (*lang, *id)));
        let articles = articles.flat_map(|(lang, id)| {
            let (lang, id) = (Lang::from_tag(lang).unwrap_or_default(), ArticleId::new(id));
            id.into_iter().flat_map(move |id| addresses_of(lang, &id)).map(Cow::Owned)
        });
        self.pages.keys().map(|address| Cow::Borrowed(address.as_str())).chain(articles)
    }

    /// What is wrong with a link, if it is one of this site.
    fn find_fault(&self, href: &str, link: Reachable) -> Option<Fault> {
        let href = own_path(href, self.host).unwrap_or(href);
        let whole = href.split('#').next().filter(|path| path.starts_with(['/', '?']))?;
        let (path, query) = whole.split_once('?').unwrap_or((whole, ""));
        let path = if path.is_empty() { "/" } else { path };
        if let Some(targets) = self.find(path, query) {
            // One that readers see is enough: several articles have a tag.
            let faults = targets.iter().map(|target| target.fault(link)).collect::<Option<Vec<_>>>();
            return faults.and_then(|faults| faults.into_iter().next());
        }
        let is_medium = self.media.published_at(path).is_some();
        if is_medium || self.has_feed(path) || path.starts_with(API) || LINKABLE.contains(&path) {
            return None;
        }
        if path.starts_with(MEDIA) {
            return Some(match self.media.find(path) {
                Ok(file) => {
                    Fault::new("the file is published under another address", format!("Write \"{}\".", file.src))
                }
                Err(fault) => fault,
            });
        }
        let near = help_for_page(whole).or_else(|| did_you_mean(path, self.all()));
        let help = near.unwrap_or_else(|| "Link to a page of the site.".to_owned());
        Some(Fault::new("there is no such page", help))
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

/// The address under which a page is known here: a list's for its numbered pages and months, an article's id.
fn known_address(path: AppPath) -> String {
    match &path.page {
        PagePath::Article { id, .. } => article_key(path.lang, id),
        _ => path.list().unwrap_or(path).to_string(),
    }
}

/// An article is found by its id, whatever its slug.
fn article_key(lang: Lang, id: &ArticleId) -> String {
    format!("/{}tin-tuc/{id}", lang.prefix())
}

/// The article that a page or widget is of, by its address as it is known here: its language and id.
fn article_of(address: &str) -> Option<(&'static str, &str)> {
    let path = address.strip_prefix('/')?;
    Lang::ALL.into_iter().find_map(|lang| {
        let page = path.strip_prefix(lang.prefix()).and_then(|path| path.strip_prefix("tin-tuc/"));
        let widget = || {
            let widget = path.strip_prefix(widget::FOLDER)?.strip_prefix(lang.prefix())?.strip_suffix('/')?;
            ["related/", "article/"].iter().find_map(|kind| widget.strip_prefix(kind))
        };
        Some((lang.tag(), page.or_else(widget)?))
    })
}

/// All addresses that lead to an article, as they are known here.
fn addresses_of(lang: Lang, id: &ArticleId) -> [String; 3] {
    let widgets = [WidgetPath::Related(id), WidgetPath::Article(id)];
    let [related, card] = widgets.map(|widget| format!("/{}", widget.in_lang(lang)));
    [article_key(lang, id), related, card]
}

/// Each alias with the key of the page that it leads to.
fn mentioned_aliases<'a>(
    articles: &'a [Arc<ReadArticle>],
    pages: &'a [ReadPage],
) -> impl Iterator<Item = (Mention<'a>, String)> {
    let of_articles = articles.iter().filter_map(|article| {
        let item = article.file.item.as_ref()?;
        Some((&item.aliases, &article.file.places, article_key(item.lang, &item.id)))
    });
    let of_pages = pages.iter().filter_map(|page| {
        let item = page.file.item.as_ref()?;
        Some((&item.aliases, &page.file.places, known_address(item.path())))
    });
    of_articles.chain(of_pages).flat_map(|(aliases, places, leads_to)| {
        let numbered = aliases.iter().enumerate();
        numbered.map(move |(position, alias)| {
            let field = format!("aliases[{}]", position + 1);
            (Mention { path: alias.as_str(), field, places }, leads_to.clone())
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
    let partners = site.item.partner_links.iter().enumerate();
    mentions.extend(partners.map(|(position, partner)| Mention {
        path: partner.url.as_str(),
        field: format!("partner_links[{}].url", position + 1),
        places: &site.places,
    }));
    mentions
}

fn mentioned_by_home(home: &Settings<HomeSource>) -> impl Iterator<Item = Mention<'_>> {
    let tasks = home.item.tasks.iter().enumerate();
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

/// The text is read again to find the line: only a faulty one needs it. What was a whole address is found as it is written.
fn place_link(file: &Path, target: &Href, host: &str, fault: Fault) -> Problem {
    let path = target.as_str().trim_end_matches('/');
    let text = read_text(file).unwrap_or_default();
    let written = [format!("{host}{path}"), path.to_owned()];
    let line = written.iter().find_map(|written| line_of(&text, written)).map(|line| line + 1);
    Problem::new(file, fault).at_line(line).in_field("href").with_value(format!("\"{target}\""))
}
