//! The program `portal serve` as it is started on a machine: its log, its signals, its limits.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Resource, Rlimit, Signal, getrlimit, kill_process, setrlimit};

use super::exchange::{ask, ask_through};
use super::limits::connect_from;
use super::tiny_site::publish;

/// `portal` as a server, running; ended when dropped.
pub struct Process {
    child: Child,
    pub address: SocketAddr,
    log: Said,
    output: Said,
}

/// What a process has written to one of its streams so far.
struct Said {
    text: Arc<Mutex<String>>,
    reader: JoinHandle<()>,
}

impl Said {
    fn read(stream: impl Read + Send + 'static) -> Self {
        let text = Arc::new(Mutex::new(String::new()));
        let said = Arc::clone(&text);
        let reader = thread::spawn(move || {
            for line in BufReader::new(stream).lines() {
                let line = line.unwrap() + "\n";
                said.lock().unwrap().push_str(&line);
            }
        });
        Self { text, reader }
    }

    /// All of it, once the process has ended.
    fn whole(self) -> String {
        self.reader.join().unwrap();
        self.text.lock().unwrap().clone()
    }
}

impl Process {
    /// `portal serve`.
    pub fn start(site: &Path, flags: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
        command.args(["serve", "--site"]).arg(site).args(flags);
        Self::start_command(command)
    }

    /// Any command that serves, at an address of our choice.
    pub fn start_command(mut command: Command) -> Self {
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        command.args(["--address", &address.to_string()]);
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (log, output) = (Said::read(child.stderr.take().unwrap()), Said::read(child.stdout.take().unwrap()));
        let deadline = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(address).is_err() {
            assert!(child.try_wait().unwrap().is_none() && Instant::now() < deadline, "the server does not listen");
            thread::sleep(Duration::from_millis(20));
        }
        Self { child, address, log, output }
    }

    /// What it has printed so far.
    pub fn log(&self) -> String {
        self.log.text.lock().unwrap().clone()
    }

    /// Waits until its log has a text, and gives the log.
    pub fn wait_for(&self, text: &str) -> String {
        self.wait_until(|log| log.contains(text))
    }

    /// Waits until its log is as it should be, and gives the log.
    pub fn wait_until(&self, is_there: impl Fn(&str) -> bool) -> String {
        let deadline = Instant::now() + Duration::from_secs(120);
        loop {
            let log = self.log();
            if is_there(&log) {
                return log;
            }
            assert!(Instant::now() < deadline, "what is waited for is not said:\n{log}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Ends it at once, with no time for anything.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends SIGTERM and waits: returns how it ended, after how long, what it printed.
    pub fn stop(self) -> (ExitStatus, Duration, String) {
        let (status, took, log, _) = self.stop_with_output();
        (status, took, log)
    }

    /// The same, with what it printed to the standard output as well.
    pub fn stop_with_output(mut self) -> (ExitStatus, Duration, String, String) {
        let started = Instant::now();
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        let deadline = started + Duration::from_secs(20);
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < deadline, "it does not stop");
            thread::sleep(Duration::from_millis(20));
        };
        let took = started.elapsed();
        let nothing = || Said::read(std::io::empty());
        let (log, output) =
            (std::mem::replace(&mut self.log, nothing()), std::mem::replace(&mut self.output, nothing()));
        (status, took, log.whole(), output.whole())
    }

    /// What of the machine's memory it takes, in bytes.
    fn resident(&self) -> usize {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A shell's usual limit is fewer than the readers there are here.
pub fn allow_open_files() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).unwrap();
}

#[test]
fn the_log_tells_of_requests_and_of_a_site_that_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("site");
    let server = Process::start(&missing, &[]);
    let log = server.wait_for("there is no site yet");
    assert!(log.contains("WARN") && log.contains(&format!("site={}", missing.display())), "{log}");
    assert_eq!(ask(server.address, "GET", "/truoc/", &[]).status, 503);
    publish(folder.path(), false);
    assert_eq!(ask(server.address, "GET", "/tin-moi/", &[]).status, 200);
    assert_eq!(ask(server.address, "GET", "/khong-co/", &[]).status, 404);
    let (status, _, log) = server.stop();
    assert!(status.success(), "{status}");
    for parts in [
        &["INFO", "serving", "address=127.0.0.1:"][..],
        &["ERROR", "the site cannot be read: publish it, or correct --site"],
        &["ERROR", "portal::access", "path=\"/truoc/\"", "status=503"],
        &["INFO", "portal::access", "method=GET", "path=\"/tin-moi/\"", "status=200", "bytes=15"],
        &["INFO", "portal::access", "path=\"/khong-co/\"", "status=404"],
        &["INFO", "stopped"],
    ] {
        assert!(log.lines().any(|line| parts.iter().all(|part| line.contains(part))), "{parts:?} is not in\n{log}");
    }
}

