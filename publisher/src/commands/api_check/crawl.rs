//! Reads the API as readers would come across it: from each language's settings to every page that something names, articles
//! up to a number. What an answer itself says wrong is told here; what documents say of each other in `lists` and `articles`.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures::StreamExt as _;
use portal_app::content::decode::{Decoded, decode_document, decode_page};
use portal_app::content::page_data::{PageData, PageDocument};
use portal_app::path::{AppPath, PagePath};
use portal_app::reader::FromJson;
use portal_app::text::Lang;
use reqwest::StatusCode;
use reqwest::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, ETAG};
use serde_json::Value;

use super::client::{Answer, Ask, Client, Failure};
use super::decode::{Fault, fault_of, parse};
use super::finding::{Detail, Findings, Place};
use super::kind::Kind;
use super::walk::{Reference, further, walk};

/// Requests that are under way together.
const AT_ONCE: usize = 4;
/// Documents other than articles, beyond which no more are read.
const MOST_DOCUMENTS: usize = 3_000;
/// Answers that fail to come, after which nothing more is asked: the API is down, or the host of the pictures.
pub const MOST_FAILURES: usize = 10;
const LARGE: usize = 500_000;

/// Pages that every language has, and what it is when the document of one is missing.
pub const ALWAYS: [(PagePath, Kind); 5] = [
    (PagePath::Home, Kind::Missing),
    (PagePath::Latest, Kind::Missing),
    (PagePath::Search, Kind::NoSearch),
    (PagePath::SiteMap, Kind::NoMap),
    (PagePath::Widgets, Kind::NoWidgets),
];

/// A page of the API.
pub struct Page {
    pub path: AppPath,
    pub url: String,
    /// `None` where there is none, or the app cannot show it; the latter was told.
    pub data: Option<PageData>,
    /// The API says that there is no such document.
    pub is_missing: bool,
}

/// A page that something leads to.
struct Target {
    path: AppPath,
    /// What it is when it is not there, and where it is named.
    named: Vec<(Kind, Place)>,
    published_at: String,
    is_listed: bool,
}

/// What was read, for the report's end.
#[derive(Default)]
pub struct Counts {
    pub documents: usize,
    pub bytes: usize,
    pub times: Vec<(Duration, String)>,
    pub articles_read: usize,
    pub articles_known: usize,
    pub pictures_looked_at: usize,
    pub pictures_known: usize,
}

pub struct Crawl<'a> {
    pub client: &'a Client,
    pub findings: Findings,
    /// By endpoint.
    pub pages: BTreeMap<String, Page>,
    /// The first place that names each.
    pub pictures: BTreeMap<String, Place>,
    pub counts: Counts,
    targets: BTreeMap<String, Target>,
    failures: usize,
}

impl<'a> Crawl<'a> {
    pub fn new(client: &'a Client) -> Self {
        Self {
            client,
            findings: Findings::default(),
            pages: BTreeMap::new(),
            pictures: BTreeMap::new(),
            counts: Counts::default(),
            targets: BTreeMap::new(),
            failures: 0,
        }
    }

    /// Reads every page from those that a site always has on; of articles at most `articles`.
    pub async fn read_pages(&mut self, langs: &[Lang], articles: usize) {
        for lang in langs {
            for (page, kind) in ALWAYS {
                let path = page.in_lang(*lang);
                let place = Place::new(self.client.url_of(&PageDocument::of(&path).endpoint), "", "404");
                self.aim(path, kind, place, String::new());
            }
        }
        self.read_lists().await;
        let mut listed = self.unread(|target| is_article(target) && target.is_listed);
        listed.sort_by(|one, other| self.published_at(other).cmp(self.published_at(one)).then_with(|| one.cmp(other)));
        self.counts.articles_known = listed.len();
        self.counts.articles_read = self.read(spread(listed, articles)).await;
        self.read_lists().await;
        let mut others = self.unread(|target| is_article(target) && !target.is_listed);
        others.truncate(articles);
        self.read(others).await;
        self.read_lists().await;
        self.tell_missing();
    }

