//! One line of the table: what is asked, and what the answer has to be.

use super::super::tiny_site::POLICY;

/// A request and what is required of its answer; what a case does not name is not checked.
pub(super) struct Case {
    pub(super) method: &'static str,
    pub(super) target: String,
    pub(super) sent: Vec<(&'static str, &'static str)>,
    pub(super) statuses: Vec<u16>,
    pub(super) headers: Vec<(&'static str, Option<String>)>,
    pub(super) body: Option<String>,
}

impl Case {
    pub(super) fn get(target: &str, status: u16) -> Self {
        Self {
            method: "GET",
            target: target.to_owned(),
            sent: Vec::new(),
            statuses: vec![status],
            headers: Vec::new(),
            body: None,
        }
    }

    pub(super) fn method(mut self, method: &'static str) -> Self {
        self.method = method;
        self
    }

    pub(super) fn sends(mut self, name: &'static str, value: &'static str) -> Self {
        self.sent.push((name, value));
        self
    }

    pub(super) fn or(mut self, status: u16) -> Self {
        self.statuses.push(status);
        self
    }

    pub(super) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, Some(value.to_owned())));
        self
    }

    pub(super) fn without(mut self, name: &'static str) -> Self {
        self.headers.push((name, None));
        self
    }

    pub(super) fn body(mut self, text: &str) -> Self {
        self.body = Some(text.to_owned());
        self
    }

    /// The headers of a class that everything in it has.
    pub(super) fn class(self, cache_control: &str, is_open: bool) -> Self {
        let case = self.header("Cache-Control", cache_control).header("X-Content-Type-Options", "nosniff");
        let case = case.header("Referrer-Policy", "strict-origin-when-cross-origin");
        if is_open {
            case.header("Cross-Origin-Resource-Policy", "cross-origin").header("Access-Control-Allow-Origin", "*")
        } else {
            case.header("Cross-Origin-Resource-Policy", "same-origin").without("Access-Control-Allow-Origin")
        }
    }

    pub(super) fn document(self) -> Self {
        let case = self.class("no-cache", false).header("Content-Security-Policy", POLICY);
        case.header("Cross-Origin-Opener-Policy", "same-origin").without("Strict-Transport-Security")
    }
}
