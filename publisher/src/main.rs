//! `portal`: publishes and serves a portal. Each command is a module of the library.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::ArgPredicate;
use clap::{Parser, Subcommand};
use portal_app::text::moment::Moment;
use portal_publisher::commands::new::{fresh_id, new_article};
use portal_publisher::commands::preview::{self, PreviewOptions};
use portal_publisher::commands::publish::{self, PublishOptions};
use portal_publisher::delivery::serve::{self, IpNet, ServeOptions, parse_network};
use portal_publisher::release::rollback;
use portal_publisher::source::folder;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

type Failure = Box<dyn std::error::Error>;

/// Publishes and serves a public agency's portal.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Reads the content folder and lists every problem in it.
    Check {
        #[arg(long, default_value = "content")]
        content: PathBuf,
    },
    /// Publishes the content folder; a failed publish leaves the published site as it was.
    Publish {
        #[arg(long, default_value = "content")]
        content: PathBuf,
        /// The built app.
        #[arg(long, default_value = "target/app")]
        app: PathBuf,
        /// The web root to publish.
        #[arg(long, default_value = "target/site")]
        out: PathBuf,
        /// Publishes as of a moment instead of now; without an offset it is of the site's time zone.
        #[arg(long)]
        at: Option<String>,
        /// Leaves out the compressed forms: quicker to publish, slower to load.
        #[arg(long)]
        no_compression: bool,
        /// Leaves out the share pictures: quicker to publish, but pages are shared without a picture.
        #[arg(long)]
        no_share_pictures: bool,
        /// Leaves out the search index: quicker to publish, but search finds nothing.
        #[arg(long)]
        no_search: bool,
    },
    /// Goes back to the release before the published one.
    Rollback {
        /// The published web root.
        #[arg(long, default_value = "target/site")]
        out: PathBuf,
    },
    /// Writes a new article's file, with a fresh id.
    New {
        title: String,
        /// The section's slug.
        #[arg(long)]
        section: String,
        #[arg(long, default_value = "content")]
        content: PathBuf,
    },
    /// Serves the published site; or, for those who write it, a preview of the content folder.
    Serve {
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
        /// The built app, for a preview.
        #[arg(long, default_value = "target/app", requires = "preview")]
        app: PathBuf,
        /// The published web root.
        #[arg(long, default_value = "target/site")]
        site: PathBuf,
        /// The deploy folder; by default the one published with the web root.
        #[arg(long)]
        deploy: Option<PathBuf>,
        /// A proxy whose X-Forwarded-For is trusted: an address or network. May be given more than once.
        #[arg(long, value_parser = parse_network)]
        trust_proxy: Vec<IpNet>,
        /// Answers only requests that name this server's own address or localhost: for development, without a proxy in
        /// front. A preview always does.
        #[arg(long, conflicts_with = "trust_proxy")]
        local: bool,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Check { content } => {
            let source = publish::check(&content)?;
            let articles = source.editions.iter().map(|edition| edition.articles.len()).sum::<usize>();
            let pages = source.editions.iter().map(|edition| edition.pages.len()).sum::<usize>();
            println!("{articles} articles and {pages} pages: no problem found");
        }
        Command::Publish { content, app, out, at, no_compression, no_share_pictures, no_search } => {
            let at = at.map_or_else(|| folder::now(&content), |at| folder::read_instant(&content, &at))?;
            let options = PublishOptions {
                compresses: !no_compression,
                draws_pictures: !no_share_pictures,
                indexes: !no_search,
                ..PublishOptions::new(content, app, out.clone(), at)
            };
            let published = publish::publish(&options)?;
            println!("published {} pages as release {} in {}", published.pages, published.release, out.display());
        }
        Command::Rollback { out } => println!("release {} is published in {} again", rollback(&out)?, out.display()),
        Command::New { title, section, content } => {
            let today = Moment::At(folder::now(&content)?);
            let file = new_article(&content, &title, &section, fresh_id(&content)?, today)?;
            println!("{}", file.display());
        }
        Command::Serve { address, preview: true, content, app, .. } => {
            serve_until_stopped(preview::run(PreviewOptions { content, app, address }))?;
        }
        Command::Serve { address, site, deploy, trust_proxy, local, .. } => {
            let options = ServeOptions { address, site, deploy, trust_proxy, is_local: local };
            serve_until_stopped(serve::run(options))?;
        }
    }
    Ok(())
}

/// Runs a server, which writes its log to the standard error stream.
fn serve_until_stopped(server: impl Future<Output = io::Result<()>>) -> io::Result<()> {
    // When the log can no longer be written, the server goes on; reporting that would panic.
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(false).log_internal_errors(false).init();
    allow_open_files();
    let runtime = tokio::runtime::Runtime::new()?;
    let result = runtime.block_on(server);
    // A disk that does not answer must not hold up the stop.
    runtime.shutdown_background();
    result
}

/// A shell's usual 1,024 open files are fewer than the readers we take. As many as the system allows is not always enough
/// either; then `portal serve` says so and goes on.
fn allow_open_files() {
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current < maximum {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
    }
}
