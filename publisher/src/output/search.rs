//! The search index: what readers can find, as the files of a Pagefind bundle, one a language edition.
//!
//! It holds only what is listed: no draft, nothing withdrawn. `record` says what an article or page is found by, `writing`
//! writes it so that Pagefind tells where every whole word stands; `public/tools/search-index.js` asks for it and ranks.

mod record;
mod writing;

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read as _;
use std::path::PathBuf;
use std::thread;

use flate2::read::GzDecoder;
use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;
use portal_app::text::Lang;

use crate::release::ReleaseError;
use crate::release::files::Files;
use crate::release::group::Group;
use crate::release::keys::Key;
use crate::site::catalog::Catalog;
use crate::site::plan::Plan;
use record::Record;

/// Pagefind's name for languages whose words it does not reduce to stems: whole words are asked for, in English too.
const LANGUAGE: &str = "unknown";

/// The part of a bundle that is ours: words, the most frequent first. Readers' browsers ask for it when nothing was found.
const VOCABULARY: &str = "words.json";

/// By this the search asks for the records' order.
const ORDER: &str = "order";

type Failure = Box<dyn Error + Send + Sync>;

/// Why there is no index.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error(transparent)]
    Release(#[from] ReleaseError),
    #[error(
        "the search index cannot be made: {0}. Publish without it (--no-search); readers are told so and shown the sections"
    )]
    Index(String),
}

/// Writes the bundle of each language. The last release's index is reused when the records are the same.
pub fn write(plan: &Plan, files: &Files) -> Result<(), SearchError> {
    for catalog in &plan.editions {
        let records = record::records(catalog).map_err(failed)?;
        // An empty index cannot be loaded; the search page handles that calmly.
        if records.is_empty() {
            continue;
        }
        let lang = catalog.site.lang;
        let group = Group::new(&bundle_folder(lang), key_of(&records)?);
        files.make_group(group, || bundle_of(lang, records))?;
    }
    Ok(())
}

/// The files of an edition's bundle, by their paths below the web root; none where nothing can be found.
pub fn bundle(catalog: &Catalog) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    let records = record::records(catalog).map_err(failed)?;
    if records.is_empty() { Ok(Vec::new()) } else { bundle_of(catalog.site.lang, records) }
}

fn bundle_of(lang: Lang, records: Vec<Record>) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    let folder = bundle_folder(lang);
    let words = writing::vocabulary(records.iter().map(|record| record.content.as_str()));
    let words = serde_json::to_vec(&words).map_err(failed)?;
    let built = build(records)?.into_iter().chain([(VOCABULARY.to_owned(), words)]);
    Ok(built.map(|(path, bytes)| (format!("{folder}{path}"), bytes)).collect())
}

/// Where an edition's bundle is below the web root.
pub fn bundle_folder(lang: Lang) -> String {
    format!("{}pagefind/", lang.prefix())
}

fn key_of(records: &[Record]) -> Result<Key, SearchError> {
    let json = serde_json::to_vec(records).map_err(failed)?;
    Ok(Key::of([json.as_slice()]))
}

fn failed(error: serde_json::Error) -> SearchError {
    SearchError::Index(error.to_string())
}

/// The bundle's files, by their path in it, in the order of their paths.
///
/// Pagefind runs in a thread of its own: it is asynchronous, and it may panic on failure.
fn build(records: Vec<Record>) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    let built = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(index(records))
    });
    let files = match built.join() {
        Ok(Ok(files)) => files,
        Ok(Err(error)) => return Err(SearchError::Index(format!("{error:#}"))),
        Err(_) => return Err(SearchError::Index("Pagefind ended by a panic, see above".to_owned())),
    };
    to_published(files)
}

/// The files a reader's browser asks for, in the order of their paths. The rest (Pagefind's interface, its worker) is
/// left out.
fn to_published(files: Vec<(PathBuf, Vec<u8>)>) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    let wasm = format!("wasm.{LANGUAGE}.pagefind");
    let mut published = Vec::new();
    for (path, bytes) in files {
        let Some(path) = path.to_str() else { continue };
        let is_chunk = [".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment"].iter().any(|end| path.ends_with(end));
        if path == wasm {
            published.push((path.to_owned(), decompress(&bytes)?));
        } else if is_chunk || path == "pagefind.js" || path == "pagefind-entry.json" {
            published.push((path.to_owned(), bytes));
        }
    }
    published.sort();
    Ok(published)
}

/// Pagefind also accepts its wasm uncompressed; then it is sent as brotli, which is smaller than its own gzip.
fn decompress(bytes: &[u8]) -> Result<Vec<u8>, SearchError> {
    let mut plain = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut plain).map_err(|error| SearchError::Index(error.to_string()))?;
    Ok(plain)
}

async fn index(records: Vec<Record>) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    let config = PagefindServiceConfig::builder().keep_index_url(true).force_language(LANGUAGE.to_owned()).build();
    let mut index = PagefindIndex::new(Some(config))?;
    for (place, Record { url, content, filters }) in records.into_iter().enumerate() {
        let sort = BTreeMap::from([(ORDER.to_owned(), place.to_string())]);
        index.add_custom_record(url, content, LANGUAGE.to_owned(), None, Some(filters), Some(sort)).await?;
    }
    Ok(index.get_files().await?.into_iter().map(|file| (file.filename, file.contents)).collect())
}
