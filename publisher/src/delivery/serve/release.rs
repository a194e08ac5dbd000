//! The currently published release: its files, opened only through a descriptor, and its rules.
//!
//! The web root is a symlink that publish replaces by an atomic rename. Each request asks once where it leads and keeps
//! the folder's descriptor, so that its pages and rules all come from one release; a link that leads out of the web root
//! is not followed. While it leads to the folder it led to before, that one's descriptor is still open, so that no other
//! folder can have its number.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use axum::http::request::Parts;
use axum::response::Response;
use cap_std::ambient_authority;
use cap_std::fs::Dir;
use rustix::fs::{fstat, stat};

use super::class_headers::ClassHeaders;
use super::heads::Heads;
use super::identity::{Identity, identity_if_any};
use super::memory::{Known, Memory};
use super::request_path::RequestPath;
use crate::delivery::headers::FileClass;
use crate::delivery::{Routes, ServerRules, encode_path};

/// Makes a file of a release that is not there yet: of the release of this name, at a path below the web root. `None`
/// where the release has no such file.
pub type Maker = Arc<dyn Fn(&str, &str) -> Option<Vec<u8>> + Send + Sync>;

/// Where the site is published.
pub(super) struct Site {
    folder: PathBuf,
    deploy: Option<PathBuf>,
    /// Of a site whose files are made when they are asked for.
    maker: Option<Maker>,
    rules: Mutex<Option<CachedRules>>,
    memory: Arc<Memory>,
    current: Mutex<Option<Current>>,
}

/// The release that was opened last.
#[derive(Clone)]
struct Current {
    web_root: Identity,
    /// Where the rules are, and what was there.
    rules: Option<(Arc<Path>, Option<Identity>)>,
    release: Arc<Release>,
}

/// Reading the rules of 100,000 articles takes a while, so they are cached until the file changes.
struct CachedRules {
    file: Arc<Path>,
    identity: Identity,
    rules: Arc<ServerRules>,
}

/// One release, open for the duration of a request at least.
pub(super) struct Release {
    /// The folder's name under `site.releases`.
    pub(super) name: String,
    pub(super) rules: Arc<ServerRules>,
    /// The web root.
    pub(super) www: Arc<Dir>,
    /// What is kept of files, of this release and of others.
    pub(super) memory: Arc<Memory>,
    headers: ClassHeaders,
    pub(super) heads: Heads,
    maker: Option<Maker>,
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// A file, by its path below the web root.
    File(String),
    /// A redirect: the encoded path of another address of this site.
    Redirect(String),
    /// The same for an old address that its query is part of.
    Moved(String),
    Missing,
}

impl Site {
    pub(super) fn new(folder: PathBuf, deploy: Option<PathBuf>) -> Self {
        let (rules, current) = (Mutex::new(None), Mutex::new(None));
        Self { folder, deploy, maker: None, rules, memory: Arc::default(), current }
    }

    pub(super) fn making(self, maker: Maker) -> Self {
        Self { maker: Some(maker), ..self }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The current release, if it is the one that was opened last. Asks after two files that were asked after just before,
    /// so it does not wait for the disk.
    pub(super) fn current(&self) -> Option<Arc<Release>> {
        let Current { web_root, rules, release } = self.lock_current().clone()?;
        let is_same = Identity::from(stat(&self.folder).ok()?) == web_root;
        let is_ruled = rules.is_none_or(|(file, was)| identity_if_any(stat(&*file)).is_ok_and(|is| is == was));
        (is_same && is_ruled).then_some(release)
    }

    /// Opens the current release. Tries twice, because the first may have been removed meanwhile.
    pub(super) fn open(&self) -> io::Result<Arc<Release>> {
        let current = self.open_once().or_else(|_| self.open_once())?;
        let release = Arc::clone(&current.release);
        *self.lock_current() = Some(current);
        Ok(release)
    }

    fn open_once(&self) -> io::Result<Current> {
        let target = fs::canonicalize(&self.folder)?;
        let www = Dir::open_ambient_dir(&target, ambient_authority())?;
        let web_root = fstat(&www)?.into();
        if !www.exists("index.html") {
            // Nothing of a folder is shown that was named by mistake: of content, of a home.
            return Err(io::Error::new(io::ErrorKind::NotFound, "there is no index.html in it, so it is no web root"));
        }
        let parent = target.parent().filter(|_| target.ends_with("www"));
        let deploy = self.deploy.clone().or_else(|| parent.map(|parent| parent.join("deploy")));
        let file: Option<Arc<Path>> = deploy.map(|deploy| deploy.join("routes.json").into());
        let was = file.as_ref().map(|file| identity_if_any(stat(&**file))).transpose()?.flatten();
        let rules = match (&file, was) {
            (Some(file), Some(identity)) => self.read_rules(file, identity)?,
            // Such a folder is served as it is: its pages carry their own policies.
            _ => Arc::default(),
        };
        let name = parent.unwrap_or(&target).file_name().unwrap_or_default().to_string_lossy().into_owned();
        let headers = ClassHeaders::new(&rules.policies);
        let (memory, maker) = (Arc::clone(&self.memory), self.maker.clone());
        let release =
            Arc::new(Release { name, rules, www: Arc::new(www), memory, headers, heads: Heads::default(), maker });
        Ok(Current { web_root, rules: file.map(|file| (file, was)), release })
    }

    fn read_rules(&self, file: &Arc<Path>, identity: Identity) -> io::Result<Arc<ServerRules>> {
        let mut cached = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cached) = cached.as_ref().filter(|cached| cached.file == *file && cached.identity == identity) {
            return Ok(Arc::clone(&cached.rules));
        }
        let routes: Routes = serde_json::from_slice(&fs::read(file)?)?;
        let rules = Arc::new(routes.check().map_err(|invalid| io::Error::new(io::ErrorKind::InvalidData, invalid))?);
        *cached = Some(CachedRules { file: Arc::clone(file), identity, rules: Arc::clone(&rules) });
        Ok(rules)
    }

