//! `portal follow`: one service for an office, which publishes whenever there is something to publish, and serves it.
//!
//! Here is how it starts and stops; `reading` reads what other systems have, `follower` publishes, `last` remembers across
//! restarts what was published.

mod follower;
mod last;
mod reading;

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use chrono::Utc;
use futures::FutureExt as _;
use tokio::sync::oneshot;

use self::follower::Follower;
use self::reading::Reading;
use super::built_app;
use super::long_run::{Logged, allow_open_files, run_until_stopped};
use super::publish::MadeOfArgs;
use super::report::Told;
use super::serve::{ServingArgs, check_content};
use super::shell;
use super::umask::let_others_read;
use super::watch::Watch;
use crate::delivery::serve::{Publishing, Server, watch_signals};
use crate::release::{self, ReleaseError};

/// After a change it waits until nothing has changed for as long.
const QUIET: Duration = Duration::from_secs(2);

/// How long a publish under way may hold up the stop: with what the answers under way take, ten seconds at most.
const STOP: Duration = Duration::from_secs(9);

/// Publishes whenever the content folder or the app changes and whenever something is due or expires, and serves the site.
///
/// A change is published once nothing has changed for two seconds. What is wrong with the content is told once each, and
/// the site stays as it is until the next change; when publishing fails for another reason, it is tried again after some
/// seconds, then less and less often, at least every five minutes. At the start it publishes, unless nothing has changed since it
/// published last: a restart takes no release away from `portal rollback`, and undoes none.
///
/// /healthz answers 200 and `ok N` while release N can be served, else 503. The second line is `following`, or
/// `publishing fails since TIME: REASON` with one of these reasons: app, busy (another publish is running), clock (it is behind
/// what is published), content, files (the disk), panic (a fault of the program), other; then the status stays 200, since the last good release is served.
/// A line follows for each source: when it was read last, and since when and why it cannot be.
#[derive(clap::Args)]
pub struct FollowArgs {
    #[command(flatten)]
    made_of: MadeOfArgs,
    /// The web root to publish and to serve.
    #[arg(long, default_value = "target/site")]
    out: PathBuf,
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    address: SocketAddr,
    /// How many seconds after reading what `sources.toml` names it is read again; 0: not at all, as where `portal sync` is run
    /// by something else.
    #[arg(long, value_name = "SECONDS", default_value = "60")]
    sync_every: u64,
    /// Publishes only: nginx or Caddy serves the site.
    #[arg(long, conflicts_with_all = ["address", "trust_proxy", "local", "displays", "metrics"])]
    no_serve: bool,
    #[command(flatten)]
    serving: ServingArgs,
    #[command(flatten)]
    logged: Logged,
    #[command(flatten)]
    told: Told,
}

pub fn run(args: FollowArgs) -> io::Result<()> {
    let FollowArgs { mut made_of, out, address, sync_every, no_serve, serving, logged, told } = args;
    let content = &made_of.content;
    check_content(content)?;
    shell::refuse_named_api(content, told.lang, "there is nothing to follow").map_err(io::Error::other)?;
    let_others_read();
    // A web root that cannot be one is no fault that passes.
    release::check(&out).map_err(io::Error::other)?;
    release::check_outside(&out, content).map_err(io::Error::other)?;
    // What is wrong with the folder otherwise is told when publishing, and may pass.
    let _following = match release::claim_following(&out) {
        Err(error @ ReleaseError::Followed(_)) => return Err(io::Error::other(error)),
        claimed => claimed.ok(),
    };
    let app = built_app::checked_folder(made_of.app.take()).map_err(io::Error::other)?;
    allow_open_files();
    let publishing = Arc::new(Publishing::default());
    let mut options = serving.options(address, out.clone(), None);
    options.publishing = Some(Arc::clone(&publishing));
    let reading = (sync_every > 0).then(|| Reading {
        content: made_of.content.clone(),
        every: Duration::from_secs(sync_every),
        lang: told.lang,
        publishing: Arc::clone(&publishing),
    });
    let publish = made_of.options(app, out, Utc::now().fixed_offset());
    let follower = Follower::new(publish, told.lang, publishing);
    run_until_stopped(logged.log, async {
        let signals = watch_signals()?;
        // Before anything is published: whoever cannot listen has been started by mistake.
        let server = (!no_serve).then(|| Server::open(&options)).transpose()?;
        follow(follower, reading, server, signals).await
    })?
}

/// Publishes in a thread of its own, and serves, until `signals` is ready; then both end, the server at most as late as it
/// may, and a publish is waited for no longer than that. One that is broken off has changed nothing.
async fn follow(
    mut follower: Follower,
    reading: Option<Reading>,
    server: Option<Server>,
    signals: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let (stop, stopped) = channel();
    let (ending, ended) = oneshot::channel::<()>();
    let ended = ended.map(drop).shared();
    thread::Builder::new().name("publishing".to_owned()).spawn(move || {
        let _ending = ending;
        let folders = follower.folders();
        let folders = folders.each_ref().map(PathBuf::as_path);
        Watch { folders: &folders, quiet: QUIET }.run(&stopped, |cause, seen| follower.act(cause, seen));
    })?;
    // Nobody waits for its end.
    let (end_reading, reading_ends) = channel();
    if let Some(reading) = reading {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name("reading".to_owned()).spawn(move || reading.run(&runtime, &reading_ends))?;
    }
    let is_over = ended.clone();
    let (told, mut is_told) = oneshot::channel();
    let stop = async move {
        let is_signal = tokio::select! { () = signals => true, () = is_over => false };
        drop((stop, end_reading));
        let _ = told.send((is_signal, tokio::time::Instant::now()));
    };
    match server {
        Some(server) => server.run(stop).await,
        None => stop.await,
    }
    let Ok((true, since)) = is_told.try_recv() else {
        return Err(io::Error::other(
            "publishing has ended by itself, which is a fault of this program: start it again",
        ));
    };
    if tokio::time::timeout_at(since + STOP, ended).await.is_err() {
        tracing::warn!("stopped while publishing: the site is as it was, and the next start publishes");
    }
    Ok(())
}
