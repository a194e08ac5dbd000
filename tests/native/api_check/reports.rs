//! Whole reports, kept to be reviewed.

use std::fs;

use super::foreign::check_broken;
use crate::published::repository;

/// What is broken, and in which language it is told.
const REPORTS: [(&[&str], &str); 15] = [
    (&[], "vi"),
    (&[], "en"),
    (&["missing-field"], "vi"),
    (&["missing-page"], "vi"),
    (&["wrong-total"], "vi"),
    (&["wrong-step", "short-page"], "vi"),
    (&["duplicate-article"], "vi"),
    (&["capital-id"], "vi"),
    (&["dead-path"], "vi"),
    (&["soft-404"], "vi"),
    (&["no-cors"], "vi"),
    (&["local-time"], "vi"),
    (&["stale-related"], "vi"),
    (&["login-redirect"], "vi"),
    (&["missing-field", "wrong-type", "decomposed", "no-etag", "unknown"], "en"),
];

#[test]
fn reports_are_as_they_were_reviewed() {
    let folder = repository().join("tests/native/api_check/reports");
    let mut changed = Vec::new();
    for (breaks, lang) in REPORTS {
        let name = if breaks.is_empty() { "good".to_owned() } else { breaks.join("+") };
        let file = folder.join(format!("{name}.{lang}.txt"));
        let said = check_broken(breaks, &["--lang", lang]).text;
        if fs::read_to_string(&file).unwrap_or_default() != said {
            if std::env::var_os("UPDATE_REPORTS").is_some() {
                fs::write(&file, &said).unwrap();
            }
            changed.push(format!("{}:\n{said}", file.display()));
        }
    }
    assert!(
        changed.is_empty(),
        "not as reviewed. If it is meant: UPDATE_REPORTS=1 cargo test … api_check, which writes the files and fails this once; \
         review and commit them.\n{}",
        changed.join("\n")
    );
}
