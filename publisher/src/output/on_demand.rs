//! The files of a site that are made when they are asked for, each alone: of a preview hardly any page is ever opened.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use portal_app::path::word::SitePath;
use portal_app::path::{AppPath, PagePath};

use super::embed::{FrameShell, files_of_article, of_article};
use super::error::OutputError;
use super::lazy_page::LazyPage;
use super::page::shell::Shell;
use super::page::{PageParts, html_file, render};
use super::search::{bundle, bundle_folder};
use super::{api, media, share};
use crate::site::catalog::Catalog;
use crate::site::catalog::about::About;
use crate::site::plan::Plan;
use crate::source::theme::Theme;

/// What is read from the app and the agency's theme, for pages without share pictures.
pub struct Parts {
    pub shell: Shell,
    pub frames: FrameShell,
    pub theme: Theme,
}

/// A site's pages, documents, widgets of articles, QR codes, media and search index: everything that there is one of for
/// each page, and what takes long.
pub struct OnDemand {
    plan: Plan,
    parts: Parts,
    /// By path below the web root.
    files: HashMap<String, (Kind, usize, AppPath)>,
    /// The search index of all languages, once somebody has searched.
    index: OnceLock<BTreeMap<String, Vec<u8>>>,
}

/// Which of a page's files.
#[derive(Clone, Copy)]
enum Kind {
    Html,
    Document,
    Widget,
    QrCode,
}

impl OnDemand {
    /// Of an outline of the site.
    pub fn new(plan: Plan, parts: Parts) -> Self {
        let mut files = HashMap::new();
        for (edition, path) in plan.routes() {
            files.insert(html_file(&path), (Kind::Html, edition, path.clone()));
            files.insert(api::document_file(&path), (Kind::Document, edition, path));
        }
        for (edition, catalog) in plan.editions.iter().enumerate() {
            let lang = catalog.site.lang;
            for article in catalog.articles() {
                let page = PagePath::Article { slug: article.slug.clone(), id: article.id.clone() }.in_lang(lang);
                let of_kind = |kind| (kind, edition, page.clone());
                files.extend(files_of_article(lang, article).map(|file| (file, of_kind(Kind::Widget))));
                files.extend(article.qr_code.as_ref().map(|src| (below_root(src).to_owned(), of_kind(Kind::QrCode))));
            }
        }
        Self { plan, parts, files, index: OnceLock::new() }
    }

    /// A file by its path below the web root; `None` where the site has no such file, or none that is made on demand.
    pub fn make(&self, path: &str) -> Option<Result<Vec<u8>, OutputError>> {
        if let Some((kind, edition, page)) = self.files.get(path) {
            return self.make_of_page(path, *kind, *edition, page).transpose();
        }
        let medium = SitePath::new(format!("/{path}")).and_then(|src| self.plan.media.get(&src));
        if let Some(medium) = medium {
            return Some(media::read(medium));
        }
        let is_of_search = self.plan.editions.iter().any(|catalog| path.starts_with(&bundle_folder(catalog.site.lang)));
        is_of_search.then(|| self.index().get(path).cloned().map(Ok)).flatten()
    }

    fn make_of_page(
        &self,
        path: &str,
        kind: Kind,
        edition: usize,
        page: &AppPath,
    ) -> Result<Option<Vec<u8>>, OutputError> {
        let Some(catalog) = self.plan.editions.get(edition) else { return Ok(None) };
        let lazy = LazyPage::at(catalog, page);
        match kind {
            Kind::Html => {
                let Parts { shell, theme, .. } = &self.parts;
                render(catalog, page, lazy.into_data()?, &PageParts { shell, theme, pictures: None }).map(Some)
            }
            Kind::Document => api::document(page, lazy.data()?, &self.parts.shell.build).map(Some),
            Kind::Widget | Kind::QrCode => Ok(self.make_of_article(path, kind, catalog, page)),
        }
    }

    fn make_of_article(&self, path: &str, kind: Kind, catalog: &Catalog, page: &AppPath) -> Option<Vec<u8>> {
        let About::Article(article) = catalog.about(page) else { return None };
        if matches!(kind, Kind::QrCode) {
            return Some(share::code_of(catalog, article));
        }
        let mut made = of_article(catalog, article, &self.parts.frames).into_iter();
        made.find(|(file, _)| file == path).map(|(_, make)| make())
    }

    /// It takes longest of all. A search that finds no index says so to the reader.
    fn index(&self) -> &BTreeMap<String, Vec<u8>> {
        self.index.get_or_init(|| {
            let bundles = self.plan.editions.iter().map(bundle);
            let told = bundles.filter_map(|made| made.inspect_err(|error| tracing::error!(%error)).ok());
            told.flatten().collect()
        })
    }
}

fn below_root(src: &SitePath) -> &str {
    src.as_str().trim_start_matches('/')
}
