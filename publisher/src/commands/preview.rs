//! `portal serve --preview`: the site as it will be, for those who write it. Drafts, scheduled and expired items stand in
//! it, marked; it is made anew whenever something in the content folder or in the app changes.
//!
//! Lies in a folder of its own that nobody else may read and that goes with the server; the published site is not
//! touched. Nothing of it is kept: not by browsers, not by search engines; and no other site that is open beside it reads
//! it, under whatever name.

use std::fs::{self, Permissions};
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant, SystemTime};

use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::any;
use chrono::Utc;
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::commands::publish::{Audience, PublishError, PublishOptions, Published, publish};
use crate::delivery::serve::{self, Limits, ServeOptions, ServeState, listen, serve_connections, watch_signals};

/// How long a change waits to be seen. Looking itself may take a tenth of the time, not more.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What `portal serve --preview` is told.
#[derive(Clone, Debug)]
pub struct PreviewOptions {
    pub content: PathBuf,
    /// Trunk's output.
    pub app: PathBuf,
    /// Where to listen.
    pub address: SocketAddr,
}

/// Serves a preview until SIGTERM or SIGINT.
///
/// # Errors
/// When the address cannot be listened on, or there is no room for the preview's folder.
pub async fn run(options: PreviewOptions) -> io::Result<()> {
    let listener = listen(options.address)?;
    let address = listener.local_addr()?;
    let stop = watch_signals()?;
    let preview = Preview::start(&options, move |result| match result {
        Ok(published) => eprintln!("preview of {} pages: http://{address}/", published.pages),
        Err(error) => eprintln!("{error}\nThe last good preview stays; the next change is tried again."),
    })?;
    tracing::info!(%address, content = %options.content.display(), "serving a preview");
    serve_connections(listener, router(&preview, address), Limits::default(), stop).await;
    Ok(())
}

/// The whole service of a preview that listens on `address`.
pub fn router(preview: &Preview, address: SocketAddr) -> Router {
    let options = ServeOptions { address, site: preview.site(), deploy: None, trust_proxy: Vec::new(), is_local: true };
    serve::router(ServeState::new(&options, Arc::new(Instant::now)).only_at(address))
        // What keeps pages for offline readers would keep drafts.
        .route("/sw.js", any(StatusCode::NOT_FOUND))
        .layer(map_response(keep_private))
}

/// No browser keeps it, no search engine lists it, and no other site reads it: what partners may embed of the published
/// site is open to every page, and an editor has others open.
async fn keep_private(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("X-Robots-Tag", HeaderValue::from_static("noindex"));
    headers.insert("Cross-Origin-Resource-Policy", HeaderValue::from_static("same-origin"));
    headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    response
}

/// A preview that follows its content for as long as it lives.
pub struct Preview {
    folder: TempDir,
    stop: Option<Sender<()>>,
    publisher: Option<JoinHandle<()>>,
}

impl Preview {
    /// Publishes in a thread of its own, now and after each change; `report` hears how it went.
    ///
    /// # Errors
    /// When the folder or the thread cannot be made.
    pub fn start(
        options: &PreviewOptions,
        mut report: impl FnMut(Result<Published, PublishError>) + Send + 'static,
    ) -> io::Result<Self> {
        let folder = private_folder()?;
        let publish_options = PublishOptions {
            compresses: false,
            draws_pictures: false,
            audience: Audience::Editors,
            ..PublishOptions::new(
                options.content.clone(),
                options.app.clone(),
                web_root(folder.path()),
                Utc::now().fixed_offset(),
            )
        };
        let (stop, stopped) = channel();
        let publisher = thread::Builder::new().name("preview".to_owned()).spawn(move || {
            follow(&[&publish_options.content, &publish_options.app], &stopped, || {
                report(publish(&PublishOptions { at: Utc::now().fixed_offset(), ..publish_options.clone() }));
            });
        })?;
        Ok(Self { folder, stop: Some(stop), publisher: Some(publisher) })
    }

    /// The web root; before the first good publish there is none.
    pub fn site(&self) -> PathBuf {
        web_root(self.folder.path())
    }
}

/// A publish that is running ends first, so that the folder goes whole.
impl Drop for Preview {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(publisher) = self.publisher.take() {
            // One that died has said so on the terminal.
            let _ = publisher.join();
        }
    }
}

fn web_root(folder: &Path) -> PathBuf {
    folder.join("site")
}

fn private_folder() -> io::Result<TempDir> {
    tempfile::Builder::new().prefix("portal-preview-").permissions(Permissions::from_mode(0o700)).tempdir()
}

/// Calls `act` at once, and again after each change below `folders`, until the other end of `stopped` is gone.
///
/// It looks instead of being told: that works on every file system, shared folders included, and for editors that
/// replace files as well as for those that write into them.
fn follow(folders: &[&Path], stopped: &Receiver<()>, mut act: impl FnMut()) {
    let mut seen = None;
    loop {
        let started = Instant::now();
        // Taken before acting, so that what changes meanwhile is a change.
        let found = Some(look(folders));
        let pause = LOOK_EVERY.max(started.elapsed() * 9);
        if found != seen {
            act();
            seen = found;
        }
        if stopped.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
            return;
        }
    }
}

/// Every file with its time and length, in order; what cannot be read is not there.
fn look(folders: &[&Path]) -> Vec<(PathBuf, Option<SystemTime>, u64)> {
    let files = folders.iter().flat_map(|folder| WalkDir::new(folder).sort_by_file_name()).filter_map(Result::ok);
    let files = files.filter(|entry| !entry.file_type().is_dir());
    files
        .filter_map(|entry| {
            let metadata = fs::metadata(entry.path()).ok()?;
            Some((entry.into_path(), metadata.modified().ok(), metadata.len()))
        })
        .collect()
}
