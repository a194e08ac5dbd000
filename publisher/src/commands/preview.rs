//! `portal serve --preview`: the site as it will be, for those who write it. Drafts, scheduled and expired items are
//! shown, marked; it is published again whenever the content folder or the app changes, and each page is made when it is
//! first opened.
//!
//! It is in a folder that nobody else may read and that is removed with the server; the published site is untouched.
//! Browsers do not cache it, search engines do not index it, and no other site open in the browser can read it.

use std::fs::Permissions;
use std::io;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::map_response;
use axum::response::Response;
use axum::routing::any;
use chrono::{DateTime, FixedOffset, Utc};
use portal_app::text::Lang;
use tempfile::TempDir;

use crate::commands::publish::{Audience, Outline, PublishError, PublishOptions, Published, publish_outline};
use crate::commands::report;
use crate::commands::watch::{Again, Cause, Watch};
use crate::delivery::serve::{self, Limits, Maker, ServeOptions, ServeState, listen, serve_connections, watch_signals};
use crate::output::on_demand::OnDemand;
use crate::source::folder::FolderMemory;

/// The options of `portal serve --preview`.
#[derive(Clone, Debug)]
pub struct PreviewOptions {
    pub content: PathBuf,
    /// Trunk's output.
    pub app: PathBuf,
    /// Where to listen.
    pub address: SocketAddr,
    /// In which problems are told.
    pub lang: Lang,
}

/// Serves a preview until SIGTERM or SIGINT.
///
/// # Errors
/// When the address cannot be listened on, or there is no room for the preview's folder.
pub async fn run(options: PreviewOptions) -> io::Result<()> {
    let listener = listen(options.address)?;
    let address = listener.local_addr()?;
    let stop = watch_signals()?;
    let lang = options.lang;
    let preview = Preview::start(&options, move |result| eprintln!("{}", tell(result, address, lang)))?;
    tracing::info!(%address, content = %options.content.display(), "serving a preview");
    serve_connections(listener, router(&preview, address), Limits::default(), stop).await;
    Ok(())
}

/// What came of a change.
fn tell(result: Result<Published, PublishError>, address: SocketAddr, lang: Lang) -> String {
    let (told, follows) = match result {
        Ok(Published { pages, warnings, .. }) => {
            let follows = match lang {
                Lang::Vi => format!("bản xem trước, {pages} trang: http://{address}/"),
                Lang::En => format!("preview of {pages} pages: http://{address}/"),
            };
            (report::warnings(&warnings, lang), follows)
        }
        Err(error) => {
            let follows = match lang {
                Lang::Vi => "Bản xem trước đúng gần nhất được giữ lại; lần thay đổi sau sẽ thử lại.",
                Lang::En => "The last good preview stays; the next change is tried again.",
            };
            (error.told(lang), follows.to_owned())
        }
    };
    if told.is_empty() { follows } else { format!("{told}\n{follows}") }
}

/// The whole service of a preview that listens on `address`.
pub fn router(preview: &Preview, address: SocketAddr) -> Router {
    let options = ServeOptions { is_local: true, ..ServeOptions::new(address, preview.site()) };
    let site = Arc::clone(&preview.releases);
    let maker: Maker = Arc::new(move |release, path| site.make(release, path));
    let state = ServeState::new(&options, Arc::new(Instant::now)).making(&options, maker);
    serve::router(state.only_at(address).awaiting_the_first_release())
        // The service workers, which keep pages for offline reading and for displays, would keep drafts.
        .route("/sw.js", any(StatusCode::NOT_FOUND))
        .route("/kiosk/sw.js", any(StatusCode::NOT_FOUND))
        .layer(map_response(keep_private))
}

/// Until the first good preview is made. The browser asks again by itself.
const NOT_YET: &str = "Đang dựng bản xem trước, trang sẽ tự mở khi xong. Nếu nội dung còn lỗi, cửa sổ lệnh nêu từng lỗi.\n\n\
The preview is being made, and opens by itself. If there is something wrong with the content, the terminal says what.\n";

