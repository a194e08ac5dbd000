//! Asks the API: only the hosts that were named, and for no longer than a reader would wait. Nothing is decided here about what
//! an answer means.

use std::time::Duration;

use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH, ORIGIN};
use reqwest::{StatusCode, Url};

pub use crate::source::http::{Answer, Failure, is_private, text_of};
use crate::source::http::{Host, Http};

/// Beyond this nothing of an answer is read.
pub const MOST_BYTES: usize = 5_000_000;
/// From the first byte that is sent to the last that comes.
const LIMIT: Duration = Duration::from_secs(10);

pub struct Client {
    http: Http,
    /// Ends in a slash.
    pub base: Url,
    /// Of the site that is to read the API.
    pub origin: Option<String>,
}

/// How a document is asked for.
#[derive(Clone, Copy)]
pub enum Ask<'a> {
    Plain,
    Compressed,
    IfNoneMatch(&'a str),
}

impl Client {
    /// # Errors
    /// When this machine has no certificates to check a site's by, or the like.
    pub fn new(base: Url, origin: Option<String>) -> Result<Self, String> {
        let http = Http::new(concat!("portal-api-check/", env!("CARGO_PKG_VERSION")), LIMIT)?;
        Ok(Self { http, base, origin })
    }

    /// The same client for another base.
    pub fn at(self, base: Url) -> Self {
        Self { base, ..self }
    }

    /// The same client for a site that is to read the API.
    pub fn read_by(self, origin: Option<String>) -> Self {
        Self { origin, ..self }
    }

    /// The address of a document below the base.
    pub fn url_of(&self, endpoint: &str) -> String {
        format!("{}{endpoint}", self.base)
    }

    /// Takes a document, by way of redirects on the API's own host.
    ///
    /// # Errors
    /// When there is no answer that could be read.
    pub async fn get(&self, url: &str, ask: Ask<'_>) -> Result<Answer, Failure> {
        let url = Url::parse(url).map_err(|error| Failure::Unreachable(error.to_string()))?;
        let mut headers = HeaderMap::new();
        let mut add = |name: HeaderName, value: &str| {
            HeaderValue::from_str(value).map(|value| headers.insert(name, value)).map(drop)
        };
        let added = match ask {
            Ask::Plain => add(ACCEPT_ENCODING, "identity"),
            Ask::Compressed => add(ACCEPT_ENCODING, "gzip, br"),
            Ask::IfNoneMatch(tag) => add(ACCEPT_ENCODING, "identity").and_then(|()| add(IF_NONE_MATCH, tag)),
        };
        let added = added.and_then(|()| self.origin.iter().try_for_each(|origin| add(ORIGIN, origin)));
        added.map_err(|error| Failure::Unreachable(error.to_string()))?;
        self.http.get(&url, Host::Named, &headers, MOST_BYTES).await
    }

    /// Asks for a picture without taking it. `None` where this must not ask: at a private address that is not of the
    /// origin of one that is `named`. Only whoever runs the command names one, never an answer.
    pub async fn look_at(&self, url: &Url, named: &[&Url]) -> Option<Result<(StatusCode, HeaderMap), Failure>> {
        let is_named = named.iter().any(|named| named.origin() == url.origin());
        self.http.look_at(url, if is_named { Host::Named } else { Host::Public }).await
    }
}
