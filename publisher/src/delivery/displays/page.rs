//! The operators' pages: what a display told, in words, filled into templates that escape every value.
//!
//! The texts are in `words`, the markup in the templates, the style in `style.css`, which the policy admits by its hash.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, FixedOffset, SecondsFormat, TimeZone as _};
use chrono_tz::Tz;
use minijinja::value::{Serde, Value};
use minijinja::{AutoEscape, Environment, Error, UndefinedBehavior, context};
use portal_app::path::word::Slug;
use portal_app::text::Lang;
use portal_app::text::moment::Moment;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::message::{LONGEST_MESSAGE, Order, OrderKind};
use super::register::{Display, Mark};
use super::words::{self, WORDS};

const STYLE: &str = include_str!("style.css");

const TEMPLATES: [(&str, &str); 4] = [
    ("layout", include_str!("layout.html.jinja")),
    ("parts", include_str!("parts.html.jinja")),
    ("list", include_str!("list.html.jinja")),
    ("display", include_str!("display.html.jinja")),
];

/// Characters of an edition's id in the list: enough to tell two apart.
const SHORT_ID: usize = 8;

/// The templates, read once.
pub(super) struct Pages {
    environment: Environment<'static>,
}

/// When and where a page is read: the moment, in seconds since 1970, and the site's time zone.
#[derive(Clone, Copy)]
pub(super) struct Now {
    pub at: i64,
    pub zone: Tz,
}

/// What a form is shown with: what was written and chosen, and what is wrong.
#[derive(Default)]
pub(super) struct FormState {
    pub written: String,
    pub until: String,
    /// About the message, beside its field.
    pub problem: Option<String>,
    /// About anything else.
    pub refusal: Option<&'static str>,
}

impl Pages {
    pub(super) fn new() -> Result<Self, Error> {
        let mut environment = Environment::new();
        environment.set_auto_escape_callback(|_| AutoEscape::Html);
        environment.set_undefined_behavior(UndefinedBehavior::SemiStrict);
        for (name, source) in TEMPLATES {
            environment.add_template(name, source)?;
        }
        environment.add_global("style", Value::from_safe_string(STYLE.to_owned()));
        environment.add_global("words", value(WORDS));
        Ok(Self { environment })
    }

    /// Of every answer here. Forms go back to where they came from, pictures come from here, and nothing else is asked.
    pub(super) fn policy() -> String {
        let hash = STANDARD.encode(Sha256::digest(STYLE));
        format!(
            "default-src 'none'; style-src 'sha256-{hash}'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
    }

    pub(super) fn list(
        &self,
        displays: &[(Mark, &Slug, &Display)],
        now: Now,
        refreshes: bool,
    ) -> Result<String, Error> {
        let count = |counted: Mark| displays.iter().filter(|(mark, ..)| *mark == counted).count();
        let rows = displays.iter().map(|(mark, name, display)| View::new(*mark, name, display, now));
        self.environment.get_template("list")?.render(context! {
            summary => words::summary(displays.len(), count(Mark::Silent), count(Mark::Faulty)),
            displays => rows.map(value).collect::<Vec<_>>(),
            now => value(now.time(now.at).exactly()),
            refreshes,
        })
    }

    pub(super) fn display(
        &self,
        (mark, name, display): (Mark, &Slug, &Display),
        now: Now,
        form: &FormState,
    ) -> Result<String, Error> {
        let orders = display.orders.pending().into_iter().map(|order| OrderView::new(order, now));
        let shown = display.orders.shown(now.at).map(|(text, until)| OrderView::shown(text, until, now));
        self.environment.get_template("display")?.render(context! {
            display => value(View::new(mark, name, display, now)),
            now => value(now.time(now.at).exactly()),
            orders => orders.map(value).collect::<Vec<_>>(),
            shown => shown.map(value),
            longest => LONGEST_MESSAGE,
            written => form.written.as_str(),
            until => if form.until.is_empty() { "hour" } else { &form.until },
            problem => form.problem.as_deref(),
            refusal => form.refusal,
        })
    }
}

fn value(view: impl Serialize) -> Value {
    Serde(view).into()
}

/// A moment for people: how long ago, where that says it best, else the date and time.
#[derive(Serialize)]
struct Time {
    datetime: String,
    words: String,
    exact: String,
}

impl Time {
    /// As date and time, however near it is.
    fn exactly(self) -> Self {
        Self { words: self.exact.clone(), ..self }
    }
}

impl Now {
    /// Of a moment in seconds since 1970.
    fn time(self, seconds: i64) -> Time {
        let at = self.zone.timestamp_opt(seconds, 0).single().map(|at| at.fixed_offset());
        self.told(at.unwrap_or_default())
    }

    /// Of a moment as a display wrote it; it was checked when it came.
    fn read(self, text: &str) -> Time {
        self.told(DateTime::parse_from_rfc3339(text).unwrap_or_default())
    }

