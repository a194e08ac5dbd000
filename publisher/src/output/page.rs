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

use self::head::subject::HeadExtras;
use self::shell::{BARE, Shell};
use super::error::OutputError;
use super::feeds::{feed_links, feeds_at};
use super::icons::LOGO;
use super::lazy_page::LazyPage;
use super::share::picture::SharePictures;
use crate::release::files::Files;
use crate::release::group::Group;
use crate::release::keys::Key;
use crate::site::alternates::alternates;
use crate::site::catalog::Catalog;
use crate::site::catalog::about::About;
use crate::site::descriptions::describe_head;
use crate::site::plan::{Page, Plan, site_of};
use crate::source::theme::Theme;

/// What all documents have in common.
pub struct PageParts<'a> {
    pub shell: &'a Shell,
    pub theme: &'a Theme,
    /// `None` when pages are shared without a picture of their own.
    pub pictures: Option<&'a SharePictures>,
}

/// Writes each language's not-found page and page of saved articles, the bare shell, and the files that all pages load.
pub fn write_shared(plan: &Plan, files: &Files, parts: &PageParts<'_>) -> Result<(), OutputError> {
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
    Ok(())
}

/// Writes a page.
pub fn write_page(
    catalog: &Catalog,
    page: &Page,
    lazy: LazyPage<'_>,
    files: &Files,
    group: Group,
    parts: &PageParts<'_>,
) -> Result<(), OutputError> {
    let make = || render(catalog, &page.path, lazy.into_data()?, parts);
    files.make_in(group, &html_file(&page.path), page.read, make)
}

/// A page's document.
pub fn render(
    catalog: &Catalog,
    path: &AppPath,
    data: PageData,
    parts: &PageParts<'_>,
) -> Result<Vec<u8>, OutputError> {
    let extras = parts.head_extras(catalog, Some(path));
    let head = describe_head(&catalog.site, Some(path), &data);
    let alternates = alternates(&catalog.site, path, &data);
    let inlined = InlinedPage { path: Some(SitePath::from(path.clone())), site: site_of(catalog, path), page: data };
    let failed = |source| OutputError::Document { path: path.to_string(), source };
    let html = parts.shell.render_page(inlined, &head, &alternates, &extras);
    Ok(html.map_err(failed)?.into_bytes())
}

fn render_not_found(catalog: &Catalog, parts: &PageParts<'_>) -> Result<String, OutputError> {
    let data = PageData::NotFound;
    let extras = parts.head_extras(catalog, None);
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
    /// Of all that decides a page. What its feeds and its picture are called follows from the page and the site's settings; which
    /// there are does not.
    pub(super) fn key(&self, catalog: &Catalog, page: &Page) -> Key {
        let picture = self.share_picture(&catalog.site, catalog.about(&page.path));
        let picture = picture.as_ref().map(|picture| picture.src.as_str()).unwrap_or_default();
        let logo = self.logo().unwrap_or_default();
        let feeds = feeds_at(catalog, Some(&page.path));
        let feeds = feeds.map(|section| section.map(|section| section.slug.as_str()).unwrap_or_default().as_bytes());
        let own = [page.key.as_bytes(), self.shell.fingerprint.as_bytes(), picture.as_bytes(), logo.as_bytes()];
        Key::of(own.into_iter().chain(feeds))
    }

    fn logo(&self) -> Option<&'static str> {
        self.theme.icon.is_some().then_some(LOGO)
    }

    fn head_extras(&self, catalog: &Catalog, path: Option<&AppPath>) -> HeadExtras {
        let about = path.map_or(About::Site, |path| catalog.about(path));
        HeadExtras {
            share_picture: self.share_picture(&catalog.site, about),
            logo: self.logo(),
            feeds: feed_links(catalog, feeds_at(catalog, path)),
        }
    }

    fn share_picture(&self, site: &Site, about: About<'_>) -> Option<Image> {
        let picture = self.pictures?.of(site, about);
        let (width, height) = (picture.width, picture.height);
        Some(Image { src: picture.path.into(), alt: picture.alt, width, height, sources: Vec::new() })
    }
}
