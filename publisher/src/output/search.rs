//! The search index: what readers can find, as the files of a Pagefind bundle, one a language edition.
//!
//! It holds only what is listed: no draft, nothing withdrawn. `record` says what an article or page is found by,
//! `vietnamese` encodes it so that Pagefind knows every letter; `public/tools/search-index.js` encodes queries alike.

mod record;
mod vietnamese;

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
use crate::release::keys::Key;
use crate::site::plan::Plan;
use record::Record;

/// For languages whose words Pagefind does not reduce to stems.
const GENERIC_WASM: &str = "wasm.unknown.pagefind";

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
        let records = record::records(catalog);
        // An empty index cannot be loaded; the search page handles that calmly.
        if records.is_empty() {
            continue;
        }
        let lang = catalog.site.lang;
        let folder = bundle_folder(lang);
        files.make_folder(&folder, &key_of(&records, lang)?, || {
            let built = build(records, lang)?.into_iter();
            Ok::<_, SearchError>(built.map(|(path, bytes)| (format!("{folder}{path}"), bytes)).collect())
        })?;
    }
    Ok(())
}

/// Where an edition's bundle is below the web root.
fn bundle_folder(lang: Lang) -> String {
    format!("{}pagefind/", lang.prefix())
}

fn key_of(records: &[Record], lang: Lang) -> Result<Key, SearchError> {
    let json = serde_json::to_vec(&(lang, records)).map_err(|error| SearchError::Index(error.to_string()))?;
    Ok(Key::of([json.as_slice()]))
}

/// The bundle's files, by their path in it, in the order of their paths.
///
/// Pagefind runs in a thread of its own: it is asynchronous, and it may panic on failure.
fn build(records: Vec<Record>, lang: Lang) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    let built = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(index(records, lang))
    });
    let files = match built.join() {
        Ok(Ok(files)) => files,
        Ok(Err(error)) => return Err(SearchError::Index(format!("{error:#}"))),
        Err(_) => return Err(SearchError::Index("Pagefind ended by a panic, see above".to_owned())),
    };
    to_published(files, lang)
}

/// The files a reader's browser asks for, in the order of their paths. The rest (Pagefind's interface, its worker) is
/// left out.
fn to_published(files: Vec<(PathBuf, Vec<u8>)>, lang: Lang) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    let own_wasm = format!("wasm.{}.pagefind", lang.tag());
    let has_own = files.iter().any(|(path, _)| path.to_str() == Some(own_wasm.as_str()));
    let wasm = if has_own { own_wasm.as_str() } else { GENERIC_WASM };
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

async fn index(records: Vec<Record>, lang: Lang) -> Result<Vec<(PathBuf, Vec<u8>)>, Failure> {
    let code = lang.tag().to_owned();
    let config = PagefindServiceConfig::builder().keep_index_url(true).force_language(code.clone()).build();
    let mut index = PagefindIndex::new(Some(config))?;
    for Record { url, content, meta, filters } in records {
        index.add_custom_record(url, content, code.clone(), Some(meta), Some(filters), None).await?;
    }
    Ok(index.get_files().await?.into_iter().map(|file| (file.filename, file.contents)).collect())
}
