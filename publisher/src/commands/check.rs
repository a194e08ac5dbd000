//! `portal check`: every problem of the content folder, and nothing published.

use std::cmp::Reverse;
use std::error::Error;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{DateTime, FixedOffset, Utc};
use clap::ValueEnum;
use portal_app::text::Lang;

use super::report::json::as_json;
use super::report::sarif::as_sarif;
use super::report::{Told, as_text};
use super::sync;
use crate::source::edition::PictureForms;
use crate::source::folder::outbound::Hosts;
use crate::source::messages::{self, in_lang};
use crate::source::problem::Problems;
use crate::source::theme::Theme;
use crate::source::{Edition, KioskSource, SecuritySource, Source, folder};

/// Reads the content folder and lists every problem in it. Errors have to be fixed before anything is published;
/// warnings are published.
#[derive(clap::Args)]
pub struct CheckArgs {
    /// The content folder.
    #[arg(long, default_value = "content")]
    content: PathBuf,
    #[command(flatten)]
    told: Told,
    /// Lines for people, or a document for programs.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Fails with warnings, too.
    #[arg(long)]
    strict: bool,
    /// Lists the other sites that the content leads to, and warns of hidden text, of advertisements for gambling, betting and
    /// loans, and of farms of links.
    #[arg(long)]
    links: bool,
    /// Asks the other systems that sources.toml names, and says what `portal sync` would read; nothing is kept.
    #[arg(long)]
    sources: bool,
    /// Checks as of this time instead of now: whether readers see then what is linked to.
    #[arg(long, value_name = "TIME")]
    at: Option<String>,
    /// Says what a code means and what to do, and checks nothing.
    #[arg(long, value_name = "CODE", conflicts_with_all = ["content", "format", "strict", "links", "sources", "at"])]
    explain: Option<String>,
}

/// How problems are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
}

/// How many places of a site are named in lines for people; a document for programs names all.
const MOST_PLACES: usize = 3;

pub fn run(args: &CheckArgs) -> Result<ExitCode, Box<dyn Error>> {
    let lang = args.told.lang;
    if let Some(code) = &args.explain {
        print(&explain(code, lang)?);
        return Ok(ExitCode::SUCCESS);
    }
    let at = match &args.at {
        Some(at) => folder::read_instant(&args.content, at).map_err(|problems| as_text(&problems, lang))?,
        None => Utc::now().fixed_offset(),
    };
    let (editions, mut problems) = match check_at(&args.content, at) {
        Ok(source) => (source.editions, source.warnings),
        Err(problems) => (Vec::new(), problems),
    };
    let hosts = args.links.then(|| {
        let (hosts, found) = folder::outbound::survey(&args.content);
        problems.append(found);
        hosts
    });
    let mut surveys = Vec::new();
    if args.sources {
        let (lines, found) = sync::survey_all(&args.content, lang)?;
        problems.append(found);
        surveys = lines;
    }
    print(&match args.format {
        Format::Json => as_json(&problems, hosts.as_ref(), lang)?,
        Format::Sarif => as_sarif(&problems, lang)?,
        Format::Text if problems.is_empty() => nothing_found(&editions, lang),
        Format::Text => as_text(&problems, lang),
    });
    if let (Some(hosts), Format::Text) = (&hosts, args.format) {
        print(&hosts_as_text(hosts, lang));
    }
    surveys.iter().filter(|_| args.format == Format::Text).for_each(|line| print(line));
    let fails = problems.has_errors() || (args.strict && !problems.is_empty());
    Ok(if fails { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Whoever reads only the first lines, as `head` does, closes the pipe early.
fn print(text: &str) {
    let _ = writeln!(io::stdout(), "{text}");
}

fn nothing_found(editions: &[Edition], lang: Lang) -> String {
    let articles = editions.iter().map(|edition| edition.articles.len()).sum::<usize>();
    let pages = editions.iter().map(|edition| edition.pages.len()).sum::<usize>();
    match lang {
        Lang::Vi => format!("{articles} bài viết và {pages} trang: không có vấn đề nào"),
        Lang::En => format!("{articles} articles and {pages} pages: no problem found"),
    }
}

/// Each site with how often and where it is led to, the most frequent first.
fn hosts_as_text(hosts: &Hosts, lang: Lang) -> String {
    let mut sorted = hosts.iter().collect::<Vec<_>>();
    sorted.sort_by_key(|(host, places)| (Reverse(places.len()), *host));
    let mut text = match lang {
        Lang::Vi => format!("\nLiên kết dẫn tới {} trang khác:", hosts.len()),
        Lang::En => format!("\nLinks lead to {} other sites:", hosts.len()),
    };
    for (host, places) in sorted {
        let shown = places.iter().take(MOST_PLACES).map(|place| format!("{}:{}", place.file.display(), place.line));
        let rest = if places.len() > MOST_PLACES { ", …" } else { "" };
        text.push_str(&format!("\n{:>6}  {host}  {}{rest}", places.len(), shown.collect::<Vec<_>>().join(", ")));
    }
    text.replace(|c: char| c.is_control() && c != '\n', " ")
}

/// What a code means, with an example.
fn explain(code: &str, lang: Lang) -> Result<String, String> {
    let message = messages::explain(code)
        .map_err(|fault| format!("{}. {}", in_lang(&fault.message, lang), in_lang(&fault.help, lang)))?;
    let mut text = format!("{}: {}\n\n{}", message.code, message.title(lang), message.why(lang));
    let [wrong, right] = match lang {
        Lang::Vi => ["Sai", "Đúng"],
        Lang::En => ["Wrong", "Right"],
    };
    if let Some(example) = message.example() {
        for (title, written) in [(wrong, &example.wrong), (right, &example.right)] {
            let lines = written.lines().map(|line| format!("    {line}").trim_end().to_owned()).collect::<Vec<_>>();
            text.push_str(&format!("\n\n{title}:\n\n{}", lines.join("\n")));
        }
    }
    Ok(text)
}

/// Reads and checks the content as of now without publishing anything.
pub fn check(content: &Path) -> Result<Source, Problems> {
    check_at(content, Utc::now().fixed_offset())
}

/// Reads and checks the content as of a moment.
pub fn check_at(content: &Path, at: DateTime<FixedOffset>) -> Result<Source, Problems> {
    let theme = Theme::read(&content.join("theme")).map(|theme| theme.warnings);
    // In front of another's content API nothing else of the folder is published.
    let source = match folder::content_api(content) {
        Ok(None) => folder::read_at(content, at),
        Ok(Some(_)) => Ok(Source {
            editions: Vec::new(),
            media: Vec::new(),
            forms: PictureForms::new(),
            kiosk: KioskSource::default(),
            security: SecuritySource::default(),
            warnings: Problems::default(),
        }),
        Err(problems) => Err(problems),
    };
    match (source, theme) {
        (Ok(mut source), Ok(warnings)) => {
            source.warnings.append(warnings);
            Ok(source)
        }
        (Ok(Source { warnings: mut problems, .. }), Err(others)) | (Err(mut problems), Ok(others) | Err(others)) => {
            problems.append(others);
            Err(problems)
        }
    }
}
