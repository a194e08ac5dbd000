//! The content API: its documents and the contract they keep.

pub mod contract;

use portal_app::content::page_data::{PageData, PageDocument};
use portal_app::path::AppPath;
use portal_app::path::api::FOLDER;
use serde::Serialize;

use self::contract::open_api;
use super::error::OutputError;
use super::lazy_page::LazyPage;
use crate::release::compress::Read;
use crate::release::files::Files;
use crate::release::group::Group;
use crate::site::plan::{Page, Plan};

/// Writes each language's settings and urgent notice, and the contract.
pub fn write_shared(plan: &Plan, files: &Files) -> Result<(), OutputError> {
    for catalog in &plan.editions {
        let folder = format!("{FOLDER}/{}", catalog.site.lang.prefix());
        put(files, &format!("{folder}site.json"), &catalog.whole_site())?;
        put(files, &format!("{folder}notice.json"), &catalog.notice)?;
    }
    let contract = serde_json::to_vec_pretty(&open_api()).map_err(failed("openapi.json"))?;
    Ok(files.put(&format!("{FOLDER}/openapi.json"), &contract)?)
}

/// Writes the document of a page. It begins with the build of the app that it was published with.
pub fn write_document(
    page: &Page,
    lazy: &LazyPage<'_>,
    files: &Files,
    group: Group,
    build: &str,
) -> Result<(), OutputError> {
    let make = || document(&page.path, lazy.data()?, build);
    files.make_in(group, &document_file(&page.path), Read::Often, make)
}

/// Where a page's document of the API is, below the web root.
pub fn document_file(page: &AppPath) -> String {
    format!("{FOLDER}/{}", PageDocument::of(page).endpoint)
}

/// A page's document of the API.
pub fn document(page: &AppPath, data: &PageData, build: &str) -> Result<Vec<u8>, OutputError> {
    Ok(of_build(data.document_json().map_err(failed(&document_file(page)))?, build))
}

/// `{"id":…}` → `{"build":"…","id":…}`.
fn of_build(json: Vec<u8>, build: &str) -> Vec<u8> {
    match json.strip_prefix(b"{") {
        // An empty one has nothing to go on with.
        Some(rest) if rest != b"}" => [format!("{{\"build\":\"{build}\",").as_bytes(), rest].concat(),
        _ => json,
    }
}

/// Writes a document.
pub(super) fn put(files: &Files, path: &str, document: &impl Serialize) -> Result<(), OutputError> {
    let json = serde_json::to_vec(document).map_err(failed(path))?;
    Ok(files.put(path, &json)?)
}

/// Says which document it was.
pub(super) fn failed(path: &str) -> impl Fn(serde_json::Error) -> OutputError {
    let path = path.to_owned();
    move |source| OutputError::Document { path: path.clone(), source }
}
