//! `portal display`: a screen in a public hall, by this machine.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use portal_app::path::word::Slug;
use reqwest::Url;

use super::long_run::{LogFormat, run_until_stopped};
use super::loopback::parse_loopback;
use crate::display::{self, BrowserOptions, DisplayOptions, Hours, Limits, Report, Rotation, read_token};

/// Shows the site's `/kiosk/` on this machine's screen, from a copy of its own, for years.
#[derive(clap::Args)]
pub struct DisplayArgs {
    /// Where the site is, as https://portal.example
    #[arg(long, env = "PORTAL_DISPLAY_SITE", value_parser = parse_site)]
    site: Url,
    /// The display's name: small letters, digits and hyphens; as in the site's `[[kiosk.displays]]`, where it is there.
    #[arg(long, env = "PORTAL_DISPLAY_NAME", value_parser = parse_name)]
    name: String,
    /// Where the copy and the browser's profile are kept.
    #[arg(long, env = "PORTAL_DISPLAY_DATA", default_value = "/var/lib/portal-display")]
    data: PathBuf,
    /// Where the browser finds the copy: a loopback address.
    #[arg(long, env = "PORTAL_DISPLAY_ADDRESS", default_value = "127.0.0.1:8090", value_parser = parse_loopback)]
    address: SocketAddr,
    /// The browser; else the first of chromium, chromium-browser, google-chrome-stable and google-chrome on PATH.
    #[arg(long, env = "PORTAL_DISPLAY_BROWSER")]
    browser: Option<PathBuf>,
    /// Keeps and serves the copy, and starts no browser: for another player.
    #[arg(long, conflicts_with_all = ["browser", "rotate", "screen_off"])]
    no_browser: bool,
    /// Where it tells once a minute how it is, as https://displays.portal.example/displays/heartbeats
    #[arg(long, env = "PORTAL_DISPLAY_REPORT", requires = "token_file")]
    report: Option<Url>,
    /// The file that holds the displays' token of `portal serve --displays`.
    #[arg(long, env = "PORTAL_DISPLAY_TOKEN_FILE")]
    token_file: Option<PathBuf>,
    /// Turns the screen.
    #[arg(long, env = "PORTAL_DISPLAY_ROTATE")]
    rotate: Option<Rotation>,
    /// When the screen is off, as 22:00-06:00 by this machine's clock.
    #[arg(long, env = "PORTAL_DISPLAY_SCREEN_OFF", value_parser = Hours::parse)]
    screen_off: Option<Hours>,
    /// The memory that the browser may take, in megabytes.
    #[arg(long, env = "PORTAL_DISPLAY_MEMORY_MB", default_value_t = 1_024)]
    memory_mb: u64,
    /// The browser is started afresh after that many hours, when nobody uses it.
    #[arg(long, env = "PORTAL_DISPLAY_FRESH_HOURS", default_value_t = 24.0)]
    fresh_hours: f64,
    /// Seconds between two checks of the site.
    #[arg(long, env = "PORTAL_DISPLAY_CHECK_SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    check_seconds: u64,
    /// Seconds between two heartbeats.
    #[arg(long, env = "PORTAL_DISPLAY_REPORT_SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..))]
    report_seconds: u64,
}

pub fn run(args: DisplayArgs) -> Result<(), Box<dyn Error>> {
    let DisplayArgs { site, name, data, address, browser, no_browser, report, token_file, .. } = args;
    let report = match report.zip(token_file) {
        Some((url, file)) => {
            Some(Report { url, token: read_token(&file)?, interval: Duration::from_secs(args.report_seconds) })
        }
        None => None,
    };
    let life = Duration::try_from_secs_f64(args.fresh_hours * 3_600.0)
        .map_err(|_| format!("--fresh-hours {}: is no number of hours", args.fresh_hours))?;
    let limits = Limits { memory: args.memory_mb << 20, life };
    let browser = (!no_browser).then_some(BrowserOptions {
        program: browser,
        limits,
        rotation: args.rotate,
        off: args.screen_off,
    });
    let between_checks = Duration::from_secs(args.check_seconds);
    let options = DisplayOptions { site, name, data, address, between_checks, browser, report };
    Ok(run_until_stopped(LogFormat::Plain, display::run(options))??)
}

fn parse_site(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("{error}; write it as https://portal.example"))?;
    let is_origin = matches!(url.scheme(), "https" | "http") && url.has_host() && url.path() == "/";
    let is_bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if is_origin && is_bare { Ok(url) } else { Err("write the site alone, as https://portal.example".to_owned()) }
}

fn parse_name(text: &str) -> Result<String, String> {
    match Slug::new(text) {
        Some(_) if text.len() <= crate::delivery::displays::message::LONGEST_NAME => Ok(text.to_owned()),
        _ => Err("write it in small letters, digits and hyphens, as sanh-tang-1".to_owned()),
    }
}
