//! A content API that is somebody else's, as far as a shell in front of it must know it: whose it is, in which languages,
//! and whom its displays tell how they are.
//!
//! Only the documents that decide the shell are read, when it is written; everything else is asked for by the reader's
//! browser. Whether the whole API keeps the contract is `portal api-check`'s to say.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use portal_app::content::decode::decode_document;
use portal_app::content::error::ContentError;
use portal_app::content::model::{Kiosk, Site};
use portal_app::path::word::origin_of;
use portal_app::reader::FromJson;
use portal_app::text::Lang;
use reqwest::header::LOCATION;
use reqwest::{Client, StatusCode, redirect};

use crate::source::content_api::ApiAddress;

const CONNECTING: Duration = Duration::from_secs(10);
/// For one document, whole.
const WHOLE: Duration = Duration::from_secs(30);
/// No site's settings are longer.
const MOST_BYTES: usize = 5_000_000;

/// What a shell must know of the API before it.
#[derive(Clone, Debug)]
pub struct ContentApi {
    /// `site.json` of each language, the main one first.
    pub sites: Vec<Site>,
    /// The origins that its displays tell how they are, each once.
    pub heartbeat_origins: Vec<String>,
}

/// Why a document of the API could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{url}: {reason}. `portal api-check {base}` tells more")]
pub struct ApiError {
    url: String,
    reason: String,
    base: String,
}

impl ContentApi {
    /// Asks the API for what decides its shell.
    ///
    /// # Errors
    /// When `site.json` cannot be had or breaks the contract, in the main language or in another that is there.
    pub fn read(address: &ApiAddress) -> Result<Self, ApiError> {
        let failed = |error: io::Error| failure(address, "site.json", error.to_string());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(failed)?;
        runtime.block_on(Self::ask(address))
    }

    async fn ask(address: &ApiAddress) -> Result<Self, ApiError> {
        // Chosen here, since two of the libraries could each bring their own.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("portal/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECTING)
            .timeout(WHOLE)
            .build()
            .map_err(|error| failure(address, "site.json", chain(&error)))?;
        let mut sites = Vec::new();
        for lang in [Lang::AT_ROOT].into_iter().chain(Lang::ALL.into_iter().filter(|lang| *lang != Lang::AT_ROOT)) {
            let endpoint = format!("{}site.json", lang.prefix());
            match fetch::<Site>(&client, address, &endpoint).await? {
                Some(site) => sites.push(checked(site, lang).map_err(|reason| failure(address, &endpoint, reason))?),
                None if lang == Lang::AT_ROOT => return Err(failure(address, &endpoint, "it answers 404: not there")),
                None => {}
            }
        }
        let kiosk = fetch::<Kiosk>(&client, address, "kiosk.json").await?;
        let settings = kiosk.iter().flat_map(|kiosk| {
            [&kiosk.settings].into_iter().chain(kiosk.displays.iter().map(|display| &display.settings))
        });
        let mut heartbeat_origins = Vec::new();
        for origin in settings.filter_map(|settings| origin_of(settings.heartbeat_url.as_ref()?.as_str())) {
            if !heartbeat_origins.contains(&origin) {
                heartbeat_origins.push(origin);
            }
        }
        Ok(Self { sites, heartbeat_origins })
    }

    /// The settings in the main language.
    pub fn main_site(&self) -> Option<&Site> {
        self.sites.first()
    }
}

/// What the reader of JSON takes and a shell cannot do with.
fn checked(site: Site, lang: Lang) -> Result<Site, String> {
    if site.lang != lang {
        return Err(format!("lang: `{}` is there, and this is the place of `{}`", site.lang.tag(), lang.tag()));
    }
    if origin_of(&site.url).as_ref() != Some(&site.url) {
        return Err(format!("url: `{}` is no origin: https:// and the host, without a slash at its end", site.url));
    }
    Ok(site)
}

/// A document; `None` where the API says that there is none.
async fn fetch<T: FromJson>(client: &Client, address: &ApiAddress, endpoint: &str) -> Result<Option<T>, ApiError> {
    let unreachable = |error: reqwest::Error| failure(address, endpoint, chain(&error));
    let mut response = client.get(format!("{}/{endpoint}", address.base())).send().await.map_err(unreachable)?;
    match response.status() {
        StatusCode::OK => {}
        StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(None),
        status if status.is_redirection() => {
            let to = response.headers().get(LOCATION).and_then(|to| to.to_str().ok()).unwrap_or("nowhere");
            return Err(failure(
                address,
                endpoint,
                format!("it answers {status} and leads to {to}: name that address"),
            ));
        }
        status => return Err(failure(address, endpoint, format!("it answers {status}"))),
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MOST_BYTES {
            return Err(failure(address, endpoint, format!("it is longer than {MOST_BYTES} bytes")));
        }
    }
    let text =
        String::from_utf8(bytes).map_err(|error| failure(address, endpoint, format!("it is not UTF-8: {error}")))?;
    match decode_document::<T>(endpoint, &text) {
        Ok(decoded) => Ok(Some(decoded.document)),
        Err(ContentError::Malformed { reason, .. }) => Err(failure(address, endpoint, reason)),
        Err(ContentError::Intercepted { .. }) => Err(failure(address, endpoint, "it is a page, no JSON".to_owned())),
        Err(other) => Err(failure(address, endpoint, format!("{other:?}"))),
    }
}

/// An error with what it comes of, each thing once.
fn chain(error: &reqwest::Error) -> String {
    let mut reasons = vec![error.to_string()];
    let mut source = error.source();
    while let Some(reason) = source {
        let text = reason.to_string();
        if reasons.iter().all(|told| !told.contains(&text)) {
            reasons.push(text);
        }
        source = reason.source();
    }
    reasons.join(": ")
}

fn failure(address: &ApiAddress, endpoint: &str, reason: impl Into<String>) -> ApiError {
    let base = address.base();
    ApiError { url: format!("{base}/{endpoint}"), reason: reason.into(), base: base.to_owned() }
}
