//! Documents: the shell that Trunk built, filled with a page's head, style, markup and data.

pub mod error;
pub mod head;
pub mod shell;
pub mod style;

mod analytics;

use portal_app::content::model::{Image, Site};
use portal_app::content::page_data::{InlinedPage, PageData};
use portal_app::pages::PageHead;
use portal_app::path::AppPath;
use portal_app::path::saved::saved_path;
use portal_app::path::word::SitePath;
use rayon::prelude::*;

use self::head::subject::HeadExtras;
use self::shell::{BARE, Shell};
use super::error::OutputError;
use super::feeds::feed_links;
use super::icons::LOGO;
use super::progress::Progress;
use super::share::picture::SharePictures;
use crate::release::files::Files;
use crate::release::keys::Key;
use crate::site::catalog::Catalog;
use crate::site::descriptions::describe_head;
use crate::site::plan::{Page, Plan};
use crate::source::theme::Theme;

/// What all documents have in common.
pub struct PageParts<'a> {
    pub shell: &'a Shell,
    pub theme: &'a Theme,
    /// `None` when pages are shared without a picture of their own.
    pub pictures: Option<&'a SharePictures>,
}

/// Writes every page, each language's not-found page and page of saved articles, the bare shell, and the files that they load.
pub fn write(plan: &Plan, files: &Files, parts: &PageParts<'_>) -> Result<(), OutputError> {
    for (path, bytes) in parts.shell.files.iter().chain(&parts.theme.files) {
        files.put(path, bytes)?;
    }
    for catalog in &plan.editions {
        let path = format!("{}404.html", catalog.site.lang.prefix());
        files.put(&path, render_not_found(catalog, parts)?.as_bytes())?;
        let path = format!("{}index.html", saved_path(catalog.site.lang).trim_start_matches('/'));
        files.put(&path, render_saved(catalog, parts).as_bytes())?;
    }
    if let Some(site) = plan.main_site() {
        let bare = parts.shell.render_bare(site);
        files.put(BARE, bare.as_bytes())?;
        if let Some((path, bytes)) = parts.shell.worker(&bare, files) {
            files.put(&path, &bytes)?;
        }
    }
    let progress = Progress::new("pages", plan.pages.len());
    plan.pages().try_for_each(|(catalog, page)| {
        write_page(catalog, page, files, parts)?;
        progress.advance();
        Ok::<_, OutputError>(())
    })?;
    progress.finish();
    Ok(())
}

fn write_page(catalog: &Catalog, page: &Page, files: &Files, parts: &PageParts<'_>) -> Result<(), OutputError> {
    let extras = parts.head_extras(catalog, Some(&page.path), &page.data);
    let key = Key::of([page.key.as_bytes(), parts.shell.fingerprint.as_bytes(), format!("{extras:?}").as_bytes()]);
    files.make_page(&html_file(&page.path), &key, page.read, || render_with(catalog, page, &extras, parts))
}

/// A page's document.
pub fn render(catalog: &Catalog, page: &Page, parts: &PageParts<'_>) -> Result<Vec<u8>, OutputError> {
    render_with(catalog, page, &parts.head_extras(catalog, Some(&page.path), &page.data), parts)
}

fn render_with(
    catalog: &Catalog,
    page: &Page,
    extras: &HeadExtras,
    parts: &PageParts<'_>,
) -> Result<Vec<u8>, OutputError> {
    let inlined = InlinedPage {
        path: Some(SitePath::from(page.path.clone())),
        site: page.site(catalog),
        page: page.data.clone(),
    };
    let failed = |source| OutputError::Document { path: page.path.to_string(), source };
    let html = parts.shell.render_page(inlined, &page.head, &page.alternates, extras);
    Ok(html.map_err(failed)?.into_bytes())
}

fn render_not_found(catalog: &Catalog, parts: &PageParts<'_>) -> Result<String, OutputError> {
    let data = PageData::NotFound;
    let extras = parts.head_extras(catalog, None, &data);
    let head = describe_head(&catalog.site, None, &data);
    let inlined = InlinedPage { path: None, site: catalog.site.clone(), page: data };
    let failed = |source| OutputError::Document { path: "404.html".to_owned(), source };
    parts.shell.render_page(inlined, &head, &[], &extras).map_err(failed)
}

fn render_saved(catalog: &Catalog, parts: &PageParts<'_>) -> String {
    let data = PageData::Saved;
    let head = describe_head(&catalog.site, None, &data);
    let canonical = Some(format!("{}{}", catalog.site.url, saved_path(catalog.site.lang)));
    let head = PageHead { canonical, ..head };
    parts.shell.render_without_app(InlinedPage { path: None, site: catalog.site.clone(), page: data }, &head)
}

/// Where a page's document is, below the web root.
pub fn html_file(path: &AppPath) -> String {
    format!("{}index.html", path.to_string().trim_start_matches('/'))
}

impl PageParts<'_> {
    fn head_extras(&self, catalog: &Catalog, path: Option<&AppPath>, page: &PageData) -> HeadExtras {
        HeadExtras {
            share_picture: self.share_picture(&catalog.site, page),
            logo: self.theme.icon.is_some().then_some(LOGO),
            feeds: feed_links(catalog, path),
        }
    }

    fn share_picture(&self, site: &Site, page: &PageData) -> Option<Image> {
        let picture = self.pictures?.of(site, page);
        let (width, height) = (picture.width, picture.height);
        Some(Image { src: picture.path.into(), alt: picture.alt, width, height, sources: Vec::new() })
    }
}
