//! `portal sync`: reads the sources that `sources.toml` names into their stores, which the next publish reads.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use chrono::{SecondsFormat, Utc};
use portal_app::text::Lang;
use tokio::runtime::Runtime;

use super::report::{Told, all_lines, as_text};
use crate::source::folder;
use crate::source::problem::{Fault, Problem, Problems, Severity};
use crate::source::wordpress::crawl::Effort;
use crate::source::wordpress::fault::of_disk;
use crate::source::wordpress::settings::WordpressSource;
use crate::source::wordpress::store::{LastRead, Store};
use crate::source::wordpress::survey::{Survey, survey};
use crate::source::wordpress::sync::{Outcome, sync};

/// Reads what other systems have, as content/sources.toml says, and keeps it for publishing. A source that cannot be read
/// leaves what was read before, and fails the command.
#[derive(clap::Args)]
pub struct SyncArgs {
    /// The content folder.
    #[arg(long, default_value = "content")]
    content: PathBuf,
    /// Reads this source alone.
    #[arg(long, value_name = "NAME")]
    source: Option<String>,
    /// Reads everything anew, not only what has changed.
    #[arg(long)]
    full: bool,
    /// Removes what is gone, however much it is.
    #[arg(long)]
    accept_removals: bool,
    #[command(flatten)]
    told: Told,
}

pub fn run(args: &SyncArgs) -> Result<ExitCode, Box<dyn Error>> {
    let SyncArgs { content, source, full, accept_removals, told: Told { lang } } = args;
    let sources = folder::read_sources(content).map_err(|problems| as_text(&problems, *lang))?;
    let is_meant = |known: &&WordpressSource| source.as_ref().is_none_or(|name| *name == known.name.as_str());
    let sources = sources.iter().filter(is_meant).collect::<Vec<_>>();
    if sources.is_empty() {
        return Err(match lang {
            Lang::Vi => format!("{}: không có nguồn nào để đọc", content.join("sources.toml").display()),
            Lang::En => format!("{}: there is no source to read", content.join("sources.toml").display()),
        }
        .into());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let effort = Effort { is_full: *full, accepts_removals: *accept_removals };
    let mut is_failure = false;
    for source in sources {
        let Read { outcome, last } = read(content, source, effort, &runtime);
        let told = match outcome {
            Ok(outcome) => {
                println!("{}: {}", source.name, summary(&outcome, *lang));
                outcome.told
            }
            Err(fault) => {
                eprintln!("{}", unread(source, &last, *lang));
                Problem::new(source.url.as_str().as_ref(), fault).into()
            }
        };
        is_failure |= told.has_errors();
        all_lines(&told, *lang).iter().for_each(|(_, line)| eprintln!("{line}"));
    }
    Ok(if is_failure { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What came of reading a source.
pub(super) struct Read {
    pub outcome: Result<Outcome, Fault>,
    /// When it was read last, with this time, and since when it cannot be.
    pub last: LastRead,
}

/// Reads a source, and notes when it was read or since when it cannot be.
pub(super) fn read(content: &Path, source: &WordpressSource, effort: Effort, runtime: &Runtime) -> Read {
    let store = match Store::open(content, &source.name) {
        Ok(store) => store,
        Err(error) => return Read { outcome: Err(of_disk(&error)), last: LastRead::default() },
    };
    let now = Utc::now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let before = store.last_read();
    let outcome = runtime.block_on(sync(source, &store, effort));
    let last = match &outcome {
        Ok(Outcome { is_changed, told, .. }) => {
            // What has not been read again is as it was.
            let warnings = if *is_changed { told.count(Severity::Warning) } else { before.warnings };
            LastRead { at: Some(now), warnings, ..LastRead::default() }
        }
        Err(fault) => LastRead {
            failing_since: before.failing_since.or(Some(now)),
            reason: Some(fault.message.clone()),
            ..before
        },
    };
    match store.note_read(&last) {
        Err(error) if outcome.is_ok() => Read { outcome: Err(of_disk(&error)), last },
        // That it fails is told in any case.
        _ => Read { outcome, last },
    }
}

/// That a source could not be read, and what is published of it meanwhile.
pub(super) fn unread(source: &WordpressSource, last: &LastRead, lang: Lang) -> String {
    let (name, since) = (&source.name, last.at.as_deref().unwrap_or("-"));
    match lang {
        Lang::Vi => format!("{name}: không đọc được, nội dung giữ như lần đọc trước ({since})"),
        Lang::En => format!("{name}: not read, what was read last ({since}) stays"),
    }
}

/// What each source would give, a line each, and what is wrong with it. Nothing is kept.
///
/// # Errors
/// When this program cannot ask at all.
pub(super) fn survey_all(content: &Path, lang: Lang) -> io::Result<(Vec<String>, Problems)> {
    // What is wrong with the file is told by whoever reads the folder.
    let sources = folder::read_sources(content).unwrap_or_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (mut lines, mut problems) = (Vec::new(), Problems::default());
    for source in &sources {
        match runtime.block_on(survey(source)) {
            Ok(found) => {
                lines.push(format!("{}: {}", source.name, survey_line(&found, lang)));
                problems.append(found.told);
            }
            Err(fault) => problems.push(Problem::new(source.url.as_str().as_ref(), fault)),
        }
    }
    Ok((lines, problems))
}

fn survey_line(survey: &Survey, lang: Lang) -> String {
    let Survey { sections, others, pages, media, told: _ } = survey;
    let sections = sections.iter().map(|(section, count)| format!("{section} {count}")).collect::<Vec<_>>().join(", ");
    match lang {
        Lang::Vi => format!("bài viết: {sections}; bỏ qua {others}; {pages} trang; {media} tệp trong thư viện"),
        Lang::En => format!("articles: {sections}; left out: {others}; pages: {pages}; files in the library: {media}"),
    }
}

/// What was read, in a line.
pub(super) fn summary(outcome: &Outcome, lang: Lang) -> String {
    let Outcome { articles, pages, media, fetched, removed, protected, is_changed, told: _ } = outcome;
    let all = match lang {
        Lang::Vi => format!("{articles} bài viết, {pages} trang, {media} tệp"),
        Lang::En => format!("articles: {articles}, pages: {pages}, files: {media}"),
    };
    let news = match (lang, is_changed) {
        (Lang::Vi, false) => "không có gì thay đổi".to_owned(),
        (Lang::En, false) => "nothing has changed".to_owned(),
        (Lang::Vi, true) => format!("đọc mới {fetched}, gỡ {removed}, có mật khẩu {protected}"),
        (Lang::En, true) => format!("read anew: {fetched}, removed: {removed}, behind a password: {protected}"),
    };
    format!("{all}; {news}")
}
