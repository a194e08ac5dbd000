//! Takes reports of what a policy refused, where `--csp-reports` asks for it: one line of the log for each, and a number among
//! the metrics. Anybody can send one, so it is never more than a hint, and a flood of them fills neither memory nor disk.
//!
//! Both forms are read: `application/csp-report` (CSP 2) and `application/reports+json` (W3C Reporting API). Of the pages'
//! addresses only the path is logged: a query may hold what a reader searched for.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::Response;
use axum::routing::any;
use serde_json::Value;

use super::metrics::Counted;
use super::plain_response::plain_response;
use crate::delivery::routes::CSP_REPORTS;

/// The target of each report's line in the log.
const REPORTS: &str = "portal::csp";

/// A report takes some two kilobytes, and browsers send a few at once.
const LARGEST_BODY: usize = 16 * 1024;
const MOST_AT_ONCE: usize = 10;
/// What a text of a report may take of the line, in characters.
const LONGEST_TEXT: usize = 200;

/// So many lines in so long a time; the rest is only counted.
const MOST_LINES: u32 = 60;
const TIME: Duration = Duration::from_secs(60);

/// What reports are taken by: who counts them, and the clock.
#[derive(Clone)]
pub(super) struct Taking {
    lines: Arc<Lines>,
    counted: Option<Arc<Counted>>,
    clock: Arc<dyn Fn() -> Instant + Send + Sync>,
}

/// The address that takes reports.
pub(super) fn router(counted: Option<Arc<Counted>>, clock: Arc<dyn Fn() -> Instant + Send + Sync>) -> Router {
    Router::new().route(CSP_REPORTS, any(take)).with_state(Taking { lines: Arc::default(), counted, clock })
}

/// How many lines were written lately.
#[derive(Default)]
struct Lines(Mutex<Option<(Instant, u32)>>);

impl Lines {
    /// Whether one more may be written.
    fn allow(&self, now: Instant) -> bool {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = lines.filter(|(since, _)| now.duration_since(*since) < TIME).unwrap_or((now, 0));
        *lines = Some((since, count.saturating_add(1)));
        count < MOST_LINES
    }
}

/// One thing that was refused.
#[derive(Debug, PartialEq, Eq)]
struct Refused {
    page: String,
    directive: String,
    blocked: String,
    source: String,
    line: u64,
    sample: String,
}

/// Answers a browser that sends reports.
async fn take(State(state): State<Taking>, request: Request) -> Response {
    if request.method() != Method::POST {
        let mut response = plain_response(StatusCode::METHOD_NOT_ALLOWED);
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
        return response;
    }
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !["application/csp-report", "application/reports+json"].contains(&essence) {
        return plain_response(StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }
    let Ok(body) = to_bytes(request.into_body(), LARGEST_BODY).await else {
        return plain_response(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let Ok(document) = serde_json::from_slice(&body) else { return plain_response(StatusCode::BAD_REQUEST) };
    for Refused { page, directive, blocked, source, line, sample } in read(&document) {
        if let Some(counted) = &state.counted {
            counted.note_report();
        }
        if state.lines.allow((state.clock)()) {
            tracing::warn!(target: REPORTS, page, directive, blocked, source, line, sample, "a policy refused something");
        }
    }
    let mut response = plain_response(StatusCode::NO_CONTENT);
    *response.body_mut() = axum::body::Body::empty();
    response
}

/// What a document in either form reports.
fn read(document: &Value) -> Vec<Refused> {
    if let Some(report) = document.get("csp-report") {
        let names =
            ["document-uri", "effective-directive", "blocked-uri", "source-file", "line-number", "script-sample"];
        return vec![read_one(report, names)];
    }
    let reports = document.as_array().into_iter().flatten();
    let bodies = reports.filter(|report| report.get("type").and_then(Value::as_str) == Some("csp-violation"));
    let names = ["documentURL", "effectiveDirective", "blockedURL", "sourceFile", "lineNumber", "sample"];
    bodies.take(MOST_AT_ONCE).filter_map(|report| Some(read_one(report.get("body")?, names))).collect()
}

fn read_one(report: &Value, [page, directive, blocked, source, line, sample]: [&str; 6]) -> Refused {
    let text = |name: &str| report.get(name).and_then(Value::as_str).unwrap_or_default();
    Refused {
        page: clean(without_query(text(page))),
        directive: clean(text(directive)),
        blocked: clean(without_query(text(blocked))),
        source: clean(without_query(text(source))),
        line: report.get(line).and_then(Value::as_u64).unwrap_or_default(),
        sample: clean(text(sample)),
    }
}

fn without_query(address: &str) -> &str {
    address.split(['?', '#']).next().unwrap_or_default()
}

/// One line, and not a long one.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(LONGEST_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_forms_of_a_report_are_read_cleaned_and_cut() {
        let expected = Refused {
            page: "https://portal.example/tim-kiem/".to_owned(),
            directive: "script-src-elem".to_owned(),
            blocked: "inline".to_owned(),
            source: "https://portal.example/a.js".to_owned(),
            line: 7,
            sample: "alert(1)[31m".to_owned(),
        };
        let old = json!({ "csp-report": {
            "document-uri": "https://portal.example/tim-kiem/?q=t%C3%AAn#x", "effective-directive": "script-src-elem",
            "blocked-uri": "inline", "source-file": "https://portal.example/a.js?1", "line-number": 7,
            "script-sample": "alert(1)\r\n\u{1b}[31m\u{85}",
        } });
        assert_eq!(read(&old), [expected]);
        let report = json!({ "type": "csp-violation", "body": { "documentURL": "https://portal.example/", "sample": "x".repeat(500) } });
        let new = read(&json!([{ "type": "deprecation", "body": {} }, report, { "type": "csp-violation" }]));
        let [Refused { page, sample, .. }] = new.as_slice() else { panic!("{new:?}") };
        assert_eq!((page.as_str(), sample.len()), ("https://portal.example/", LONGEST_TEXT));
        assert_eq!(read(&Value::Array(vec![report_of_nothing(); 50])).len(), MOST_AT_ONCE);
        for other in [json!(null), json!("csp-report"), json!({}), json!([[]])] {
            assert_eq!(read(&other), []);
        }
    }

    fn report_of_nothing() -> Value {
        json!({ "type": "csp-violation", "body": {} })
    }

    #[test]
    fn a_flood_writes_sixty_lines_a_minute() {
        let (lines, start) = (Lines::default(), Instant::now());
        let written = |seconds: u64| (0..1_000).filter(|_| lines.allow(start + Duration::from_secs(seconds))).count();
        assert_eq!([written(0), written(59), written(60)], [60, 0, 60]);
    }
}
