//! Asks a WordPress: one thing at a time, again when it is overburdened, and never beyond the hosts that are named.

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::{StatusCode, Url};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answers::error_code;
use super::fault;
use super::settings::WordpressSource;
use crate::source::http::{Answer, Failure, Host, Http, text_of};
use crate::source::problem::Fault;

/// The most that is read of an answer, and of a file.
const MOST_BYTES: usize = 24_000_000;
const MOST_OF_A_FILE: usize = 100_000_000;

/// How long an answer, and a file, may take.
const LIMIT: Duration = Duration::from_secs(60);
const LIMIT_OF_A_FILE: Duration = Duration::from_secs(300);

/// Pauses before what failed is asked for again.
const PAUSES: [Duration; 3] = [Duration::from_millis(500), Duration::from_secs(2), Duration::from_secs(5)];
/// However long a server wishes the pause to be.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The most pages of a list; far beyond any real one.
const MOST_PAGES: u32 = 20_000;

pub struct Client<'a> {
    http: Http,
    files: Http,
    source: &'a WordpressSource,
    has_pretty_addresses: bool,
}

/// Why there is no answer.
pub enum Unread {
    /// With fewer things asked for at once there may be one.
    TooLarge,
    Fault(Fault),
}

impl From<Unread> for Fault {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::TooLarge => fault::of_failure(Failure::TooLarge),
            Unread::Fault(fault) => fault,
        }
    }
}

/// An answer that is JSON.
struct Reply {
    status: StatusCode,
    /// As `X-WP-TotalPages` has it.
    pages: Option<u32>,
    value: Value,
}

/// What became of a file.
pub enum Fetched {
    File(Vec<u8>),
    /// It is not there, not for everybody, or not to be had.
    Refused(Fault),
    /// It may be there another time.
    Away(Fault),
}

impl<'a> Client<'a> {
    /// Finds the API.
    ///
    /// # Errors
    /// When it cannot be read.
    pub async fn open(source: &'a WordpressSource) -> Result<Self, Fault> {
        let agent = concat!("portal-sync/", env!("CARGO_PKG_VERSION"));
        let http = |limit| Http::new(agent, limit).map_err(|reason| fault::of_failure(Failure::Unreachable(reason)));
        let (http, files) = (http(LIMIT)?, http(LIMIT_OF_A_FILE)?);
        let mut client = Self { http, files, source, has_pretty_addresses: true };
        let is_api = |reply: &Reply| {
            let namespaces = reply.value.get("namespaces").and_then(Value::as_array);
            namespaces.is_some_and(|names| names.iter().any(|name| name == "wp/v2"))
        };
        let fields = [("_fields", "namespaces")];
        let pretty = client.ask("", &fields).await;
        match &pretty {
            Ok(reply) if is_api(reply) => return Ok(client),
            // Overburdened, forbidden or gone: its other address says no more.
            Ok(reply) if reply.status != StatusCode::NOT_FOUND && !reply.status.is_success() => {
                return Err(fault::of_status(reply.status, error_code(&reply.value)));
            }
            Err(Unread::Fault(found)) if *found != fault::web_page() => return Err(found.clone()),
            _ => {}
        }
        client.has_pretty_addresses = false;
        match client.ask("", &fields).await {
            Ok(reply) if is_api(&reply) => Ok(client),
            Ok(reply) if reply.status.is_success() => Err(fault::no_wordpress()),
            // The first answer says more.
            _ => Err(pretty.err().map_or_else(fault::no_wordpress, Fault::from)),
        }
    }

    /// Everything that a list has, by id: other orders lose what shares a moment.
    ///
    /// # Errors
    /// When any part of it cannot be read.
    pub async fn list<T: DeserializeOwned>(&self, kind: &str, fields: &str) -> Result<Vec<T>, Fault> {
        let mut all = Vec::new();
        for page in 1..=MOST_PAGES {
            let number = page.to_string();
            let query =
                [("_fields", fields), ("orderby", "id"), ("order", "asc"), ("per_page", "100"), ("page", &number)];
            let reply = self.ask(&format!("wp/v2/{kind}"), &query).await?;
            let code = error_code(&reply.value);
            // What was listed has become less meanwhile.
            if page > 1 && code == Some("rest_post_invalid_page_number") {
                break;
            }
            if !reply.status.is_success() {
                return Err(fault::of_status(reply.status, code));
            }
            let items = serde_json::from_value::<Vec<T>>(reply.value);
            let items = items.map_err(|error| fault::malformed(&error.to_string()))?;
            let is_last = reply.pages.map_or(items.is_empty(), |pages| page >= pages);
            all.extend(items);
            if is_last {
                break;
            }
        }
        Ok(all)
    }

