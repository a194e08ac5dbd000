//! What was read of other systems, beside the folder's own files: `portal sync` keeps it in this folder's format.
//!
//! It is nobody's mistake here. So what would be an error in an editor's file leaves out the one text that has it, is told as
//! a warning at its address in the other system, and never keeps the rest from being published. The editor's own files win
//! where two have one address.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use portal_app::path::word::{ArticleId, Slug};

use super::article::ReadArticle;
use super::context::Context;
use super::page::{ReadPage, read_page};
use super::text_file::read_text;
use crate::source::edition::SectionSource;
use crate::source::files::list_files;
use crate::source::media::{MediaFolder, ReadMedium};
use crate::source::memory::Memory;
use crate::source::problem::{Fault, Problem, Problems, Severity};
use crate::source::wordpress::settings::WordpressSource;
use crate::source::wordpress::store::{ARTICLES, FOLDER, MEDIA, PAGES, current, lead_of};

/// The last whole states of all sources that the folder names.
#[derive(Debug, Default)]
pub(super) struct Synced {
    states: Vec<State>,
}

#[derive(Debug)]
struct State {
    name: Slug,
    folder: PathBuf,
}

/// What is said of a source without a state.
const UNREAD: &str = "nothing was read of this source yet";

/// Of a folder's warnings those of sources without a state, as errors: a site that has their texts would lose them.
pub fn unread_sources(warnings: &Problems) -> Problems {
    let mut unread = Problems::default();
    for problem in warnings.iter().filter(|problem| problem.message == UNREAD) {
        unread.push(Problem { severity: Severity::Error, ..problem.clone() });
    }
    unread
}

impl Synced {
    /// Finds them; of a source that was never read that is told.
    pub fn open(content: &Path, sources: &[WordpressSource], problems: &mut Problems) -> Self {
        let mut states = Vec::new();
        for WordpressSource { name, url, .. } in sources {
            match current(content, name) {
                Some(folder) => states.push(State { name: name.clone(), folder }),
                None => {
                    let fault = Fault::warning(UNREAD, "Run `portal sync`.");
                    let problem = Problem::new(&content.join("sources.toml"), fault);
                    problems.push(problem.in_field("url").with_value(format!("\"{url}\"")));
                }
            }
        }
        Self { states }
    }

    /// Adds their files to those that texts may name.
    pub fn add_media(&self, media: &mut MediaFolder, memory: &Memory<ReadMedium>) {
        for State { name, folder } in &self.states {
            media.add_store(&folder.join(MEDIA), &format!("{FOLDER}/{name}"), memory);
        }
    }

    pub fn article_files(&self) -> Vec<PathBuf> {
        self.files(ARTICLES)
    }

    fn files(&self, kind: &str) -> Vec<PathBuf> {
        let files = |state: &State| list_files(&state.folder.join(kind), &mut Problems::default());
        self.states.iter().flat_map(files).collect()
    }

    /// Adds those of their articles that can be published.
    pub fn add_articles(
        &self,
        read: Vec<Arc<ReadArticle>>,
        sections: Option<&[SectionSource]>,
        articles: &mut Vec<Arc<ReadArticle>>,
        problems: &mut Problems,
    ) {
        let known = sections.map(|sections| sections.iter().map(|section| &section.slug).collect::<BTreeSet<_>>());
        let mut ids = articles.iter().filter_map(|article| article.id.clone()).collect::<BTreeSet<_>>();
        for article in read {
            problems.append(article.problems.clone());
            let places = &article.file.places;
            let Some(item) = article.file.item.as_ref().filter(|_| !article.problems.has_errors()) else {
                problems.push(left_out(&places.file));
                continue;
            };
            if known.as_ref().is_some_and(|known| !known.contains(&item.section)) {
                let help = "Use a slug of sections.toml.";
                problems.push(places.problem("section", Fault::new("there is no such section", help)));
                problems.push(left_out(&places.file));
            } else if ids.insert(item.id.clone()) {
                articles.push(article);
            } else {
                problems.push(taken(&places.file));
            }
        }
    }

    /// Adds those of their pages that can be published.
    pub fn add_pages(&self, context: Context<'_>, pages: &mut Vec<ReadPage>, problems: &mut Problems) {
        let mut slugs = pages.iter().filter_map(|page| page.slug.clone()).collect::<BTreeSet<_>>();
        for file in self.files(PAGES) {
            let mut found = Problems::default();
            let page = read_page(&file, context, &mut found);
            let is_sound = page.file.item.is_some() && !found.has_errors();
            problems.append(found);
            match page.slug.clone().filter(|_| is_sound) {
                None => problems.push(left_out(&file)),
                Some(slug) if !slugs.contains(&slug) => {
                    slugs.insert(slug);
                    pages.push(page);
                }
                Some(_) => problems.push(taken(&file)),
            }
        }
    }

    /// The article that leads the home page, where the folder does not say.
    pub fn lead(&self, articles: &[Arc<ReadArticle>]) -> Option<ArticleId> {
        let is_there = |id: &ArticleId| articles.iter().any(|article| article.id.as_ref() == Some(id));
        self.states.iter().find_map(|state| ArticleId::new(lead_of(&state.folder)?).filter(is_there))
    }

    /// Whether a file is of one of them.
    pub fn has(&self, file: &Path) -> bool {
        self.states.iter().any(|state| file.starts_with(&state.folder))
    }

    /// The problems as they are told: those of their texts are warnings, at their addresses in the other system.
    pub fn soften(&self, problems: Problems) -> Problems {
        let mut addresses = BTreeMap::<PathBuf, Option<PathBuf>>::new();
        let mut softened = Problems::default();
        for problem in problems.iter() {
            let mut problem = problem.clone();
            if self.has(&problem.file) {
                let address = addresses.entry(problem.file.clone()).or_insert_with_key(|file| address_of(file));
                problem.severity = Severity::Warning;
                problem.line = None;
                problem.file = address.clone().unwrap_or(problem.file);
            }
            softened.push(problem);
        }
        softened
    }
}

/// Where a text is in the other system: a comment in its front matter says so.
fn address_of(file: &Path) -> Option<PathBuf> {
    let text = read_text(file).ok()?;
    text.lines().nth(1)?.strip_prefix("# ").map(PathBuf::from)
}

fn left_out(file: &Path) -> Problem {
    let help = "Correct what is told of it where it is written; the next `portal sync` brings it.";
    Problem::new(file, Fault::warning("this text is left out", help))
}

fn taken(file: &Path) -> Problem {
    let help = "Remove the text from the folder, if this one is to be published.";
    Problem::new(file, Fault::warning("a text of the folder has the same address, and is published in its place", help))
}
