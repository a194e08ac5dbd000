//! Sends files: `ServeDir` does the HTTP (conditional requests, ranges, brotli and gzip beside the file), and reads
//! through the release's descriptor, so it sees no other part of the file system.
//!
//! What is kept in memory is sent from there (`kept`), and anything else in pieces from the disk. The `ETag` is the time
//! and length of the file. Publish hard-links unchanged files, so a reader's cached copy stays valid across releases.

mod kept;
mod open_file;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use self::open_file::{Descriptor, folder};
use super::range::Range;
use super::release::Release;
use crate::delivery::encode_path;
use crate::delivery::media_types::{UNKNOWN, media_type};

/// Sends an existing file, by its path below the web root.
pub(super) async fn send(release: &Release, path: &str, request: &Parts) -> Response {
    let mut headers = request.headers.clone();
    join_lines(&mut headers, &header::IF_NONE_MATCH);
    join_lines(&mut headers, &header::IF_MATCH);
    let range = Range::read(&headers);
    // The whole file is always right (RFC 9110, 13.1.5), and simpler than checking whether the part still fits.
    let range = range.filter(|_| !headers.contains_key(header::IF_RANGE));
    headers.remove(header::RANGE);
    let Some(range) = range else { return send_file(release, path, request.method.clone(), headers).await };
    let mut part = headers.clone();
    part.insert(header::RANGE, range.to_header());
    let response = send_file(release, path, request.method.clone(), part).await;
    match range {
        // More than there is of it is all of it (RFC 9110, 14.1.2).
        Range::Last(1..) if response.status() == StatusCode::RANGE_NOT_SATISFIABLE => {
            headers.insert(header::RANGE, Range::From(0).to_header());
            let all = send_file(release, path, request.method.clone(), headers).await;
            if all.status() == StatusCode::PARTIAL_CONTENT { all } else { response }
        }
        _ => response,
    }
}

/// Several lines of a list are one list (RFC 9110, 5.3); only the first of them would be read.
fn join_lines(headers: &mut HeaderMap, name: &HeaderName) {
    let lines = headers.get_all(name).iter().map(HeaderValue::as_bytes).collect::<Vec<_>>();
    if lines.len() > 1
        && let Ok(joined) = HeaderValue::from_bytes(&lines.join(b", ".as_slice()))
    {
        headers.insert(name, joined);
    }
}

/// Sends the file of an error page with its status: always whole, ignoring conditions and ranges.
pub(super) async fn send_not_found(release: &Release, file: &str, request: &Parts) -> Response {
    let mut headers = HeaderMap::new();
    if let Some(accepted) = request.headers.get(header::ACCEPT_ENCODING) {
        headers.insert(header::ACCEPT_ENCODING, accepted.clone());
    }
    let mut response = send_file(release, file, request.method.clone(), headers).await;
    if response.status() != StatusCode::OK {
        return (StatusCode::NOT_FOUND, format!("{}\n", StatusCode::NOT_FOUND)).into_response();
    }
    *response.status_mut() = StatusCode::NOT_FOUND;
    for name in [header::ETAG, header::LAST_MODIFIED, header::ACCEPT_RANGES] {
        response.headers_mut().remove(name);
    }
    response
}

async fn send_file(release: &Release, path: &str, method: Method, headers: HeaderMap) -> Response {
    let kind = media_type(path);
    let is_compressible = kind.is_some_and(|kind| kind.is_compressible);
    let Ok(uri) = Uri::try_from(encode_path(path)) else { return StatusCode::NOT_FOUND.into_response() };
    let mut request = Request::new(());
    (*request.uri_mut(), *request.method_mut(), *request.headers_mut()) = (uri, method, headers);
    let sent = match kept::answer(release, &request, is_compressible).await {
        Some(response) => Ok(response),
        None => {
            let answer = folder(Descriptor::new(&release.www), is_compressible).try_call(request).await;
            answer.map(|response| response.map(Body::new))
        }
    };
    let mut response = match sent {
        Ok(response) => response,
        Err(error) => {
            tracing::error!(path, %error, "a file of the site cannot be read");
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
    };
    let headers = response.headers_mut();
    if headers.contains_key(header::CONTENT_TYPE) {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.map_or(UNKNOWN, |kind| kind.name)));
    }
    if is_compressible {
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    response
}
