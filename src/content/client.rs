//! The one client of the content API: every request the app sends is sent here.

use gloo_net::http::{Request, Response};
use web_sys::AbortSignal;

use super::decode::{Document, decode_document};
use super::error::ContentError;
use super::model::Online;
use super::page_data::PageData;
use crate::browser;
use crate::path::{AppPath, PagePath};

/// Fetches one document. `endpoint` is below the API's base.
pub async fn fetch<T: Document>(endpoint: &str, signal: &AbortSignal) -> Result<T, ContentError> {
    let url = format!("{}/{endpoint}", browser::content_api_base());
    decode(endpoint, &fetch_text(&url, signal).await?)
}

/// Fetches what a page shows.
pub async fn fetch_page(path: &AppPath, signal: &AbortSignal) -> Result<PageData, ContentError> {
    let endpoint = path.to_endpoint();
    let url = format!("{}/{endpoint}", browser::content_api_base());
    let text = fetch_text(&url, signal).await?;
    Ok(match path.page {
        PagePath::Home => PageData::Home(decode(&endpoint, &text)?),
        PagePath::Section { .. } | PagePath::SectionMonth { .. } => PageData::Section(decode(&endpoint, &text)?),
        PagePath::Latest { .. } => PageData::Latest(decode(&endpoint, &text)?),
        PagePath::Article { .. } => PageData::Article(Box::new(decode(&endpoint, &text)?)),
        PagePath::Tag { .. } => PageData::Tag(decode(&endpoint, &text)?),
        PagePath::Standing { .. } => PageData::Standing(decode(&endpoint, &text)?),
        PagePath::Search => PageData::Search(decode(&endpoint, &text)?),
        PagePath::SiteMap => PageData::SiteMap(decode(&endpoint, &text)?),
        PagePath::Widgets => PageData::Widgets(decode(&endpoint, &text)?),
    })
}

/// Fetches the number of people online from where the site says.
pub async fn fetch_online(url: &str, signal: &AbortSignal) -> Result<Online, ContentError> {
    decode("online.json", &fetch_text(url, signal).await?)
}

fn decode<T: Document>(endpoint: &str, text: &str) -> Result<T, ContentError> {
    let decoded = decode_document::<T>(endpoint, text)?;
    if let Some(warning) = decoded.warning {
        browser::log_warning(&warning);
    }
    Ok(decoded.document)
}

/// The signal's owner decides when to give up; an answer cut short is no answer.
async fn fetch_text(url: &str, signal: &AbortSignal) -> Result<String, ContentError> {
    let request = Request::get(url).abort_signal(Some(signal));
    let response: Response = request.send().await.map_err(|_| ContentError::Unreachable)?;
    match response.status() {
        200..300 => response.text().await.map_err(|_| ContentError::Unreachable),
        404 | 410 => Err(ContentError::NotFound),
        status => Err(ContentError::Refused { status }),
    }
}
