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
    "sections/khong-co-chuyen-muc-thu/1.json",
    "tags/khong-co-the-thu.json",
    "pages/khong-co-trang-thu.json",
];

impl Crawl<'_> {
    /// Asks for what is not there.
    pub async fn ask_for_nothing(&mut self) {
        for endpoint in NOT_THERE {
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
            let Ok(plain) = self.client.get(&url, Ask::Plain).await else { continue };
            if let Some(tag) = text_of(&plain.headers, &ETAG) {
                let again = self.client.get(&url, Ask::IfNoneMatch(tag)).await;
                if let Ok(Answer { status, .. }) = again
                    && status != StatusCode::NOT_MODIFIED
                {
                    let detail = format!("If-None-Match: {tag} → {}", status.as_str());
                    self.findings.add(Kind::NoEtag, Place::new(url.as_str(), "", detail));
                }
            }
            let Ok(packed) = self.client.get(&url, Ask::Compressed).await else { continue };
            let header = |name: HeaderName| text_of(&packed.headers, &name).unwrap_or_default().to_lowercase();
            if header(CONTENT_ENCODING).is_empty() && plain.body.len() > SMALL {
                let detail = format!("{} B", plain.body.len());
                self.findings.add(Kind::NoCompression, Place::new(url, "", detail));
            } else if !header(CONTENT_ENCODING).is_empty() && !header(VARY).contains("accept-encoding") {
                self.findings.add(Kind::NoCompression, Place::new(url, "", format!("Vary: {}", header(VARY))));
            }
        }
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
        let chosen = spread(pictures, MOST_PICTURES);
        self.counts.pictures_looked_at = chosen.len();
        for (src, place) in chosen {
            let Ok(url) = page.join(&src) else { continue };
            let told =
                |detail: String| Place::new(place.url.as_str(), place.pointer.as_str(), format!("{url}: {detail}"));
            match self.client.look_at(&url, &named).await {
                None => self.findings.add(Kind::NotChecked, told("private".to_owned())),
                Some(Err(Failure::Unreachable(reason))) => self.findings.add(Kind::MissingPicture, told(reason)),
                Some(Err(_)) => self.findings.add(Kind::MissingPicture, told("10 s".to_owned())),
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
        PagePath::Section { .. } => "section",
        PagePath::SectionMonth { .. } => "month",
        PagePath::Latest { .. } => "latest",
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

    use super::*;
    use crate::commands::api_check::client::Client;

    /// A host that has nothing, and how often it was asked.
    fn host() -> (String, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let count = Arc::new(AtomicUsize::new(0));
        let asked = Arc::clone(&count);
        thread::spawn(move || {
            for mut connection in listener.incoming().map_while(Result::ok) {
                asked.fetch_add(1, Ordering::SeqCst);
                let _ = connection.read(&mut [0; 1_024]);
                let _ =
                    connection.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            }
        });
        (origin, count)
    }

    #[test]
    fn a_private_address_is_asked_only_where_the_command_names_its_origin() {
        let (own, _) = host();
        let (other, asked) = host();
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
            let client = Client::new(Url::parse(&format!("{base}/api/v1/")).unwrap(), None).unwrap();
            let mut crawl = Crawl::new(&client);
            crawl.pictures.insert(picture.to_owned(), Place::new(base, "", picture));
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(crawl.look_at_pictures(given.map(String::as_str), site));
            let said = crawl.findings.grouped().into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
            let case = format!("{base} {given:?} {site} {picture}");
            assert_eq!(asked.load(Ordering::SeqCst) > before, is_asked, "{case}");
            assert_eq!(said, [if is_asked { Kind::MissingPicture } else { Kind::NotChecked }], "{case}");
        }
    }
}
