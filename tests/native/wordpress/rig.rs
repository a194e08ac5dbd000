//! Starts the WordPress of `tests/wordpress` in a folder of its own, on a free port, and ends it when it is dropped.
//!
//! Where its packages are missing a test fails with the sentence of `up.sh` that says how to install them.

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use tempfile::TempDir;

use crate::published::repository;
use crate::serving::exchange::{self, Answer};

pub struct WordPress {
    folder: TempDir,
    /// What `install.php` has written: the address, and by role a user with an application password.
    settings: Value,
}

impl WordPress {
    /// One without a post.
    pub fn empty() -> Self {
        let mut wordpress = Self { folder: TempDir::new().unwrap(), settings: Value::Null };
        wordpress.start();
        wordpress
    }

    /// One with a case of each kind: `fill.php`.
    pub fn filled() -> Self {
        let wordpress = Self::empty();
        wordpress.run_php(&["fill.php"]);
        wordpress
    }

    /// Adds so many generated posts.
    pub fn add_posts(&self, number: usize) {
        self.run_php(&["bulk.php", &number.to_string()]);
    }

    /// Changes one thing as an editor would: the actions are in `change.php`. What became of the post.
    pub fn change(&self, action: &str, id: u64, value: &str) -> Value {
        serde_json::from_str(&self.run_php(&["change.php", action, &id.to_string(), value])).unwrap()
    }

    /// Starts it again as it was, at the same address.
    pub fn start(&mut self) {
        self.settings = serde_json::from_str(&self.run("up.sh", &[])).unwrap();
    }

    /// It is down: nothing answers at its address.
    pub fn stop(&self) {
        self.run("down.sh", &[]);
    }

    pub fn is_listening(&self) -> bool {
        TcpStream::connect(self.address()).is_ok()
    }

    /// Without a slash at its end.
    pub fn url(&self) -> &str {
        self.settings["url"].as_str().unwrap()
    }

    fn address(&self) -> SocketAddr {
        self.url().strip_prefix("http://").unwrap().parse().unwrap()
    }

    /// Name and application password of who may read the menus.
    pub fn editor(&self) -> (&str, &str) {
        let editor = &self.settings["editor"];
        (editor["user"].as_str().unwrap(), editor["password"].as_str().unwrap())
    }

    /// Where everything of it is.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The fill's cases of a kind (`posts`, `pages`, `media`, `categories`, `hidden`), each with its id.
    pub fn cases(&self, kind: &str) -> BTreeMap<String, u64> {
        let text = std::fs::read_to_string(self.folder().join("cases.json")).unwrap();
        let cases: Value = serde_json::from_str(&text).unwrap();
        serde_json::from_value(cases[kind].clone()).unwrap()
    }

    pub fn id(&self, kind: &str, case: &str) -> u64 {
        self.cases(kind).get(case).copied().unwrap_or_else(|| panic!("no {case} among the {kind} of the fill"))
    }

    /// A word for each place that no reader may see, by the place.
    pub fn private_words(&self) -> BTreeMap<String, String> {
        let text = std::fs::read_to_string(scripts().join("private-words.txt")).unwrap();
        let pairs = text.lines().map(|line| line.split_once('\t').unwrap());
        pairs.map(|(word, place)| (place.to_owned(), word.to_owned())).collect()
    }

    /// What an anonymous reader is answered below `/wp-json/wp/v2/`.
    pub fn ask(&self, path: &str) -> Value {
        parse(&self.get(path, &[]))
    }

    /// The same as an editor.
    pub fn ask_as_editor(&self, path: &str) -> Value {
        let (user, password) = self.editor();
        let credentials = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
        parse(&self.get(path, &[("Authorization", &credentials)]))
    }

    fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let host = self.address().to_string();
        let headers = [headers, &[("Host", host.as_str())]].concat();
        exchange::ask(self.address(), "GET", &format!("/wp-json/wp/v2/{path}"), &headers)
    }

    fn run_php(&self, arguments: &[&str]) -> String {
        self.run("php.sh", arguments)
    }

    /// What a script writes to its standard output; it must succeed.
    fn run(&self, script: &str, arguments: &[&str]) -> String {
        let output = self.command(script, arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{script} {arguments:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn command(&self, script: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(scripts().join(script));
        command.args(arguments).env("WORDPRESS_RIG", self.folder()).env_remove("WORDPRESS_PORT");
        // So that it ends also with a test program that is killed, and drops nothing.
        command.env("WORDPRESS_OWNER", std::process::id().to_string());
        command
    }
}

impl Drop for WordPress {
    fn drop(&mut self) {
        let output = self.command("down.sh", &["--clean"]).output().unwrap();
        // A test that has failed says why itself.
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() || thread::panicking(), "{said}");
    }
}

fn parse(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap()
}

fn scripts() -> PathBuf {
    repository().join("tests/wordpress")
}
