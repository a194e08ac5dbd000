//! Tools compiled by `cargo install`, a folder for each version.
//!
//! They run for a second or two at a time and compile for minutes, so they are compiled with little optimisation,
//! and with one target folder for all, since they share many crates.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;
use xshell::cmd;

use crate::project::Project;

/// A tool by its crate's name, which is its folder's.
pub struct CargoTool {
    name: &'static str,
    binary: &'static str,
    version: String,
    /// Whether the crate's own lock file holds. Not wasm-bindgen-cli's: it names a version that is not available.
    locked: bool,
    /// Of the crate, besides its default ones.
    features: &'static str,
}

/// Trunk, and wasm-bindgen in the version of the library in `Cargo.lock`: they must be the same.
pub fn build_tools(root: &Path) -> Result<[CargoTool; 2]> {
    Ok([
        CargoTool { name: "trunk", binary: "trunk", version: "0.21.14".into(), locked: true, features: "" },
        CargoTool {
            name: "wasm-bindgen-cli",
            binary: "wasm-bindgen",
            version: locked_version(root, "wasm-bindgen")?,
            locked: false,
            features: "",
        },
    ])
}

/// Drives Firefox.
pub fn test_tools() -> [CargoTool; 1] {
    [CargoTool { name: "geckodriver", binary: "geckodriver", version: "0.36.0".into(), locked: true, features: "" }]
}

/// Makes the Debian package, and lists the licences of what is in it.
pub fn packaging_tools() -> [CargoTool; 2] {
    [("cargo-deb", "3.8.0", ""), ("cargo-about", "0.9.3", "cli")].map(|(name, version, features)| CargoTool {
        name,
        binary: name,
        version: version.into(),
        locked: true,
        features,
    })
}

/// Compares what is depended on with what is allowed, and lists its terms.
pub fn supply_tools() -> [CargoTool; 2] {
    let [_, about] = packaging_tools();
    [
        about,
        CargoTool { name: "cargo-deny", binary: "cargo-deny", version: "0.20.2".into(), locked: true, features: "" },
    ]
}

/// Installs what is neither in its folder nor, in that very version, on `PATH`.
pub fn ensure_installed(project: &Project, tools: &[CargoTool]) -> Result<()> {
    let mut missing = Vec::new();
    for tool in tools {
        if !folder(tool)?.join("bin").join(tool.binary).exists() && !is_on_path(project, tool) {
            missing.push(tool);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    // Left where a compilation fails, so that the next try goes on from there.
    let objects = tools_folder()?.join("build");
    for tool in missing {
        install(project, tool, &objects)?;
    }
    fs::remove_dir_all(&objects).with_context(|| objects.display().to_string())
}

fn install(project: &Project, tool: &CargoTool, objects: &Path) -> Result<()> {
    let CargoTool { name, version, locked, features, .. } = tool;
    eprintln!("Compiling {name} {version}: once, some minutes.");
    let folder = folder(tool)?;
    let locked: &[&str] = if *locked { &["--locked"] } else { &[] };
    cmd!(project.shell, "cargo install {name} --version {version} {locked...} --features={features} --root {folder}")
        .env("CARGO_TARGET_DIR", objects)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0")
        .run()
        .with_context(|| format!("{name} {version} could not be installed"))
}

/// Where a tool's version lives.
pub fn folder(tool: &CargoTool) -> Result<PathBuf> {
    Ok(tools_folder()?.join(format!("{}-{}", tool.name, tool.version)))
}

fn tools_folder() -> Result<PathBuf> {
    if let Some(folder) = std::env::var_os("PORTAL_TOOLS") {
        return Ok(std::path::absolute(folder)?);
    }
    let cache = match std::env::var_os("XDG_CACHE_HOME") {
        Some(cache) => PathBuf::from(cache),
        None => std::env::home_dir().context("no home folder to keep tools in: set PORTAL_TOOLS")?.join(".cache"),
    };
    Ok(cache.join("portal-tools"))
}

fn is_on_path(project: &Project, tool: &CargoTool) -> bool {
    let binary = tool.binary;
    let answer = cmd!(project.shell, "{binary} --version").quiet().ignore_stderr().read();
    answer.is_ok_and(|answer| answer.split_whitespace().any(|word| word == tool.version))
}

fn locked_version(root: &Path, package: &str) -> Result<String> {
    #[derive(Deserialize)]
    struct Lock {
        package: Vec<Package>,
    }
    #[derive(Deserialize)]
    struct Package {
        name: String,
        version: String,
    }
    let file = root.join("Cargo.lock");
    let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
    let lock = toml::from_str::<Lock>(&text).context("Cargo.lock")?;
    let found = lock.package.into_iter().find(|locked| locked.name == package);
    Ok(found.with_context(|| format!("Cargo.lock has no {package}"))?.version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wasm_bindgen_is_wanted_in_the_version_of_the_lock_file() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let version = locked_version(root, "wasm-bindgen").unwrap();
        assert_eq!(version.split('.').count(), 3, "{version}");
        assert!(locked_version(root, "no-such-crate").is_err());
    }
}
