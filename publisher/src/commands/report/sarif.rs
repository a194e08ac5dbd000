//! `portal check --format sarif`: problems in the format that code hosts and editors show beside the lines (SARIF 2.1.0).

use std::collections::BTreeSet;
use std::path::{Component, Path};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use portal_app::text::Lang;
use serde_json::{Value, json};

use super::json::level;
use super::{relative, sentences};
use crate::source::messages::{self, Message, code_of};
use crate::source::problem::{Problem, Problems};

/// Everything but what a part of a path may hold (RFC 3986, section 3.3).
const PART: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The document.
pub fn as_sarif(problems: &Problems, lang: Lang) -> serde_json::Result<String> {
    let problems = problems.sorted();
    let met = problems.iter().filter_map(|problem| code_of(&problem.message)).collect::<BTreeSet<_>>();
    let rules = messages::all().filter(|message| met.contains(message.code.as_str()));
    let rules = rules.map(|message| rule(message, lang)).collect::<Vec<_>>();
    let results = problems.iter().map(|problem| result(problem, lang)).collect::<Vec<_>>();
    let driver =
        json!({ "name": "portal", "version": env!("CARGO_PKG_VERSION"), "language": lang.tag(), "rules": rules });
    serde_json::to_string_pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "language": lang.tag(), "results": results }],
    }))
}

fn rule(message: &Message, lang: Lang) -> Value {
    json!({
        "id": message.code,
        "shortDescription": { "text": message.title(lang) },
        "help": { "text": message.why(lang) },
    })
}

fn result(problem: &Problem, lang: Lang) -> Value {
    let mut result = json!({
        "level": level(problem.severity),
        "message": { "text": sentences(problem, lang) },
        "locations": [{ "physicalLocation": {
            "artifactLocation": { "uri": uri(&relative(&problem.file)) },
            // Code hosts show nothing without a line.
            "region": { "startLine": problem.line.unwrap_or(1) },
        } }],
    });
    if let (Some(code), Some(fields)) = (code_of(&problem.message), result.as_object_mut()) {
        fields.insert("ruleId".to_owned(), code.into());
    }
    result
}

/// A relative path as a relative URI, an absolute one as `file:///`.
fn uri(path: &Path) -> String {
    let parts = path.components().filter_map(|part| match part {
        Component::Normal(name) => Some(utf8_percent_encode(&name.to_string_lossy(), PART).to_string()),
        Component::ParentDir => Some("..".to_owned()),
        Component::RootDir | Component::CurDir | Component::Prefix(_) => None,
    });
    let path_of_parts = parts.collect::<Vec<_>>().join("/");
    if path.is_absolute() { format!("file:///{path_of_parts}") } else { path_of_parts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri() {
        for (path, expected) in [
            ("./content/articles/Bài (1).md", "content/articles/B%C3%A0i%20%281%29.md"),
            ("../noi-dung/a:b.md", "../noi-dung/a%3Ab.md"),
            ("/srv/content/site.toml", "file:///srv/content/site.toml"),
        ] {
            assert_eq!(uri(Path::new(path)), expected);
        }
    }
}
