//! What is answered below `/displays`: heartbeats by the displays' token, everything else by the operators'.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use portal_app::path::word::Slug;
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::desk::Displays;
use super::message::{HEARTBEATS_PATH, LONGEST_MESSAGE, OrderKind, Orders};
use super::page::{FormState, Now, Pages};
use super::register::Refusal;
use super::{heartbeat, words};
use crate::delivery::headers::{FileClass, Policies, headers_for};

/// The largest body: a heartbeat with the largest picture is 90 kB.
const LARGEST_BODY: usize = 128 * 1024;

/// How often the list looks again, in seconds.
const REFRESH: &str = "30";

/// Everything below `/displays`.
pub(in crate::delivery) fn router(displays: Arc<Displays>) -> Router {
    Router::new()
        .route(HEARTBEATS_PATH, any(hear))
        .route("/displays", any(lead_to_list))
        .route("/displays/", any(answer_operator))
        .route("/displays/{*below}", any(answer_operator))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(middleware::from_fn(keep_private))
        .with_state(displays)
}

/// No cache keeps it, no search engine lists it, no other site shows it.
async fn keep_private(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let policies = Policies { document: Pages::policy(), ..Policies::default() };
    let headers = response.headers_mut();
    for (name, value) in headers_for(FileClass::Document, &policies) {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("X-Robots-Tag", HeaderValue::from_static("noindex"));
    response
}

/// A heartbeat: taken in, and answered with the display's orders.
async fn hear(State(displays): State<Arc<Displays>>, request: Request) -> Response {
    if request.method() != Method::POST {
        return not_allowed("POST");
    }
    if !displays.tokens.admits_display(request.headers()) {
        displays.strangers.note(displays.now());
        discard(request.into_body()).await;
        return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, "Bearer")]).into_response();
    }
    let body = match read_body(request).await {
        Ok(body) => body,
        Err(refused) => return refused,
    };
    let heard = match heartbeat::read(&body) {
        Ok(heard) => heard,
        Err(reason) => return (StatusCode::BAD_REQUEST, format!("{reason}\n")).into_response(),
    };
    let now = displays.now();
    match displays.list.change(|register| register.hear(heard, now)) {
        Some(orders) => json_response(&Orders { orders }),
        None => {
            let sentence = "There are as many displays as may be: remove one that is no longer used from the list.\n";
            (StatusCode::INSUFFICIENT_STORAGE, sentence).into_response()
        }
    }
}

async fn lead_to_list() -> Response {
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, "/displays/")]).into_response()
}

/// What an operator may ask for.
enum Asked {
    List,
    Json,
    Display(Slug),
    Picture(Slug),
    Act(Slug, Act),
}

#[derive(Clone, Copy)]
enum Act {
    Reload,
    Message,
    ClearMessage,
    Forget,
}

impl Asked {
    fn read(path: &str) -> Option<Self> {
        let below = path.strip_prefix("/displays/")?;
        match below {
            "" => return Some(Self::List),
            "list.json" => return Some(Self::Json),
            _ => {}
        }
        let (name, rest) = below.split_once('/')?;
        let name = Slug::new(name)?;
        Some(match rest {
            "" => Self::Display(name),
            "screen.jpg" => Self::Picture(name),
            "reload" => Self::Act(name, Act::Reload),
            "message" => Self::Act(name, Act::Message),
            "clear-message" => Self::Act(name, Act::ClearMessage),
            "forget" => Self::Act(name, Act::Forget),
            _ => return None,
        })
    }
}

async fn answer_operator(State(displays): State<Arc<Displays>>, request: Request) -> Response {
    if !displays.tokens.admits_operator(request.headers()) {
        // A browser's first request has no token yet.
        if request.headers().contains_key(header::AUTHORIZATION) {
            displays.strangers.note(displays.now());
        }
        let realm = format!("Basic realm=\"{}\", charset=\"UTF-8\"", words::REALM);
        return (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, realm)], words::NOT_ADMITTED).into_response();
    }
    let Some(asked) = Asked::read(request.uri().path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let is_reading = matches!(*request.method(), Method::GET | Method::HEAD);
    match asked {
        Asked::Act(..) if request.method() != Method::POST => not_allowed("POST"),
        Asked::Act(..) if !is_own_form(request.headers()) => {
            (StatusCode::FORBIDDEN, words::FOREIGN_FORM).into_response()
        }
        Asked::Act(name, act) => match read_body(request).await {
            Ok(body) => displays.act(&name, act, &body).await,
            Err(refused) => refused,
        },
        _ if !is_reading => not_allowed("GET, HEAD"),
        Asked::List => displays.show_list(request.uri().query() != Some("refresh=off")).await,
        Asked::Json => displays.tell_list(),
        Asked::Display(name) => displays.show(&name, StatusCode::OK, &FormState::default()).await,
        Asked::Picture(name) => displays.send_picture(&name),
    }
}

impl Displays {
    async fn show_list(&self, refreshes: bool) -> Response {
        let now = Now { at: self.now(), zone: self.zone().await };
        let page =
            self.list.read(|register| self.pages.list(&register.sorted(now.at, self.silent_after), now, refreshes));
        let mut response = page_response(StatusCode::OK, page);
        if refreshes {
            response.headers_mut().insert(header::REFRESH, HeaderValue::from_static(REFRESH));
        }
        response
    }

