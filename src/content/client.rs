//! The one client of the content API: every request the app sends is sent here.

use std::sync::atomic::{AtomicBool, Ordering};

use web_sys::AbortSignal;

use super::decode::{Decoded, decode_document, decode_page};
use super::error::ContentError;
use super::model::Online;
use super::page_data::{PageData, PageDocument};
pub use crate::browser::Asked;
use crate::browser::{self, Answer, BodyError};
use crate::path::AppPath;
use crate::reader::FromJson;

/// The most bytes of a document. The largest are some hundred kilobytes; reading one of many megabytes would stop a phone.
const MOST_BYTES: usize = 8_000_000;

/// How a document begins that says with which build of the app it was published.
const BUILD: &str = "{\"build\":\"";

static HAS_MET_ANOTHER_BUILD: AtomicBool = AtomicBool::new(false);

/// Whether a page's document came from another build of the app than this one: what this one is of was published over since.
pub fn has_met_another_build() -> bool {
    HAS_MET_ANOTHER_BUILD.load(Ordering::Relaxed)
}

/// Fetches one document. `endpoint` is below the API's base.
pub async fn fetch<T: FromJson>(endpoint: &str, signal: &AbortSignal) -> Result<T, ContentError> {
    let text = fetch_text(&url_of(endpoint), Asked::Now, signal).await?;
    Ok(warned(decode_document(endpoint, text)?))
}

/// Fetches what a page shows.
pub async fn fetch_page(path: &AppPath, asked: Asked, signal: &AbortSignal) -> Result<PageData, ContentError> {
    let source = PageDocument::of(path);
    let text = match fetch_text(&url_of(&source.endpoint), asked, signal).await {
        Err(ContentError::NotFound) => source.without_document(path.lang).ok_or(ContentError::NotFound)?,
        text => text?,
    };
    let build = text.strip_prefix(BUILD).zip(browser::build());
    if build.is_some_and(|(rest, own)| !rest.starts_with(&own)) {
        HAS_MET_ANOTHER_BUILD.store(true, Ordering::Relaxed);
    }
    Ok(warned(decode_page(&source, text)?))
}

/// Fetches the number of people online from where the site says.
pub async fn fetch_online(url: &str, signal: &AbortSignal) -> Result<Online, ContentError> {
    let text = fetch_text(url, Asked::Now, signal).await?;
    Ok(warned(decode_document("online.json", text)?))
}

/// Fetches a document from where it is on this site, outside the content API.
pub async fn fetch_from<T: FromJson>(url: &str, signal: &AbortSignal) -> Result<T, ContentError> {
    let text = fetch_text(url, Asked::Now, signal).await?;
    Ok(warned(decode_document(url, text)?))
}

/// Whether an address answers with a text that has a mark in it.
pub async fn answers(url: &str, mark: &str, signal: &AbortSignal) -> bool {
    fetch_text(url, Asked::Now, signal).await.is_ok_and(|text| text.contains(mark))
}

/// Sends a JSON document.
pub async fn post(url: &str, json: String, signal: &AbortSignal) -> Result<(), ContentError> {
    let answer = browser::post_json(url, &json, signal).await.ok_or(ContentError::Unreachable)?;
    checked(&answer)
}

fn url_of(endpoint: &str) -> String {
    format!("{}/{endpoint}", browser::content_api_base())
}

/// The document, once the operator is told what was skipped.
fn warned<T>(decoded: Decoded<T>) -> T {
    if let Some(warning) = decoded.warning {
        browser::log_warning(&warning);
    }
    decoded.document
}

/// The signal's owner decides when to give up; an answer cut short is no answer.
async fn fetch_text(url: &str, asked: Asked, signal: &AbortSignal) -> Result<String, ContentError> {
    let answer = browser::get(url, asked, signal).await.ok_or(ContentError::Unreachable)?;
    checked(&answer)?;
    answer.text(MOST_BYTES).await.map_err(|error| match error {
        BodyError::Broken => ContentError::Unreachable,
        BodyError::TooLong => {
            ContentError::Malformed { endpoint: url.to_owned(), reason: format!("more than {MOST_BYTES} bytes") }
        }
    })
}

fn checked(answer: &Answer) -> Result<(), ContentError> {
    match answer.status() {
        200..300 => Ok(()),
        404 | 410 => Err(ContentError::NotFound),
        status => Err(ContentError::Refused { status, retry_secs: answer.number("Retry-After") }),
    }
}
