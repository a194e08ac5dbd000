//! The search index: what readers can find, one index a language edition, as files.
//!
//! It holds only what is listed: no draft, nothing withdrawn. `record` says what an article or page is found by, `writing`
//! writes it so that Pagefind tells where every whole word stands, `parts` cuts the records into parts, each a Pagefind bundle
//! in a folder of its own; `public/tools/search-index.js` asks all parts and ranks.

mod error;
mod pagefind;
pub mod parts;
mod record;
mod vocabulary;
mod writing;

use std::iter;

use portal_app::text::Lang;
use rayon::prelude::*;
use serde::Serialize;
use serde_json::Value;

pub use self::error::SearchError;
use self::parts::{PartSizes, cut};
use self::record::{Findable, findable};
use self::vocabulary::Words;
use crate::release::files::Files;
use crate::release::group::Group;
use crate::release::keys::Key;
use crate::site::catalog::Catalog;
use crate::site::plan::Plan;

/// The words of a part and how often it has them; of the whole index, words alone, the most frequent first. Readers' browsers
/// ask for the latter when nothing was found.
const VOCABULARY: &str = "words.json";

/// Names the parts, the newest first, each with what Pagefind is to know of it first.
const PARTS: &str = "parts.json";

/// Digits of a part's name.
const NAME_LENGTH: usize = 16;

/// The index of an edition.
struct Index<'a> {
    /// Below the web root.
    folder: String,
    parts: Vec<Part<'a>>,
}

struct Part<'a> {
    /// Of its oldest record, so that it stays when something new comes.
    name: String,
    folder: String,
    key: Key,
    found: Vec<Findable<'a>>,
}

/// A row of `PARTS`.
#[derive(Serialize)]
struct Row {
    name: String,
    entry: Value,
}

/// Writes the index of each language. A part of the last release's is reused when its records are the same.
pub fn write(plan: &Plan, files: &Files, sizes: PartSizes) -> Result<(), SearchError> {
    for catalog in &plan.editions {
        let Index { folder, parts } = &Index::of(catalog, sizes)?;
        // An empty index cannot be loaded; the search page handles that calmly.
        if parts.is_empty() {
            continue;
        }
        for name in pagefind::ENGINE {
            files.make(&format!("{folder}{name}"), &Key::of([name.as_bytes()]), || pagefind::engine(name))?;
        }
        for part in parts {
            files.make_group(Group::new(&part.folder, part.key), || part.files(catalog))?;
        }
        // What is no longer what was written is made anew.
        let read = |part: &Part<'_>, name: &str| match files.read(&format!("{}{name}", part.folder)) {
            Some(bytes) => Ok(bytes),
            None => file_of(part, name, &part.files(catalog)?),
        };
        let key = |name: &str| Key::of(iter::once(name.as_bytes()).chain(parts.iter().map(|part| part.key.as_bytes())));
        let (rows_path, words_path) = (format!("{folder}{PARTS}"), format!("{folder}{VOCABULARY}"));
        files.make(&rows_path, &key(PARTS), || rows(parts, |part| read(part, pagefind::ENTRY)))?;
        files.make(&words_path, &key(VOCABULARY), || words(parts, |part| read(part, VOCABULARY)))?;
    }
    Ok(())
}

/// The files of an edition's index, by their paths below the web root; none where nothing can be found.
pub fn bundle(catalog: &Catalog) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
    let Index { folder, parts } = Index::of(catalog, PartSizes::default())?;
    if parts.is_empty() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for name in pagefind::ENGINE {
        files.push((format!("{folder}{name}"), pagefind::engine(name)?));
    }
    for part in &parts {
        files.extend(part.files(catalog)?);
    }
    let rows = rows(&parts, |part| file_of(part, pagefind::ENTRY, &files))?;
    let words = words(&parts, |part| file_of(part, VOCABULARY, &files))?;
    files.extend([(format!("{folder}{PARTS}"), rows), (format!("{folder}{VOCABULARY}"), words)]);
    Ok(files)
}

/// Where an edition's index is below the web root.
pub fn bundle_folder(lang: Lang) -> String {
    format!("{}pagefind/", lang.prefix())
}

impl<'a> Index<'a> {
    fn of(catalog: &'a Catalog, sizes: PartSizes) -> Result<Self, SearchError> {
        let folder = bundle_folder(catalog.site.lang);
        let parts = cut(findable(catalog), |one| one.weighed(catalog), sizes);
        let parts = parts.into_iter().map(|found| Part::of(catalog, &folder, found));
        Ok(Self { parts: parts.collect::<Result<_, _>>().map_err(failed)?, folder })
    }
}

impl<'a> Part<'a> {
    fn of(catalog: &Catalog, index: &str, found: Vec<Findable<'a>>) -> serde_json::Result<Self> {
        let name = found.last().map(|oldest| oldest.weighed(catalog).name.to_string()).unwrap_or_default();
        let name = name.get(..NAME_LENGTH).unwrap_or_default().to_owned();
        let keys = found.par_iter().map(|one| one.key(catalog)).collect::<serde_json::Result<Vec<_>>>()?;
        let key = Key::of(keys.iter().map(Key::as_bytes));
        Ok(Self { folder: format!("{index}{name}/"), name, key, found })
    }

    /// Its files, by their paths below the web root.
    fn files(&self, catalog: &Catalog) -> Result<Vec<(String, Vec<u8>)>, SearchError> {
        let records = self.found.par_iter().map(|one| one.record(catalog));
        let records = records.collect::<serde_json::Result<Vec<_>>>().map_err(failed)?;
        let mut words = Words::new();
        records.iter().for_each(|record| vocabulary::add_words(&mut words, &record.content));
        let words = serde_json::to_vec(&words).map_err(failed)?;
        let files = pagefind::bundle(records)?.into_iter().chain([(VOCABULARY.to_owned(), words)]);
        Ok(files.map(|(path, bytes)| (format!("{}{path}", self.folder), bytes)).collect())
    }
}

fn file_of(part: &Part<'_>, name: &str, files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, SearchError> {
    let path = format!("{}{name}", part.folder);
    let bytes = files.iter().find(|(other, _)| *other == path).map(|(_, bytes)| bytes.clone());
    bytes.ok_or_else(|| SearchError::Index(format!("there is no {path}")))
}

/// `PARTS`.
fn rows(parts: &[Part<'_>], entry: impl Fn(&Part<'_>) -> Result<Vec<u8>, SearchError>) -> Result<Vec<u8>, SearchError> {
    let row = |part: &Part<'_>| {
        Ok(Row { name: part.name.clone(), entry: serde_json::from_slice(&entry(part)?).map_err(failed)? })
    };
    let rows = parts.iter().map(row).collect::<Result<Vec<_>, SearchError>>()?;
    serde_json::to_vec(&rows).map_err(failed)
}

/// `VOCABULARY` of the whole index.
fn words(
    parts: &[Part<'_>],
    words_of: impl Fn(&Part<'_>) -> Result<Vec<u8>, SearchError>,
) -> Result<Vec<u8>, SearchError> {
    let mut words = Words::new();
    for part in parts {
        vocabulary::merge(&mut words, serde_json::from_slice(&words_of(part)?).map_err(failed)?);
    }
    serde_json::to_vec(&vocabulary::listed(words)).map_err(failed)
}

fn failed(error: serde_json::Error) -> SearchError {
    SearchError::Index(error.to_string())
}