    async fn show(&self, name: &Slug, status: StatusCode, form: &FormState) -> Response {
        let now = Now { at: self.now(), zone: self.zone().await };
        let page = self.list.read(|register| {
            let display = register.find(name)?;
            Some(self.pages.display((display.mark(now.at, self.silent_after), name, display), now, form))
        });
        page.map_or_else(|| StatusCode::NOT_FOUND.into_response(), |page| page_response(status, page))
    }

    fn tell_list(&self) -> Response {
        let now = self.now();
        let list = self.list.read(|register| {
            let told = register.sorted(now, self.silent_after).into_iter().map(|(mark, name, display)| {
                json!({
                    "name": name, "mark": mark, "seconds_since": now.saturating_sub(display.heard_at),
                    "heartbeat": display.heartbeat, "orders": display.orders.pending(),
                })
            });
            json!({ "displays": told.collect::<Vec<_>>() })
        });
        json_response(&list)
    }

    fn send_picture(&self, name: &Slug) -> Response {
        let picture = self.list.read(|register| Some(register.find(name)?.picture.as_ref()?.0.bytes.clone()));
        match picture {
            Some(bytes) => ([(header::CONTENT_TYPE, "image/jpeg")], bytes).into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }

    /// Carries out a form, and leads back to a page that can be loaded again.
    async fn act(self: &Arc<Self>, name: &Slug, act: Act, body: &[u8]) -> Response {
        let now = Now { at: self.now(), zone: self.zone().await };
        let done = match act {
            Act::Reload => self.list.change(|register| register.order(name, OrderKind::Reload)),
            Act::ClearMessage => self.list.change(|register| register.order(name, OrderKind::ClearMessage)),
            Act::Message => match read_message(body, now) {
                Ok(message) => self.list.change(|register| register.order(name, message)),
                Err(form) => return self.show(name, StatusCode::UNPROCESSABLE_ENTITY, &form).await,
            },
            Act::Forget => self.list.change(|register| register.forget(name, now.at, self.silent_after)),
        };
        match (done, act) {
            (Err(Refusal::Unknown), _) => StatusCode::NOT_FOUND.into_response(),
            (Err(Refusal::NotSilent), _) => {
                let form = FormState { refusal: Some(words::NOT_SILENT), ..FormState::default() };
                self.show(name, StatusCode::CONFLICT, &form).await
            }
            (Ok(()), act) => {
                // An id that was given is never given again, so it is on the disk before a display hears of it.
                self.save().await;
                let place = if matches!(act, Act::Forget) { String::new() } else { format!("{name}/#orders") };
                see_other(&format!("/displays/{place}"))
            }
        }
    }
}

/// The message of a form; or the form, with what is wrong.
fn read_message(body: &[u8], now: Now) -> Result<OrderKind, FormState> {
    let (mut written, mut until) = (String::new(), String::new());
    for (name, value) in form_urlencoded::parse(body) {
        match &*name {
            "text" => written = value.into_owned(),
            "until" => until = value.into_owned(),
            _ => {}
        }
    }
    // A display shows it as one paragraph.
    let plain: String = written.nfc().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let text = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let characters = text.chars().count();
    let problem = match characters {
        0 => words::EMPTY_MESSAGE.to_owned(),
        1..=LONGEST_MESSAGE => {
            let until = match until.as_str() {
                "cleared" => None,
                "today" => now.end_of_today(),
                _ => now.after(60 * 60),
            };
            return Ok(OrderKind::Message { text, until });
        }
        _ => words::too_long(characters, LONGEST_MESSAGE),
    };
    Err(FormState { written, until, problem: Some(problem), refusal: None })
}

/// Whether a form was sent by a page of ours. Browsers send the token with any site's form; but each says where that is:
/// in `Sec-Fetch-Site`, or, before 2023 and without TLS, in `Origin`.
fn is_own_form(headers: &HeaderMap) -> bool {
    let text = |name: header::HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = headers.get("Sec-Fetch-Site") {
        return site == "same-origin";
    }
    let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
    origin.is_some_and(|(_, host)| text(header::HOST).is_some_and(|ours| ours.eq_ignore_ascii_case(host)))
}

/// The whole body; a larger one is refused unread where its length says so, else once it is too long.
async fn read_body(request: Request) -> Result<Bytes, Response> {
    if is_too_large(request.body()) {
        return Err(StatusCode::PAYLOAD_TOO_LARGE.into_response());
    }
    Bytes::from_request(request, &()).await.map_err(|refused| refused.status().into_response())
}

/// Takes a body to its end and keeps nothing of it. Who is answered before that sees the connection break instead of the
/// answer; who sends too much has chosen that.
async fn discard(mut body: Body) {
    let mut left = if is_too_large(&body) { 0 } else { LARGEST_BODY };
    while left > 0 {
        match poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
            Some(Ok(frame)) => left = left.saturating_sub(frame.data_ref().map_or(0, Bytes::len).max(1)),
            Some(Err(_)) | None => return,
        }
    }
}

/// By the length that the request says.
fn is_too_large(body: &Body) -> bool {
    usize::try_from(body.size_hint().lower()).map_or(true, |length| length > LARGEST_BODY)
}

fn not_allowed(methods: &'static str) -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, [(header::ALLOW, methods)]).into_response()
}

fn see_other(location: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

fn json_response(document: &impl serde::Serialize) -> Response {
    match serde_json::to_vec(document) {
        Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(error) => {
            tracing::error!(%error, "an answer about displays cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn page_response(status: StatusCode, page: Result<String, minijinja::Error>) -> Response {
    match page {
        Ok(page) => (status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response(),
        Err(error) => {
            tracing::error!(%error, "the page of displays cannot be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
