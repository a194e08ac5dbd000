//! `portal serve`: the published site over HTTP, for one machine and for development.
//!
//! Owns how a request is answered: path → file, redirect or not found (`release`, `request_path`), headers from
//! `delivery::headers`, small files kept in memory (`memory`), what oEmbed asks, the number of people online, the access
//! log, the metrics, limits on connections, the graceful stop. `tower_http::services::ServeDir` does the HTTP of files
//! (conditional requests, ranges, precompressed variants). TLS is left to nginx or Caddy.

mod access_log;
mod class_headers;
mod connections;
mod csp_reports;
mod files;
mod heads;
mod holder;
mod host;
mod identity;
mod memory;
mod metrics;
mod oembed;
mod online;
mod own_address;
mod patient_stream;
mod plain_response;
mod publishing;
mod range;
mod reader;
mod release;
mod request_path;
mod taken_port;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use chrono::SecondsFormat;
use portal_app::path::api::ONLINE as ONLINE_PATH;
use tokio::net::TcpListener;

use crate::delivery::displays::{self, Displays, DisplaysOptions, wall_clock};
use crate::delivery::headers::{API_NOT_FOUND, FileClass, Policies, policy};
use metrics::{Counted, Sources};
use oembed::Asked;
use online::Online;
use plain_response::{momentary, plain_response};
use release::{Destination, Release, Site, own_file};
use request_path::RequestPath;

pub use access_log::ACCESS;
pub(crate) use connections::listen;
pub use connections::{Limits, serve_connections};
pub use ipnet::IpNet;
pub use metrics::Connections;
pub(crate) use own_address::only_at;
pub(crate) use plain_response::put_headers;
pub use publishing::{Course, Publishing, SourceCourse};
pub use reader::parse_network;
pub use release::Maker;

/// The options of `portal serve`.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Where to listen.
    pub address: SocketAddr,
    /// The published web root: usually a symlink that publish replaces while the server runs.
    pub site: PathBuf,
    /// The deploy folder; `None` is the one beside the web root's release.
    pub deploy: Option<PathBuf>,
    /// The proxies whose `X-Forwarded-For` is trusted.
    pub trust_proxy: Vec<IpNet>,
    /// Answers only requests that name the server's own address: for a server with no proxy in front of it.
    pub is_local: bool,
    /// Lists the displays in halls.
    pub displays: Option<DisplaysOptions>,
    /// Where metrics are asked for: a loopback address.
    pub metrics: Option<SocketAddr>,
    /// Takes reports of what a policy refused.
    pub csp_reports: bool,
    /// How publishing goes, where this process publishes as well.
    pub publishing: Option<Arc<Publishing>>,
}

impl ServeOptions {
    /// The site alone, to everybody.
    pub fn new(address: SocketAddr, site: PathBuf) -> Self {
        let (deploy, trust_proxy, displays, metrics, publishing) = (None, Vec::new(), None, None, None);
        Self { address, site, deploy, trust_proxy, is_local: false, displays, metrics, csp_reports: false, publishing }
    }
}

/// The clock of the online counter; tests pass their own.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// State shared by all requests.
#[derive(Clone)]
pub struct ServeState {
    site: Arc<Site>,
    online: Arc<Online>,
    trust_proxy: Arc<[IpNet]>,
    clock: Clock,
    /// The only address that requests may name; `None` allows any, as behind a proxy.
    own_address: Option<SocketAddr>,
    /// Whether the first release is being made, so that nothing is wrong while there is none.
    is_awaited: bool,
    displays: Option<Arc<Displays>>,
    publishing: Option<Arc<Publishing>>,
    counted: Option<Arc<Counted>>,
    takes_reports: bool,
    /// Time limit for the head of an answer.
    limit: Duration,
}

/// A server that listens and does not answer yet.
pub struct Server {
    listener: TcpListener,
    metrics: Option<(TcpListener, Router)>,
    state: ServeState,
    limits: Limits,
}

