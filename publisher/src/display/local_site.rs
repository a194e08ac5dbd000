//! The kept edition, served to this machine's browser alone: `http://127.0.0.1:…/kiosk/`.
//!
//! On the loopback address neither network, name, certificate nor clock can come between the browser and what it shows.
//! The page asks for what it would ask the site for. What it cannot have is an answer that hides the site's silence: once
//! the site has missed two checks, the list of files is refused here as well, so that the page says how old it is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use portal_app::path::api::FOLDER;

use super::edition::LIST;
use super::mirror::Mirror;
use super::notice::MessageBoard;
use super::status::Status;
use crate::delivery::headers::{Policies, policy};
use crate::delivery::media_types::{UNKNOWN, media_type};
use crate::delivery::serve::put_headers;

/// How the display is, for whoever looks from this machine.
pub const STATUS: &str = "/display/status.json";

/// Checks in a row without an answer before the page is told.
const SILENT_CHECKS: u32 = 2;
const NOTICE_BYTES: u64 = 64 * 1024;
const NOTICE_LIMIT: Duration = Duration::from_secs(5);
/// For how long a notice is shown while the site does not answer.
const NOTICE_KEPT: Duration = Duration::from_secs(60 * 60);

/// Shown while there is no edition yet; it asks again by itself.
const WAITING: &str = include_str!("waiting.html");

/// What is served.
#[derive(Clone)]
pub struct LocalSite {
    mirror: Arc<Mirror>,
    board: Arc<MessageBoard>,
    status: Arc<Status>,
    notices: Arc<Mutex<Notices>>,
}

/// The site's notices by address, and when they were fetched.
type Notices = HashMap<String, (Vec<u8>, Instant)>;

/// The whole service.
pub fn router(mirror: Arc<Mirror>, board: Arc<MessageBoard>, status: Arc<Status>) -> Router {
    let site = LocalSite { mirror, board, status, notices: Arc::default() };
    Router::new().route(STATUS, get(answer_status)).fallback(get(answer)).with_state(site)
}

async fn answer_status(State(site): State<LocalSite>) -> Response {
    let json = serde_json::to_string_pretty(&site.status.heartbeat()).unwrap_or_default();
    site.send(STATUS, json.into_bytes())
}

async fn answer(State(site): State<LocalSite>, uri: Uri) -> Response {
    let path = uri.path();
    if path.starts_with(&format!("/{FOLDER}/")) && path.ends_with("/notice.json") {
        return site.answer_notice(path).await;
    }
    let Some(shown) = site.mirror.store.shown() else {
        let html = WAITING.to_owned().into_bytes();
        return (StatusCode::SERVICE_UNAVAILABLE, site.send("/kiosk/index.html", html)).into_response();
    };
    if path == LIST {
        return match site.mirror.failures() {
            failures if failures < SILENT_CHECKS => site.send(LIST, serde_json::to_vec(&*shown).unwrap_or_default()),
            _ => StatusCode::BAD_GATEWAY.into_response(),
        };
    }
    let Some(file) = shown.file(path).cloned() else { return StatusCode::NOT_FOUND.into_response() };
    let store = Arc::clone(&site.mirror.store);
    match tokio::task::spawn_blocking(move || store.load(&file)).await {
        Ok(Some(bytes)) => site.send(path, bytes),
        // The next check brings it again.
        _ => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

impl LocalSite {
    /// An operator's message, or else what the site says now.
    async fn answer_notice(&self, path: &str) -> Response {
        if let Some(message) = self.board.notice() {
            return self.send(path, message);
        }
        let answer = self.mirror.client.get(path, NOTICE_BYTES, NOTICE_LIMIT).await;
        let fetched = answer.ok().map(|answer| answer.bytes).filter(|bytes| is_json(bytes));
        let mut notices = self.notices.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = fetched {
            notices.insert(path.to_owned(), (bytes, Instant::now()));
        }
        match notices.get(path) {
            Some((bytes, at)) if at.elapsed() < NOTICE_KEPT => self.send(path, bytes.clone()),
            _ => StatusCode::BAD_GATEWAY.into_response(),
        }
    }

    /// A file as the site would send it, at the site's time.
    fn send(&self, path: &str, bytes: Vec<u8>) -> Response {
        let name = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        let media_type = media_type(&name).map_or(UNKNOWN, |media_type| media_type.name);
        let mut response = ([(header::CONTENT_TYPE, media_type)], bytes).into_response();
        put_headers(&mut response, policy(path), &Policies::default());
        let date = self.mirror.site_time().format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        if let Ok(date) = HeaderValue::try_from(date) {
            response.headers_mut().insert(header::DATE, date);
        }
        response
    }
}

fn is_json(bytes: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(bytes).is_ok()
}
