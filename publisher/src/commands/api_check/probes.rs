//! What is asked beside the documents: whether what is not there is said to be, whether caches and compression work, whether
//! pictures are there. A few requests for each, not one for each document.

use std::collections::BTreeMap;

use portal_app::path::PagePath;
use portal_app::text::Lang;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, VARY};
use reqwest::{StatusCode, Url};

use super::client::{Answer, Ask, Failure, is_private, text_of};
use super::crawl::{Crawl, is_gone, spread};
use super::finding::Place;
use super::kind::Kind;

/// Pictures that are looked at.
const MOST_PICTURES: usize = 60;
/// Below this compressing is worth nothing.
const SMALL: usize = 1_000;
/// Nobody has this article, section, tag or page.
const NOT_THERE: [&str; 4] = [
    "articles/khongcobaithu0.json",
    "sections/khong-co-chuyen-muc-thu/newest.json",
    "tags/khong-co-the-thu.json",
    "pages/khong-co-trang-thu.json",
];

impl Crawl<'_> {
    /// Asks for what is not there.
    pub async fn ask_for_nothing(&mut self) {
        for endpoint in NOT_THERE {
            if self.is_down() {
                return;
            }
            let url = self.client.url_of(endpoint);
            match self.client.get(&url, Ask::Plain).await {
                Ok(Answer { status, .. }) if is_gone(status) => {}
                Ok(Answer { status, .. }) => {
                    self.findings.add(Kind::SoftNotFound, Place::new(url, "", status.as_str()));
                }
                Err(Failure::Login(to) | Failure::Away(to)) => {
                    self.findings.add(Kind::SoftNotFound, Place::new(url, "", format!("→ {to}")));
                }
                Err(failure) => self.tell_failure(&url, failure),
            }
        }
    }

    /// Asks once more for one document of each kind: whether it is unchanged, and compressed.
    pub async fn ask_again(&mut self) {
        let mut urls = BTreeMap::from([("site", self.client.url_of("site.json"))]);
        let read = self.pages.values().filter(|page| page.data.is_some());
        let (main, others): (Vec<_>, Vec<_>) = read.partition(|page| page.path.lang == Lang::AT_ROOT);
        for page in main.into_iter().chain(others) {
            urls.entry(name_of(&page.path.page)).or_insert_with(|| page.url.clone());
        }
        for url in urls.into_values() {
            let Some(plain) = self.ask(&url, Ask::Plain).await else { continue };
            if let Some(tag) = text_of(&plain.headers, &ETAG)
                && let Some(Answer { status, .. }) = self.ask(&url, Ask::IfNoneMatch(tag)).await
                && status != StatusCode::NOT_MODIFIED
            {
                let detail = format!("If-None-Match: {tag} → {}", status.as_str());
                self.findings.add(Kind::NoEtag, Place::new(url.as_str(), "", detail));
            }
            let Some(packed) = self.ask(&url, Ask::Compressed).await else { continue };
            let header = |name: HeaderName| text_of(&packed.headers, &name).unwrap_or_default().to_lowercase();
            if header(CONTENT_ENCODING).is_empty() && plain.body.len() > SMALL {
                let detail = format!("{} B", plain.body.len());
                self.findings.add(Kind::NoCompression, Place::new(url, "", detail));
            } else if !header(CONTENT_ENCODING).is_empty() && !header(VARY).contains("accept-encoding") {
                self.findings.add(Kind::NoCompression, Place::new(url, "", format!("Vary: {}", header(VARY))));
            }
        }
    }

    /// An answer, as long as the API is not down; a failure is told.
    async fn ask(&mut self, url: &str, ask: Ask<'_>) -> Option<Answer> {
        if self.is_down() {
            return None;
        }
        self.client.get(url, ask).await.map_err(|failure| self.tell_failure(url, failure)).ok()
    }

    /// Looks at some pictures where a reader's browser would: on the site that was given, else on that of `site.json`; but
    /// beside an API that is on this machine. At a private address only on the API's own origin and the one that was given.
    pub async fn look_at_pictures(&mut self, given: Option<&str>, site: &str) {
        let base = &self.client.base;
        let literal = base.host_str().and_then(|host| host.trim_matches(['[', ']']).parse().ok());
        let is_here = base.host_str() == Some("localhost") || literal.is_some_and(is_private);
        let page = given.or((!is_here).then_some(site)).and_then(|origin| Url::parse(origin).ok());
        let page = page.unwrap_or_else(|| base.clone());
        let given = given.and_then(|origin| Url::parse(origin).ok());
        let named = given.iter().chain([base]).collect::<Vec<_>>();
        let pictures = self.pictures.iter().map(|(src, place)| (src.clone(), place.clone())).collect::<Vec<_>>();
        self.counts.pictures_known = pictures.len();
        for (src, place) in spread(pictures, MOST_PICTURES) {
            if self.is_down() {
                return;
            }
            let Ok(url) = page.join(&src) else { continue };
            let told =
                |detail: String| Place::new(place.url.as_str(), place.pointer.as_str(), format!("{url}: {detail}"));
            let seen = self.client.look_at(&url, &named).await;
            self.counts.pictures_looked_at += usize::from(matches!(seen, Some(Ok(_))));
            match seen {
                None => self.findings.add(Kind::NotChecked, told("private".to_owned())),
                Some(Err(failure)) => {
                    let reason = match failure {
                        Failure::Unreachable(reason) => reason,
                        _ => "10 s".to_owned(),
                    };
                    self.note_silence();
                    self.findings.add(Kind::MissingPicture, told(reason));
                }
                Some(Ok((status, _))) if status.is_redirection() => {}
                Some(Ok((status, _))) if !status.is_success() => {
                    self.findings.add(Kind::MissingPicture, told(status.as_str().to_owned()));
                }
                Some(Ok((_, headers))) => {
                    let media_type = text_of(&headers, &CONTENT_TYPE).unwrap_or_default();
                    let policy = HeaderName::from_static("cross-origin-resource-policy");
                    let policy = text_of(&headers, &policy).unwrap_or_default();
                    if !media_type.starts_with("image/") {
                        self.findings.add(Kind::MissingPicture, told(media_type.to_owned()));
                    } else if policy == "same-origin" && url.origin() != page.origin() {
                        self.findings.add(Kind::BlockedPicture, told(policy.to_owned()));
                    }
                }
            }
        }
    }
}

