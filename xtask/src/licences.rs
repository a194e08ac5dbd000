//! Whose work is in what we ship, and under which terms, as cargo-about tells it.

use anyhow::Result;
use xshell::cmd;

use crate::project::Project;

/// The crates of the program, as cargo-about is told them; those of the app in a browser; those of both.
pub const OF_PROGRAM: &[&str] = &["--manifest-path", "publisher/Cargo.toml"];
pub const OF_APP: &[&str] =
    &["--manifest-path", "Cargo.toml", "--features", "hydrate", "--target", "wasm32-unknown-unknown"];
pub const OF_BOTH: &[&str] = &["--manifest-path", "publisher/Cargo.toml", "--features", "portal-app/hydrate"];

/// The crates with their terms, for programs (JSON).
pub fn list(project: &Project, crates: &[&str]) -> Result<String> {
    about(project, crates, &["--format", "json"])
}

/// The terms of crates, of the files of `more`, and of the fonts; `head` says of what.
pub fn terms(project: &Project, head: &str, crates: &[&str], more: &[&str]) -> Result<String> {
    let crates = about(project, crates, &["publisher/packaging/licences.hbs"])?;
    let fonts = project.shell.read_file(project.root.join("publisher/fonts/OFL.txt"))?;
    let more = more.iter().map(|file| project.shell.read_file(project.root.join(file)));
    let parts = more.chain([Ok(format!("Be Vietnam Pro (fonts)\n\n{fonts}"))]).collect::<Result<Vec<_>, _>>()?;
    let line = format!("\n{}\n", "=".repeat(80));
    Ok(format!("{head}\n{crates}{line}{}", parts.join(&line)))
}

fn about(project: &Project, crates: &[&str], form: &[&str]) -> Result<String> {
    let config = ["--config", "publisher/packaging/licences.toml"];
    Ok(cmd!(project.shell, "cargo about generate --frozen --fail {crates...} {config...} {form...}").read()?)
}
