//! Answers without a page of their own, and the headers that every answer of a class has.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::class_headers::ready_headers;
use crate::delivery::headers::{FileClass, Policies};

/// An answer without a page of its own.
pub(super) fn plain_response(status: StatusCode) -> Response {
    text_response(status, format!("{status}\n"))
}

/// An answer of one sentence, as plain text.
pub(super) fn text_response(status: StatusCode, text: String) -> Response {
    lock_up((status, text).into_response())
}

/// An answer that says what is so at this moment, and is kept by nobody.
pub(super) fn momentary(response: Response) -> Response {
    let mut response = lock_up(response);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Gives an answer that is no file of the site the headers of a page that may load nothing.
fn lock_up(mut response: Response) -> Response {
    let document = "default-src 'none'".to_owned();
    put_headers(&mut response, FileClass::Document, &Policies { document, ..Policies::default() });
    response
}

/// Puts a class's headers on an answer.
pub(crate) fn put_headers(response: &mut Response<Body>, class: FileClass, policies: &Policies) {
    for (name, value) in ready_headers(class, policies) {
        response.headers_mut().insert(name, value);
    }
}
