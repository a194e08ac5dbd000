//! A site with an edition, that fails in a way of one's choice.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use portal_publisher::release::keys::sha256_hex;
use serde_json::{Value, json};

/// What becomes of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Trouble {
    #[default]
    None,
    /// The connection ends without an answer.
    Cut,
    /// Nothing is ever answered.
    Hang,
    Status(u16),
    /// A captive portal's page, whatever is asked.
    Captive,
    /// It leads elsewhere.
    Redirect(String),
    /// Half of each file with this ending, as if that were all.
    Short(&'static str),
    /// The connection ends in the middle of each file with this ending.
    CutIn(&'static str),
    /// Another byte at the end of each file with this ending.
    Wrong(&'static str),
    /// More bytes than there are of each file with this ending.
    Long(&'static str),
}

/// What the site holds and does.
#[derive(Clone, Default)]
pub struct State {
    pub files: BTreeMap<String, Vec<u8>>,
    pub trouble: Trouble,
    /// What is changed in the list, after its files were.
    pub edit: Value,
    /// Every request: its path, and what of it was asked for.
    pub asked: Vec<(String, String)>,
}

/// A site on a free port; gone when dropped.
pub struct FakeSite {
    pub address: SocketAddr,
    pub state: Arc<Mutex<State>>,
    is_over: Arc<AtomicBool>,
}

/// What the connection of a request is: plain, or with TLS.
pub trait Stream: Read + Write {}
impl<T: Read + Write> Stream for T {}

impl FakeSite {
    /// A site with the first edition.
    pub fn start() -> Self {
        Self::start_through(|stream| Some(Box::new(stream)))
    }

    pub fn start_through(accept: impl Fn(TcpStream) -> Option<Box<dyn Stream>> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State { files: edition_files(1), ..State::default() }));
        let is_over = Arc::new(AtomicBool::new(false));
        let (shared, over, accept) = (Arc::clone(&state), Arc::clone(&is_over), Arc::new(accept));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let (state, accept) = (Arc::clone(&shared), Arc::clone(&accept));
                thread::spawn(move || stream.ok().and_then(|stream| answer(accept(stream)?, &state)));
            }
        });
        Self { address, state, is_over }
    }

    pub fn set(&self, trouble: Trouble) {
        self.state.lock().unwrap().trouble = trouble;
    }

    /// Publishes the edition of that number: each has a document, an app and pictures of its own, and shares others.
    pub fn publish(&self, number: u32) {
        self.state.lock().unwrap().files = edition_files(number);
    }

    pub fn edit(&self, edit: Value) {
        self.state.lock().unwrap().edit = edit;
    }

    pub fn asked(&self) -> Vec<(String, String)> {
        std::mem::take(&mut self.state.lock().unwrap().asked)
    }

    pub fn edition_id(&self) -> String {
        list(&self.state.lock().unwrap())["id"].as_str().unwrap().to_owned()
    }
}

impl Drop for FakeSite {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
    }
}

/// The files of an edition; those that end in `-all` are in every one.
pub fn edition_files(number: u32) -> BTreeMap<String, Vec<u8>> {
    let document = format!("<!doctype html><html data-surface=\"kiosk\"><p>Ấn bản {number}");
    let mut files = BTreeMap::from([
        ("/kiosk/".to_owned(), document.into_bytes()),
        ("/assets/shared-all".to_owned(), noise(7, 30_000)),
        (format!("/assets/app-{number}.js"), noise(number, 120_000)),
    ]);
    for picture in 0..8 {
        files.insert(format!("/media/picture-{number}-{picture}.png"), noise(number * 100 + picture, 60_000));
    }
    files
}

/// Bytes that look like nothing, the same for the same seed.
fn noise(seed: u32, length: usize) -> Vec<u8> {
    let mut state = u64::from(seed) + 1;
    let next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    std::iter::repeat_with(next).take(length).collect()
}

fn list(state: &State) -> Value {
    let files = state
        .files
        .iter()
        .map(|(path, bytes)| json!({ "path": path, "bytes": bytes.len(), "sha256": sha256_hex(bytes) }));
    let files = files.collect::<Vec<_>>();
    let id = sha256_hex(serde_json::to_vec(&files).unwrap())[..16].to_owned();
    let number = state.files.keys().find_map(|path| path.strip_prefix("/assets/app-")?.strip_suffix(".js")).unwrap();
    let minute = number.parse::<u32>().unwrap();
    let made_at = format!("2026-11-02T{:02}:{:02}:00+07:00", 8 + minute / 60, minute % 60);
    let mut list = json!({ "id": id, "site": "https://portal.example", "made_at": made_at, "files": files });
    if let Value::Object(edit) = &state.edit {
        for (name, value) in edit {
            list[name] = value.clone();
        }
    }
    list
}

fn answer(stream: Box<dyn Stream>, state: &Mutex<State>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).ok()?;
        match line.trim_end() {
            "" => break,
            line => lines.push(line.to_owned()),
        }
    }
    let path = lines.first()?.split(' ').nth(1)?.to_owned();
    let range =
        lines.iter().find_map(|line| line.to_ascii_lowercase().strip_prefix("range: bytes=").map(str::to_owned));
    let (trouble, body) = {
        let mut state = state.lock().unwrap();
        state.asked.push((path.clone(), range.clone().unwrap_or_default()));
        let list = (path == "/kiosk/edition.json").then(|| serde_json::to_vec(&list(&state)).unwrap());
        (state.trouble.clone(), list.or_else(|| state.files.get(&path).cloned()))
    };
    let stream = stream.get_mut();
    let mut send = |head: &str, body: &[u8], length: usize| {
        let head = format!("HTTP/1.1 {head}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
        stream.write_all(head.as_bytes()).ok()?;
        stream.write_all(body).ok()?;
        stream.flush().ok()
    };
    match &trouble {
        Trouble::Cut => return None,
        Trouble::Hang => {
            thread::sleep(Duration::from_secs(60));
            return None;
        }
        Trouble::Status(status) => return send(&format!("{status} Trouble"), b"{}", 2),
        Trouble::Captive => return send("200 OK\r\nContent-Type: text/html", b"<!doctype html>Sign in", 22),
        Trouble::Redirect(to) => return send(&format!("302 Found\r\nLocation: {to}"), b"", 0),
        _ => {}
    }
    let Some(mut body) = body else { return send("404 Not Found", b"", 0) };
    let half = body.len() / 2;
    match &trouble {
        Trouble::Short(ending) if path.ends_with(ending) => body.truncate(half),
        Trouble::CutIn(ending) if path.ends_with(ending) => return send("200 OK", &body[..half], body.len()),
        Trouble::Wrong(ending) if path.ends_with(ending) => *body.last_mut()? ^= 1,
        Trouble::Long(ending) if path.ends_with(ending) => body.extend_from_slice(b"more"),
        _ => {}
    }
    match range.and_then(|range| range.trim_end_matches('-').parse::<usize>().ok()).filter(|from| *from < body.len()) {
        Some(from) => {
            let head = format!("206 Partial Content\r\nContent-Range: bytes {from}-{}/{}", body.len() - 1, body.len());
            send(&head, &body[from..], body.len() - from)
        }
        None => send("200 OK", &body, body.len()),
    }
}
