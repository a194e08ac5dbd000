//! The browser's build of the app, by Trunk: the shell, the wasm with its glue, and the files copied as they are,
//! except that scripts are shipped without comments and types.
//!
//! Trunk and the tools it calls are on `PATH` (`tools`), so it runs offline and downloads nothing. A build whose
//! inputs are the same bytes as last time is skipped: Cargo would do nothing, but wasm-bindgen and wasm-opt would run.

mod glue;
mod pack;

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::cmd;

use crate::project::Project;
use crate::remap;

/// Which build of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// What is shipped.
    Release,
    /// Names what differs when hydrating.
    Debug,
}

/// What the app is made of, from the project's root; one that does not exist is empty. The lock file of `xtask/`
/// pins wasm-opt and esbuild, Cargo's pins wasm-bindgen.
pub const SOURCES: &[&str] = &["src", "style", "public", "index.html", "kiosk.html", "Cargo.toml", "Cargo.lock"];
const TOOLCHAIN: &[&str] = &[
    ".cargo/config.toml",
    "rust-toolchain.toml",
    "xtask/package-lock.json",
    "xtask/src/app.rs",
    "xtask/src/app",
    "xtask/src/remap.rs",
];

/// What is shipped has a standard library of its own, made for size and without the words of panics and what writes them: whatever an app
/// says as it traps, its page goes on as a document. The compiler calls all of it unstable, and so wants to be told; it is pinned.
const OWN_STD: [(&str, &str); 3] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
];
const OWN_STD_FLAGS: &str = " -Zunstable-options -Cpanic=immediate-abort -Zfmt-debug=none -Zlocation-detail=none";

/// Builds the app and gives the folder it is in.
pub fn build(project: &Project, build: Build) -> Result<PathBuf> {
    let dist = project.target.join(match build {
        Build::Release => "app",
        Build::Debug => "app-debug",
    });
    let stamp = stamp(&dist);
    let inputs = hash_inputs(&project.root).context("reading the app's sources")?;
    if dist.join("kiosk/index.html").exists() && fs::read_to_string(&stamp).is_ok_and(|last| last == inputs) {
        return Ok(dist);
    }

    // A build that fails half-way must not be mistaken for the last good one.
    remove_if_there(&stamp)?;
    let release: &[&str] = if build == Build::Release { &["--release"] } else { &[] };
    let (flags, mut value) = remap::environment(project, Some("wasm32-unknown-unknown"))?;
    let mut environment = Vec::new();
    if build == Build::Release {
        environment.extend(OWN_STD.map(|(name, value)| (name.to_owned(), value.to_owned())));
        value += OWN_STD_FLAGS;
    }
    environment.push((flags, value));
    // Trunk hands `--offline` on to Cargo, so the crates have to be here first: those that build, and the standard library's for
    // browsers.
    cmd!(project.shell, "cargo fetch").run()?;
    cmd!(project.shell, "cargo fetch --target wasm32-unknown-unknown").envs(environment.clone()).run()?;
    // The display's app lies in a folder of the visitors' one, which Trunk empties, so it comes second.
    let kiosk = dist.join("kiosk");
    for trunk in [
        cmd!(project.shell, "trunk build index.html {release...} --dist {dist}"),
        cmd!(
            project.shell,
            "trunk build kiosk.html {release...} --dist {kiosk} --public-url /kiosk/ --html-output index.html"
        ),
    ] {
        trunk
            .args(["--offline", "--skip-version-check"])
            // Trunk 0.21 reads it as a flag and refuses the usual value, `1`.
            .env_remove("NO_COLOR")
            .envs(environment.clone())
            .run()?;
    }
    if build == Build::Release {
        minify_scripts(project, &dist)?;
        pack::pack(project, &dist, "portal-app")?;
        pack::pack(project, &kiosk, "portal-kiosk")?;
    }
    bundle_workers(project, &dist, build)?;
    fs::write(&stamp, inputs)?;
    Ok(dist)
}

