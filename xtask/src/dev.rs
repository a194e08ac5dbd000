//! `cargo xtask dev`: serves a debug build, rebuilds it when a source changes, and reloads the browser's page.
//!
//! Reloading belongs to this command only: it adds a script to the shell that Trunk built, and the publisher puts the
//! shell's scripts in every page. So it cannot get into a shipped site.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};

use crate::app::{self, Build};
use crate::project::Project;
use crate::site::{self, Profile, Site};
use crate::tools;

/// The publisher's sources and its content, besides the app's own sources.
const MORE_SOURCES: &[&str] = &["content", "publisher"];

/// An editor writes a file in several steps, and a checkout writes many files.
const QUIET: Duration = Duration::from_millis(150);

const RELOAD_SCRIPT: &str = include_str!("dev/reload.js");

pub fn run(project: &Project, flags: &[&str]) -> Result<()> {
    tools::ensure_build_tools(project)?;
    let (_watcher, changes) = watch(&project.root)?;
    let mut server = None;
    loop {
        if let Err(error) = make(project, flags, &mut server) {
            eprintln!("error: {error:#}\nWaiting for a change.");
        }
        wait_for_change(&changes)?;
    }
}

/// Builds, publishes, and makes sure that the publisher just built is serving.
fn make(project: &Project, flags: &[&str], server: &mut Option<Server>) -> Result<()> {
    let app = add_reload(project, &app::build(project, Build::Debug)?)?;
    let portal = site::build_publisher(project, Profile::Debug)?;
    let content = project.root.join("content");
    let out = project.target.join("dev/www");
    site::publish(project, &portal, &Site { content: &content, app: &app, out: &out, at: None, is_compressed: false })?;

    let built = fs::metadata(&portal)?.modified()?;
    if server.as_mut().is_none_or(|server| !server.is_current(built)) {
        // The old one first: it holds the port.
        drop(server.take());
        // No other site may read unpublished content by pointing its name here.
        let mut command = site::serve_command(&portal, &out, flags);
        let process = command.arg("--local").spawn().context("starting `portal serve`")?;
        *server = Some(Server { process, built });
    }
    Ok(())
}

/// A copy of the built app whose shell loads the reload script.
fn add_reload(project: &Project, built: &Path) -> Result<PathBuf> {
    let app = project.target.join("dev/app");
    if app.exists() {
        fs::remove_dir_all(&app)?;
    }
    copy_tree(built, &app)?;
    // Part of every page, so that a change of the app's sources changes every page.
    let inputs = fs::read_to_string(app::stamp(built))?;
    let shell = app.join("index.html");
    let text = fs::read_to_string(&shell)?;
    let (head, rest) = text.split_once("</head>").context("the shell has no head to add the reload script to")?;
    fs::write(&shell, format!("{head}<script src=\"/dev-reload.js?{inputs}\" defer></script></head>{rest}"))?;
    fs::write(app.join("dev-reload.js"), RELOAD_SCRIPT)?;
    Ok(app)
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_tree(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Reports changes below the sources; the watcher ends when it is dropped.
fn watch(root: &Path) -> Result<(RecommendedWatcher, Receiver<()>)> {
    let sources = app::SOURCES.iter().chain(MORE_SOURCES).map(|source| root.join(source)).collect::<Vec<_>>();
    let folders = sources.iter().filter(|source| source.is_dir()).cloned().collect::<Vec<_>>();
    let (sender, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        // Building reads the sources, and reading is an event too.
        let is_change =
            event.is_ok_and(|event| !event.kind.is_access() && event.paths.iter().any(|path| is_below(path, &sources)));
        if is_change {
            // No receiver: the command is ending.
            let _ = sender.send(());
        }
    })?;
    for folder in folders {
        watcher.watch(&folder, RecursiveMode::Recursive)?;
    }
    // For the files beside them: editors replace a file, which ends a watch on the file itself.
    watcher.watch(root, RecursiveMode::NonRecursive)?;
    Ok((watcher, changes))
}

fn is_below(path: &Path, sources: &[PathBuf]) -> bool {
    sources.iter().any(|source| path.starts_with(source))
}

/// Returns once something has changed and nothing more does.
fn wait_for_change(changes: &Receiver<()>) -> Result<()> {
    changes.recv().context("watching the sources")?;
    while changes.recv_timeout(QUIET).is_ok() {}
    Ok(())
}

/// A running `portal serve`, ended when dropped.
struct Server {
    process: Child,
    /// When its binary was made.
    built: SystemTime,
}

impl Server {
    /// Whether it runs, and is of the binary built then.
    fn is_current(&mut self, built: SystemTime) -> bool {
        self.built == built && matches!(self.process.try_wait(), Ok(None))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Either fails only where it has ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_reported_once_and_reading_is_not_one() {
        let shell = xshell::Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        shell.write_file(root.join("content/site.toml"), "").unwrap();
        shell.write_file(root.join("index.html"), "").unwrap();
        let (_watcher, changes) = watch(&root).unwrap();
        let long = Duration::from_secs(5);

        fs::read_to_string(root.join("content/site.toml")).unwrap();
        shell.write_file(root.join("target"), "not a source").unwrap();
        assert!(changes.recv_timeout(QUIET).is_err());

        shell.write_file(root.join("content/articles/2026/new.md"), "+++").unwrap();
        changes.recv_timeout(long).unwrap();
        while changes.recv_timeout(QUIET).is_ok() {}

        fs::rename(root.join("target"), root.join("index.html")).unwrap();
        changes.recv_timeout(long).unwrap();
    }
}
