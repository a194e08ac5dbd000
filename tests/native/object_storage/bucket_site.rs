//! A site and its bucket, and what holds of a bucket at every moment.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;
use std::time::Duration;

use portal_publisher::storage::error::StorageError;
use portal_publisher::storage::lease::Patience;
use portal_publisher::storage::{Upload, Uploaded};
use regex::Regex;

use super::server::{BUCKET, Storage};
use crate::workshop::Workshop;

/// Quick, for tests: who is silent for so long is gone.
pub const PATIENCE: Patience = Patience { beat: Duration::from_millis(200), silence: Duration::from_secs(3) };

pub struct BucketSite {
    pub workshop: Workshop,
    /// With a slash at its end where there is one.
    pub prefix: &'static str,
}

impl BucketSite {
    pub fn new(prefix: &'static str) -> Self {
        let articles = [
            ("aaaa01", "published_at = \"2021-03-12\"\naliases = [\"/tin-cu/bai-1.aspx\", \"/Default.aspx?id=45\"]"),
            ("aaaa02", "published_at = \"2021-03-13\""),
            ("aaaa03", "published_at = \"2021-03-14\""),
        ];
        let site = Self { workshop: Workshop::new(&articles), prefix };
        site.workshop.publish();
        site
    }

    pub fn upload(&self, storage: &Storage) -> Result<Uploaded, StorageError> {
        self.upload_or_tell(storage, false)
    }

    pub fn upload_or_tell(&self, storage: &Storage, only_tells: bool) -> Result<Uploaded, StorageError> {
        let to = format!("s3://{BUCKET}/{}", self.prefix).parse().unwrap();
        let (out, settings) = (self.workshop.out(), storage.settings());
        Upload { out: &out, to: &to, settings: &settings, patience: PATIENCE, only_tells }.run()
    }

    /// What the last upload said a CDN has to forget.
    pub fn purge(&self) -> Vec<String> {
        let list = self.workshop.out().with_file_name("site.deploy").join("purge.txt");
        fs::read_to_string(list).unwrap().lines().map(str::to_owned).collect()
    }

    /// The objects of the site, by their paths.
    pub fn objects(&self, storage: &Storage) -> BTreeMap<String, Vec<u8>> {
        let objects = storage.objects().into_iter();
        let own = objects.filter_map(|(key, bytes)| Some((key.strip_prefix(self.prefix)?.to_owned(), bytes)));
        own.filter(|(path, _)| !path.starts_with(".portal-upload/")).collect()
    }

    /// The published files, by their paths.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        crate::publishing::release::tree(&fs::canonicalize(self.workshop.out()).unwrap())
    }

    /// The bucket has what is published, and a document for the old address.
    pub fn check_complete(&self, storage: &Storage, what: &str) {
        let (mut objects, files) = (self.objects(storage), self.files());
        let old = objects.remove("tin-cu/bai-1.aspx");
        assert_eq!(objects.keys().collect::<Vec<_>>(), files.keys().collect::<Vec<_>>(), "{what}");
        let other = files.iter().filter(|(path, bytes)| objects[*path] != **bytes).map(|(path, _)| path);
        assert_eq!(other.collect::<Vec<_>>(), Vec::<&String>::new(), "{what}");
        let first = files.keys().any(|path| path.ends_with("aaaa01/index.html"));
        assert_eq!(old.is_some(), first, "{what}");
    }

    /// Every page and document that is there finds what it names.
    pub fn check_names(&self, storage: &Storage, what: &str) {
        assert_eq!(missing(&self.objects(storage)), Vec::<String>::new(), "{what}");
    }
}

/// What is named by pages and documents, and is not there.
pub fn missing(objects: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let named = objects.iter().flat_map(|(path, bytes)| {
        let names = names(path, bytes).into_iter();
        names.filter(|name| !objects.contains_key(name)).map(move |name| format!("{path} names {name}"))
    });
    named.collect()
}

/// What a page or document names of the site: files, and pages by their addresses.
fn names(path: &str, bytes: &[u8]) -> BTreeSet<String> {
    static NAME: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"["'](?:https://portal\.example)?/((?:assets|media|share|api|tin-tuc|chuyen-muc|trang)/[^"'?\#\s\\{]*)["'?\#]"#)
            .unwrap()
    });
    if ![".html", ".json", ".xml", ".aspx"].iter().any(|ending| path.ends_with(ending)) {
        return BTreeSet::new();
    }
    let text = String::from_utf8_lossy(bytes);
    let named = NAME.captures_iter(&text).map(|found| found[1].to_owned());
    // The API's own address is no document, and readers are counted elsewhere.
    let is_document = |name: &String| {
        name.ends_with('/')
            || name != "api/v1/online.json" && name.rsplit('/').next().is_some_and(|last| last.contains('.'))
    };
    named.filter(is_document).map(|name| if name.ends_with('/') { format!("{name}index.html") } else { name }).collect()
}