fn name_of(page: &PagePath) -> &'static str {
    match page {
        PagePath::Home => "home",
        PagePath::Section { .. } | PagePath::SectionPage { .. } => "section",
        PagePath::SectionMonth { .. } => "month",
        PagePath::Latest | PagePath::LatestPage { .. } => "latest",
        PagePath::Article { .. } => "article",
        PagePath::Tag { .. } => "tag",
        PagePath::Standing { .. } => "standing",
        PagePath::Search => "search",
        PagePath::SiteMap => "map",
        PagePath::Widgets => "widgets",
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use portal_app::content::model::Site;

    use super::*;
    use crate::commands::api_check::client::Client;
    use crate::commands::api_check::crawl::MOST_FAILURES;

    const NOTHING: &str = "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    /// The connection is closed.
    const SILENCE: &str = "";

    /// A host that always answers the same, and how often it was asked.
    fn host(answer: &'static str) -> (String, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let count = Arc::new(AtomicUsize::new(0));
        let asked = Arc::clone(&count);
        thread::spawn(move || {
            for mut connection in listener.incoming().map_while(Result::ok) {
                asked.fetch_add(1, Ordering::SeqCst);
                let _ = connection.read(&mut [0; 1_024]);
                let _ = connection.write_all(answer.as_bytes());
            }
        });
        (origin, count)
    }

    fn client(origin: &str) -> Client {
        Client::new(Url::parse(&format!("{origin}/api/v1/")).unwrap(), None).unwrap()
    }

    fn wait_for<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
    }

    #[test]
    fn an_api_that_is_down_is_asked_nothing_more() {
        let (origin, asked) = host(NOTHING);
        let client = client(&origin);
        let mut crawl = Crawl::new(&client);
        crawl.pictures.insert("/a.png".to_owned(), Place::new(origin.as_str(), "", "/a.png"));
        for _ in 0..MOST_FAILURES {
            crawl.note_silence();
        }
        wait_for(async {
            assert!(crawl.read_other::<Site>("site.json", Lang::AT_ROOT, Kind::Missing).await.is_none());
            crawl.read_pages(&[Lang::AT_ROOT], 10).await;
            crawl.ask_for_nothing().await;
            crawl.ask_again().await;
            crawl.look_at_pictures(None, "").await;
        });
        assert_eq!(asked.load(Ordering::SeqCst), 0);
        assert_eq!((crawl.counts.articles_read, crawl.counts.pictures_looked_at), (0, 0));
    }

    #[test]
    fn each_phase_ends_when_answers_fail_to_come() {
        let (origin, _) = host(SILENCE);
        let client = client(&origin);
        let mut crawl = Crawl::new(&client);
        for number in 0..3 * MOST_FAILURES {
            let src = format!("/{number}.png");
            crawl.pictures.insert(src.clone(), Place::new(origin.as_str(), src.as_str(), src.as_str()));
        }
        wait_for(async {
            crawl.ask_for_nothing().await;
            crawl.ask_again().await;
            crawl.look_at_pictures(None, "").await;
        });
        let failed = crawl.findings.grouped().iter().map(|(_, places)| places.count).sum::<usize>();
        assert_eq!((failed, crawl.counts.pictures_looked_at), (MOST_FAILURES, 0));
    }

    #[test]
    fn a_private_address_is_asked_only_where_the_command_names_its_origin() {
        let (own, _) = host(NOTHING);
        let (other, asked) = host(NOTHING);
        let public = "https://portal.example".to_owned();
        let elsewhere = format!("{other}/a.png");
        for (base, given, site, picture, is_asked) in [
            ("https://api.example", None, &other, "/a.png", false),
            ("https://api.example", Some(&public), &other, &elsewhere, false),
            ("https://api.example", Some(&other), &public, "/a.png", true),
            (&own, None, &other, &elsewhere, false),
            (&own, Some(&own), &public, &elsewhere, false),
            (&other, None, &public, "/a.png", true),
        ] {
            let before = asked.load(Ordering::SeqCst);
            let client = client(base);
            let mut crawl = Crawl::new(&client);
            crawl.pictures.insert(picture.to_owned(), Place::new(base, "", picture));
            wait_for(crawl.look_at_pictures(given.map(String::as_str), site));
            let said = crawl.findings.grouped().into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
            let case = format!("{base} {given:?} {site} {picture}");
            assert_eq!(asked.load(Ordering::SeqCst) > before, is_asked, "{case}");
            assert_eq!(said, [if is_asked { Kind::MissingPicture } else { Kind::NotChecked }], "{case}");
        }
    }
}
