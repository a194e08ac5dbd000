//! `portal publish`: from the content folder to the whole site, ready to be served.
//!
//! source → catalog → for each page its document of the content API and its prerendered HTML → release.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use portal_app::content::model::Image;
use portal_app::content::page_data::{InlinedPage, PageData, PageSource};
use portal_app::content::word::SitePath;
use portal_app::path::AppPath;
use rayon::prelude::*;

pub use crate::catalog::Audience;
use crate::catalog::Catalog;
use crate::contract::open_api;
use crate::deploy::{self, Routes};
use crate::drawing::DrawError;
use crate::embed;
use crate::feeds::{FeedError, feed_links, write_feeds};
use crate::head::HeadExtras;
use crate::icons::{LOGO, icon_files};
use crate::problem::Problems;
use crate::progress::Progress;
use crate::release::{Release, ReleaseError};
use crate::search::{self, SearchError};
use crate::share_files;
use crate::share_picture::SharePictures;
use crate::shell::{Shell, ShellError};
use crate::sitemap::{LIMITS, robots, write_sitemaps};
use crate::source::media::MediaFile;
use crate::source::{self, Source};
use crate::theme::Theme;

/// Where the documents of the content API lie below the web root.
const API: &str = "api/v1";

/// What `portal publish` is told.
#[derive(Clone, Debug)]
pub struct PublishOptions {
    pub content: PathBuf,
    /// Trunk's output.
    pub app: PathBuf,
    /// The published web root: a symlink that publish makes and replaces.
    pub out: PathBuf,
    /// As of when: what is due then is shown.
    pub at: DateTime<FixedOffset>,
    /// Whether compressed forms are written beside the files.
    pub compresses: bool,
    /// Whether each page gets a share picture.
    pub draws_pictures: bool,
    /// Whether the search index is written. Without it, readers who search are shown the sections.
    pub indexes: bool,
    pub audience: Audience,
}

impl PublishOptions {
    /// For readers, with everything that belongs to a published site.
    pub fn new(content: PathBuf, app: PathBuf, out: PathBuf, at: DateTime<FixedOffset>) -> Self {
        let (compresses, draws_pictures, indexes) = (true, true, true);
        Self { content, app, out, at, compresses, draws_pictures, indexes, audience: Audience::Public }
    }
}

/// What was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    pub release: u64,
    pub pages: usize,
}

