//! Heads of answers that were given before, kept with what was asked of the kernel to make them. While it answers the same,
//! the head is the same: it is not made again, nor is the compressed form chosen again.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::Response;
use cap_std::fs::Dir;
use lru::LruCache;

use super::identity::Identity;
use super::memory::{Known, Memory};
use crate::delivery::headers::FileClass;

/// The most heads that are kept: about 3 MB.
const MOST_HEADS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1_023);

/// The longest path and `Accept-Encoding` of a head that is kept: longer than any browser's for any address of ours.
const LONGEST_ASKED: usize = 512;

/// What decides whether there is an answer, or a part or none of it.
const CONDITIONS: [header::HeaderName; 6] = [
    header::IF_MATCH,
    header::IF_MODIFIED_SINCE,
    header::IF_NONE_MATCH,
    header::IF_RANGE,
    header::IF_UNMODIFIED_SINCE,
    header::RANGE,
];

/// The heads of one release.
pub(super) struct Heads(Mutex<LruCache<String, Arc<Head>>>);

struct Head {
    headers: HeaderMap,
    class: FileClass,
    /// What has to be as it was. The last is the file that is sent.
    files: Vec<(String, Option<Identity>)>,
}

/// What was asked after for an answer in turn, and what was there: a part of it until its head is kept.
#[derive(Clone)]
pub(super) struct Looked(pub(super) Arc<[(String, Known)]>);

impl Default for Heads {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(MOST_HEADS)))
    }
}

impl Heads {
    /// The same answer again, and the class of its file, while nothing of it has changed.
    pub(super) fn answer(&self, www: &Dir, memory: &Memory, request: &Parts) -> Option<(Response, FileClass)> {
        let asked = plain_question(request)?;
        let head = self.lock().get(&asked).cloned()?;
        let mut sent = None;
        for (path, was) in &head.files {
            sent = match (memory.look(www, path), was) {
                (Known::File(file), Some(was)) if file.identity == *was => Some(file),
                (Known::Absent, None) => None,
                _ => return None,
            };
        }
        let mut response = Response::new(Body::from(sent?.bytes.clone()?));
        *response.headers_mut() = head.headers.clone();
        Some((response, head.class))
    }

    /// Keeps the head of an answer if the next request like this one has the same answer.
    pub(super) fn keep(&self, request: &Parts, class: FileClass, response: &mut Response) {
        let Some(Looked(looked)) = response.extensions_mut().remove() else { return };
        if response.status() != StatusCode::OK {
            return;
        }
        let Some(asked) = plain_question(request) else { return };
        // Asked once, what is asked after twice.
        let is_last = |at: usize, path: &str| looked.iter().skip(at + 1).all(|(other, _)| other != path);
        let files = looked.iter().enumerate().filter(|(at, (path, _))| is_last(*at, path));
        let files = files.map(|(_, (path, known))| match known {
            Known::File(file) => Some((path.clone(), Some(file.identity))),
            Known::Absent => Some((path.clone(), None)),
            Known::Unknown => None,
        });
        let Some(files) = files.collect() else { return };
        let head = Head { headers: response.headers().clone(), class, files };
        self.lock().put(asked, Arc::new(head));
    }

