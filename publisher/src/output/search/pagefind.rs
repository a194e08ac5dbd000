//! Records in, files of a Pagefind bundle out.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Read as _;
use std::path::PathBuf;
use std::thread;

use flate2::read::GzDecoder;
use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;

use super::error::SearchError;
use super::record::Record;

/// Pagefind's name for languages whose words it does not reduce to stems: whole words are asked for, in English too.
const LANGUAGE: &str = "unknown";

/// What answers, the same for all bundles. The rest (Pagefind's interface, its worker) no browser asks for.
pub(super) const ENGINE: [&str; 2] = ["pagefind.js", "wasm.unknown.pagefind"];

/// What a bundle begins with: which of its files tells of all others.
pub(super) const ENTRY: &str = "pagefind-entry.json";

/// By this the search asks for the records' order.
const ORDER: &str = "order";

type Failure = Box<dyn Error + Send + Sync>;

/// A file of `ENGINE`.
pub(super) fn engine(name: &str) -> Result<Vec<u8>, SearchError> {
    let files = build(Vec::new())?;
    let file = files.into_iter().find(|(path, _)| path.to_str() == Some(name));
    let (_, bytes) = file.ok_or_else(|| SearchError::Index(format!("Pagefind made no {name}")))?;
    if name.ends_with(".js") { Ok(bytes) } else { decompress(&bytes) }
}

/// The files of a bundle that are not `ENGINE`, by their path in it, in the order of their paths.
pub(super) fn bundle(records: Vec<Record>) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    let is_wanted = |path: &str| {
        path == ENTRY || [".pf_meta", ".pf_index", ".pf_filter", ".pf_fragment"].iter().any(|end| path.ends_with(end))
    };
    let named = build(records)?.into_iter().filter_map(|(path, bytes)| Some((path.to_str()?.to_owned(), bytes)));
    let mut files = named.filter(|(path, _)| is_wanted(path)).collect::<Vec<_>>();
    files.sort();
    Ok(files)
}

/// Pagefind runs in a thread of its own: it is asynchronous, and it may panic on failure.
fn build(records: Vec<Record>) -> Result<Vec<(PathBuf, Vec<u8>)>, SearchError> {
    let built = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(index(records))
    });
    match built.join() {
        Ok(Ok(files)) => Ok(files),
        Ok(Err(error)) => Err(SearchError::Index(format!("{error:#}"))),
        Err(_) => Err(SearchError::Index("Pagefind ended by a panic, see above".to_owned())),
    }
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
