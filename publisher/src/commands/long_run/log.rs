//! The log of what runs until it is stopped, in the form that its operator reads.
//!
//! Whatever the form, it never says who asked for what: no address and no user agent comes this far.

use std::env;
use std::fmt;
use std::io::{self, Write as _};
use std::os::fd::AsFd;

use chrono::Local;
use clap::ValueEnum;
use rustix::fs::fstat;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::format::{FormatEvent, FormatFields, JsonFields, Writer, format};
use tracing_subscriber::fmt::{self as lines, FmtContext};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::{LookupSpan, Registry};
use tracing_subscriber::util::SubscriberInitExt;

use crate::delivery::serve::ACCESS;

/// How the log is written.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Logged {
    /// How the log is written. No form says who asked: nobody's address is ever in it. When it goes to systemd's
    /// journal, lines have no time of their own but a priority, so that `journalctl -p warning` finds what went wrong.
    #[arg(long, value_enum, value_name = "FORM", default_value_t)]
    pub log: LogFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// One line each, on the standard error stream.
    #[default]
    Plain,
    /// Requests in the Common Log Format on the standard output, with `-` for who asked (goaccess reads it with
    /// `--log-format=COMMON --no-ip-validation`); everything else as plain lines on the standard error stream.
    Common,
    /// One JSON object a line on the standard error stream: `timestamp` (RFC 3339, UTC), `level`, `message`, `target` and
    /// the fields; requests have the target `portal::access` and no message.
    Json,
}

/// A part of the log: what it takes, and how it writes it.
type Part = Box<dyn Layer<Registry> + Send + Sync>;

/// Starts the log of this process.
pub(super) fn start(log: LogFormat) {
    // What libraries wonder about is not for whoever reads this; a browser that ends is told of by the display.
    let ours = Targets::new().with_target("portal", Level::INFO).with_default(Level::ERROR);
    let ours = ours.with_target("chromiumoxide", LevelFilter::OFF);
    let without_requests = ours.clone().with_target(ACCESS, LevelFilter::OFF);
    let is_journal = is_journal();
    let parts = match log {
        LogFormat::Plain => vec![plain(is_journal, ours)],
        LogFormat::Common => {
            let requests = Targets::new().with_target(ACCESS, Level::INFO);
            vec![plain(is_journal, without_requests), CommonLog.with_filter(requests).boxed()]
        }
        LogFormat::Json => vec![json(is_journal, ours)],
    };
    tracing_subscriber::registry().with(parts).init();
}

fn plain(is_journal: bool, filter: Targets) -> Part {
    // Where nobody takes the log any more, the work goes on; to complain about that would panic.
    let lines = lines::layer().with_writer(io::stderr).with_ansi(false).log_internal_errors(false);
    match is_journal {
        true => lines.event_format(Prioritized(format().without_time().with_level(false))).with_filter(filter).boxed(),
        false => lines.with_filter(filter).boxed(),
    }
}

fn json(is_journal: bool, filter: Targets) -> Part {
    let lines = lines::layer().with_writer(io::stderr).with_ansi(false).log_internal_errors(false);
    let (lines, objects) = (lines.fmt_fields(JsonFields::new()), format().json().flatten_event(true));
    match is_journal {
        true => lines.event_format(Prioritized(objects)).with_filter(filter).boxed(),
        false => lines.event_format(objects).with_filter(filter).boxed(),
    }
}

/// Whether the standard error stream is systemd's journal, as systemd.exec(5) says under `JOURNAL_STREAM`: also a program
/// started by a service inherits the variable, but perhaps not the stream.
fn is_journal() -> bool {
    let Ok(stream) = env::var("JOURNAL_STREAM") else { return false };
    fstat(io::stderr().as_fd()).is_ok_and(|stat| stream == format!("{}:{}", stat.st_dev, stat.st_ino))
}

/// A line with the priority that sd-daemon(3) puts before it.
struct Prioritized<F>(F);

impl<S, N, F> FormatEvent<S, N> for Prioritized<F>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
    F: FormatEvent<S, N>,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut line: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let priority = match *event.metadata().level() {
            Level::ERROR => 3,
            Level::WARN => 4,
            Level::INFO => 6,
            _ => 7,
        };
        write!(line, "<{priority}>")?;
        self.0.format_event(context, line, event)
    }
}

/// Writes requests to the standard output in the Common Log Format.
struct CommonLog;

impl<S: Subscriber> Layer<S> for CommonLog {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut request = Request { version: "HTTP/1.1".to_owned(), ..Request::default() };
        event.record(&mut request);
        let line = request.line(&Local::now().format("%d/%b/%Y:%H:%M:%S %z").to_string());
        // Where nobody takes the log any more, the work goes on.
        let _ = io::stdout().lock().write_all(line.as_bytes());
    }
}

/// What the log knows of a request.
#[derive(Default)]
struct Request {
    method: String,
    path: String,
    version: String,
    status: u64,
    bytes: u64,
}

impl Request {
    fn line(&self, time: &str) -> String {
        let Self { method, path, version, status, bytes } = self;
        // A quotation mark or backslash may be in a path as it is, and would end the field.
        let path = path.replace('"', "%22").replace('\\', "%5C");
        let bytes = if *bytes == 0 { "-".to_owned() } else { bytes.to_string() };
        format!("- - - [{time}] \"{method} {path} {version}\" {status} {bytes}\n")
    }
}

impl Visit for Request {
    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "status" => self.status = value,
            "bytes" => self.bytes = value,
            _ => {}
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "path" {
            value.clone_into(&mut self.path);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        match field.name() {
            "method" => self.method = format!("{value:?}"),
            "version" => self.version = format!("{value:?}"),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_common_log_format_names_nobody_and_nothing_ends_its_fields_early() {
        let request = Request {
            method: "GET".to_owned(),
            path: "/tin-\"moi\\/".to_owned(),
            version: "HTTP/1.0".to_owned(),
            status: 200,
            bytes: 15,
        };
        let time = "12/Mar/2027:08:00:00 +0700";
        let expected = "- - - [12/Mar/2027:08:00:00 +0700] \"GET /tin-%22moi%5C/ HTTP/1.0\" 200 15\n";
        assert_eq!(request.line(time), expected);
        assert!(Request { bytes: 0, ..request }.line(time).ends_with("\" 200 -\n"));
    }
}
