//! What a monitoring system asks for: `/metrics` in the OpenMetrics text format, which Prometheus reads, on a listener of its
//! own that only this machine reaches, so that no proxy ever passes it on.
//!
//! Nothing in it is about a reader. Requests are counted by the class of their file, never by path.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Utc};
use percent_encoding::percent_decode_str;
use procfs::process::Process;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::encoding::{EncodeGaugeValue, EncodeLabelSet};
use prometheus_client::metrics::counter::{ConstCounter, Counter};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::online::Online;
use super::own_address;
use super::plain_response::momentary;
use super::publishing::Publishing;
use super::release::Site;
use crate::delivery::displays::Displays;
use crate::delivery::headers::policy;

/// The content type of OpenMetrics 1.0.
const CONTENT_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// In seconds: a page takes a millisecond, a slow disk tenths of a second, a request 30 s at most.
const BUCKETS: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 2.5, 10.0];

/// Connections, counted as they come and go.
#[derive(Clone, Debug, Default)]
pub struct Connections {
    opened: Counter,
    open: Gauge,
    pub(super) refused: Counter,
}

/// One connection, counted as open until it is dropped.
pub(super) struct Open(Gauge);

impl Connections {
    pub(super) fn count(&self) -> Open {
        self.opened.inc();
        self.open.inc();
        Open(self.open.clone())
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// What is counted while the server runs.
pub(super) struct Counted {
    requests: Family<RequestLabels, Counter>,
    seconds: Histogram,
    bytes: Counter,
    reports: Counter,
    registry: Registry,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    status: &'static str,
    class: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct DisplayLabels {
    state: &'static str,
}

impl Counted {
    pub(super) fn new(connections: &Connections) -> Self {
        let (requests, bytes) = (Family::<RequestLabels, Counter>::default(), Counter::default());
        let seconds = Histogram::new(BUCKETS);
        let mut registry = Registry::with_prefix("portal");
        registry.register("http_requests", "Requests by class of status and of file", requests.clone());
        let help = "Time from a request's head to its answer's head";
        registry.register_with_unit("http_request_duration", help, Unit::Seconds, seconds.clone());
        let help = "Bytes of answers, as their heads announce them";
        registry.register_with_unit("http_response", help, Unit::Bytes, bytes.clone());
        registry.register("connections_opened", "Connections taken", connections.opened.clone());
        registry.register("connections_open", "Connections open now", connections.open.clone());
        let help = "Connections closed at once because their address held all it may";
        registry.register("connections_refused", help, connections.refused.clone());
        let reports = Counter::default();
        registry.register("csp_reports", "Reports of what a policy refused", reports.clone());
        let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The program", build);
        Self { requests, seconds, bytes, reports, registry }
    }

    /// Takes in one report of what a policy refused.
    pub(super) fn note_report(&self) {
        self.reports.inc();
    }

    /// Takes in one answer.
    pub(super) fn note(&self, path: &str, status: StatusCode, bytes: u64, took: Duration) {
        let status = match status.as_u16() / 100 {
            1 => "1xx",
            2 => "2xx",
            3 => "3xx",
            4 => "4xx",
            _ => "5xx",
        };
        let class = policy(&percent_decode_str(path).decode_utf8_lossy()).name();
        self.requests.get_or_create(&RequestLabels { status, class }).inc();
        self.seconds.observe(took.as_secs_f64());
        self.bytes.inc_by(bytes);
    }
}

/// Where it is looked up what nobody counts.
#[derive(Clone)]
pub(super) struct Sources {
    pub site: Arc<Site>,
    pub online: Arc<Online>,
    pub clock: Arc<dyn Fn() -> Instant + Send + Sync>,
    pub publishing: Option<Arc<Publishing>>,
    pub displays: Option<Arc<Displays>>,
}

/// The whole service of metrics at `address`: to no page of another site, even in this machine's browser.
pub(super) fn router(address: SocketAddr, counted: Arc<Counted>, sources: Sources) -> Router {
    let router = Router::new().route("/metrics", get(answer)).with_state((counted, sources));
    own_address::only_at(router, address).layer(map_response(|response: Response| async { momentary(response) }))
}

async fn answer(State((counted, sources)): State<(Arc<Counted>, Sources)>) -> Response {
    let mut text = String::new();
    let now = found_now(&sources).await;
    let written = encode_registry(&mut text, &counted.registry).and_then(|()| encode_registry(&mut text, &now.0));
    match written.and_then(|()| encode_eof(&mut text)) {
        Ok(()) => ([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// What is looked up when it is asked for; what is not known is left out.
struct Found(Registry);

impl Found {
    fn put<N>(&mut self, name: &str, help: &str, value: Option<N>)
    where
        N: EncodeGaugeValue + Send + Sync + std::fmt::Debug + 'static,
        ConstGauge<N>: prometheus_client::encoding::EncodeMetric,
    {
        if let Some(value) = value {
            self.0.register(name, help, ConstGauge::new(value));
        }
    }
}

async fn found_now(state: &Sources) -> Found {
    let mut found = Found(Registry::default());
    let site = Arc::clone(&state.site);
    let look_up = move || {
        let release = site.open().ok()?;
        let written = release.www.dir_metadata().and_then(|metadata| metadata.modified()).ok();
        Some((release.name.parse::<i64>().ok(), written))
    };
    let (number, written) = tokio::task::spawn_blocking(look_up).await.ok().flatten().unwrap_or_default();
    found.put("portal_release_number", "The release that is served", number);
    let written = written.map(|time| seconds(DateTime::<Utc>::from(time.into_std())));
    found.put("portal_release_timestamp_seconds", "When the release that is served was written", written);
    let online = i64::try_from(state.online.count((state.clock)())).ok();
    found.put("portal_people_online", "Readers of the last five minutes", online);
    if let Some(publishing) = &state.publishing {
        let course = publishing.course();
        let help = "When something was published last, or was found to be published";
        found.put("portal_publish_last_success_timestamp_seconds", help, course.succeeded_at.map(seconds));
        let help = "When publishing failed last";
        found.put("portal_publish_last_failure_timestamp_seconds", help, course.failed_at.map(seconds));
        let help = "Whether the last try to publish failed";
        found.put("portal_publish_failing", help, Some(i64::from(course.failing.is_some())));
        let help = "How long the last publish took";
        found.put("portal_publish_duration_seconds", help, course.took.map(|took| took.as_secs_f64()));
        let help = "When something is due to appear or to expire next";
        found.put("portal_publish_next_due_timestamp_seconds", help, course.due.map(seconds));
    }
    if let Some(displays) = &state.displays {
        put_displays(&mut found, displays);
    }
    let process = Process::myself().and_then(|process| process.stat()).ok();
    let resident = process.as_ref().and_then(|stat| i64::try_from(stat.rss * procfs::page_size()).ok());
    found.put("process_resident_memory_bytes", "Memory of this process", resident);
    let ticks = process.map(|stat| (stat.utime + stat.stime) as f64 / procfs::ticks_per_second() as f64);
    if let Some(ticks) = ticks {
        found.0.register("process_cpu_seconds", "Processor time of this process", ConstCounter::new(ticks));
    }
    found
}

fn put_displays(found: &mut Found, displays: &Displays) {
    let family = Family::<DisplayLabels, Gauge>::default();
    for (state, count) in displays.count() {
        family.get_or_create(&DisplayLabels { state }).set(count);
    }
    found.0.register("portal_displays", "Displays in halls, by how they are", family);
}

/// Since 1970.
fn seconds(at: DateTime<Utc>) -> f64 {
    at.timestamp_millis() as f64 / 1_000.0
}