    /// Whether so many answers failed to come that nothing more is asked.
    pub fn is_down(&self) -> bool {
        self.failures >= MOST_FAILURES
    }

    /// Reads a document that is no page.
    pub async fn read_other<T: FromJson>(&mut self, endpoint: &str, lang: Lang, missing: Kind) -> Option<T> {
        if self.is_down() {
            return None;
        }
        let url = self.client.url_of(endpoint);
        let answer = self.client.get(&url, Ask::Plain).await;
        let (text, value) = self.take(&url, answer, missing)?;
        self.look_through(&url, &value, lang, Vec::new());
        let decoded = decode_document::<T>(endpoint, &text);
        let Decoded { document, warning } = decoded.map_err(|error| self.tell(&url, fault_of(&error))).ok()?;
        self.tell_unknown(&url, warning);
        Some(document)
    }

    pub fn tell(&mut self, url: &str, fault: Fault) {
        self.findings.add(fault.kind, Place { url: url.to_owned(), pointer: fault.pointer, detail: fault.detail });
    }

    /// The text and JSON of an answer; what is wrong with the answer is told.
    pub fn take(&mut self, url: &str, answer: Result<Answer, Failure>, missing: Kind) -> Option<(String, Value)> {
        let answer = match answer {
            Ok(answer) => answer,
            Err(failure) => {
                self.tell_failure(url, failure);
                return None;
            }
        };
        self.counts.times.push((answer.took, url.to_owned()));
        self.counts.bytes += answer.body.len();
        if let Some(to) = &answer.redirected {
            self.findings.add(Kind::Redirected, Place::new(url, "", format!("→ {to}")));
        }
        match answer.status {
            StatusCode::NOT_FOUND | StatusCode::GONE => {
                self.findings.add(missing, Place::new(url, "", answer.status.as_str()));
                return None;
            }
            status if !status.is_success() => {
                self.findings.add(Kind::Refused, Place::new(url, "", status.as_str()));
                return None;
            }
            _ => self.counts.documents += 1,
        }
        match parse(&answer.body) {
            Ok((text, value, has_mark)) => {
                self.judge_headers(url, &answer);
                if has_mark {
                    self.findings.add(Kind::Bom, Place::new(url, "", "EF BB BF"));
                }
                Some((text, value))
            }
            Err(fault) => {
                self.tell(url, fault);
                None
            }
        }
    }

    pub fn tell_failure(&mut self, url: &str, failure: Failure) {
        let (kind, detail) = match failure {
            Failure::Timeout => (Kind::Timeout, "10 s".to_owned()),
            Failure::Unreachable(reason) => (Kind::Unreachable, reason),
            Failure::TooLarge => (Kind::TooLarge, "> 5 MB".to_owned()),
            Failure::Login(to) => (Kind::LoginRedirect, format!("→ {to}")),
            Failure::Away(to) => (Kind::RedirectedAway, format!("→ {to}")),
        };
        if matches!(kind, Kind::Timeout | Kind::Unreachable) {
            self.note_silence();
        }
        self.findings.add(kind, Place::new(url, "", detail));
    }

    /// Counts an answer that failed to come.
    pub fn note_silence(&mut self) {
        self.failures += 1;
    }