/// Time limit for the head of an answer: reading a site takes milliseconds, so a disk that takes longer is broken.
const REQUEST_LIMIT: Duration = Duration::from_secs(30);

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// As `Server::open`; or when the signals cannot be watched.
pub async fn run(options: ServeOptions) -> io::Result<()> {
    let server = Server::open(&options)?;
    server.run(watch_signals()?).await;
    Ok(())
}

impl Server {
    /// Listens, and logs the address.
    ///
    /// # Errors
    /// When an address cannot be listened on, or the folder of displays cannot be used.
    pub fn open(options: &ServeOptions) -> io::Result<Self> {
        let displays = options.displays.as_ref().map(|displays| Displays::open(displays, &options.site, wall_clock()));
        let displays = displays.transpose()?.map(Arc::new);
        let listener = listen(options.address)?;
        let address = listener.local_addr()?;
        tracing::info!(%address, site = %options.site.display(), "serving");
        if options.site.join("kiosk/index.html").exists() {
            tracing::info!("a display opens http://{address}/kiosk/");
        }
        let limits = Limits { proxies: options.trust_proxy.clone().into(), ..Limits::default() };
        let state = ServeState::new(options, Arc::new(Instant::now));
        let state = if options.is_local { state.only_at(address) } else { state };
        let state = ServeState { displays, ..state };
        let Some(wanted) = options.metrics else { return Ok(Self { listener, metrics: None, state, limits }) };
        let for_metrics = listen(wanted)?;
        let address = for_metrics.local_addr()?;
        tracing::info!("metrics are at http://{address}/metrics");
        let counted = Arc::new(Counted::new(&limits.connections));
        let state = ServeState { counted: Some(Arc::clone(&counted)), ..state };
        let ServeState { site, online, clock, publishing, displays, .. } = state.clone();
        let metrics = metrics::router(address, counted, Sources { site, online, clock, publishing, displays });
        Ok(Self { listener, metrics: Some((for_metrics, metrics)), state, limits })
    }

    /// Serves until `stop` is ready; then finishes pending answers, for ten seconds at most.
    pub async fn run(self, stop: impl Future<Output = ()> + Send) {
        let Self { listener, metrics, state, limits } = self;
        let displays = state.displays.clone();
        let for_metrics = metrics.map(|(listener, router)| {
            tokio::spawn(serve_connections(listener, router, Limits::default(), std::future::pending()))
        });
        let keeping = displays.clone().map(|displays| tokio::spawn(displays.keep_saved()));
        serve_connections(listener, router(state), limits, stop).await;
        for_metrics.into_iter().chain(keeping).for_each(|task| task.abort());
        if let Some(displays) = displays {
            displays.save_at_the_end().await;
        }
        tracing::info!("stopped");
    }
}

/// The whole service. It expects the reader's address as `ConnectInfo<SocketAddr>` in each request.
pub fn router(state: ServeState) -> Router {
    // Two threads that count who holds each part of it, for each request, would wait for each other.
    let state = Arc::new(state);
    let site = Router::new()
        .route("/healthz", any(answer_health))
        .route(ONLINE_PATH, any(answer_online))
        .fallback(answer_path)
        .layer(middleware::from_fn(allow_reading))
        .with_state(state.clone());
    let reports = state.takes_reports.then(|| csp_reports::router(state.counted.clone(), Arc::clone(&state.clock)));
    let displays = state.displays.clone().map(displays::router);
    site.merge(displays.unwrap_or_default())
        .merge(reports.unwrap_or_default())
        .layer(middleware::from_fn_with_state(state, watch_over))
}

impl ServeState {
    pub fn new(options: &ServeOptions, clock: Clock) -> Self {
        Self {
            site: Arc::new(Site::new(options.site.clone(), options.deploy.clone())),
            online: Arc::new(Online::default()),
            trust_proxy: options.trust_proxy.clone().into(),
            clock,
            own_address: None,
            is_awaited: options.publishing.is_some(),
            displays: None,
            publishing: options.publishing.clone(),
            counted: None,
            takes_reports: options.csp_reports,
            limit: REQUEST_LIMIT,
        }
    }

