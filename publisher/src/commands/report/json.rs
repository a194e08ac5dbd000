//! `portal check --format json`: problems as plain data.

use portal_app::text::Lang;
use serde::Serialize;

use super::relative;
use crate::source::folder::outbound::{Hosts, Place};
use crate::source::messages::{code_of, in_lang};
use crate::source::problem::{Problem, Problems, Severity};

#[derive(Serialize)]
struct Report {
    lang: &'static str,
    problems: Vec<Item>,
    counts: Counts,
    /// Where the content leads, if that was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    hosts: Option<Vec<Host>>,
}

#[derive(Serialize)]
struct Host {
    host: String,
    count: usize,
    places: Vec<At>,
}

#[derive(Serialize)]
struct At {
    file: String,
    line: usize,
}

#[derive(Serialize)]
struct Counts {
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Item {
    file: String,
    line: Option<usize>,
    severity: &'static str,
    code: Option<&'static str>,
    field: Option<String>,
    value: Option<String>,
    message: String,
    help: String,
}

/// The document.
pub fn as_json(problems: &Problems, hosts: Option<&Hosts>, lang: Lang) -> serde_json::Result<String> {
    let counts = Counts { errors: problems.count(Severity::Error), warnings: problems.count(Severity::Warning) };
    let items = problems.sorted().into_iter().map(|problem| item(problem, lang)).collect();
    serde_json::to_string_pretty(&Report { lang: lang.tag(), problems: items, counts, hosts: hosts.map(listed) })
}

fn listed(hosts: &Hosts) -> Vec<Host> {
    let at = |place: &Place| At { file: relative(&place.file).to_string_lossy().into_owned(), line: place.line };
    let host = |(host, places): (&String, &Vec<Place>)| Host {
        host: host.clone(),
        count: places.len(),
        places: places.iter().map(at).collect(),
    };
    hosts.iter().map(host).collect()
}

fn item(problem: &Problem, lang: Lang) -> Item {
    Item {
        file: relative(&problem.file).to_string_lossy().into_owned(),
        line: problem.line,
        severity: level(problem.severity),
        code: code_of(&problem.message),
        field: problem.field.clone(),
        value: problem.shown_value(),
        message: in_lang(&problem.message, lang).into_owned(),
        help: in_lang(&problem.help, lang).into_owned(),
    }
}

/// What programs call a problem's weight.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}