/// Readers need neither the comments and types of the scripts in `public/` nor their names. What runs on partners' pages is read by
/// older browsers than the portal's own.
fn minify_scripts(project: &Project, dist: &Path) -> Result<()> {
    let mut scripts = Vec::new();
    let public = project.root.join("public");
    list_scripts(&public, &mut scripts)?;
    let (partners, own): (Vec<_>, Vec<_>) =
        scripts.into_iter().partition(|path| path.starts_with(public.join("embed")));
    let minify = ["--minify", "--charset=utf8", "--log-level=warning", "--outbase=public", "--allow-overwrite"];
    for (scripts, target) in [(own, "esnext"), (partners, "es2019")] {
        cmd!(project.shell, "esbuild {scripts...} {minify...} --target={target} --outdir={dist}").run()?;
    }
    Ok(())
}

/// A browser takes a service worker whole, and a worker that loads its parts would need a policy for each address: so its
/// parts are put together here.
fn bundle_workers(project: &Project, dist: &Path, build: Build) -> Result<()> {
    let minify: &[&str] = if build == Build::Release { &["--minify"] } else { &[] };
    let options = ["--bundle", "--format=iife", "--target=esnext", "--charset=utf8", "--log-level=warning"];
    for (worker, published) in [("portal", "sw.js"), ("kiosk", "kiosk/sw.js")] {
        let outfile = dist.join(published);
        cmd!(project.shell, "esbuild public/worker/{worker}.js {minify...} {options...} --outfile={outfile}").run()?;
    }
    // Trunk has copied the parts.
    let parts = dist.join("worker");
    fs::remove_dir_all(&parts).with_context(|| parts.display().to_string())
}

fn list_scripts(folder: &Path, scripts: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.ends_with("public/worker") {
            continue;
        }
        if path.is_dir() {
            list_scripts(&path, scripts)?;
        } else if path.extension().is_some_and(|extension| extension == "js") {
            scripts.push(path);
        }
    }
    Ok(())
}

/// The file beside a built app that holds the number of what it was built from.
pub fn stamp(dist: &Path) -> PathBuf {
    dist.with_extension("stamp")
}

/// A number for the contents of everything the app is built from: times of change would not survive a checkout.
fn hash_inputs(root: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for input in SOURCES.iter().chain(TOOLCHAIN) {
        hash_tree(root, Path::new(input), &mut hasher)?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_tree(root: &Path, path: &Path, hasher: &mut impl Hasher) -> Result<()> {
    let full = root.join(path);
    if full.is_dir() {
        let mut entries =
            fs::read_dir(&full)?.map(|entry| Ok(path.join(entry?.file_name()))).collect::<Result<Vec<_>>>()?;
        entries.sort();
        for entry in entries {
            hash_tree(root, &entry, hasher)?;
        }
    } else if full.exists() {
        path.hash(hasher);
        fs::read(&full).with_context(|| full.display().to_string())?.hash(hasher);
    }
    Ok(())
}

fn remove_if_there(file: &Path) -> Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).context(file.display().to_string()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inputs_hash_changes_with_a_byte_a_name_and_a_new_file() {
        let shell = xshell::Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        let root = folder.path();
        shell.write_file(root.join("src/main.rs"), "fn main() {}").unwrap();
        let first = hash_inputs(root).unwrap();
        assert_eq!(first, hash_inputs(root).unwrap());

        shell.write_file(root.join("src/main.rs"), "fn main() { }").unwrap();
        let other_byte = hash_inputs(root).unwrap();
        fs::rename(root.join("src/main.rs"), root.join("src/lib.rs")).unwrap();
        let other_name = hash_inputs(root).unwrap();
        shell.write_file(root.join("style/tokens.css"), "").unwrap();
        let new_file = hash_inputs(root).unwrap();

        let all = [&first, &other_byte, &other_name, &new_file];
        for (index, one) in all.iter().enumerate() {
            assert!(all.iter().skip(index + 1).all(|other| other != one), "{all:?}");
        }
    }

    #[test]
    fn what_is_not_an_input_of_the_app_does_not_rebuild_it() {
        let shell = xshell::Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        let root = folder.path();
        shell.write_file(root.join("src/main.rs"), "fn main() {}").unwrap();
        let first = hash_inputs(root).unwrap();
        shell.write_file(root.join("content/site.toml"), "name = \"\"").unwrap();
        assert_eq!(first, hash_inputs(root).unwrap());
    }
}
