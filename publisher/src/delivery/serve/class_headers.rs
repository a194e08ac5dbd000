//! The headers of each class of files under a release's policies, ready to be put on an answer.

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use crate::delivery::headers::{CLASSES, FileClass, Policies, headers_for};

/// What `headers_for` says of every class.
pub(super) struct ClassHeaders(Vec<(FileClass, Vec<(HeaderName, HeaderValue)>)>);

impl ClassHeaders {
    pub(super) fn new(policies: &Policies) -> Self {
        Self(CLASSES.map(|class| (class, ready_headers(class, policies).collect())).into())
    }

    pub(super) fn put(&self, response: &mut Response, class: FileClass) {
        for (name, value) in self.0.iter().filter(|(known, _)| *known == class).flat_map(|(_, headers)| headers) {
            response.headers_mut().insert(name.clone(), value.clone());
        }
    }
}

/// A class's headers in the form of an answer's.
pub(super) fn ready_headers(class: FileClass, policies: &Policies) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    // Both come from tables and checked values, so neither is refused.
    headers_for(class, policies).into_iter().filter_map(|(name, value)| Some((name.parse().ok()?, value.parse().ok()?)))
}
