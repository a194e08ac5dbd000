//! `portal serve`: the published site over HTTP, or a preview; with as many open files as it may have.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::ArgPredicate;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

use crate::commands::built_app;
use crate::commands::long_run::run_until_stopped;
use crate::commands::preview::{self, PreviewOptions};
use crate::commands::report::Told;
use crate::delivery::displays::DisplaysOptions;
use crate::delivery::serve::{self, IpNet, ServeOptions, parse_network};

/// Serves the published site; or, for those who write it, a preview of the content folder.
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
    #[arg(long, conflicts_with_all = ["site", "deploy", "trust_proxy"])]
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
    /// Whose X-Forwarded-For is believed: an address or network. May be given more than once.
    #[arg(long, value_parser = parse_network)]
    trust_proxy: Vec<IpNet>,
    /// Answers only requests that name this server's own address or localhost: for development, without a proxy in
    /// front. A preview always does.
    #[arg(long, conflicts_with = "trust_proxy")]
    local: bool,
    /// Hears displays in halls and lists them for operators at /displays/; the folder keeps the list and the tokens.
    #[arg(long, value_name = "FOLDER", conflicts_with = "preview")]
    displays: Option<PathBuf>,
    /// After how many minutes a display that nobody has heard of is marked as silent.
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=10_080), requires = "displays")]
    displays_silent_minutes: u32,
    #[command(flatten)]
    told: Told,
}

pub fn run(args: ServeArgs) -> io::Result<()> {
    let ServeArgs {
        address,
        preview,
        content,
        app,
        site,
        deploy,
        trust_proxy,
        local,
        displays,
        displays_silent_minutes,
        told: Told { lang },
    } = args;
    if preview {
        let app = built_app::folder(app).map_err(io::Error::other)?;
        return serve_until_stopped(preview::run(PreviewOptions { content, app, address, lang }));
    }
    let displays = displays.map(|folder| DisplaysOptions { folder, silent_minutes: displays_silent_minutes });
    serve_until_stopped(serve::run(ServeOptions { address, site, deploy, trust_proxy, is_local: local, displays }))
}

/// Serves with as many open files as may be.
fn serve_until_stopped(server: impl Future<Output = io::Result<()>>) -> io::Result<()> {
    allow_open_files();
    run_until_stopped(server)?
}

/// A shell's usual 1,024 open files are fewer than the readers we take. As many as the system allows is not always enough
/// either; then `portal serve` says so and goes on.
fn allow_open_files() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current < maximum {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    }
}