    fn told(self, at: DateTime<FixedOffset>) -> Time {
        let at = at.with_timezone(&self.zone).fixed_offset();
        let text = Lang::Vi.text();
        let exact = Moment::At(at).format_for_people(text);
        let age = self.at.saturating_sub(at.timestamp());
        let words = (text.ago)(age).unwrap_or_else(|| exact.clone());
        Time { datetime: at.to_rfc3339_opts(SecondsFormat::Secs, false), words, exact }
    }

    /// The end of today, for a message's `until`.
    pub(super) fn end_of_today(self) -> Option<String> {
        let now = self.zone.timestamp_opt(self.at, 0).single()?;
        let end = now.date_naive().and_hms_opt(23, 59, 59)?;
        // Where the clocks skip or repeat the last second of a day, the earlier will do.
        let end = self.zone.from_local_datetime(&end).earliest()?;
        Some(end.to_rfc3339_opts(SecondsFormat::Secs, false))
    }

    /// So many seconds from now, for a message's `until`.
    pub(super) fn after(self, seconds: i64) -> Option<String> {
        let end = self.zone.timestamp_opt(self.at.checked_add(seconds)?, 0).single()?;
        Some(end.to_rfc3339_opts(SecondsFormat::Secs, false))
    }
}

/// A display as the templates show it.
#[derive(Serialize)]
struct View<'d> {
    name: &'d str,
    mark: Mark,
    mark_words: &'static str,
    heard: Time,
    version: &'d str,
    edition: Option<EditionView<'d>>,
    memory: MemoryView,
    restarts: String,
    fault: Option<FaultView<'d>>,
    faults_now: Vec<Kind<'d>>,
    picture: Option<PictureView>,
    up: String,
    contact: Option<Time>,
    clock: Time,
    clock_off: Option<String>,
    screen: Option<&'d str>,
    site: &'d str,
}

#[derive(Serialize)]
struct EditionView<'d> {
    id: &'d str,
    short_id: String,
    made: Time,
}

#[derive(Serialize)]
struct MemoryView {
    used: u64,
    own: u64,
    browser: u64,
    free: u64,
    is_free_known: bool,
}

#[derive(Serialize)]
struct FaultView<'d> {
    kind: Kind<'d>,
    detail: &'d str,
    at: Time,
}

#[derive(Serialize)]
struct Kind<'d> {
    name: &'d str,
    words: Option<&'static str>,
}

#[derive(Serialize)]
struct PictureView {
    width: usize,
    height: usize,
    at: Time,
}

impl<'d> View<'d> {
    fn new(mark: Mark, name: &'d Slug, display: &'d Display, now: Now) -> Self {
        let told = &display.heartbeat;
        let kind = |name: &'d String| Kind { name, words: words::fault(name) };
        let contact = told.contact_seconds.and_then(|seconds| i64::try_from(seconds).ok());
        let clock = DateTime::parse_from_rfc3339(&told.at).unwrap_or_default();
        Self {
            name: name.as_str(),
            mark,
            mark_words: words::mark(mark),
            heard: now.time(display.heard_at),
            version: &told.version,
            edition: told.edition.as_ref().map(|edition| EditionView {
                id: &edition.id,
                short_id: edition.id.chars().take(SHORT_ID).collect(),
                made: now.read(&edition.made_at),
            }),
            memory: MemoryView {
                used: told.memory_mb.own.saturating_add(told.memory_mb.browser),
                own: told.memory_mb.own,
                browser: told.memory_mb.browser,
                free: told.memory_mb.free.unwrap_or_default(),
                is_free_known: told.memory_mb.free.is_some(),
            },
            restarts: words::restarts(told.restarts),
            fault: told.fault.as_ref().map(|fault| FaultView {
                kind: kind(&fault.kind),
                detail: &fault.detail,
                at: now.read(&fault.at),
            }),
            faults_now: told.faults_now.iter().map(kind).collect(),
            picture: display.picture.as_ref().map(|(picture, at)| PictureView {
                width: picture.width,
                height: picture.height,
                at: now.time(*at),
            }),
            up: words::duration(told.seconds_up),
            contact: contact.map(|seconds| now.time(display.heard_at.saturating_sub(seconds))),
            clock: now.told(clock).exactly(),
            clock_off: words::clock(clock.timestamp().saturating_sub(display.heard_at)),
            screen: told.screen.as_deref().map(|state| words::screen(state).unwrap_or(state)),
            site: &told.site,
        }
    }
}

/// An order, or the message on a display.
#[derive(Serialize)]
struct OrderView {
    kind: &'static str,
    text: String,
    until: Option<Time>,
}

impl OrderView {
    fn new(order: Order, now: Now) -> Self {
        match order.kind {
            OrderKind::Reload => Self { kind: "reload", text: String::new(), until: None },
            OrderKind::Message { text, until } => Self { kind: "message", ..Self::shown(&text, until.as_deref(), now) },
            OrderKind::ClearMessage | OrderKind::Unknown => Self { kind: "clear", text: String::new(), until: None },
        }
    }

    fn shown(text: &str, until: Option<&str>, now: Now) -> Self {
        let until = until.map(|until| now.read(until).exactly());
        Self { kind: "message", text: text.to_owned(), until }
    }
}
