//! Everything that there is one of for each page: its document of the API, the widgets of an article, its prerendered file.
//!
//! What a page shows is made once for all of them, and only where one of them is not as it was.

use rayon::prelude::*;

use super::api;
use super::embed::{self, FrameShell};
use super::error::OutputError;
use super::lazy_page::LazyPage;
use super::page::{self, PageParts};
use super::progress::Progress;
use crate::release::files::Files;
use crate::release::group::Group;
use crate::release::keys::Key;
use crate::site::catalog::Catalog;
use crate::site::plan::{Page, Plan};

/// Writes them, and what all of them have in common.
pub fn write(plan: &Plan, files: &Files, parts: &PageParts<'_>, frames: &FrameShell) -> Result<(), OutputError> {
    page::write_shared(plan, files, parts)?;
    api::write_shared(plan, files)?;
    embed::write_shared(plan, files, frames)?;
    let build = &parts.shell.build;
    let progress = Progress::new("pages", plan.pages.len());
    plan.pages().try_for_each(|(catalog, page)| {
        let group = Group::new(&page.path.to_string(), key(catalog, page, parts, frames));
        if !files.take_group(group)? {
            let lazy = LazyPage::at(catalog, &page.path);
            api::write_document(page, &lazy, files, group, build)?;
            embed::write_article(catalog, page, files, group, frames)?;
            page::write_page(catalog, page, lazy, files, group, parts)?;
        }
        progress.advance();
        Ok::<_, OutputError>(())
    })?;
    progress.finish();
    Ok(())
}

/// Of all that decides a page's files.
fn key(catalog: &Catalog, page: &Page, parts: &PageParts<'_>, frames: &FrameShell) -> Key {
    let (own, read) = (parts.key(catalog, page), [u8::from(page.read.is_often())]);
    Key::of([own.as_bytes(), frames.fingerprint.as_bytes(), &read])
}
