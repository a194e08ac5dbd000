//! `portal check`: every problem of the content folder, and nothing published.

use std::path::{Path, PathBuf};

use crate::source::problem::Problems;
use crate::source::theme::Theme;
use crate::source::{Source, folder};

/// Reads the content folder and lists every problem in it.
#[derive(clap::Args)]
pub struct CheckArgs {
    /// The content folder.
    #[arg(long, default_value = "content")]
    content: PathBuf,
}

pub fn run(args: &CheckArgs) -> Result<(), Problems> {
    let source = check(&args.content)?;
    let articles = source.editions.iter().map(|edition| edition.articles.len()).sum::<usize>();
    let pages = source.editions.iter().map(|edition| edition.pages.len()).sum::<usize>();
    println!("{articles} articles and {pages} pages: no problem found");
    Ok(())
}

/// Reads and checks the content without publishing anything.
pub fn check(content: &Path) -> Result<Source, Problems> {
    match (folder::read(content), Theme::read(&content.join("theme"))) {
        (Ok(source), Ok(_)) => Ok(source),
        (Err(problems), Ok(_)) | (Ok(_), Err(problems)) => Err(problems),
        (Err(mut problems), Err(others)) => {
            problems.append(others);
            Err(problems)
        }
    }
}