/// Why nothing was published. The site that was there before is untouched.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error(transparent)]
    Content(#[from] Problems),
    #[error(transparent)]
    Shell(#[from] ShellError),
    #[error(transparent)]
    Release(#[from] ReleaseError),
    #[error(transparent)]
    Search(#[from] SearchError),
    #[error("the document of {path} cannot be written as JSON: {source}")]
    Document { path: String, source: serde_json::Error },
    #[error(transparent)]
    Drawing(#[from] DrawError),
    #[error(transparent)]
    Feed(#[from] FeedError),
    #[error("{path}: {source}")]
    Io { path: PathBuf, source: std::io::Error },
}

/// Publishes the content as it is at `options.at`.
pub fn publish(options: &PublishOptions) -> Result<Published, PublishError> {
    let source = source::read(&options.content)?;
    let theme = Theme::read(&options.content.join("theme"))?;
    let shell = Shell::read(&options.app, &theme)?;
    let pictures = options.draws_pictures.then(|| SharePictures::new(&theme)).transpose()?;
    let media = source.media.clone();
    let editions = Catalog::editions(source, options.at, options.audience);
    let mut release = Release::begin(&options.out, options.compresses)?;
    let look = Look { shell: &shell, theme: &theme, pictures: pictures.as_ref() };
    let filled = fill(&mut release, &editions, &look, &media, options.at).and_then(|pages| {
        if options.indexes {
            editions.iter().try_for_each(|catalog| search::write(&mut release, catalog))?;
        }
        Ok(pages)
    });
    match filled {
        Ok(pages) => Ok(Published { release: release.finish()?, pages }),
        Err(error) => {
            release.abandon();
            Err(error)
        }
    }
}

/// Reads and checks the content without publishing anything.
pub fn check(content: &Path) -> Result<Source, Problems> {
    match (source::read(content), Theme::read(&content.join("theme"))) {
        (Ok(source), Ok(_)) => Ok(source),
        (Err(problems), Ok(_)) | (Ok(_), Err(problems)) => Err(problems),
        (Err(mut problems), Err(others)) => {
            problems.append(others);
            Err(problems)
        }
    }
}

/// What documents are made with.
struct Look<'a> {
    shell: &'a Shell,
    theme: &'a Theme,
    /// Without them pages are shared without a picture of their own.
    pictures: Option<&'a SharePictures>,
}

impl Look<'_> {
    fn head_extras(&self, catalog: &Catalog, path: Option<&AppPath>, page: &PageData) -> HeadExtras {
        let picture = self.pictures.map(|pictures| pictures.of(&catalog.site, page));
        HeadExtras {
            share_picture: picture.map(|picture| Image {
                src: picture.path,
                alt: picture.alt,
                width: picture.width,
                height: picture.height,
                sources: Vec::new(),
            }),
            logo: self.theme.icon.is_some().then_some(LOGO),
            feeds: feed_links(catalog, path),
        }
    }
}

fn fill(
    release: &mut Release,
    editions: &[Catalog],
    look: &Look<'_>,
    media: &[MediaFile],
    at: DateTime<FixedOffset>,
) -> Result<usize, PublishError> {
    let routes = editions.iter().flat_map(|catalog| catalog.routes().into_iter().map(move |path| (catalog, path)));
    let routes = routes.collect::<Vec<_>>();
    write_whole_files(release, editions, look)?;
    write_for_machines(release, editions, media, at)?;
    for (path, bytes) in &look.theme.files {
        put(release, path, bytes)?;
    }
    if let Some(main) = editions.first() {
        for (path, bytes) in icon_files(look.theme, &main.site)? {
            put(release, &path, &bytes)?;
        }
    }
    embed::write(release, editions, &look.shell.frames)?;
    share_files::write(release, look.pictures, &routes)?;
    write_media(release, media)?;
    for (_, path) in &routes {
        release.claim(&html_file(path))?;
        release.claim(&api_file(path))?;
    }
    let progress = Progress::new("pages", routes.len());
    let release = &*release;
    routes.par_iter().try_for_each(|(catalog, path)| {
        write_page(release, catalog, look, path)?;
        progress.advance();
        Ok::<_, PublishError>(())
    })?;
    progress.finish();
    let folder = release.deploy_folder();
    deploy::write(&folder, &server_routes(editions, look.shell))
        .map_err(|source| PublishError::Io { path: folder, source })?;
    Ok(routes.len())
}

/// One route: its document and its page.
fn write_page(release: &Release, catalog: &Catalog, look: &Look<'_>, path: &AppPath) -> Result<(), PublishError> {
    let page = catalog.page(path);
    let failed = |source| PublishError::Document { path: path.to_string(), source };
    release.write(&api_file(path), &page.document_json().map_err(failed)?)?;
    let extras = look.head_extras(catalog, Some(path), &page);
    let inlined = InlinedPage { path: Some(SitePath::from(path.clone())), site: catalog.site.clone(), page };
    let html = look.shell.render_page(inlined, &extras).map_err(failed)?;
    release.write(&html_file(path), html.as_bytes())?;
    Ok(())
}

/// What there is once for the whole site.
fn write_whole_files(release: &mut Release, editions: &[Catalog], look: &Look<'_>) -> Result<(), PublishError> {
    let Some(main) = editions.first() else { return Ok(()) };
    for (path, bytes) in &look.shell.files {
        put(release, path, bytes)?;
    }
    let failed = |path: &str| {
        let path = path.to_owned();
        move |source| PublishError::Document { path, source }
    };
    for catalog in editions {
        let site = &catalog.site;
        let prefix = site.lang.prefix();
        let not_found = InlinedPage { path: None, site: site.clone(), page: PageData::NotFound };
        let extras = look.head_extras(catalog, None, &not_found.page);
        let html = look.shell.render_page(not_found, &extras).map_err(failed("404.html"))?;
        put(release, &format!("{prefix}404.html"), html.as_bytes())?;
        put(release, &format!("{API}/{prefix}site.json"), &serde_json::to_vec(site).map_err(failed("site.json"))?)?;
    }
    put(release, "app.html", look.shell.render_bare(&main.site).as_bytes())?;
    put(
        release,
        &format!("{API}/openapi.json"),
        &serde_json::to_vec_pretty(&open_api()).map_err(failed("openapi.json"))?,
    )
}

/// Feeds, the sitemap and `robots.txt`.
fn write_for_machines(
    release: &mut Release,
    editions: &[Catalog],
    media: &[MediaFile],
    at: DateTime<FixedOffset>,
) -> Result<(), PublishError> {
    for catalog in editions {
        for (path, bytes) in write_feeds(catalog, media)? {
            put(release, &path, &bytes)?;
        }
    }
    let failed = |source| PublishError::Io { path: "sitemap.xml".into(), source };
    for (path, bytes) in write_sitemaps(editions, at, LIMITS).map_err(failed)? {
        put(release, &path, &bytes)?;
    }
    editions.first().map_or(Ok(()), |main| put(release, "robots.txt", robots(&main.site).as_bytes()))
}

/// Two names of one content are one published file.
fn write_media(release: &mut Release, media: &[MediaFile]) -> Result<(), PublishError> {
    let mut files: Vec<_> = media.iter().map(|file| (file.src.as_str().trim_start_matches('/'), &file.path)).collect();
    files.sort();
    files.dedup_by(|a, b| a.0 == b.0);
    for (path, source) in files {
        let bytes = fs::read(source).map_err(|error| PublishError::Io { path: source.clone(), source: error })?;
        put(release, path, &bytes)?;
    }
    Ok(())
}

fn put(release: &mut Release, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
    release.claim(path)?;
    release.write(path, bytes)?;
    Ok(())
}

fn html_file(path: &AppPath) -> String {
    format!("{}index.html", path.to_string().trim_start_matches('/'))
}

fn api_file(path: &AppPath) -> String {
    format!("{API}/{}", PageSource::of(path).endpoint)
}

fn server_routes(editions: &[Catalog], shell: &Shell) -> Routes {
    let Some(main) = editions.first() else { return Routes::default() };
    let articles = editions.iter().flat_map(Catalog::articles);
    let redirects = editions.iter().flat_map(Catalog::redirects);
    Routes {
        origin: main.site.url.clone(),
        // A <meta> policy cannot say who may frame the page; the header can.
        content_security_policy: format!("{}; frame-ancestors 'self'", shell.content_security_policy(&main.site)),
        embed_policy: shell.frames.header_policy(&main.site),
        redirects: redirects.map(|(alias, path)| (alias.clone(), path.clone())).collect(),
        articles: articles.map(|article| (article.id.clone(), article.path.clone())).collect(),
        online: main.site.online.is_some(),
    }
}
