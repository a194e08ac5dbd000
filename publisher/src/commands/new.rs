//! `portal new`: an article's file with a fresh id, to be written in.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use portal_app::path::word::{ArticleId, Slug};
use portal_app::text::Lang;
use portal_app::text::moment::Moment;

use crate::commands::report::{as_text, languages};
use crate::source::ArticleSource;
use crate::source::article_id::to_id;
use crate::source::folder::{self, Original, read_ids, read_original, read_section_slugs};
use crate::source::limits;
use crate::source::messages::in_lang;
use crate::source::near::did_you_mean;
use crate::source::problem::{Fault, Problem, Problems};
use crate::source::slug::fold_slug;

/// Writes a new article's file, with a fresh id.
#[derive(clap::Args)]
pub struct NewArgs {
    /// The article's title.
    title: String,
    /// The section's slug; of a translation by default the original's, where this edition has it.
    #[arg(long, required_unless_present = "translation_of")]
    section: Option<String>,
    /// The id of the article that this one translates.
    #[arg(long, value_name = "ID")]
    translation_of: Option<String>,
    /// The content folder.
    #[arg(long, default_value = "content")]
    content: PathBuf,
    /// The edition that the article is for, and the language in which problems are told.
    #[arg(long, value_name = "LANGUAGE", default_value = Lang::AT_ROOT.tag(), value_parser = languages())]
    lang: Lang,
}

/// What the next thing to do is, for people; the file's name alone goes where programs read it.
const NEXT: &str = "Write below the second +++ and look at it with `portal serve --preview`; remove the line `draft = true` to publish it.";

pub fn run(args: &NewArgs) -> Result<(), String> {
    let NewArgs { title, section, translation_of, content, lang } = args;
    let (section, translation_of) = (section.as_deref(), translation_of.as_deref());
    let article = NewArticle { title, section, translation_of, lang: *lang };
    let file = folder::now(content)
        .and_then(|now| new_article(content, &article, fresh_id(content)?, Moment::At(now)))
        .map_err(|problems| as_text(&problems, *lang))?;
    println!("{}", file.display());
    eprintln!("{}", in_lang(NEXT, *lang));
    Ok(())
}

/// What an editor says of an article that is not written yet.
#[derive(Clone, Copy, Debug)]
pub struct NewArticle<'a> {
    pub title: &'a str,
    /// Its slug. Without one, that of the original.
    pub section: Option<&'a str>,
    /// The id of the original.
    pub translation_of: Option<&'a str>,
    /// Of the edition.
    pub lang: Lang,
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

/// Writes `articles/<year>/<slug>.md` of the edition as a draft and returns its path; never overwrites a file.
pub fn new_article(
    content: &Path,
    article: &NewArticle<'_>,
    id: ArticleId,
    today: Moment,
) -> Result<PathBuf, Problems> {
    let folder = edition_folder(content, article.lang)?;
    let title = article.title.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.chars().count() > limits::TEXT {
        let message = format!("the title is longer than {} letters", limits::TEXT);
        return Err(Problem::new(&folder, Fault::new(message, "Shorten it.")).into());
    }
    let slug = fold_slug(&title).ok_or_else(|| {
        Problem::new(&folder, Fault::new("no address can be made of the title", "Write it with letters or digits."))
    })?;
    let original = article.translation_of.map(|id| find_original(content, &folder, id, article.lang)).transpose()?;
    let section = choose_section(&folder, article.section, original.as_ref())?;

    let year = folder.join("articles").join(today.date().format("%Y").to_string());
    let text = front_matter(&title, &section, &id, original.as_ref(), today);
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

/// The content folder itself, or the one of another language in it.
fn edition_folder(content: &Path, lang: Lang) -> Result<PathBuf, Problems> {
    if lang == Lang::AT_ROOT {
        return Ok(content.to_owned());
    }
    let folder = content.join(lang.tag());
    if folder.join("site.toml").exists() {
        return Ok(folder);
    }
    let help = format!(
        "Write {}/site.toml first, with lang = \"{}\" and as site.toml has them `name`, `short_name`, `attribution` and `[organization]`; the sections go into {}/sections.toml.",
        lang.tag(),
        lang.tag(),
        lang.tag()
    );
    Err(Problem::new(&folder, Fault::new("there is no edition in this language", help)).into())
}

/// The article of the main edition that is translated, unless another article translates it already.
fn find_original(content: &Path, folder: &Path, id: &str, lang: Lang) -> Result<ArticleSource, Problems> {
    let told = |fault| Problem::new(folder, fault).in_field("translation_of").with_value(format!("\"{id}\""));
    if lang == Lang::AT_ROOT {
        let help = "Name the translation's edition as well: --lang en.";
        return Err(told(Fault::new("this edition is the one that others translate", help)).into());
    }
    match read_original(content, folder, id) {
        Original::Free(original) => Ok(*original),
        Original::Translated => {
            Err(told(Fault::new("another one translates it already", "Use the id of an article in articles/.")).into())
        }
        Original::Unknown(ids) => {
            let near = did_you_mean(id, ids);
            let help = near.unwrap_or_else(|| "Use the id of an article in articles/.".to_owned());
            Err(told(Fault::new("there is nothing of that name to be translated", help)).into())
        }
    }
}

fn choose_section(folder: &Path, section: Option<&str>, original: Option<&ArticleSource>) -> Result<String, Problems> {
    let file = folder.join("sections.toml");
    if !file.exists() {
        let help = "Write it first: [[section]], then slug = \"news\" and name = \"News\" below it.";
        return Err(Problem::new(&file, Fault::new("this edition has no sections, and so no articles", help)).into());
    }
    let known = read_section_slugs(folder)?;
    let section = section.or_else(|| original.map(|original| original.section.as_str())).unwrap_or_default();
    if known.iter().any(|slug| slug.as_str() == section) {
        return Ok(section.to_owned());
    }
    // Many write the name that readers see.
    let folded = fold_slug(section).filter(|folded| known.contains(folded));
    let near = folded.map(|slug| format!("Did you mean `{slug}`?"));
    let near = near.or_else(|| did_you_mean(section, &known));
    let all = || format!("Use one of {}.", known.iter().map(Slug::as_str).collect::<Vec<_>>().join(", "));
    let fault = Fault::new("there is no such section", near.unwrap_or_else(all));
    Err(Problem::new(&file, fault).with_value(format!("\"{section}\"")).into())
}

fn front_matter(title: &str, section: &str, id: &ArticleId, original: Option<&ArticleSource>, today: Moment) -> String {
    // TOML quotes the title as it needs to be.
    let title = toml::Value::String(title.to_owned());
    let translation = original.map(|original| format!("translation_of = \"{}\"\n", original.id)).unwrap_or_default();
    let published_at = original.map_or(today, |original| original.published_at);
    format!(
        "+++\nid = \"{id}\"\ntitle = {title}\n{translation}published_at = \"{published_at}\"\nsection = \"{section}\"\ndraft = true\n+++\n\n"
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
