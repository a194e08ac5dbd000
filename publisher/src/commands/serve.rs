//! `portal serve`: the published site over HTTP, or a preview.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::builder::ArgPredicate;

use super::built_app;
use super::long_run::{Logged, allow_open_files, run_until_stopped};
use super::loopback::parse_loopback;
use super::preview::{self, PreviewOptions};
use super::report::Told;
use super::shell;
use crate::delivery::displays::DisplaysOptions;
use crate::delivery::serve::{self, IpNet, ServeOptions, parse_network};

/// Serves the published site; or, for those who write it, a preview of the content folder.
///
/// /healthz answers 200 and `ok N` while release N can be served, else 503.
#[derive(clap::Args)]
pub struct ServeArgs {
    /// Where to listen; a preview's is 127.0.0.1:8081 unless told otherwise.
    #[arg(
        long,
        default_value = "127.0.0.1:8080",
        default_value_if("preview", ArgPredicate::IsPresent, "127.0.0.1:8081")
    )]
    address: SocketAddr,
    /// Shows drafts, scheduled and expired items as well, each marked, and every change of a file at once. Nothing is
    /// published.
    #[arg(long, conflicts_with_all = ["site", "deploy", "trust_proxy", "displays", "metrics", "csp_reports"])]
    preview: bool,
    /// What a preview is made of.
    #[arg(long, default_value = "content", requires = "preview")]
    content: PathBuf,
    /// The built app, for a preview; by default `target/app` where it is there, else the one installed with this program.
    #[arg(long, requires = "preview")]
    app: Option<PathBuf>,
    /// The published web root.
    #[arg(long, default_value = "target/site")]
    site: PathBuf,
    /// The deploy folder; by default the one published with the web root.
    #[arg(long)]
    deploy: Option<PathBuf>,
    #[command(flatten)]
    serving: ServingArgs,
    #[command(flatten)]
    logged: Logged,
    #[command(flatten)]
    told: Told,
}

/// What every server of the published site can be told.
#[derive(clap::Args)]
pub(super) struct ServingArgs {
    /// Whose X-Forwarded-For is believed: an address or network. May be given more than once.
    #[arg(long, value_parser = parse_network)]
    pub trust_proxy: Vec<IpNet>,
    /// Answers only requests that name this server's own address or localhost: for development, without a proxy in
    /// front. A preview always does.
    #[arg(long, conflicts_with = "trust_proxy")]
    pub local: bool,
    /// Hears displays in halls and lists them for operators at /displays/; the folder keeps the list and the tokens.
    #[arg(long, value_name = "FOLDER")]
    pub displays: Option<PathBuf>,
    /// After how many minutes a display that nobody has heard of is marked as silent.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=10_080), requires = "displays")]
    pub displays_silent_minutes: u32,
    /// Where Prometheus asks for /metrics, as 127.0.0.1:9464: a loopback address, which no proxy passes on.
    #[arg(long, value_name = "ADDRESS", value_parser = parse_loopback)]
    pub metrics: Option<SocketAddr>,
    /// Takes reports of what the site's policy refused at /csp-reports and logs them; `csp_reports` in `site.toml` makes
    /// browsers send them.
    #[arg(long)]
    pub csp_reports: bool,
}

impl ServingArgs {
    pub(super) fn options(self, address: SocketAddr, site: PathBuf, deploy: Option<PathBuf>) -> ServeOptions {
        let Self { trust_proxy, local, displays, displays_silent_minutes, metrics, csp_reports } = self;
        let displays = displays.map(|folder| DisplaysOptions { folder, silent_minutes: displays_silent_minutes });
        let new = ServeOptions::new(address, site);
        ServeOptions { deploy, trust_proxy, is_local: local, displays, metrics, csp_reports, ..new }
    }
}

pub fn run(args: ServeArgs) -> io::Result<()> {
    let ServeArgs { address, preview, content, app, site, deploy, serving, logged, told } = args;
    allow_open_files();
    if preview {
        shell::refuse_named_api(&content, told.lang, "there is nothing to preview").map_err(io::Error::other)?;
        let app = built_app::folder(app).map_err(io::Error::other)?;
        check_content(&content)?;
        let options = PreviewOptions { content, app, address, lang: told.lang };
        return run_until_stopped(logged.log, preview::run(options))?;
    }
    let options = serving.options(address, site, deploy);
    run_until_stopped(logged.log, async {
        if !options.site.join("index.html").exists() {
            tracing::warn!(
                site = %options.site.display(),
                "there is no site yet: publish one there (portal publish --out), or correct --site; until then every answer is 503"
            );
        }
        serve::run(options).await
    })?
}

/// Whoever names a folder that is not there has mistyped it.
pub(super) fn check_content(content: &Path) -> io::Result<()> {
    if content.is_dir() {
        return Ok(());
    }
    let message = format!("--content {}: there is no such folder. Name the content folder.", content.display());
    Err(io::Error::new(io::ErrorKind::NotFound, message))
}
