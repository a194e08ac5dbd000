//! One line per request: the request, the status, how long it took. Never who asked: no address, no user agent.

use std::time::Instant;

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

/// Enough to recognise any page of the site; a flood of 10 kB paths must not fill the disk.
const LONGEST_PATH: usize = 300;

/// Passes the request on and writes its line. The path is logged undecoded, so it contains no control character.
pub(super) async fn write_line(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path: String = request.uri().path().chars().take(LONGEST_PATH).collect();
    let response = next.run(request).await;
    let bytes = match response.headers().get(header::CONTENT_LENGTH) {
        Some(_) if method == "HEAD" => 0,
        Some(length) => length.to_str().ok().and_then(|length| length.parse().ok()).unwrap_or(0),
        None => response.body().size_hint().exact().unwrap_or(0),
    };
    let ms = started.elapsed().as_millis();
    let status = response.status();
    if status.is_server_error() {
        tracing::error!(target: "portal::access", %method, path, status = status.as_u16(), bytes, ms);
    } else {
        tracing::info!(target: "portal::access", %method, path, status = status.as_u16(), bytes, ms);
    }
    response
}
