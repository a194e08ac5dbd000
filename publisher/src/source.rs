//! The content folder, read: site settings, sections, articles, standing pages and media, in the content model.
//!
//! Owns the folder's format (`content/` in the README) and every check that needs nothing but the folder. What
//! is listed where, which articles are due and how things are published is for others.

mod addresses;
mod article;
mod body;
mod check;
mod folder;
mod front_matter;
pub mod media;
mod near;
mod page;
mod settings;
pub mod slug;
mod text_file;
pub mod time;
mod value;

use std::path::Path;

use portal_app::content::model::Site;

pub use self::article::{ArticleSource, read_ids};
pub use self::page::PageSource;
pub use self::settings::{SectionSource, read_section_slugs};

use self::folder::list_files;
use self::media::{MediaFile, MediaFolder};
use crate::problem::{Fault, Problem, Problems};

/// Everything the folder says; nothing is left out, drafts neither.
#[derive(Clone, Debug)]
pub struct Source {
    pub site: Site,
    /// In the order of the home page.
    pub sections: Vec<SectionSource>,
    /// By file name.
    pub articles: Vec<ArticleSource>,
    /// By file name.
    pub pages: Vec<PageSource>,
    /// By file name; two names of one content may share a `src`.
    pub media: Vec<MediaFile>,
}

/// Reads and checks the whole folder. The error holds every problem there is, not just the first.
pub fn read(folder: &Path) -> Result<Source, Problems> {
    if !folder.is_dir() {
        return Err(Problem::new(folder, Fault::new("there is no such folder", "Name the content folder.")).into());
    }
    let mut problems = Problems::default();
    let media = MediaFolder::read(&folder.join("media"), &mut problems);
    let site = settings::read_site(&folder.join("site.toml"), &mut problems);
    let sections = settings::read_sections(&folder.join("sections.toml"), &mut problems);
    let articles = list_files(&folder.join("articles"), &mut problems);
    let articles = articles.iter().map(|file| article::read_article(file, &media, &mut problems)).collect::<Vec<_>>();
    let pages = list_files(&folder.join("pages"), &mut problems);
    let pages = pages.iter().map(|file| page::read_page(file, &media, &mut problems)).collect::<Vec<_>>();

    check::check_references(sections.as_ref(), &articles, &pages, &mut problems);
    addresses::check_addresses(site.as_ref(), sections.as_ref(), &articles, &pages, &mut problems);

    problems.or_ok(())?;
    let unread = |file| Problem::new(&folder.join(file), Fault::new("it cannot be understood", "Look at it again."));
    Ok(Source {
        site: site.ok_or_else(|| unread("site.toml"))?.item,
        sections: sections.ok_or_else(|| unread("sections.toml"))?.item,
        articles: articles.into_iter().filter_map(|article| article.file.item).collect(),
        pages: pages.into_iter().filter_map(|page| page.file.item).collect(),
        media: media.files().cloned().collect(),
    })
}