    /// Gives an answer so much time, for tests.
    #[must_use]
    pub fn answering_within(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// Rejects requests that name another address than this server's.
    #[must_use]
    pub fn only_at(self, address: SocketAddr) -> Self {
        Self { own_address: Some(address), ..self }
    }

    /// Says nothing of a site that is not there yet.
    #[must_use]
    pub fn awaiting_the_first_release(self) -> Self {
        Self { is_awaited: true, ..self }
    }

    /// Makes what the site lacks when it is asked for.
    #[must_use]
    pub fn making(self, options: &ServeOptions, maker: Maker) -> Self {
        let site = Site::new(options.site.clone(), options.deploy.clone()).making(maker);
        Self { site: Arc::new(site), ..self }
    }

    /// Lists displays.
    #[must_use]
    pub fn with_displays(self, displays: Arc<Displays>) -> Self {
        Self { displays: Some(displays), ..self }
    }

    /// Counts the reader as online.
    fn note_reader(&self, request: &Parts) {
        if let Some(address) = reader::find_address(request, &self.trust_proxy) {
            let agent = request.headers.get(header::USER_AGENT).map(HeaderValue::as_bytes);
            self.online.note(address, agent.unwrap_or_default(), (self.clock)());
        }
    }

    /// The release that is published at the moment.
    async fn open_release(&self) -> Result<Arc<Release>, Response> {
        if let Some(release) = self.site.current() {
            return Ok(release);
        }
        let site = Arc::clone(&self.site);
        match tokio::task::spawn_blocking(move || site.open()).await {
            Ok(Ok(release)) => Ok(release),
            Ok(Err(error)) => {
                if self.is_awaited {
                    return Err(plain_response(StatusCode::SERVICE_UNAVAILABLE));
                }
                tracing::error!(site = %self.site.folder().display(), %error, "the site cannot be read: publish it, or correct --site");
                Err(plain_response(StatusCode::SERVICE_UNAVAILABLE))
            }
            Err(error) => {
                tracing::error!(%error, "reading the site was broken off");
                Err(plain_response(StatusCode::SERVICE_UNAVAILABLE))
            }
        }
    }
}

/// Health check: whether the site can be read, which release it is, and how publishing goes where this process
/// publishes as well. A failed publish leaves a site to be served: the status stays 200.
async fn answer_health(State(state): State<Arc<ServeState>>) -> Response {
    momentary(match state.open_release().await {
        Ok(release) if release.has_home().await => {
            let course = state.publishing.as_ref().map(|publishing| publishing.course());
            let publishing = course.map(|Course { failing, sources, .. }| {
                let publishing = match failing {
                    None => "following\n".to_owned(),
                    Some((since, reason)) => {
                        format!(
                            "publishing fails since {}: {reason}\n",
                            since.to_rfc3339_opts(SecondsFormat::Secs, true)
                        )
                    }
                };
                let sources = sources.iter().map(|(name, course)| course.line(name) + "\n");
                publishing + &sources.collect::<String>()
            });
            let publishing = publishing.unwrap_or_default();
            format!("ok {}\n{publishing}", release.name).into_response()
        }
        Ok(_) => plain_response(StatusCode::SERVICE_UNAVAILABLE),
        Err(response) => response,
    })
}

/// How many people are online, this reader included. Not found unless the site's settings enable it.
async fn answer_online(State(state): State<Arc<ServeState>>, request: Parts) -> Result<Response, Response> {
    let release = state.open_release().await?;
    if !release.rules.online {
        return Ok(answer_missing(&release, &request, ONLINE_PATH).await);
    }
    state.note_reader(&request);
    let body = format!("{{\"online\":{}}}", state.online.count((state.clock)()));
    let mut response = ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response();
    put_headers(&mut response, FileClass::Online, &Policies::default());
    Ok(response)
}

/// Everything else: a file of the site, a redirect inside it, or not found.
async fn answer_path(State(state): State<Arc<ServeState>>, request: Parts) -> Result<Response, Response> {
    let release = state.open_release().await?;
    if let Some((response, class)) = release.answer_again(&request) {
        if class == FileClass::Document {
            state.note_reader(&request);
        }
        return Ok(response);
    }
    let Some(path) = RequestPath::parse(request.uri.path()) else {
        return Ok(answer_missing(&release, &request, "/").await);
    };
    if let Some(asked) = Asked::read(&path, &request) {
        return Ok(asked.answer(&release, &request).await);
    }
    Ok(match release.find(&path, request.uri.query()).await {
        Destination::File(file) => {
            let class = policy(path.as_str());
            let mut response = files::send(&release, &file, &request).await;
            let is_sent = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
            // nginx and Caddy decide about a range when they have said the file's headers.
            let is_of_file = is_sent || response.status() == StatusCode::RANGE_NOT_SATISFIABLE;
            release.put_headers(&mut response, if is_of_file { class } else { FileClass::Document });
            if is_sent && class == FileClass::Document && request.method == Method::GET {
                state.note_reader(&request);
            }
            // What stands for it where there is none is no answer of the file's.
            if file == own_file(path.as_str()) {
                release.heads.keep(&request, class, &mut response);
            }
            response
        }
        Destination::Redirect(location) => redirect(&release, location, request.uri.query()),
        Destination::Moved(location) => redirect(&release, location, None),
        Destination::Missing => answer_missing(&release, &request, path.as_str()).await,
    })
}

/// 404: the site's own page, or a problem document below `/api/`.
async fn answer_missing(release: &Release, request: &Parts, path: &str) -> Response {
    let class = policy(path);
    if matches!(class, FileClass::Api | FileClass::Online) {
        let mut response = (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "application/problem+json")], API_NOT_FOUND)
            .into_response();
        release.put_headers(&mut response, class);
        return response;
    }
    // In a partner's frame the answer is a frame; elsewhere a page.
    let page = release.rules.page_not_found(path);
    let class = if page.is_frame { FileClass::Embed } else { FileClass::Document };
    let mut response = files::send_not_found(release, &page.file, request).await;
    release.put_headers(&mut response, class);
    response
}