    /// The things of a list with these ids, at most a hundred.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn some(&self, kind: &str, fields: &str, ids: &[u64]) -> Result<Vec<Value>, Unread> {
        let ids = ids.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
        let query =
            [("_fields", fields), ("orderby", "id"), ("order", "asc"), ("per_page", "100"), ("include", ids.as_str())];
        let reply = self.ask(&format!("wp/v2/{kind}"), &query).await?;
        if !reply.status.is_success() {
            return Err(Unread::Fault(fault::of_status(reply.status, error_code(&reply.value))));
        }
        serde_json::from_value(reply.value).map_err(|error| Unread::Fault(fault::malformed(&error.to_string())))
    }

    /// Whether readers are shown nothing of a post any more.
    ///
    /// # Errors
    /// When the answer says neither.
    pub async fn is_gone(&self, kind: &str, id: u64) -> Result<bool, Fault> {
        let reply = self.ask(&format!("wp/v2/{kind}/{id}"), &[("_fields", "id")]).await?;
        match reply.status {
            status if status.is_success() => Ok(false),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::GONE => Ok(true),
            status => Err(fault::of_status(status, error_code(&reply.value))),
        }
    }

    /// Takes a file from a host that may have some.
    ///
    /// # Errors
    /// When the WordPress itself cannot be reached.
    pub async fn file(&self, url: &Url) -> Result<Fetched, Fault> {
        let is_own = self.source.is_own(url);
        let host = if is_own || self.source.allows_private { Host::Named } else { Host::Public };
        match self.get(&self.files, url, host, MOST_OF_A_FILE).await {
            Ok(answer) if answer.status.is_success() => Ok(Fetched::File(answer.body)),
            Ok(answer) if answer.status.is_server_error() || answer.status == StatusCode::TOO_MANY_REQUESTS => {
                let found = fault::of_status(answer.status, None);
                if is_own { Err(found) } else { Ok(Fetched::Away(found)) }
            }
            Ok(answer) => Ok(Fetched::Refused(fault::of_file(answer.status))),
            Err(failure @ (Failure::Timeout | Failure::Unreachable(_))) => {
                let found = fault::of_failure(failure);
                if is_own { Err(found) } else { Ok(Fetched::Away(found)) }
            }
            Err(failure) => Ok(Fetched::Refused(fault::of_failure(failure))),
        }
    }

    async fn ask(&self, endpoint: &str, query: &[(&str, &str)]) -> Result<Reply, Unread> {
        let mut url = self.source.url.clone();
        if self.has_pretty_addresses {
            url = url.join(&format!("wp-json/{endpoint}")).unwrap_or(url);
        } else {
            url.query_pairs_mut().append_pair("rest_route", &format!("/{endpoint}"));
        }
        url.query_pairs_mut().extend_pairs(query);
        let answer = match self.get(&self.http, &url, Host::Named, MOST_BYTES).await {
            Ok(answer) => answer,
            Err(Failure::TooLarge) => return Err(Unread::TooLarge),
            Err(failure) => return Err(Unread::Fault(fault::of_failure(failure))),
        };
        let Answer { status, headers, body, .. } = answer;
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&body);
        let value = match serde_json::from_slice(body) {
            Ok(value) => value,
            Err(_) if !status.is_success() => Value::Null,
            Err(_) if body.trim_ascii_start().starts_with(b"<") => return Err(Unread::Fault(fault::web_page())),
            Err(error) => return Err(Unread::Fault(fault::malformed(&error.to_string()))),
        };
        let pages = headers.get("x-wp-totalpages").and_then(|pages| pages.to_str().ok()?.trim().parse().ok());
        Ok(Reply { status, pages, value })
    }

    /// Asks, and asks again where that may help.
    async fn get(&self, http: &Http, url: &Url, host: Host, most: usize) -> Result<Answer, Failure> {
        let headers = HeaderMap::new();
        for pause in PAUSES {
            let pause = match http.get(url, host, &headers, most).await {
                Ok(answer) if is_overburdened(answer.status) => {
                    let wished = text_of(&answer.headers, &RETRY_AFTER).and_then(|wait| wait.trim().parse().ok());
                    wished.map_or(pause, Duration::from_secs).min(LONGEST_PAUSE)
                }
                Err(Failure::Timeout | Failure::Unreachable(_)) => pause,
                answered => return answered,
            };
            tokio::time::sleep(pause).await;
        }
        http.get(url, host, &headers, most).await
    }
}

fn is_overburdened(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error()
}