    fn judge_headers(&mut self, url: &str, answer: &Answer) {
        let header = |name| super::client::text_of(&answer.headers, &name).unwrap_or_default();
        let allowed = header(ACCESS_CONTROL_ALLOW_ORIGIN);
        let origin = self.client.origin.as_deref();
        let is_same_host = origin == Some(self.client.base.origin().ascii_serialization().as_str());
        if allowed != "*" && Some(allowed) != origin && !is_same_host {
            let said = if allowed.is_empty() { "∅" } else { allowed };
            self.findings.add(Kind::NoCors, Place::new(url, "", said));
        }
        let media_type = header(CONTENT_TYPE).split(';').next().unwrap_or_default().trim();
        if media_type != "application/json" && !media_type.ends_with("+json") {
            self.findings.add(Kind::MediaType, Place::new(url, "", media_type));
        }
        // What is asked for once a minute need not be kept.
        let is_polled = url.ends_with("/notice.json") || url.ends_with("/online.json");
        if header(ETAG).is_empty() && !is_polled {
            self.findings.add(Kind::NoEtag, Place::new(url, "", "ETag: ∅"));
        }
        let cache = header(CACHE_CONTROL);
        if (cache.is_empty() || cache.contains("no-store")) && !is_polled {
            self.findings.add(Kind::NoCacheControl, Place::new(url, "", cache));
        }
        // What a display searches stays in its copy.
        if answer.body.len() > LARGE && !url.ends_with("/kiosk-search.json") {
            self.findings.add(Kind::Large, Place::new(url, "", format!("{} kB", answer.body.len() / 1_000)));
        }
    }

    /// Everything but articles, until nothing new is named.
    async fn read_lists(&mut self) {
        loop {
            let mut next = self.unread(|target| !is_article(target));
            next.truncate(MOST_DOCUMENTS.saturating_sub(self.counts.documents));
            if next.is_empty() || self.is_down() {
                return;
            }
            self.read(next).await;
        }
    }

    /// Reads pages. How many were answered.
    async fn read(&mut self, endpoints: Vec<String>) -> usize {
        let client = self.client;
        let mut answers = futures::stream::iter(endpoints)
            .map(|endpoint| async move { (client.get(&client.url_of(&endpoint), Ask::Plain).await, endpoint) })
            .buffered(AT_ONCE);
        let mut answered = 0;
        while !self.is_down()
            && let Some((answer, endpoint)) = answers.next().await
        {
            answered += usize::from(answer.is_ok());
            self.read_page(endpoint, answer);
        }
        answered
    }

    fn read_page(&mut self, endpoint: String, answer: Result<Answer, Failure>) {
        let Some(path) = self.targets.get(&endpoint).map(|target| target.path.clone()) else { return };
        let url = self.client.url_of(&endpoint);
        let is_missing = answer.as_ref().is_ok_and(|answer| is_gone(answer.status));
        let data = if is_missing {
            None
        } else {
            let taken = self.take(&url, answer, Kind::Missing);
            taken.and_then(|(text, value)| self.read_document(&path, &url, &text, &value))
        };
        self.pages.insert(endpoint, Page { path, url, data, is_missing });
    }

    fn read_document(&mut self, path: &AppPath, url: &str, text: &str, value: &Value) -> Option<PageData> {
        self.look_through(url, value, path.lang, further(path, value));
        let written = value.get("lang").and_then(Value::as_str).unwrap_or(Lang::AT_ROOT.tag());
        if written != path.lang.tag() && value.is_object() {
            self.findings.add(Kind::WrongLang, Place::new(url, "/lang", format!("\"{written}\"")));
        }
        match decode_page(&PageDocument::of(path), text) {
            Ok(Decoded { document, warning }) => {
                self.tell_unknown(url, warning);
                Some(document)
            }
            Err(error) => {
                self.tell(url, fault_of(&error));
                None
            }
        }
    }

    /// Notes what a document says, and where it leads.
    fn look_through(&mut self, url: &str, value: &Value, lang: Lang, further: Vec<Reference>) {
        let seen = walk(value, lang);
        for fault in seen.faults {
            self.tell(url, fault);
        }
        for reference in seen.references.into_iter().chain(further) {
            let Reference { to, pointer, value, kind, published_at } = reference;
            self.aim(to, kind, Place::new(url, pointer, value), published_at);
        }
        for (src, pointer) in seen.pictures {
            self.pictures.entry(src).or_insert_with_key(|src| Place::new(url, pointer, src.as_str()));
        }
    }

