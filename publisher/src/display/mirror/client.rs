//! Asks the site, and takes from it only what a site may answer: no redirects, no more than was asked for, nothing that
//! comes too slowly.

use std::error::Error as _;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{CONTENT_RANGE, DATE, HeaderMap, LOCATION, RANGE};
use reqwest::{Response, StatusCode, redirect};

use crate::display::fault::{Fault, Kind};

const CONNECTING: Duration = Duration::from_secs(10);
/// Without a byte.
const IDLE: Duration = Duration::from_secs(30);

/// The site, over HTTP.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    site: Url,
}

/// What was answered.
pub struct Answer {
    pub bytes: Vec<u8>,
    pub headers: HeaderMap,
}

impl Client {
    /// # Errors
    /// When this machine has no certificates to check the site's by, or the like.
    pub fn new(site: Url) -> Result<Self, Fault> {
        // Chosen here, since two of the libraries could each bring their own.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .user_agent(concat!("portal-display/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECTING)
            .read_timeout(IDLE)
            .build()
            .map_err(|error| fault_of(&error))?;
        Ok(Self { http, site })
    }

    pub fn site(&self) -> &Url {
        &self.site
    }

    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// Takes a small document whole.
    ///
    /// # Errors
    /// When it is larger than `most` bytes, or isn't there within `limit`.
    pub async fn get(&self, path: &str, most: u64, limit: Duration) -> Result<Answer, Fault> {
        let taking = async {
            let mut response = self.ask(path, 0).await?;
            let headers = response.headers().clone();
            Ok(Answer { bytes: read_whole(&mut response, path, most).await?, headers })
        };
        let slow = |_| Fault::new(Kind::Timeout, format!("{path} took more than {} s", limit.as_secs()));
        tokio::time::timeout(limit, taking).await.map_err(slow)?
    }

    /// Asks for a file from a byte on; with the byte that the answer begins at, which may be the first all the same.
    pub async fn open(&self, path: &str, from: u64) -> Result<(Response, u64), Fault> {
        let response = self.ask(path, from).await?;
        let begin = match response.status() {
            StatusCode::PARTIAL_CONTENT => first_byte(response.headers()).unwrap_or(0),
            _ => 0,
        };
        if begin > from {
            return Err(Fault::new(
                Kind::WrongFile,
                format!("{path}: asked from byte {from} on, answered from {begin}"),
            ));
        }
        Ok((response, begin))
    }

    async fn ask(&self, path: &str, from: u64) -> Result<Response, Fault> {
        let url = self.site.join(path).map_err(|error| Fault::new(Kind::Malformed, format!("{path}: {error}")))?;
        let mut request = self.http.get(url);
        if from > 0 {
            request = request.header(RANGE, format!("bytes={from}-"));
        }
        let response = request.send().await.map_err(|error| fault_of(&error))?;
        let status = response.status();
        if status.is_redirection() {
            let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("nowhere");
            let detail = format!("{path} leads to {to}; if the site has moved there, --site has to say so");
            return Err(Fault::new(Kind::Redirected, detail));
        }
        let is_wanted = status == StatusCode::OK || (from > 0 && status == StatusCode::PARTIAL_CONTENT);
        // What has come of a file may be longer than the file is now.
        if from > 0 && status == StatusCode::RANGE_NOT_SATISFIABLE {
            return Box::pin(self.ask(path, 0)).await;
        }
        if !is_wanted {
            return Err(Fault::new(Kind::Status, format!("{path} answers {status}")));
        }
        Ok(response)
    }
}

/// Everything of an answer, unless it is larger than `most` bytes.
pub async fn read_whole(response: &mut Response, name: &str, most: u64) -> Result<Vec<u8>, Fault> {
    let mut bytes = Vec::new();
    while let Some(chunk) = next_chunk(response).await? {
        bytes.extend_from_slice(chunk.as_ref());
        if bytes.len() as u64 > most {
            return Err(Fault::new(Kind::Malformed, format!("{name} is larger than {most} bytes")));
        }
    }
    Ok(bytes)
}

/// The next bytes of an answer.
pub async fn next_chunk(response: &mut Response) -> Result<Option<impl AsRef<[u8]> + use<>>, Fault> {
    response.chunk().await.map_err(|error| fault_of(&error))
}

/// By how much the site's clock is ahead of this machine's, in seconds.
pub fn clock_offset(headers: &HeaderMap) -> Option<i64> {
    let date = headers.get(DATE)?.to_str().ok()?;
    let site = chrono::DateTime::parse_from_rfc2822(date).ok()?;
    Some(site.timestamp() - chrono::Utc::now().timestamp())
}

fn first_byte(headers: &HeaderMap) -> Option<u64> {
    let range = headers.get(CONTENT_RANGE)?.to_str().ok()?;
    range.strip_prefix("bytes ")?.split('-').next()?.parse().ok()
}

/// What kind of fault a request met.
pub fn fault_of(error: &reqwest::Error) -> Fault {
    let mut reasons = vec![error.to_string()];
    let mut kind = if error.is_timeout() { Kind::Timeout } else { Kind::Unreachable };
    let mut source = error.source();
    while let Some(reason) = source {
        let text = reason.to_string();
        if text.contains("certificate") {
            kind = Kind::Certificate;
        }
        if reasons.last().is_none_or(|last| !last.contains(&text)) {
            reasons.push(text);
        }
        source = reason.source();
    }
    Fault::new(kind, reasons.join(": "))
}
