//! One line per request: the request, the status, how long it took; and the same for the metrics. Never who asked: no
//! address, no user agent.

use std::time::Instant;

use axum::body::HttpBody;
use axum::extract::Request;
use axum::http::{Method, Version, header};
use axum::response::Response;

use super::metrics::Counted;

/// The target of each request's line in the log.
pub const ACCESS: &str = "portal::access";

/// Enough to recognise any page of the site; a flood of 10 kB paths must not fill the disk.
const LONGEST_PATH: usize = 300;

/// The line of a request that is being answered.
pub(super) struct Line {
    started: Instant,
    method: Method,
    path: String,
    version: Version,
}

impl Line {
    /// The path is logged undecoded, so it contains no control character.
    pub(super) fn begin(request: &Request) -> Self {
        let path = request.uri().path();
        let end = path.char_indices().nth(LONGEST_PATH).map_or(path.len(), |(end, _)| end);
        let path = path.get(..end).unwrap_or_default().to_owned();
        Self { started: Instant::now(), method: request.method().clone(), path, version: request.version() }
    }

    /// Writes the line of the answer.
    pub(super) fn write(self, counted: Option<&Counted>, response: &Response) {
        let Self { started, method, path, version } = self;
        // Nearly every request is of 1.1, which is not worth a word in each line.
        let version = Some(version).filter(|version| *version != Version::HTTP_11).map(tracing::field::debug);
        let bytes = match response.headers().get(header::CONTENT_LENGTH) {
            Some(_) if method == Method::HEAD => 0,
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
    }
}
