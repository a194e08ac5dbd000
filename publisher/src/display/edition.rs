//! `kiosk/edition.json` as a display reads it: a list of files, which counts only whole.
//!
//! Whatever answers in the site's place (a captive portal, an error page, half a file) is not an edition. The rules are
//! those of the service worker (`public/worker/kiosk.js`).

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

/// Where a site has its edition.
pub const LIST: &str = "/kiosk/edition.json";
/// What every edition has: the display's document.
pub const DOCUMENT: &str = "/kiosk/";
/// Answered by the service worker alone.
const WORKER: &str = "/kiosk/worker/";

/// The largest list, and the most files and bytes, that a display takes.
pub const LIST_BYTES: u64 = 5_000_000;
const MOST_FILES: usize = 20_000;
const MOST_BYTES: u64 = 1 << 30;

/// A list of files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    /// The same as long as the files are.
    pub id: String,
    /// The site's origin.
    pub site: String,
    pub made_at: DateTime<FixedOffset>,
    files: Vec<EditionFile>,
}

/// One file of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionFile {
    /// Its address on the site, as a browser sends it.
    pub path: String,
    pub bytes: u64,
    /// Of the whole file, in hex.
    pub sha256: String,
}

impl Edition {
    /// Reads a list; the fault names what is wrong with it.
    pub fn parse(json: &[u8]) -> Result<Self, String> {
        let edition = serde_json::from_slice::<Self>(json).map_err(|error| error.to_string())?;
        edition.check()?;
        Ok(edition)
    }

    fn check(&self) -> Result<(), String> {
        let Self { id, site, files, .. } = self;
        if id.len() != 16 || !is_hex(id) {
            return Err(format!("id: {id:?} is not 16 hexadecimal digits"));
        }
        if site.is_empty() {
            return Err("site: is empty".to_owned());
        }
        if files.len() > MOST_FILES {
            return Err(format!("files: {} are more than {MOST_FILES}", files.len()));
        }
        if files.iter().map(|file| file.bytes).fold(0, u64::saturating_add) > MOST_BYTES {
            return Err(format!("files: more than {MOST_BYTES} bytes altogether"));
        }
        for EditionFile { path, sha256, .. } in files {
            if !is_address(path) {
                return Err(format!("files: {path:?} is no address of a file"));
            }
            if sha256.len() != 64 || !is_hex(sha256) {
                return Err(format!("files: {path:?} has no SHA-256"));
            }
        }
        if files.iter().map(|file| &file.path).collect::<HashSet<_>>().len() < files.len() {
            return Err("files: an address is there twice".to_owned());
        }
        if self.file(DOCUMENT).is_none() {
            return Err(format!("files: {DOCUMENT} is missing"));
        }
        Ok(())
    }

    pub fn files(&self) -> &[EditionFile] {
        &self.files
    }

    pub fn file(&self, path: &str) -> Option<&EditionFile> {
        self.files.iter().find(|file| file.path == path)
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// An absolute path of ASCII letters as URLs write it, that leads nowhere else.
fn is_address(path: &str) -> bool {
    let is_of_url = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'?' | b'#' | b'\\' | b'"' | b'<' | b'>');
    path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with(WORKER)
        && path.bytes().all(is_of_url)
        && !path.split('/').any(|part| part == "." || part == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(change: impl FnOnce(&mut serde_json::Value)) -> Result<Edition, String> {
        let sha256 = "0".repeat(64);
        let mut json = serde_json::json!({
            "id": "0123456789abcdef", "site": "https://portal.example", "made_at": "2026-11-02T08:00:00+07:00",
            "files": [{ "path": "/kiosk/", "bytes": 1, "sha256": sha256 }, { "path": "/a.js", "bytes": 2, "sha256": sha256 }],
        });
        change(&mut json);
        Edition::parse(json.to_string().as_bytes())
    }

    #[test]
    fn an_edition_is_read_and_written_alike() {
        let edition = list(|_| ()).unwrap();
        assert_eq!(edition.files().len(), 2);
        assert_eq!(Edition::parse(&serde_json::to_vec(&edition).unwrap()), Ok(edition));
    }

    #[test]
    fn what_is_no_edition_is_refused_by_name() {
        assert!(Edition::parse(b"<!doctype html>").is_err());
        assert!(Edition::parse(b"").is_err());
        for (pointer, value, named) in [
            ("/id", "0123", "id"),
            ("/id", "0123456789ABCDEF", "id"),
            ("/site", "", "site"),
            ("/made_at", "yesterday", "input"),
            ("/files/0/path", "/kiosk", "missing"),
            ("/files/1/path", "/kiosk/", "twice"),
            ("/files/1/path", "/kiosk/worker/state.json", "address"),
            ("/files/1/path", "//elsewhere.example/a.js", "address"),
            ("/files/1/path", "/../etc/passwd", "address"),
            ("/files/1/path", "/a b", "address"),
            ("/files/1/path", "/a?b", "address"),
            ("/files/1/sha256", "12", "SHA-256"),
        ] {
            let fault = list(|json| *json.pointer_mut(pointer).unwrap() = value.into()).unwrap_err();
            assert!(fault.contains(named), "{pointer} {value}: {fault}");
        }
        let fault = list(|json| json["files"][1]["bytes"] = (2_u64 << 30).into()).unwrap_err();
        assert!(fault.contains("bytes altogether"), "{fault}");
        assert!(list(|json| json["files"][1]["bytes"] = (-1).into()).is_err());
    }
}
