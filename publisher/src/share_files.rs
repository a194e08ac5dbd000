//! What `/share/` holds: each page's share picture and each article's QR code, made once and then handed on from
//! release to release.

use std::collections::{BTreeMap, BTreeSet};

use portal_app::content::page_data::PageData;
use portal_app::content::word::{ArticleId, SitePath};
use portal_app::path::AppPath;
use rayon::prelude::*;

use crate::asset::short_hash;
use crate::catalog::Catalog;
use crate::progress::Progress;
use crate::publish::PublishError;
use crate::qr_code::{LONGEST_ADDRESS, qr_code};
use crate::release::Release;
use crate::share_picture::SharePictures;

/// Part of every code's name: count it up when the same address shall be drawn otherwise.
const QR_LAYOUT: &str = "1";

/// Writes all of them. Pages whose pictures are alike share one.
pub fn write(
    release: &mut Release,
    pictures: Option<&SharePictures>,
    routes: &[(&Catalog, AppPath)],
) -> Result<(), PublishError> {
    let needed = routes.par_iter().map(|(catalog, path)| {
        let page = catalog.page(path);
        let code = match &page {
            PageData::Article(article) => {
                article.qr_code.clone().map(|code| (code, format!("{}{}", catalog.site.url, article.path)))
            }
            _ => None,
        };
        (pictures.map(|pictures| pictures.of(&catalog.site, &page)), code)
    });
    let needed = needed.collect::<Vec<_>>();
    let (mut wanted, mut codes) = (BTreeSet::new(), BTreeMap::new());
    for (picture, code) in needed {
        wanted.extend(picture);
        codes.extend(code);
    }
    for path in wanted.iter().map(|picture| &picture.path).chain(codes.keys()) {
        release.claim(below_root(path))?;
    }
    let progress = Progress::new("share pictures", wanted.len());
    let release = &*release;
    wanted.par_iter().try_for_each(|picture| {
        let path = below_root(&picture.path);
        if let (Some(pictures), false) = (pictures, release.reuse(path)?) {
            release.write(path, &pictures.draw(picture)?)?;
        }
        progress.advance();
        Ok::<_, PublishError>(())
    })?;
    progress.finish();
    codes.par_iter().try_for_each(|(path, address)| {
        let path = below_root(path);
        if !release.reuse(path)? {
            release.write(path, qr_code(address).unwrap_or_default().as_bytes())?;
        }
        Ok(())
    })
}

/// Where the QR code of an article lies; an address that is longer than a code holds has none.
pub fn qr_path(origin: &str, id: &ArticleId, path: &SitePath) -> Option<SitePath> {
    let address = format!("{origin}{path}");
    let hash = short_hash([QR_LAYOUT.as_bytes(), address.as_bytes()]);
    SitePath::new(format!("/share/{id}-{hash}.svg")).filter(|_| address.len() <= LONGEST_ADDRESS)
}

fn below_root(path: &SitePath) -> &str {
    path.as_str().trim_start_matches('/')
}
