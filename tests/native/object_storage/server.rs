//! A storage on this machine, by others than the program under test: it checks signatures, keeps headers and writes on
//! conditions. In front of it stands what notes every request, and what can refuse all from one request on.

use std::collections::BTreeMap;
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use portal_publisher::storage::bucket::Settings;
use s3s::Body;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::net::TcpListener;
use walkdir::WalkDir;

pub const BUCKET: &str = "cong-thong-tin";
pub const KEY: &str = "AKIATHUNGHIEM";
pub const SECRET: &str = "bi-mat-thu-nghiem";

/// A request that changes something other than the lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    pub method: Method,
    /// The key of the object, decoded; empty where one request names many.
    pub key: String,
    pub content_type: String,
    pub cache_control: String,
}

pub struct Storage {
    folder: TempDir,
    address: SocketAddr,
    watch: Arc<Watch>,
}

#[derive(Default)]
struct Watch {
    writes: Mutex<Vec<Write>>,
    requests: AtomicUsize,
    turn: Arc<tokio::sync::Mutex<()>>,
    /// How many more writes are let through; all where there is none.
    allowed: Mutex<Option<usize>>,
    /// A folder whose objects are there for no condition.
    unconditional: Mutex<Option<PathBuf>>,
    /// What everything is answered instead.
    answer: Mutex<Option<(StatusCode, &'static str)>>,
}

impl Storage {
    /// With one empty bucket.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let mut builder = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let (service, watch) = (builder.build(), Arc::new(Watch::default()));
        let (sender, receiver) = std::sync::mpsc::channel();
        let watching = Arc::clone(&watch);
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
                sender.send(listener.local_addr().unwrap()).unwrap();
                serve(listener, service, watching).await;
            });
        });
        Self { folder, address: receiver.recv().unwrap(), watch }
    }

    pub fn settings(&self) -> Settings {
        self.variables().into_iter().collect()
    }

    pub fn variables(&self) -> Vec<(String, String)> {
        [
            ("AWS_ACCESS_KEY_ID", KEY),
            ("AWS_SECRET_ACCESS_KEY", SECRET),
            ("AWS_ENDPOINT_URL", &format!("http://{}", self.address)),
            ("AWS_ALLOW_HTTP", "true"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
    }

    /// Where the bucket's objects are files.
    pub fn bucket(&self) -> PathBuf {
        self.folder.path().join(BUCKET)
    }

    /// The bucket's objects, by their keys.
    pub fn objects(&self) -> BTreeMap<String, Vec<u8>> {
        let files = WalkDir::new(self.bucket()).into_iter().map(|entry| entry.unwrap());
        let files = files.filter(|entry| entry.file_type().is_file());
        files
            .map(|entry| {
                let key = entry.path().strip_prefix(self.bucket()).unwrap().to_str().unwrap().to_owned();
                (key, fs::read(entry.path()).unwrap())
            })
            .collect()
    }

    /// Everything that the storage keeps, headers too: to be put back.
    pub fn kept(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let files = WalkDir::new(self.folder.path()).into_iter().map(|entry| entry.unwrap());
        let files = files.filter(|entry| entry.file_type().is_file());
        files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect()
    }

    /// Puts back what was kept.
    pub fn put_back(&self, kept: &BTreeMap<PathBuf, Vec<u8>>) {
        for path in self.kept().keys().filter(|path| !kept.contains_key(*path)) {
            fs::remove_file(path).unwrap();
        }
        for (path, bytes) in kept {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }

    /// The writes since the last time this was asked, in the order in which they came.
    pub fn writes(&self) -> Vec<Write> {
        std::mem::take(&mut self.watch.writes.lock().unwrap())
    }

    /// How many writes there were since then.
    pub fn count(&self) -> usize {
        self.watch.writes.lock().unwrap().len()
    }

    /// How many requests there were since the last time this was asked.
    pub fn requests(&self) -> usize {
        self.watch.requests.swap(0, Ordering::SeqCst)
    }

    /// Lets only so many writes through from now on: what comes after them is as if it had never been sent.
    pub fn allow(&self, writes: Option<usize>) {
        *self.watch.allowed.lock().unwrap() = writes;
    }

    /// Writes whatever a condition says, from now on.
    pub fn pass_over_conditions(&self) {
        *self.watch.unconditional.lock().unwrap() = Some(self.bucket());
    }

    /// Answers everything so, from now on.
    pub fn answer(&self, answer: Option<(StatusCode, &'static str)>) {
        *self.watch.answer.lock().unwrap() = answer;
    }
}

async fn serve(listener: TcpListener, service: S3Service, watch: Arc<Watch>) {
    while let Ok((socket, _)) = listener.accept().await {
        let (service, watch) = (service.clone(), Arc::clone(&watch));
        let answer = service_fn(move |request: Request<Incoming>| {
            let refusal = watch.refuse(&request);
            let (service, turn) = (service.clone(), Arc::clone(&watch.turn));
            async move {
                let has_condition =
                    ["if-match", "if-none-match"].iter().any(|name| request.headers().contains_key(*name));
                // This storage looks first and writes then, as no other does: one at a time.
                let _turn = if has_condition { Some(turn.lock().await) } else { None };
                match refusal {
                    Some(refusal) => Ok(refusal),
                    None => service.call(request.map(Body::from)).await,
                }
            }
        });
        tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(socket), answer));
    }
}

impl Watch {
    /// Notes a request; the answer where it is not let through.
    fn refuse(&self, request: &Request<Incoming>) -> Option<Response<Body>> {
        self.requests.fetch_add(1, Ordering::SeqCst);
        if let Some((status, code)) = *self.answer.lock().unwrap() {
            return Some(refusal(status, code));
        }
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            return None;
        }
        let header = |name: &str| {
            request.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
        };
        let path = percent_encoding::percent_decode_str(request.uri().path()).decode_utf8().unwrap().into_owned();
        let key = path.trim_start_matches('/').strip_prefix(BUCKET).unwrap_or_default().trim_start_matches('/');
        let is_of_lock = key.ends_with(".portal-upload/lock.json");
        if let Some(allowed) = self.allowed.lock().unwrap().as_mut() {
            match allowed.checked_sub(1) {
                // How often the lock is renewed is a matter of time.
                Some(_) if is_of_lock => {}
                Some(left) => *allowed = left,
                None => return Some(refusal(StatusCode::FORBIDDEN, "AccessDenied")),
            }
        }
        let has_condition = request.headers().contains_key("if-none-match");
        if let Some(bucket) = self.unconditional.lock().unwrap().as_ref().filter(|_| has_condition) {
            let _ = fs::remove_file(bucket.join(key));
        }
        if is_of_lock {
            return None;
        }
        self.writes.lock().unwrap().push(Write {
            method: request.method().clone(),
            key: key.to_owned(),
            content_type: header("content-type"),
            cache_control: header("cache-control"),
        });
        None
    }
}

fn refusal(status: StatusCode, code: &str) -> Response<Body> {
    let body = format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{SECRET}</Message></Error>");
    Response::builder().status(status).header("Content-Type", "application/xml").body(Body::from(body)).unwrap()
}
