//! `portal display --no-browser`, running, and what a browser on its machine would get of it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use portal_publisher::release::keys::sha256_hex;
use serde_json::Value;
use tempfile::TempDir;

use crate::serving::exchange::{Answer, ask};

/// A display; killed when dropped.
pub struct Player {
    child: Child,
    pub address: SocketAddr,
}

impl Player {
    /// Starts one that checks the site each second, and waits until it listens.
    pub fn start(site: &str, data: &Path, flags: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
        command.args(["display", "--name", "sanh-tang-1", "--no-browser", "--check-seconds", "1", "--site", site]);
        command.arg("--data").arg(data).args(flags);
        Self::run(command)
    }

    /// The same with a command of one's own, which `--address` is added to.
    pub fn run(mut command: Command) -> Self {
        // It takes a free port and names it in the log: one that is chosen here may be another's by then.
        command.args(["--address", "127.0.0.1:0"]);
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (lines, kept) = (BufReader::new(child.stderr.take().unwrap()).lines(), Arc::clone(&log));
        thread::spawn(move || lines.map_while(Result::ok).for_each(|line| *kept.lock().unwrap() += &(line + "\n")));
        let deadline = Instant::now() + Duration::from_secs(30);
        loop {
            let said = log.lock().unwrap().clone();
            let origin = said.split("served on http://").nth(1).and_then(|rest| rest.split("/kiosk/").next());
            if let Some(address) = origin {
                let address = address.parse().unwrap();
                return Self { child, address };
            }
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none() && Instant::now() < deadline, "it does not listen: {said}");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends it as a cut of the mains would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    pub fn get(&self, path: &str) -> Answer {
        ask(self.address, "GET", path, &[("Host", &self.address.to_string())])
    }

    pub fn status(&self) -> Value {
        serde_json::from_str(&self.get("/display/status.json").text()).unwrap()
    }

    /// The edition it shows.
    pub fn edition(&self) -> Option<String> {
        self.status()["edition"]["id"].as_str().map(str::to_owned)
    }

    pub fn faults(&self) -> Vec<String> {
        serde_json::from_value(self.status()["faults_now"].clone()).unwrap()
    }

    /// Waits until it is so.
    pub fn wait(&self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !is_so(self) {
            assert!(Instant::now() < deadline, "{what}: {}", self.status());
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub fn wait_for_edition(&self, id: &str) {
        self.wait(&format!("edition {id}"), |player| player.edition().as_deref() == Some(id));
    }

    pub fn wait_for_fault(&self, kind: &str) {
        self.wait(&format!("fault {kind}"), |player| player.faults() == [kind]);
    }

    /// Asks for every file of the edition that it lists: each has to be what the list says.
    pub fn check_whole(&self, list: &Value) {
        for file in list["files"].as_array().unwrap() {
            let path = file["path"].as_str().unwrap();
            let answer = self.get(path);
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(sha256_hex(&answer.body), file["sha256"].as_str().unwrap(), "{path}");
        }
    }

    /// The list it serves.
    pub fn list(&self) -> Option<Value> {
        let answer = self.get("/kiosk/edition.json");
        (answer.status == 200).then(|| serde_json::from_slice(&answer.body).unwrap())
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A copy of what a display keeps.
pub fn copy_of(data: &Path) -> TempDir {
    let copy = tempfile::tempdir().unwrap();
    assert!(Command::new("cp").arg("-a").arg(data.join(".")).arg(copy.path()).status().unwrap().success());
    copy
}
