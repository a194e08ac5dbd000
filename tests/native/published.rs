//! Sites published for tests: the embedded content and the generated content, each once.
//!
//! Publishing needs what Trunk builds; a stand-in replaces it here: the same shell with the same placeholders, the real
//! style sheets and boot scripts, and a few bytes in place of the apps.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::DateTime;
use portal_fixtures::Folder;
use portal_publisher::commands::publish::{PublishOptions, publish};
use scraper::Html;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

/// Later than everything in the embedded and the generated content that is ever to be seen.
pub const AT: &str = "2027-01-01T00:00:00+07:00";

/// The shell as Trunk leaves it: its own links are replaced by the app's script.
const SHELL: &str = r#"<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <!-- publish:head -->
    <meta name="content-api" content="/api/v1">
    <link rel="stylesheet" href="/style/portal.css">
    <script src="/boot.js" data-module="/portal-app-0123456789abcdef.js" data-wasm="/portal-app-0123456789abcdef_bg.wasm" defer></script>
  </head>
  <body>
    <div id="app"></div>
    <!-- publish:data -->
  </body>
</html>
"#;

/// The display's shell as Trunk leaves it.
const KIOSK_SHELL: &str = r#"<!doctype html>
<html lang="vi" data-surface="kiosk">
  <head>
    <meta charset="utf-8">
    <meta name="robots" content="noindex">
    <!-- publish:head -->
    <meta name="content-api" content="/api/v1">
    <link rel="stylesheet" href="/style/kiosk.css">
    <script src="/kiosk/boot.js" data-module="/kiosk/portal-kiosk-0123456789abcdef.js" data-wasm="/kiosk/portal-kiosk-0123456789abcdef_bg.wasm" defer></script>
  </head>
  <body>
    <div id="app"></div>
  </body>
</html>
"#;

/// The embedded content, published.
pub static EMBEDDED: LazyLock<Site> = LazyLock::new(|| Site::publish_once("embedded", &repository().join("content")));

/// The generated content, published.
pub static GENERATED: LazyLock<Site> = LazyLock::new(|| {
    let content = scratch("generated-content");
    portal_fixtures::write(&GENERATED_CONTENT, &content).unwrap();
    Site::publish_once("generated", &content)
});

static GENERATED_CONTENT: LazyLock<Folder> = LazyLock::new(|| portal_fixtures::generate(1, 170));

/// The id of a case of the generated content, by its name.
pub fn case_id(name: &str) -> String {
    let cases: Value = serde_json::from_slice(&GENERATED_CONTENT["cases.json"]).unwrap();
    cases[name].as_str().unwrap_or_else(|| panic!("there is no case {name}")).to_owned()
}

/// Both, with their names.
pub fn sites() -> [(&'static str, &'static Site); 2] {
    [("embedded", &EMBEDDED), ("generated", &GENERATED)]
}

/// The project's root folder.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// A folder for what all tests share, emptied of what an earlier run left.
fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Writes the stand-in for Trunk's output.
pub fn write_app(folder: &Path) {
    write_files(
        folder,
        &[
            ("index.html", SHELL),
            ("portal-app-0123456789abcdef.js", "export default async () => {};\n"),
            ("portal-app-0123456789abcdef_bg.wasm", "\0asm\u{1}\0\0\0"),
            ("kiosk/index.html", KIOSK_SHELL),
            ("kiosk/portal-kiosk-0123456789abcdef.js", "export default async () => 1;\n"),
            ("kiosk/portal-kiosk-0123456789abcdef_bg.wasm", "\0asm\u{1}\0\0\0"),
        ],
    );
    for (source, below) in [("public", ""), ("style", "style")] {
        let source = repository().join(source);
        for file in files_below(&source) {
            let target = folder.join(below).join(&file);
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::copy(source.join(&file), target).unwrap();
        }
    }
    // The build puts the service workers together from their parts.
    fs::remove_dir_all(folder.join("worker")).unwrap();
    write_files(folder, &[("sw.js", "keep(SHELL);\n"), ("kiosk/sw.js", "keep();\n")]);
}

pub fn write_files(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Every file below a folder, by its path in it, in order.
pub fn files_below(folder: &Path) -> Vec<String> {
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    files.map(|entry| entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned()).collect()
}

/// A published site.
pub struct Site {
    /// The web root.
    pub root: PathBuf,
}

impl Site {
    fn publish_once(name: &str, content: &Path) -> Self {
        let folder = scratch(name);
        write_app(&folder.join("app"));
        let out = folder.join("site");
        let at = DateTime::parse_from_rfc3339(AT).unwrap();
        let options = PublishOptions {
            compresses: false,
            indexes: false,
            ..PublishOptions::new(content.to_owned(), folder.join("app"), out.clone(), at)
        };
        publish(&options).unwrap_or_else(|error| panic!("the {name} content cannot be published:\n{error}"));
        Self { root: out }
    }

    /// Every file, by its path below the web root.
    pub fn files(&self) -> Vec<String> {
        files_below(&fs::canonicalize(&self.root).unwrap())
    }

    /// Every prerendered page by its address, with its parsed document.
    pub fn pages(&self) -> Vec<(String, Html)> {
        let others = ["/embed/", "/kiosk/", "/da-luu/", "/en/da-luu/"];
        self.html_folders(|folder| !others.iter().any(|other| folder.starts_with(other)))
    }

    /// Every widget's frame by its address, with its parsed document.
    pub fn frames(&self) -> Vec<(String, Html)> {
        self.html_folders(|folder| folder.starts_with("/embed/"))
    }

    fn html_folders(&self, is_wanted: impl Fn(&str) -> bool) -> Vec<(String, Html)> {
        let files = self.files().into_iter();
        let addresses = files.filter_map(|file| file.strip_suffix("index.html").map(|folder| format!("/{folder}")));
        addresses.filter(|address| is_wanted(address)).map(|address| (address.clone(), self.page(&address))).collect()
    }

    /// One page, by its address.
    pub fn page(&self, address: &str) -> Html {
        self.html(&format!("{address}index.html"))
    }

    pub fn html(&self, file: &str) -> Html {
        Html::parse_document(&self.text(file))
    }

    /// The bytes at an address.
    pub fn bytes(&self, address: &str) -> Vec<u8> {
        let file = if address.ends_with('/') { format!("{address}index.html") } else { address.to_owned() };
        fs::read(self.root.join(file.trim_start_matches('/'))).unwrap_or_else(|error| panic!("{address}: {error}"))
    }

    /// Checks that a file is there as a list of files says it: its `path`, `bytes` and `sha256`.
    pub fn assert_as_listed(&self, file: &Value, what: &str) {
        let bytes = self.bytes(file["path"].as_str().unwrap());
        let hash = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        assert_eq!((&file["bytes"], &file["sha256"]), (&bytes.len().into(), &hash.into()), "{what}: {}", file["path"]);
    }

    /// The content API's documents: address below its base, content. The contract itself is not one of them.
    pub fn documents(&self) -> Vec<(String, String)> {
        let files = self.files().into_iter().filter(|file| file != "api/v1/openapi.json");
        let endpoints = files.filter_map(|file| file.strip_prefix("api/v1/").map(str::to_owned));
        endpoints.map(|endpoint| (endpoint.clone(), self.text(&format!("api/v1/{endpoint}")))).collect()
    }

    /// One document of the content API.
    pub fn json(&self, endpoint: &str) -> Value {
        serde_json::from_str(&self.text(&format!("api/v1/{endpoint}"))).unwrap()
    }

    pub fn text(&self, file: &str) -> String {
        let path = self.root.join(file.trim_start_matches('/'));
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }
}
