//! Made-up input for everything that reads what others wrote, guided by coverage (libFuzzer).
//!
//! One program, so that it is linked once; `PORTAL_FUZZ` names the target. What a target finds wrong is a panic; the input
//! is kept by libFuzzer, and becomes a test where the fault is.
#![no_main]

mod blocks;
mod content;
mod documents;
mod requests;
mod texts;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

type Target = fn(&[u8]);

/// Every target, by the name of its folder in `fuzz/corpus`.
const TARGETS: &[(&str, Target)] = &[
    ("html", texts::html),
    ("markdown", texts::markdown),
    ("times", texts::times),
    ("words", texts::words),
    ("article", content::article),
    ("settings", content::settings),
    ("pictures", content::pictures),
    ("documents", documents::documents),
    ("requests", requests::requests),
];

fn target() -> Target {
    static CHOSEN: OnceLock<Target> = OnceLock::new();
    *CHOSEN.get_or_init(|| {
        let name = std::env::var("PORTAL_FUZZ").unwrap_or_default();
        let found = TARGETS.iter().find(|(known, _)| *known == name);
        let names = || TARGETS.iter().map(|(known, _)| *known).collect::<Vec<_>>().join(", ");
        found.unwrap_or_else(|| panic!("PORTAL_FUZZ is {name:?}, not one of {}", names())).1
    })
}

fuzz_target!(|input: &[u8]| target()(input));
