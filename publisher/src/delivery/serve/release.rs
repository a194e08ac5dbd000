//! The currently published release: its files, opened only through a descriptor, and its rules.
//!
//! The web root is a symlink that publish replaces by an atomic rename. Each request resolves it once and keeps the
//! folder's descriptor, so that its pages and rules all come from one release; a link that leads out of the web root
//! is not followed.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::SystemTime;

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use super::request_path::RequestPath;
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
}

/// Reading the rules of 100,000 articles takes a while, so they are cached until the file changes.
struct CachedRules {
    file: PathBuf,
    modified: SystemTime,
    bytes: u64,
    rules: Arc<ServerRules>,
}

/// One release, open for the duration of a request.
#[derive(Clone)]
pub(super) struct Release {
    /// The folder's name under `site.releases`.
    pub(super) name: String,
    pub(super) rules: Arc<ServerRules>,
    /// The web root.
    pub(super) www: Arc<Dir>,
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
        Self { folder, deploy, maker: None, rules: Mutex::new(None) }
    }

    pub(super) fn making(self, maker: Maker) -> Self {
        Self { maker: Some(maker), ..self }
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Opens the current release. Tries twice, because the first may have been removed meanwhile.
    pub(super) fn open(&self) -> io::Result<Release> {
        self.open_once().or_else(|_| self.open_once())
    }

    fn open_once(&self) -> io::Result<Release> {
        let target = fs::canonicalize(&self.folder)?;
        let www = Dir::open_ambient_dir(&target, ambient_authority())?;
        if !www.exists("index.html") {
            // Nothing of a folder is shown that was named by mistake: of content, of a home.
            return Err(io::Error::new(io::ErrorKind::NotFound, "there is no index.html in it, so it is no web root"));
        }
        let parent = target.parent().filter(|_| target.ends_with("www"));
        let deploy = self.deploy.clone().or_else(|| parent.map(|parent| parent.join("deploy")));
        let rules = match deploy {
            Some(deploy) => self.read_rules(deploy.join("routes.json"))?,
            None => Arc::default(),
        };
        let name = parent.unwrap_or(&target).file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Release { name, rules, www: Arc::new(www), maker: self.maker.clone() })
    }

    /// A folder without `routes.json` is served as it is: its pages carry their own policies.
    fn read_rules(&self, file: PathBuf) -> io::Result<Arc<ServerRules>> {
        let metadata = match fs::metadata(&file) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Arc::default()),
            Err(error) => return Err(error),
        };
        let (modified, bytes) = (metadata.modified()?, metadata.len());
        let mut cached = self.rules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cached) =
            cached.as_ref().filter(|cached| cached.file == file && cached.modified == modified && cached.bytes == bytes)
        {
            return Ok(Arc::clone(&cached.rules));
        }
        let routes: Routes = serde_json::from_slice(&fs::read(&file)?)?;
        let rules = Arc::new(routes.check().map_err(|invalid| io::Error::new(io::ErrorKind::InvalidData, invalid))?);
        *cached = Some(CachedRules { file, modified, bytes, rules: Arc::clone(&rules) });
        Ok(rules)
    }
}

impl Release {
    /// Where a path leads. Files come first, so that no old address can hide a page.
    pub(super) async fn find(&self, path: &RequestPath, query: Option<&str>) -> Destination {
        let (release, path, query) = (self.clone(), path.clone(), query.unwrap_or_default().to_owned());
        // A thread that panicked has found nothing.
        tokio::task::spawn_blocking(move || release.find_blocking(path.as_str(), &query))
            .await
            .unwrap_or(Destination::Missing)
    }

    /// Whether a site is published.
    pub(super) async fn has_home(&self) -> bool {
        let release = self.clone();
        tokio::task::spawn_blocking(move || release.is_file("/index.html")).await.unwrap_or(false)
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

/// Nobody sees half of it; of two that write it at the same time, one has written the same.
fn write_whole(folder: &Dir, path: &str, bytes: &[u8]) -> io::Result<()> {
    folder.create_dir_all(Path::new(path).parent().unwrap_or(Path::new("")))?;
    let unfinished = format!("{path}.{:?}", thread::current().id());
    folder.write(&unfinished, bytes)?;
    folder.rename(&unfinished, folder, path)
}
