//! Answers from what is kept in memory: `ServeDir` makes the head, as for HEAD, and the bytes are put to it as they are.
//!
//! Nobody waits for the disk where everything is known. What is not is looked at in a thread that may wait, and is known to
//! the next reader.

use std::future::{Ready, ready};
use std::io;
use std::mem;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, Bytes};
use axum::http::{Method, Request, StatusCode, header};
use axum::response::Response;
use cap_std::fs::Dir;
use futures::FutureExt;
use tower_http::services::fs::Backend;

use super::super::heads::Looked;
use super::super::memory::{Known, Memory};
use super::super::release::Release;
use super::open_file::{OpenFile, folder};

/// A page, its two compressed forms, and the bytes of one of them; and once more.
const MOST_LOOKS: usize = 5;

/// The answer, unless the file has to come from the disk: it is large, or cannot be kept at the moment.
pub(super) async fn answer(release: &Release, request: &Request<()>, is_compressible: bool) -> Option<Response> {
    let files = KnownFiles::new(release);
    match files.answer(request, is_compressible) {
        Ok(response) => return Some(response),
        Err(Lacking::All) => return None,
        Err(Lacking::Metadata(_) | Lacking::Bytes(_)) => {}
    }
    let asked = request.clone();
    let look = move || {
        for _ in 0..MOST_LOOKS {
            let (path, wants_bytes) = match files.answer(&asked, is_compressible) {
                Ok(response) => return Some(response),
                Err(Lacking::All) => return None,
                Err(Lacking::Metadata(path)) => (path, false),
                Err(Lacking::Bytes(path)) => (path, true),
            };
            if !files.memory.take_in(&files.www, &path, wants_bytes) {
                return None;
            }
        }
        None
    };
    tokio::task::spawn_blocking(look).await.ok().flatten()
}

/// What has to be looked at before there is an answer.
enum Lacking {
    /// Whether the file is there, its time and length.
    Metadata(String),
    Bytes(String),
    /// The file does not come from memory.
    All,
}

/// The files of a release of which something is known.
#[derive(Clone)]
struct KnownFiles {
    www: Arc<Dir>,
    memory: Arc<Memory>,
    /// What was asked for in turn. The last is the file that is sent, or one that is not known.
    looked: Arc<Mutex<Vec<(String, Known)>>>,
}

impl KnownFiles {
    fn new(release: &Release) -> Self {
        let (www, memory) = (Arc::clone(&release.www), Arc::clone(&release.memory));
        Self { www, memory, looked: Arc::default() }
    }

    fn answer(&self, request: &Request<()>, is_compressible: bool) -> Result<Response, Lacking> {
        let mut asked = request.clone();
        *asked.method_mut() = Method::HEAD;
        self.take_looked();
        // Nothing in it waits.
        let answered = folder(self.clone(), is_compressible).try_call(asked).now_or_never();
        let mut looked = self.take_looked();
        let (path, file) = match looked.pop() {
            Some((path, Known::File(file))) => (path, file),
            Some((path, Known::Unknown)) => return Err(Lacking::Metadata(path)),
            Some((_, Known::Absent)) | None => return Err(Lacking::All),
        };
        let Some(Ok(response)) = answered else { return Err(Lacking::All) };
        if request.method() == Method::HEAD || !response.status().is_success() {
            return Ok(response.map(Body::new));
        }
        let Some(bytes) = file.bytes.clone() else {
            return Err(if file.is_large { Lacking::All } else { Lacking::Bytes(path) });
        };
        let bytes = part(&response, bytes).ok_or(Lacking::All)?;
        let mut response = response.map(|_| Body::from(bytes));
        looked.push((path, Known::File(file)));
        response.extensions_mut().insert(Looked(looked.into()));
        Ok(response)
    }

    fn take_looked(&self) -> Vec<(String, Known)> {
        mem::take(&mut *self.lock_looked())
    }

    /// A thread that panicked has put in a whole look or none.
    fn lock_looked(&self) -> MutexGuard<'_, Vec<(String, Known)>> {
        self.looked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The bytes that an answer's head announces: all, or a part.
fn part<B>(head: &axum::http::Response<B>, bytes: Bytes) -> Option<Bytes> {
    if head.status() != StatusCode::PARTIAL_CONTENT {
        return Some(bytes);
    }
    let range = head.headers().get(header::CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?;
    let (first, last) = range.split_once('/')?.0.split_once('-')?;
    let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last && last < bytes.len()).then(|| bytes.slice(first..=last))
}

impl Backend for KnownFiles {
    type File = OpenFile;
    type Metadata = std::fs::Metadata;
    type OpenFuture = Ready<io::Result<OpenFile>>;
    type MetadataFuture = Ready<io::Result<std::fs::Metadata>>;

    fn open(&self, _: PathBuf) -> Self::OpenFuture {
        // A head needs no open file.
        ready(Err(io::ErrorKind::Unsupported.into()))
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        // `ServeDir` names a path from the folder that is the current one.
        let Some(path) = path.to_str().map(|path| path.trim_start_matches("./")) else {
            return ready(Err(io::ErrorKind::InvalidInput.into()));
        };
        let known = self.memory.look(&self.www, path);
        let result = match &known {
            Known::File(file) => Ok(file.metadata.clone()),
            Known::Absent => Err(io::ErrorKind::NotFound.into()),
            Known::Unknown => Err(io::ErrorKind::WouldBlock.into()),
        };
        self.lock_looked().push((path.to_owned(), known));
        ready(result)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::thread;
    use std::time::Duration;

    use super::super::super::release::Site;
    use super::*;

    #[test]
    fn what_has_been_asked_for_before_is_answered_without_another_thread() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [("index.html", "page"), ("index.html.br", "br"), ("a.png", "picture")] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        thread::sleep(Duration::from_millis(100));
        let site = Site::new(folder.path().to_owned(), None);
        let release = site.open().unwrap();
        assert!(Arc::ptr_eq(&release, &site.current().unwrap()));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        for (path, file, length) in [("/", "/index.html", 2), ("/a.png", "/a.png", 7)] {
            let request = Request::builder().uri(file).header(header::ACCEPT_ENCODING, "gzip, br").body(()).unwrap();
            let is_compressible = path == "/";
            assert!(release.find_known(path).is_none(), "{path}");
            let length_of =
                |response: Response| response.headers()[header::CONTENT_LENGTH].to_str().unwrap().to_owned();
            let first = runtime.block_on(answer(&release, &request, is_compressible)).map(length_of);
            assert_eq!(first, Some(length.to_string()), "{path}");
            assert_eq!(release.find_known(path).as_deref(), Some(file));
            let second = KnownFiles::new(&release).answer(&request, is_compressible).ok().map(length_of);
            assert_eq!(second, first, "{path}");
        }
        fs::write(folder.path().join("new.txt"), "").unwrap();
        assert!(site.current().is_none(), "another file in it may be another home page");
    }
}
