//! `portal new`: an article's file with a fresh id, to be written in.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use portal_app::path::word::{ArticleId, Slug};
use portal_app::text::moment::Moment;

use crate::commands::report::{Told, as_text};
use crate::source::folder::{self, read_ids, read_section_slugs};
use crate::source::limits;
use crate::source::problem::{Fault, Problem, Problems};
use crate::source::slug::fold_slug;

/// Writes a new article's file, with a fresh id.
#[derive(clap::Args)]
pub struct NewArgs {
    /// The article's title.
    title: String,
    /// The section's slug.
    #[arg(long)]
    section: String,
    /// The content folder.
    #[arg(long, default_value = "content")]
    content: PathBuf,
    #[command(flatten)]
    told: Told,
}

pub fn run(args: &NewArgs) -> Result<(), String> {
    let NewArgs { title, section, content, told } = args;
    let file = folder::now(content)
        .and_then(|now| new_article(content, title, section, fresh_id(content)?, Moment::At(now)))
        .map_err(|problems| as_text(&problems, told.lang))?;
    println!("{}", file.display());
    Ok(())
}

/// No vowels, so that no id is a word, and nothing that looks like something else.
const ID_LETTERS: &[u8; 28] = b"23456789bcdfghjkmnpqrstvwxyz";

/// An id of eight letters and digits; `None` never happens, as all of them are allowed in an id.
pub fn to_id(random: [u8; 8]) -> Option<ArticleId> {
    let letters = random.iter().filter_map(|byte| ID_LETTERS.get(usize::from(*byte) % ID_LETTERS.len()));
    ArticleId::new(letters.map(|letter| char::from(*letter)).collect::<String>())
}

/// An id that no article of the folder has.
pub fn fresh_id(folder: &Path) -> Result<ArticleId, Problems> {
    let taken = read_ids(folder);
    for _ in 0..100 {
        let mut random = [0; 8];
        getrandom::fill(&mut random).map_err(|error| {
            Problem::new(folder, Fault::new(format!("the system gives no random numbers ({error})"), "Try again."))
        })?;
        if let Some(id) = to_id(random).filter(|id| !taken.contains(id)) {
            return Ok(id);
        }
    }
    Err(Problem::new(folder, Fault::new("no free id was found", "Try again.")).into())
}

/// Writes `articles/<year>/<slug>.md` as a draft and returns its path; never overwrites a file.
pub fn new_article(
    folder: &Path,
    title: &str,
    section: &str,
    id: ArticleId,
    today: Moment,
) -> Result<PathBuf, Problems> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.chars().count() > limits::TEXT {
        let message = format!("the title is longer than {} letters", limits::TEXT);
        return Err(Problem::new(folder, Fault::new(message, "Shorten it.")).into());
    }
    let slug = fold_slug(&title).ok_or_else(|| {
        Problem::new(folder, Fault::new("no address can be made of the title", "Write it with letters or digits."))
    })?;
    check_section(folder, section)?;

    let year = folder.join("articles").join(today.date().format("%Y").to_string());
    let text = front_matter(&title, section, &id, today);
    fs::create_dir_all(&year).map_err(|error| unwritable(&year, &error))?;
    let file = year.join(format!("{slug}.md"));
    match write_new(&file, &text) {
        // Two articles may share a title: the id tells them apart.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let file = year.join(format!("{slug}-{id}.md"));
            write_new(&file, &text).map_err(|error| unwritable(&file, &error))?;
            Ok(file)
        }
        Err(error) => Err(unwritable(&file, &error).into()),
        Ok(()) => Ok(file),
    }
}

fn check_section(folder: &Path, section: &str) -> Result<(), Problems> {
    let known = read_section_slugs(folder)?;
    if known.iter().any(|slug| slug.as_str() == section) {
        return Ok(());
    }
    let known = known.iter().map(Slug::as_str).collect::<Vec<_>>().join(", ");
    let fault = Fault::new("there is no such section", format!("Use one of {known}."));
    Err(Problem::new(&folder.join("sections.toml"), fault).with_value(format!("\"{section}\"")).into())
}

fn front_matter(title: &str, section: &str, id: &ArticleId, today: Moment) -> String {
    // TOML quotes the title as it needs to be.
    let title = toml::Value::String(title.to_owned());
    format!(
        "+++\nid = \"{id}\"\ntitle = {title}\npublished_at = \"{today}\"\nsection = \"{section}\"\ndraft = true\n+++\n\n"
    )
}

fn write_new(file: &Path, text: &str) -> std::io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(file)?.write_all(text.as_bytes())
}

fn unwritable(file: &Path, error: &std::io::Error) -> Problem {
    Problem::new(
        file,
        Fault::new(format!("it cannot be written ({error})"), "Check that the folder may be written to."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_eight_letters_and_digits_without_vowels() {
        for random in [[0; 8], [255; 8], [1, 27, 28, 56, 99, 128, 200, 254]] {
            let id = to_id(random).map(String::from).unwrap_or_default();
            assert!(id.len() == 8 && !id.contains(['a', 'e', 'i', 'o', 'u', '0', '1', 'l']), "{id}");
        }
    }
}