/// 301 to an address of this site, with the query that is kept.
fn redirect(release: &Release, mut location: String, query: Option<&str>) -> Response {
    if let Some(query) = query.filter(|query| !query.is_empty()) {
        location.push('?');
        location.push_str(query);
    }
    let Ok(location) = HeaderValue::try_from(location) else { return plain_response(StatusCode::NOT_FOUND) };
    let mut response = (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, location)]).into_response();
    release.put_headers(&mut response, FileClass::Document);
    response
}

/// Logs every request, refuses what does not name this server, and ends what takes longer than the limit. One layer: each has
/// the request moved, and memory taken for its answer.
async fn watch_over(State(state): State<Arc<ServeState>>, request: Request, next: Next) -> Response {
    let line = access_log::Line::begin(&request);
    let foreign = state.own_address.and_then(|own| own_address::refuse(&request, own));
    let response = match foreign {
        Some(refusal) => refusal,
        None if !host::is_sound(&request) => plain_response(StatusCode::BAD_REQUEST),
        None => {
            let answer = tokio::time::timeout(state.limit, next.run(request)).await;
            answer.unwrap_or_else(|_| plain_response(StatusCode::SERVICE_UNAVAILABLE))
        }
    };
    line.write(state.counted.as_deref(), &response);
    response
}

/// A site is read and nothing else: every other method is refused.
async fn allow_reading(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let mut response = plain_response(StatusCode::METHOD_NOT_ALLOWED);
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

/// Ready at the first SIGTERM (systemd) or SIGINT (a person).
pub(crate) fn watch_signals() -> io::Result<impl Future<Output = ()> + Send> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = terminate.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}
