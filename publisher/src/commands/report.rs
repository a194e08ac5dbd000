//! What `portal` tells of problems: in a language, as lines for people or as a document for programs.

pub mod due;
pub mod finished;
pub mod json;
pub mod profile;
pub mod sarif;
pub mod uploaded;

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use portal_app::text::Lang;

use crate::source::messages::{code_of, in_lang};
use crate::source::problem::{Problem, Problems, Severity};

/// The most warnings of what was published that are listed.
const MOST_WARNINGS: usize = 20;

/// In which language problems are told.
#[derive(clap::Args, Clone, Copy, Debug)]
pub struct Told {
    /// The language in which problems are told.
    #[arg(long, value_name = "LANGUAGE", default_value = Lang::AT_ROOT.tag(), value_parser = languages())]
    pub lang: Lang,
}

/// The tags of the languages that the site may have.
pub fn languages() -> impl clap::builder::TypedValueParser<Value = Lang> {
    let lang_of = |tag: String| Lang::ALL.into_iter().find(|lang| lang.tag() == tag).unwrap_or_default();
    PossibleValuesParser::new(Lang::ALL.map(Lang::tag)).map(lang_of)
}

/// Every problem on a line of its own, then how many there are.
pub fn as_text(problems: &Problems, lang: Lang) -> String {
    let lines = problems.sorted().into_iter().map(|problem| line(problem, lang) + "\n").collect::<String>();
    lines + &counts(problems, lang)
}

/// What is published all the same; empty without any.
pub fn warnings(problems: &Problems, lang: Lang) -> String {
    lines(problems, lang).into_iter().map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}

/// A warning that is about no file of the content.
pub fn warning(told: &str, lang: Lang) -> String {
    format!("{}: {told}", weight(Severity::Warning, lang))
}

/// What is to be done where nginx or Caddy serves the site and what they include has changed.
pub fn reload(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "nginx hoặc Caddy cần được nạp lại cấu hình (systemctl reload nginx, systemctl reload caddy)",
        Lang::En => "nginx or Caddy has to be reloaded (systemctl reload nginx, systemctl reload caddy)",
    }
}

/// Each problem with its weight, as a line; of the warnings the first ones, then how many more there are.
pub fn lines(problems: &Problems, lang: Lang) -> Vec<(Severity, String)> {
    first_lines(problems, lang, "portal check")
}

/// The same where another command lists all.
pub fn first_lines(problems: &Problems, lang: Lang, command: &str) -> Vec<(Severity, String)> {
    let mut lines = all_lines(problems, lang);
    let most = problems.count(Severity::Error) + MOST_WARNINGS;
    let rest = lines.len().saturating_sub(most);
    if rest > 0 {
        lines.truncate(most);
        let told = match lang {
            Lang::Vi => format!("Còn {rest} cảnh báo nữa: lệnh `{command}` liệt kê tất cả."),
            Lang::En => format!("{}: `{command}` lists all.", some(rest, "more warning")),
        };
        lines.push((Severity::Warning, told));
    }
    lines
}

/// Each problem with its weight, as a line; the errors first.
pub fn all_lines(problems: &Problems, lang: Lang) -> Vec<(Severity, String)> {
    let sorted = problems.sorted();
    let of = |severity| sorted.iter().filter(move |problem| problem.severity == severity);
    let shown = of(Severity::Error).chain(of(Severity::Warning));
    shown.map(|problem| (problem.severity, line(problem, lang))).collect()
}

/// Place, weight and code, in the order that editors know from compilers; then what is wrong and what to do.
fn line(problem: &Problem, lang: Lang) -> String {
    let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
    let code = code_of(&problem.message).map(|code| format!(" {code}")).unwrap_or_default();
    let text = format!(
        "{}{line}: {}{code}: {}",
        problem.file.display(),
        weight(problem.severity, lang),
        sentences(problem, lang)
    );
    text.replace(char::is_control, " ")
}

/// What is wrong with what, and what to do.
fn sentences(problem: &Problem, lang: Lang) -> String {
    let subject = problem.subject().map(|subject| format!("{subject}: ")).unwrap_or_default();
    let (message, help) = (in_lang(&problem.message, lang), in_lang(&problem.help, lang));
    format!("{subject}{message}. {help}")
}

fn weight(severity: Severity, lang: Lang) -> &'static str {
    match (severity, lang) {
        (Severity::Error, Lang::Vi) => "lỗi",
        (Severity::Error, Lang::En) => "error",
        (Severity::Warning, Lang::Vi) => "cảnh báo",
        (Severity::Warning, Lang::En) => "warning",
    }
}

fn counts(problems: &Problems, lang: Lang) -> String {
    let (errors, warnings) = (problems.count(Severity::Error), problems.count(Severity::Warning));
    match lang {
        Lang::Vi => format!("{errors} lỗi, {warnings} cảnh báo"),
        Lang::En => format!("{}, {}", some(errors, "error"), some(warnings, "warning")),
    }
}

/// In English, one or several.
fn some(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// Where a problem is, as seen from where the command runs: programs look files up from there.
fn relative(file: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    here.and_then(|here| file.strip_prefix(here).ok()).unwrap_or(file).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::problem::Fault;

    #[test]
    fn a_problem_is_one_line_whatever_it_is_about() {
        let fault = Fault::warning("nobody has\u{1b}[31m translated this", "Do\nthis.");
        let problem = Problem::new(Path::new("a\nb.md"), fault).with_value("\"x\u{7}\"");
        assert_eq!(line(&problem, Lang::Vi), "a b.md: cảnh báo: \"x \": nobody has [31m translated this. Do this.");
    }

    #[test]
    fn counts_are_of_each_weight() {
        let of = |errors: usize, warnings: usize| {
            let errors = (0..errors).map(|_| Fault::new("it is missing", "Remove it."));
            let warnings = (0..warnings).map(|_| Fault::warning("it is missing", "Remove it."));
            Problems::of(Path::new("a.md"), errors.chain(warnings))
        };
        assert_eq!(counts(&of(1, 2), Lang::En), "1 error, 2 warnings");
        assert_eq!(counts(&of(2, 1), Lang::Vi), "2 lỗi, 1 cảnh báo");
        assert_eq!(warnings(&of(0, 20), Lang::Vi).lines().count(), 20);
        assert!(warnings(&of(0, 21), Lang::En).ends_with("\n1 more warning: `portal check` lists all."));
        assert_eq!(warnings(&of(0, 0), Lang::Vi), "");
    }
}
