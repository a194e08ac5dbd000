//! Requests over TLS, by curl: what it cannot verify, it refuses.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

/// A key and a certificate for `host` and its `www.`, signed by itself: `fullchain.pem`, `privkey.pem`.
pub fn make_certificate(folder: &Path, host: &str) {
    std::fs::create_dir_all(folder).unwrap();
    let status = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"])
        .args(["-subj", &format!("/CN={host}"), "-addext", &format!("subjectAltName=DNS:{host},DNS:www.{host}")])
        .arg("-keyout")
        .arg(folder.join("privkey.pem"))
        .arg("-out")
        .arg(folder.join("fullchain.pem"))
        .output()
        .unwrap_or_else(|error| panic!("openssl could not be started ({error}): apt install openssl"));
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
}

/// An answer as curl tells it.
pub struct Answer {
    pub status: u16,
    /// `2`, `1.1`.
    pub version: String,
    head: String,
    pub body: String,
}

impl Answer {
    /// A header's values, joined if it is there more than once; empty if it is not.
    pub fn header(&self, name: &str) -> String {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let values = lines.filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
        values.collect::<Vec<_>>().join(" | ")
    }
}

/// Asks for `https://host/…` (`http` if `certificates` is `None`) at `server`; nothing is followed.
pub fn ask(
    server: SocketAddr,
    certificates: Option<&Path>,
    host: &str,
    target: &str,
    headers: &[&str],
) -> Result<Answer, String> {
    let scheme = if certificates.is_some() { "https" } else { "http" };
    let mut command = Command::new("curl");
    command.args(["--silent", "--show-error", "--include", "--http2", "--max-time", "20", "--noproxy", "*"]);
    command.arg("--resolve").arg(format!("{host}:{}:{}", server.port(), server.ip()));
    command.args(["--write-out", "\n%{http_version} %{http_code}"]);
    if scheme == "http" {
        command.arg("--http1.1");
    }
    if let Some(folder) = certificates {
        command.arg("--cacert").arg(folder.join("fullchain.pem"));
    }
    for header in headers {
        command.args(["--header", header]);
    }
    command.arg(format!("{scheme}://{host}:{}{target}", server.port()));
    let output =
        command.output().unwrap_or_else(|error| panic!("curl could not be started ({error}): apt install curl"));
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (answer, last) = text.rsplit_once('\n').unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let (version, status) = last.split_once(' ').unwrap();
    let (version, status) = (version.to_owned(), status.parse().unwrap());
    Ok(Answer { status, version, head: head.to_owned(), body: body.to_owned() })
}