    /// A thread that panicked has put in a whole release or none.
    fn lock_current(&self) -> MutexGuard<'_, Option<Current>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Release {
    /// Where a path leads. Files come first, so that no old address can hide a page.
    pub(super) async fn find(self: &Arc<Self>, path: &RequestPath, query: Option<&str>) -> Destination {
        if let Some(file) = self.find_known(path.as_str()) {
            return Destination::File(file);
        }
        let (release, path, query) = (Arc::clone(self), path.clone(), query.unwrap_or_default().to_owned());
        // A thread that panicked has found nothing.
        tokio::task::spawn_blocking(move || release.find_blocking(path.as_str(), &query))
            .await
            .unwrap_or(Destination::Missing)
    }

    /// Whether a site is published.
    pub(super) async fn has_home(self: &Arc<Self>) -> bool {
        let release = Arc::clone(self);
        tokio::task::spawn_blocking(move || release.is_file("/index.html")).await.unwrap_or(false)
    }

    /// The file of a path that leads to one, if it is known.
    pub(super) fn find_known(&self, path: &str) -> Option<String> {
        if path.ends_with("/index.html") || path.ends_with("/404.html") {
            return None;
        }
        let file = own_file(path);
        matches!(self.memory.look(&self.www, file.trim_start_matches('/')), Known::File(_)).then_some(file)
    }

    /// The answer to the same question again, and the class of its file.
    pub(super) fn answer_again(&self, request: &Parts) -> Option<(Response, FileClass)> {
        self.heads.answer(&self.www, &self.memory, request)
    }

    /// Puts a class's headers on an answer.
    pub(super) fn put_headers(&self, response: &mut Response, class: FileClass) {
        self.headers.put(response, class);
    }

    fn find_blocking(&self, path: &str, query: &str) -> Destination {
        // The not-found page has no address of its own.
        let pages_not_found = || self.rules.pages_not_found().into_iter().filter(|page| !page.is_frame);
        if path.ends_with("/404.html") && pages_not_found().any(|page| page.file == path) {
            return Destination::Missing;
        }
        let folder = path.strip_suffix("index.html").filter(|folder| folder.ends_with('/'));
        if let Some(folder) = folder.filter(|_| self.is_file(path)) {
            return Destination::Redirect(encode_path(folder));
        }
        if path.ends_with('/') {
            let page = format!("{path}index.html");
            if self.is_file(&page) {
                return Destination::File(page);
            }
        } else if self.is_file(path) {
            return Destination::File(path.to_owned());
        } else if self.is_file(&format!("{path}/index.html")) {
            return Destination::Redirect(encode_path(&format!("{path}/")));
        }
        if let Some(shell) = self.rules.shell_of(path) {
            return match path.ends_with('/') {
                true => Destination::File(shell),
                false => Destination::Redirect(encode_path(&format!("{path}/"))),
            };
        }
        if let Some(location) = self.rules.redirects.find_by_query(path, query) {
            return Destination::Moved(location.to_owned());
        }
        self.rules.location_of(path).map_or(Destination::Missing, |location| Destination::Redirect(location.to_owned()))
    }

    /// Whether there is such a file, which may be made now. Paths may begin with a slash.
    pub(super) fn is_file(&self, path: &str) -> bool {
        let path = path.trim_start_matches('/');
        self.www.metadata(path).is_ok_and(|metadata| metadata.is_file()) || self.make(path)
    }

    /// Makes a file that is not there yet; returns whether there is one now.
    fn make(&self, path: &str) -> bool {
        let Some(bytes) = self.maker.as_ref().and_then(|maker| maker(&self.name, path)) else { return false };
        let written = write_whole(&self.www, path, &bytes);
        written.inspect_err(|error| tracing::error!(path, %error, "a file of the site cannot be written")).is_ok()
    }
}

/// The file that a path leads to where there is one of its own.
pub(super) fn own_file(path: &str) -> String {
    if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() }
}

/// Nobody sees half of it; of two that write it at the same time, one has written the same.
fn write_whole(folder: &Dir, path: &str, bytes: &[u8]) -> io::Result<()> {
    folder.create_dir_all(Path::new(path).parent().unwrap_or(Path::new("")))?;
    let unfinished = format!("{path}.{:?}", thread::current().id());
    folder.write(&unfinished, bytes)?;
    folder.rename(&unfinished, folder, path)
}
