//! A content API of a few documents, whose answers may be changed.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::{Value, json};

type Answers = BTreeMap<String, (u16, String)>;

/// The API, on a free port, for as long as the tests run.
pub struct Api {
    address: SocketAddr,
    answers: Arc<Mutex<Answers>>,
}

impl Api {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let whole = [
            ("site.json", site("vi", "Cổng thử nghiệm")),
            ("en/site.json", site("en", "Test portal")),
            ("kiosk.json", json!({ "settings": settings(None), "stories": [], "sections": [], "pages": [] })),
        ];
        let whole = whole.map(|(endpoint, document)| (endpoint.to_owned(), (200, document.to_string())));
        let answers = Arc::new(Mutex::new(Answers::from(whole)));
        let shared = Arc::clone(&answers);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = answer(stream, &shared);
            }
        });
        Self { address, answers }
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn base(&self) -> String {
        format!("{}/v1", self.origin())
    }

    /// Changes an answer, and gives the body that it had.
    pub fn set(&self, endpoint: &str, status: u16, body: &str) -> String {
        let before = self.answers.lock().unwrap().insert(endpoint.to_owned(), (status, body.to_owned()));
        before.map(|(_, body)| body).unwrap_or_default()
    }

    /// Changes a field of a document, and gives the document that it was.
    pub fn edit(&self, endpoint: &str, field: &str, value: &str) -> String {
        let before = self.answers.lock().unwrap()[endpoint].1.clone();
        let mut document: Value = serde_json::from_str(&before).unwrap();
        document[field] = serde_json::from_str(value).unwrap();
        self.set(endpoint, 200, &document.to_string())
    }
}

/// `displays` of `kiosk.json`: one that tells this address how it is.
pub fn display(heartbeat_url: &str) -> String {
    json!([{ "name": "sanh", "settings": settings(Some(heartbeat_url)) }]).to_string()
}

fn settings(heartbeat_url: Option<&str>) -> Value {
    json!({
        "sections": [], "story_seconds": 12, "idle_seconds": 60, "countdown_seconds": 15, "reload_minute": 180,
        "reach_percent": 60, "memory_limit_mb": 512, "heartbeat_url": heartbeat_url,
    })
}

fn site(lang: &str, name: &str) -> Value {
    json!({
        "url": "https://portal.example", "lang": lang, "name": name, "short_name": "Thử", "time_zone": "Asia/Ho_Chi_Minh",
        "organization": {
            "name": name, "address": "Địa chỉ thử nghiệm", "responsible": { "name": "Người thử nghiệm", "title": "Chức danh" },
            "phone": "0000.000.000", "email": "thu-nghiem@portal.example",
        },
        "attribution": "Dữ liệu thử nghiệm.", "navigation": [],
    })
}

fn answer(mut stream: TcpStream, answers: &Mutex<Answers>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        line.clear();
    }
    let endpoint = request.split(' ').nth(1).and_then(|path| path.strip_prefix("/v1/")).unwrap_or_default();
    let (status, body) = answers.lock().unwrap().get(endpoint).cloned().unwrap_or((404, String::new()));
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status} Test\r\nLocation: /dang-nhap\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}
