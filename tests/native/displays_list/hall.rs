//! A server that lists displays, its clock, and those who speak to it.

use std::fs;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Instant;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use portal_publisher::delivery::displays::message::{Heartbeat, Memory, Order, Orders, ShownEdition};
use portal_publisher::delivery::displays::{Displays, DisplaysOptions};
use portal_publisher::delivery::serve::{Limits, ServeOptions, ServeState, router};
use tempfile::TempDir;

use crate::serving::Server;
use crate::serving::exchange::{Answer, ask, send_through};
use crate::serving::tiny_site::publish;

/// 2026-11-02T08:00:00+07:00.
pub const MORNING: i64 = 1_793_581_200;

pub struct Hall {
    pub folder: TempDir,
    /// What the server's clock shows.
    pub seconds: Arc<AtomicI64>,
    pub display_token: String,
    pub operator_token: String,
    pub server: Server,
}

impl Hall {
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let site = publish(folder.path(), false);
        let displays = folder.path().join("displays");
        let options = ServeOptions::new(SocketAddr::from(([127, 0, 0, 1], 0)), site.clone());
        let seconds = Arc::new(AtomicI64::new(MORNING));
        let shown = Arc::clone(&seconds);
        let list = DisplaysOptions { folder: displays.clone(), silent_minutes: 5 };
        let list = Displays::open(&list, &site, Arc::new(move || shown.load(Ordering::SeqCst))).unwrap();
        let state = ServeState::new(&options, Arc::new(Instant::now)).with_displays(Arc::new(list));
        let server = Server::start_service(Limits::default(), |_| router(state));
        let token = |name: &str| fs::read_to_string(displays.join(name)).unwrap().trim().to_owned();
        let (display_token, operator_token) = (token("display-token"), token("operator-token"));
        Self { folder, seconds, display_token, operator_token, server }
    }

    pub fn address(&self) -> SocketAddr {
        self.server.address
    }

    pub fn log(&self) -> String {
        self.server.log()
    }

    pub fn post(&self, heartbeat: &Heartbeat) -> Answer {
        let token = format!("Bearer {}", self.display_token);
        self.post_as(Some(&token), &serde_json::to_vec(heartbeat).unwrap())
    }

    /// Through a connection that is there already.
    pub fn post_through(&self, stream: TcpStream, heartbeat: &Heartbeat) -> Answer {
        let body = serde_json::to_vec(heartbeat).unwrap();
        let (token, length) = (format!("Bearer {}", self.display_token), body.len().to_string());
        let headers = [("Authorization", token.as_str()), ("Content-Length", &length)];
        send_through(stream, "POST", "/displays/heartbeats", &headers, &body)
    }

    pub fn post_as(&self, authorization: Option<&str>, body: &[u8]) -> Answer {
        post(self.address(), "/displays/heartbeats", authorization, &[("Content-Type", "application/json")], body)
    }

    /// The orders that a heartbeat is answered with.
    pub fn orders(&self, name: &str, done: u64) -> Vec<Order> {
        let answer = self.post(&heartbeat(name, done));
        assert_eq!(answer.status, 200, "{}", answer.text());
        serde_json::from_slice::<Orders>(&answer.body).unwrap().orders
    }

    /// A form as a browser sends it from the display's page.
    pub fn act(&self, name: &str, act: &str, form: &str) -> Answer {
        self.act_from(name, act, form, &[("Sec-Fetch-Site", "same-origin")])
    }

    pub fn act_from(&self, name: &str, act: &str, form: &str, headers: &[(&str, &str)]) -> Answer {
        let content_type = [("Content-Type", "application/x-www-form-urlencoded")];
        let headers = [&content_type, headers].concat();
        let path = format!("/displays/{name}/{act}");
        post(self.address(), &path, Some(&self.basic()), &headers, form.as_bytes())
    }

    pub fn get(&self, path: &str) -> Answer {
        ask(self.address(), "GET", path, &[("Authorization", &self.basic())])
    }

    pub fn list(&self) -> serde_json::Value {
        let answer = self.get("/displays/list.json");
        assert_eq!((answer.status, answer.header("Content-Type").as_deref()), (200, Some("application/json")));
        serde_json::from_slice(&answer.body).unwrap()
    }

    /// In the order of the list.
    pub fn names(&self) -> Vec<String> {
        let list = self.list();
        let names = list["displays"].as_array().unwrap().iter().map(|display| &display["name"]);
        names.map(|name| name.as_str().unwrap().to_owned()).collect()
    }

    fn basic(&self) -> String {
        format!("Basic {}", STANDARD.encode(format!("ai-cung-duoc:{}", self.operator_token)))
    }
}

/// A POST with a body.
pub fn post(
    server: SocketAddr,
    path: &str,
    authorization: Option<&str>,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let length = body.len().to_string();
    let mut headers = [&[("Content-Length", length.as_str())], headers].concat();
    headers.extend(authorization.map(|value| ("Authorization", value)));
    send_through(TcpStream::connect(server).unwrap(), "POST", path, &headers, body)
}

/// A display that is well.
pub fn heartbeat(name: &str, done: u64) -> Heartbeat {
    Heartbeat {
        display: name.to_owned(),
        site: "https://portal.example".to_owned(),
        version: "1.4.0".to_owned(),
        at: "2026-11-02T08:00:00+07:00".to_owned(),
        seconds_up: 273_600,
        edition: Some(ShownEdition { id: "1f2e3d".to_owned(), made_at: "2026-11-02T07:30:00+07:00".to_owned() }),
        contact_seconds: Some(12),
        memory_mb: Memory { own: 18, browser: 412, free: Some(900) },
        done,
        ..Heartbeat::default()
    }
}
