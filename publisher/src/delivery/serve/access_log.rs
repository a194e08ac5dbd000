//! One line per request: the request, the status, how long it took; and the same for the metrics. Never who asked: no
//! address, no user agent.

use std::sync::Arc;
use std::time::Instant;

use axum::body::HttpBody;
use axum::extract::{Request, State};
use axum::http::{Version, header};
use axum::middleware::Next;
use axum::response::Response;

use super::metrics::Counted;

/// The target of each request's line in the log.
pub const ACCESS: &str = "portal::access";

/// Enough to recognise any page of the site; a flood of 10 kB paths must not fill the disk.
const LONGEST_PATH: usize = 300;

/// Passes the request on and writes its line. The path is logged undecoded, so it contains no control character.
pub(super) async fn write_line(State(counted): State<Option<Arc<Counted>>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path: String = request.uri().path().chars().take(LONGEST_PATH).collect();
    // Nearly every request is of 1.1, which is not worth a word in each line.
    let version = Some(request.version()).filter(|version| *version != Version::HTTP_11).map(tracing::field::debug);
    let response = next.run(request).await;
    let bytes = match response.headers().get(header::CONTENT_LENGTH) {
        Some(_) if method == "HEAD" => 0,
        Some(length) => length.to_str().ok().and_then(|length| length.parse().ok()).unwrap_or(0),
        None => response.body().size_hint().exact().unwrap_or(0),
    };
    let took = started.elapsed();
    let (status, ms) = (response.status(), u64::try_from(took.as_millis()).unwrap_or(u64::MAX));
    if let Some(counted) = counted {
        counted.note(&path, status, bytes, took);
    }
    if status.is_server_error() {
        tracing::error!(target: ACCESS, %method, path, version, status = status.as_u16(), bytes, ms);
    } else {
        tracing::info!(target: ACCESS, %method, path, version, status = status.as_u16(), bytes, ms);
    }
    response
}
