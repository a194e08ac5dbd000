//! The publisher and what is made with it: the site in `target/site`, and serving it.
//!
//! The one place that knows the publisher's command line.

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use xshell::{Cmd, cmd};

use crate::app::{self, Build};
use crate::project::Project;
use crate::remap;
use crate::tools;

/// Which build of the publisher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// As it is deployed: Cargo's profile `native`. The release profile is the browser's, for size.
    Native,
    /// Quick to build, for `dev`.
    Debug,
}

/// A site to publish.
pub struct Site<'a> {
    pub content: &'a Path,
    pub app: &'a Path,
    pub out: &'a Path,
    /// The moment published as of (RFC 3339); else now.
    pub at: Option<&'a str>,
    /// Whether the compressed forms are made, which takes most of the time.
    pub is_compressed: bool,
}

/// `cargo xtask build`: everything built, `content/` published.
pub fn build(project: &Project) -> Result<()> {
    let out = publish_embedded(project)?;
    eprintln!("published: {}", out.display());
    Ok(())
}

/// `cargo xtask serve`: builds as `build` does, and becomes the server.
pub fn serve(project: &Project, flags: &[&str]) -> Result<()> {
    let out = publish_embedded(project)?;
    // Replacing this process lets signals reach the server itself, which then stops in an orderly way.
    let error = serve_command(&binary(project, Profile::Native), &out, flags).exec();
    Err(error).context("starting `portal serve`")
}

/// Builds what the site is made with, and publishes `content/` to `target/site`.
pub fn publish_embedded(project: &Project) -> Result<PathBuf> {
    tools::ensure_build_tools(project)?;
    let app = app::build(project, Build::Release)?;
    let portal = build_publisher(project, Profile::Native)?;
    let out = project.site();
    publish(
        project,
        &portal,
        &Site { content: &project.root.join("content"), app: &app, out: &out, at: None, is_compressed: true },
    )?;
    Ok(out)
}

/// Builds the binary `portal` and gives its path.
pub fn build_publisher(project: &Project, profile: Profile) -> Result<PathBuf> {
    // By package: a build of the whole workspace would join features that must stay apart.
    publisher_command(project, profile, "build")?.args(["--bin", "portal"]).run()?;
    Ok(binary(project, profile))
}

/// Writes the man pages and completions of `portal`, which belong below `/usr/share`.
pub fn write_manual(project: &Project, folder: &Path) -> Result<()> {
    let run = publisher_command(project, Profile::Native, "run")?;
    Ok(run.args(["--bin", "portal-manual", "--"]).arg(folder).run()?)
}

/// Cargo, to do something with the publisher in a profile.
fn publisher_command<'a>(project: &'a Project, profile: Profile, command: &str) -> Result<Cmd<'a>> {
    let (profile, remap) = match profile {
        Profile::Native => ("native", Some(remap::environment(project, None)?)),
        Profile::Debug => ("dev", None),
    };
    Ok(cmd!(project.shell, "cargo {command} --profile {profile} -p portal-publisher").envs(remap))
}

pub fn publish(project: &Project, portal: &Path, site: &Site) -> Result<()> {
    let Site { content, app, out, at, is_compressed } = site;
    let mut flags = Vec::new();
    if let Some(moment) = at {
        flags.extend(["--at", moment]);
    }
    if !is_compressed {
        flags.push("--no-compression");
    }
    Ok(cmd!(project.shell, "{portal} publish --content {content} --app {app} --out {out} {flags...}").run()?)
}

/// `portal serve` on a published site.
pub fn serve_command(portal: &Path, out: &Path, flags: &[&str]) -> Command {
    let mut command = Command::new(portal);
    command.arg("serve").arg("--site").arg(out).args(flags);
    command
}

/// Where the binary `portal` is, once built.
pub fn binary(project: &Project, profile: Profile) -> PathBuf {
    let folder = match profile {
        Profile::Native => "native",
        Profile::Debug => "debug",
    };
    project.target.join(folder).join("portal")
}