    fn aim(&mut self, path: AppPath, kind: Kind, place: Place, published_at: String) {
        let endpoint = PageDocument::of(&path).endpoint;
        let target = self.targets.entry(endpoint).or_insert_with(|| Target {
            path,
            named: Vec::new(),
            published_at,
            is_listed: false,
        });
        target.is_listed |= kind == Kind::MissingArticle;
        target.named.push((kind, place));
    }

    fn tell_unknown(&mut self, url: &str, warning: Option<String>) {
        if let Some((_, names)) = warning.as_deref().and_then(|warning| warning.split_once(": skipped ")) {
            let detail = Detail::Skipped(names.split(", ").map(str::to_owned).collect());
            self.findings.add(Kind::Unknown, Place { url: url.to_owned(), pointer: String::new(), detail });
        }
    }

    fn unread(&self, is_wanted: impl Fn(&Target) -> bool) -> Vec<String> {
        let unread =
            self.targets.iter().filter(|(endpoint, target)| !self.pages.contains_key(*endpoint) && is_wanted(target));
        unread.map(|(endpoint, _)| endpoint.clone()).collect()
    }

    fn published_at(&self, endpoint: &str) -> &str {
        self.targets.get(endpoint).map(|target| target.published_at.as_str()).unwrap_or_default()
    }

    /// Every place that leads to what is not there.
    fn tell_missing(&mut self) {
        let is_missing = |endpoint: &&String| self.pages.get(*endpoint).is_some_and(|page| page.is_missing);
        for endpoint in self.targets.keys().filter(is_missing) {
            let Some(target) = self.targets.get(endpoint) else { continue };
            // One that is always there is told once, not by every link to it.
            let url = self.client.url_of(endpoint);
            let own = target.named.iter().filter(|(_, place)| place.url == url);
            let own = own.take(1).collect::<Vec<_>>();
            let named = if own.is_empty() { target.named.iter().collect() } else { own };
            for (kind, place) in named {
                let detail = place.detail.in_lang(Lang::En);
                let detail = if place.url == url { detail } else { format!("{detail} → {url} (404)") };
                self.findings.add(*kind, Place::new(place.url.as_str(), place.pointer.as_str(), detail));
            }
        }
        let unread = self.unread(|target| !is_article(target)).into_iter().collect::<BTreeSet<_>>();
        if let Some(first) = unread.first() {
            let detail = format!("{} × JSON", unread.len());
            self.findings.add(Kind::NotChecked, Place::new(self.client.url_of(first), "", detail));
        }
    }
}

pub fn is_gone(status: StatusCode) -> bool {
    matches!(status, StatusCode::NOT_FOUND | StatusCode::GONE)
}

fn is_article(target: &Target) -> bool {
    matches!(target.path.page, PagePath::Article { .. })
}

/// At most so many of a list: the first half of them from its beginning, the others evenly from the rest.
pub fn spread<T>(list: Vec<T>, most: usize) -> Vec<T> {
    if list.len() <= most {
        return list;
    }
    let first = most.div_ceil(2);
    let (others, rest) = (most - first, list.len() - first);
    let is_chosen = |place: usize| {
        place < first || {
            let place = place - first;
            (place * others) / rest != ((place + 1) * others) / rest
        }
    };
    list.into_iter().enumerate().filter(|(place, _)| is_chosen(*place)).map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn what_is_chosen_begins_at_the_beginning_and_reaches_the_end() {
        for (count, most) in [(3, 5), (5, 5), (10, 4), (1_000, 200), (7, 1), (9, 3)] {
            let chosen = spread((0..count).collect::<Vec<_>>(), most);
            assert_eq!(chosen.len(), most.min(count), "{count} {most}");
            assert_eq!(chosen.first(), Some(&0));
            assert!(chosen.is_sorted() && (most < 2 || chosen.last() == Some(&(count - 1))), "{chosen:?}");
        }
        assert!(spread(vec![1], 0).is_empty());
    }
}