/// No browser keeps it, no search engine lists it, and no other site reads it: what partners may embed of the published
/// site is open to every page, and an editor has others open.
async fn keep_private(mut response: Response) -> Response {
    if response.status() == StatusCode::SERVICE_UNAVAILABLE {
        *response.body_mut() = Body::from(NOT_YET);
        response.headers_mut().remove(header::CONTENT_LENGTH);
        response.headers_mut().insert(header::REFRESH, HeaderValue::from_static("2"));
    }
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
    releases: Arc<Releases>,
    stop: Option<Sender<()>>,
    publisher: Option<JoinHandle<()>>,
}

impl Preview {
    /// Publishes in a thread of its own, now and after each change; `report` gets each result.
    ///
    /// # Errors
    /// When the folder or the thread cannot be made.
    pub fn start(
        options: &PreviewOptions,
        mut report: impl FnMut(Result<Published, PublishError>) + Send + 'static,
    ) -> io::Result<Self> {
        let folder = private_folder()?;
        let publish_options = PublishOptions {
            draws_pictures: false,
            indexes: false,
            audience: Audience::Editors,
            ..PublishOptions::new(
                options.content.clone(),
                options.app.clone(),
                web_root(folder.path()),
                Utc::now().fixed_offset(),
            )
        };
        let (stop, stopped) = channel();
        let releases = Arc::new(Releases::default());
        let made = Arc::clone(&releases);
        let publisher = thread::Builder::new().name("preview".to_owned()).spawn(move || {
            let folders: [&Path; 2] = [&publish_options.content, &publish_options.app];
            let memory = FolderMemory::default();
            Watch { folders: &folders, quiet: Duration::ZERO }.run(&stopped, |cause, _| {
                let options = PublishOptions { at: Utc::now().fixed_offset(), ..publish_options.clone() };
                let result = publish_outline(&options, &memory).and_then(|outline| made.publish(outline, options.at));
                let due = result.as_ref().ok().and_then(|published| published.due.first());
                let again = Again { at: due.map(|due| due.at.to_utc()), after: None };
                // What comes due is nobody's mistake and nobody's edit.
                if cause != Cause::Due || result.is_err() {
                    report(result);
                }
                again
            });
        })?;
        Ok(Self { folder, releases, stop: Some(stop), publisher: Some(publisher) })
    }

    /// The web root; before the first good publish there is none.
    pub fn site(&self) -> PathBuf {
        web_root(self.folder.path())
    }
}

/// The newest releases, by number, with what is made of them when it is asked for: the one before as well, because a page
/// may be loading.
#[derive(Default)]
struct Releases(Mutex<Vec<(u64, Arc<OnDemand>)>>);

impl Releases {
    /// Nobody sees the release before its pages can be made.
    fn publish(&self, outline: Outline, at: DateTime<FixedOffset>) -> Result<Published, PublishError> {
        let mut releases = self.lock();
        let (published, on_demand) = outline.finish(at)?;
        releases.truncate(1);
        releases.insert(0, (published.finished.release, Arc::new(on_demand)));
        Ok(published)
    }

    fn make(&self, release: &str, path: &str) -> Option<Vec<u8>> {
        let found =
            self.lock().iter().find(|(number, _)| number.to_string() == release).map(|(_, made)| Arc::clone(made));
        let made = found?.make(path)?;
        made.inspect_err(|error| tracing::error!(path, %error, "a file of the preview cannot be made")).ok()
    }

    /// A thread that panicked while it held it left whole releases.
    fn lock(&self) -> MutexGuard<'_, Vec<(u64, Arc<OnDemand>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Waits for a running publish to end, so that the whole folder can be removed.
impl Drop for Preview {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(publisher) = self.publisher.take() {
            // A panic has already been printed on the terminal.
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