#[test]
fn a_preview_has_a_log_too() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("noi-dung")).unwrap();
    // `--site` is not a preview's, so it is started here.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_portal"))
        .args(["serve", "--preview", "--address", &address.to_string()])
        .args(["--content", "noi-dung", "--app", "khong-co", "--lang", "en"])
        .current_dir(folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect(address).is_err() {
        assert!(Instant::now() < deadline, "the preview does not listen");
        thread::sleep(Duration::from_millis(20));
    }
    let own = [("Host", address.to_string())];
    assert_eq!(ask(address, "GET", "/thu/", &own.each_ref().map(|(name, value)| (*name, value.as_str()))).status, 503);
    assert_eq!(ask(address, "GET", "/la/", &[("Host", "evil.example")]).status, 421);
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    assert!(child.wait().unwrap().success());
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    for part in ["serving a preview", "site.toml", "path=\"/thu/\" status=503", "path=\"/la/\" status=421"] {
        assert!(log.contains(part), "{part} is not in\n{log}");
    }
}

#[test]
fn a_local_server_answers_at_its_own_address_alone() {
    let folder = tempfile::tempdir().unwrap();
    let server = Process::start(&publish(folder.path(), false), &["--local"]);
    let host = server.address.to_string();
    assert_eq!(ask(server.address, "GET", "/", &[("Host", &host)]).status, 200);
    assert_eq!(ask(server.address, "GET", "/", &[("Host", "evil.example")]).status, 421);
    assert_eq!(ask(server.address, "GET", "/", &[("Host", &host), ("Origin", "http://evil.example")]).status, 403);
    // A sandboxed frame's origin, which a page of another site can have as well, gets what every site has.
    for (path, origin, status) in [
        ("/", "null", 403),
        ("/api/v1/site.json", "null", 403),
        ("/assets/frame-0123456789abcdef.js", "null", 404),
        ("/media/anh-01234567.png", "null", 200),
        ("/assets/frame-0123456789abcdef.js", "http://evil.example", 403),
    ] {
        assert_eq!(ask(server.address, "GET", path, &[("Host", &host), ("Origin", origin)]).status, status, "{path}");
    }
}

#[test]
fn one_clients_silent_connections_shut_nobody_out_and_a_full_server_still_stops() {
    allow_open_files();
    let folder = tempfile::tempdir().unwrap();
    let server = Process::start(&publish(folder.path(), false), &[]);
    let silent: Vec<_> = (0..4_150).map(|_| connect_from([127, 0, 0, 1], server.address)).collect();
    let answer = ask_through(connect_from([127, 0, 0, 2], server.address), "GET", "/", &[]);
    assert_eq!(answer.status, 200, "another reader is served");
    drop(silent);

    // All places taken, by many.
    let silent: Vec<_> = (3..13)
        .flat_map(|last| (0..430).map(move |_| last))
        .map(|last| connect_from([127, 0, 0, last], server.address))
        .collect();
    let (status, took, log) = server.stop();
    assert!(status.success() && took < Duration::from_secs(10), "{status} after {took:?}\n{log}");
    drop(silent);
}

#[test]
fn a_thousand_readers_who_take_nothing_hold_little_memory_and_do_not_hold_up_the_stop() {
    allow_open_files();
    let folder = tempfile::tempdir().unwrap();
    let site = publish(folder.path(), false);
    fs::write(site.join("media/phim-01234567.mp4"), vec![7; 8_000_000]).unwrap();
    let server = Process::start(&site, &[]);
    ask(server.address, "GET", "/", &[]);
    let before = server.resident();
    let stalled: Vec<_> = (0..1_000_u32)
        .map(|number| {
            let mut stream = connect_from([127, 0, 1, (number % 4) as u8 + 1], server.address);
            std::io::Write::write_all(&mut stream, b"GET /media/phim-01234567.mp4 HTTP/1.1\r\nHost: x\r\n\r\n")
                .unwrap();
            stream
        })
        .collect();
    // Until nothing more is sent.
    let mut sent = 0;
    loop {
        thread::sleep(Duration::from_secs(1));
        let now = unsent_bytes(server.address);
        if now == sent && now > 0 {
            break;
        }
        sent = now;
    }
    let grown = server.resident().saturating_sub(before);
    assert!(grown < 100_000_000, "{grown} bytes of the server's memory");
    assert!(sent < 200_000_000, "{sent} bytes in the kernel's buffers");
    eprintln!("1,000 stalled readers: {grown} bytes of the server's, {sent} of the kernel's memory");
    let (status, took, log) = server.stop();
    assert!(status.success() && took < Duration::from_secs(10), "{status} after {took:?}\n{log}");
    drop(stalled);
}

/// What the kernel holds for readers of a server: the column `tx_queue` of its table of connections.
fn unsent_bytes(server: SocketAddr) -> usize {
    let port = format!(":{:04X}", server.port());
    let table = fs::read_to_string("/proc/net/tcp").unwrap();
    let rows = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let of_server = rows.filter(|row| row.get(1).is_some_and(|local| local.ends_with(&port)));
    of_server.filter_map(|row| usize::from_str_radix(row.get(4)?.split(':').next()?, 16).ok()).sum()
}
