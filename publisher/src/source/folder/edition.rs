//! A language's edition of the folder: its files, read.

use std::path::Path;
use std::sync::Arc;

use portal_app::content::model::Site;
use portal_app::text::Lang;
use rayon::prelude::*;

use super::article::{ReadArticle, read_article};
use super::context::Context;
use super::home::read_home;
use super::memory::FolderMemory;
use super::page::{ReadPage, read_page};
use super::settings::{self, Settings};
use super::synced::Synced;
use super::tags;
use crate::source::edition::{ArticleSource, Edition, HomeSource, SectionSource};
use crate::source::files::list_files;
use crate::source::problem::{Fault, Problem, Problems};

/// What an edition's files gave, with the places of their fields.
pub(super) struct ReadEdition {
    pub lang: Lang,
    pub site: Option<Settings<Site>>,
    pub home: Settings<HomeSource>,
    pub sections: Option<Settings<Vec<SectionSource>>>,
    pub articles: Vec<Arc<ReadArticle>>,
    pub pages: Vec<ReadPage>,
}

/// Reads what a language's folder holds beside its settings.
pub(super) fn read_edition(
    folder: &Path,
    site: Option<Settings<Site>>,
    context: Context<'_>,
    synced: &Synced,
    memory: &FolderMemory,
    problems: &mut Problems,
) -> ReadEdition {
    let sections_file = folder.join("sections.toml");
    // A translated edition may have no news of its own.
    let sections = match !context.is_main && !sections_file.exists() {
        true => Some(Settings::empty(&sections_file)),
        false => settings::read_sections(&sections_file, problems),
    };
    let files = list_files(&folder.join("articles"), problems);
    let (fingerprint, texts) = (context.fingerprint(), memory.texts());
    let still_holds = |known: &ReadArticle| known.still_holds(context, fingerprint);
    let read = |file: &Path| {
        let article = read_article(file, context);
        if let Some(texts) = &texts { article.moved_to(texts) } else { article }
    };
    let mut articles = memory.articles.recall(&files, still_holds, read);
    articles.iter().for_each(|article| problems.append(article.problems.clone()));
    let others = memory.articles.recall(&synced.article_files(), still_holds, read);
    let known = sections.as_ref().map(|sections| sections.item.as_slice());
    synced.add_articles(others, known, &mut articles, problems);
    tags::share_addresses(&mut articles);
    let mut home = read_home(&folder.join("site.toml"), sections.as_ref(), &articles, problems);
    home.item.lead = home.item.lead.or_else(|| synced.lead(&articles));
    let pages = list_files(&folder.join("pages"), problems);
    let mut pages = pages.iter().map(|file| read_page(file, context, problems)).collect::<Vec<_>>();
    synced.add_pages(context, &mut pages, problems);
    ReadEdition { lang: context.lang, site, home, sections, articles, pages }
}

/// An article is moved where nobody remembers it.
fn into_item(article: Arc<ReadArticle>) -> Option<ArticleSource> {
    Arc::try_unwrap(article).map_or_else(|article| article.file.item.clone(), |article| article.file.item)
}

impl ReadEdition {
    pub fn into_edition(self, folder: &Path) -> Result<Edition, Problems> {
        let unread = |file| {
            let fault = Fault::new("it cannot be understood", "Look at it again.");
            Problems::from(Problem::new(&folder.join(file), fault))
        };
        Ok(Edition {
            site: self.site.ok_or_else(|| unread("site.toml"))?.item,
            home: self.home.item,
            sections: self.sections.ok_or_else(|| unread("sections.toml"))?.item,
            articles: self.articles.into_par_iter().filter_map(into_item).collect(),
            pages: self.pages.into_iter().filter_map(|page| page.file.item).collect(),
        })
    }
}