    /// A thread that panicked has put in a whole head or none.
    fn lock(&self) -> MutexGuard<'_, LruCache<String, Arc<Head>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What an unconditional question for a whole file consists of: its path and the encodings. `None` for any other question.
fn plain_question(request: &Parts) -> Option<String> {
    let Parts { method, uri, headers, .. } = request;
    if *method != Method::GET || uri.query().is_some() || CONDITIONS.iter().any(|name| headers.contains_key(name)) {
        return None;
    }
    let mut lines = headers.get_all(header::ACCEPT_ENCODING).iter();
    let (encodings, None) = (lines.next(), lines.next()) else { return None };
    let path = uri.path();
    let Some(encodings) = encodings else { return (path.len() <= LONGEST_ASKED).then(|| path.to_owned()) };
    let encodings = encodings.to_str().ok()?;
    // No path has a space in it, so no other question is the same text.
    (path.len() + encodings.len() <= LONGEST_ASKED).then(|| [path, " ", encodings].concat())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;
    use std::thread;
    use std::time::Duration;

    use axum::http::{HeaderName, Request};

    use super::super::files;
    use super::super::release::{Release, Site};
    use super::*;

    fn question(path: &str, sent: &[(HeaderName, &str)]) -> Parts {
        let mut request = Request::builder().uri(path);
        for (name, value) in sent {
            request = request.header(name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    /// Answers and keeps the head, as often as it takes; returns the length that is announced.
    fn answer(release: &Release, file: &str, request: &Parts) -> String {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut response = runtime.block_on(files::send(release, file, request));
        release.heads.keep(request, FileClass::Document, &mut response);
        length(&response)
    }

    fn length(response: &Response) -> String {
        response.headers()[header::CONTENT_LENGTH].to_str().unwrap().to_owned()
    }

    fn write(folder: &Path, name: &str, text: &str) {
        fs::write(folder.join(name), text).unwrap();
        thread::sleep(Duration::from_millis(100));
    }

    #[test]
    fn an_answer_is_given_again_while_nothing_that_decided_about_it_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "index.html", "page");
        let release = Site::new(folder.path().to_owned(), None).open().unwrap();
        let encodings = [(header::ACCEPT_ENCODING, "gzip, br")];
        let request = question("/", &encodings);
        let again = |request: &Parts| release.answer_again(request).map(|(response, _)| length(&response));
        assert_eq!(again(&request), None);
        let change_to = |name: &str, text: &str| {
            write(folder.path(), name, text);
            assert_eq!(again(&request), None, "{name}");
            let announced = answer(&release, "/index.html", &request);
            assert_eq!(again(&request).as_ref(), Some(&announced), "{name}");
            announced
        };
        assert_eq!(answer(&release, "/index.html", &request), "4");
        assert_eq!(again(&request).as_deref(), Some("4"));
        assert_eq!(change_to("index.html.gz", "compressed"), "10", "it was not there");
        assert_eq!(change_to("index.html.br", "best"), "4");
        assert_eq!(change_to("index.html.br", "better"), "6");
        // Whoever takes this form has not asked after the others.
        fs::remove_file(folder.path().join("index.html.gz")).unwrap();
        assert_eq!(again(&request).as_deref(), Some("6"));
        fs::remove_file(folder.path().join("index.html.br")).unwrap();
        assert_eq!(again(&request), None);
    }

    #[test]
    fn another_question_has_another_answer() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "index.html", "page");
        let release = Site::new(folder.path().to_owned(), None).open().unwrap();
        let request = question("/", &[]);
        answer(&release, "/index.html", &request);
        assert!(release.answer_again(&request).is_some());
        let mut others = CONDITIONS.map(|name| question("/", &[(name, "x")])).to_vec();
        others.extend(["/?q", "/index.html"].map(|path| question(path, &[])));
        others.extend(["", "gzip"].map(|encodings| question("/", &[(header::ACCEPT_ENCODING, encodings)])));
        let mut without_body = question("/", &[]);
        without_body.method = Method::HEAD;
        others.push(without_body);
        for other in others {
            assert!(release.answer_again(&other).is_none(), "{other:?}");
        }
    }

    #[test]
    fn a_flood_of_questions_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "index.html", "page");
        let release = Site::new(folder.path().to_owned(), None).open().unwrap();
        answer(&release, "/index.html", &question("/", &[]));
        for number in 0..2 * MOST_HEADS.get() {
            answer(&release, "/index.html", &question("/", &[(header::ACCEPT_ENCODING, &number.to_string())]));
        }
        answer(&release, "/index.html", &question("/", &[(header::ACCEPT_ENCODING, &"x".repeat(LONGEST_ASKED))]));
        assert_eq!(release.heads.lock().len(), MOST_HEADS.get());
        assert!(release.answer_again(&question("/", &[])).is_none(), "it was asked longest ago");
    }
}
