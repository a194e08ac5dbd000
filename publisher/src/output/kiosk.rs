//! The kiosk: what a display in a public hall shows, at `/kiosk/`.
//!
//! `shell` is its document, made of the app's own folder for it; `index` what it searches; `edition` the list of every
//! file it needs, which its service worker takes whole or not at all. Without that folder there is none of them.

mod edition;
mod index;
mod shell;

use chrono::{DateTime, FixedOffset};
use portal_app::content::model::Site;
use portal_app::path::api::FOLDER;
use portal_app::path::word::SitePath;
use serde::Serialize;

use self::edition::{EDITION, Kept};
use self::index::search_index;
pub use self::shell::KioskShell;
use super::api::{document_file, failed, put};
use super::error::OutputError;
use crate::release::files::Files;
use crate::site::catalog::about::About;
use crate::site::kiosk::Shown;
use crate::site::plan::Plan;

/// Writes the display's document, what it loads and shows beyond the site's own files, and its edition. The edition names
/// files by what was written, so this comes after everything that a display shows.
pub fn write(plan: &Plan, files: &Files, shell: &KioskShell) -> Result<(), OutputError> {
    let Some(site) = plan.main_site() else { return Ok(()) };
    let kept = write_shown(plan, files, shell)?;
    let is_picture = |address: &str| {
        let file = SitePath::new(address).and_then(|src| plan.media.get(&src));
        file.is_some_and(|file| file.media_type.starts_with("image/"))
    };
    put(files, EDITION, &kept.edition(site, plan.at, files, is_picture)?)
}

/// Writes all that but the edition.
pub fn write_without_edition(plan: &Plan, files: &Files, shell: &KioskShell) -> Result<(), OutputError> {
    write_shown(plan, files, shell).map(drop)
}

/// Returns what an edition keeps of it.
fn write_shown(plan: &Plan, files: &Files, shell: &KioskShell) -> Result<Kept, OutputError> {
    let mut kept = Kept::default();
    let Some(site) = plan.main_site() else { return Ok(kept) };
    let html = write_document(site, &plan.kiosk.heartbeat_origins(), files, shell)?;
    kept.add_page("/kiosk/", &html, files);
    for catalog in &plan.editions {
        keep_language(&Shown::of(catalog, &plan.kiosk), plan, files, &mut kept)?;
    }
    Ok(kept)
}

/// Writes the display's document in front of another's content API, and an edition of what that loads alone: the API's
/// documents are nobody's here to list.
pub fn write_shell(
    site: &Site,
    heartbeats: &[String],
    at: DateTime<FixedOffset>,
    files: &Files,
    shell: &KioskShell,
) -> Result<(), OutputError> {
    let html = write_document(site, heartbeats, files, shell)?;
    let mut kept = Kept::default();
    kept.add_page("/kiosk/", &html, files);
    put(files, EDITION, &kept.edition(site, at, files, |_| false)?)
}

/// Writes the display's document and what it loads.
fn write_document(
    site: &Site,
    heartbeats: &[String],
    files: &Files,
    shell: &KioskShell,
) -> Result<String, OutputError> {
    for (path, bytes) in &shell.files {
        files.put(path, bytes)?;
    }
    let html = shell.render(site, heartbeats);
    files.put("kiosk/index.html", html.as_bytes())?;
    Ok(html)
}

/// Writes what only displays read of one language, and keeps that with the documents of its articles and pages.
fn keep_language(shown: &Shown<'_>, plan: &Plan, files: &Files, kept: &mut Kept) -> Result<(), OutputError> {
    let site: &Site = &shown.catalog.site;
    let path = |endpoint: &str| format!("{FOLDER}/{}{endpoint}", site.lang.prefix());
    let (start, search) = (path("kiosk.json"), path("kiosk-search.json"));
    for (path, json) in [
        (&start, to_json(&start, &shown.document())?),
        (&search, to_json(&search, &search_index(shown).map_err(failed(&search))?)?),
    ] {
        files.put(path, &json)?;
        kept.add_document(path, &json, site).map_err(failed(path))?;
    }
    let settings = path("site.json");
    let json = to_json(&settings, &shown.catalog.whole_site())?;
    kept.add_document(&settings, &json, site).map_err(failed(&settings))?;
    for page in plan.pages.iter().filter(|page| page.path.lang == site.lang) {
        let is_kept = match shown.catalog.about(&page.path) {
            About::Article(article) => shown.keeps(&article.id),
            About::Standing(_) => true,
            About::Section(_) | About::Site => false,
        };
        if is_kept {
            let path = document_file(&page.path);
            let json = shown.catalog.page(&page.path).and_then(|data| data.document_json()).map_err(failed(&path))?;
            kept.add_document(&path, &json, site).map_err(failed(&path))?;
        }
    }
    Ok(())
}

fn to_json(path: &str, document: &impl Serialize) -> Result<Vec<u8>, OutputError> {
    serde_json::to_vec(document).map_err(failed(path))
}
