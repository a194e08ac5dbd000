//! What `/share/` holds: each page's share picture and each article's QR code.

pub mod picture;

mod qr_code;

use std::collections::BTreeSet;

use portal_app::content::model::Article;
use portal_app::path::word::SitePath;
use rayon::prelude::*;

use self::picture::{SharePicture, SharePictures};
use self::qr_code::qr_code;
use super::error::OutputError;
use super::progress::Progress;
use crate::release::files::Files;
use crate::release::keys::Key;
use crate::site::catalog::Catalog;
use crate::site::catalog::about::About;
use crate::site::plan::Plan;

/// Writes all of them. Pages whose pictures are alike share one. Each name carries the hash of all that decides the
/// file, so the name is what its key is made of.
pub fn write(plan: &Plan, files: &Files, pictures: Option<&SharePictures>) -> Result<(), OutputError> {
    if let Some(pictures) = pictures {
        let wanted = plan.pages().map(|(catalog, page)| pictures.of(&catalog.site, catalog.about(&page.path)));
        let wanted: BTreeSet<SharePicture> = wanted.collect();
        let progress = Progress::new("share pictures", wanted.len());
        wanted.par_iter().try_for_each(|picture| {
            make(files, &picture.path, || Ok(pictures.draw(picture)?))?;
            progress.advance();
            Ok::<_, OutputError>(())
        })?;
        progress.finish();
    }
    plan.pages().try_for_each(|(catalog, page)| match catalog.about(&page.path) {
        About::Article(article) => match &article.qr_code {
            Some(path) => make(files, path, || Ok(code_of(catalog, article))),
            None => Ok(()),
        },
        _ => Ok(()),
    })
}

/// The drawing of an article's QR code.
pub fn code_of(catalog: &Catalog, article: &Article) -> Vec<u8> {
    qr_code(&format!("{}{}", catalog.site.url, article.path)).unwrap_or_default().into_bytes()
}

fn make(
    files: &Files,
    path: &SitePath,
    draw: impl FnOnce() -> Result<Vec<u8>, OutputError>,
) -> Result<(), OutputError> {
    let path = path.as_str().trim_start_matches('/');
    files.make(path, &Key::of([path.as_bytes()]), draw)
}
