//! What is in what we ship, for machines: a bill of materials by CycloneDX 1.6, one for the program and one for the app in the browser.
//!
//! cargo-about names the crates, with the terms of each; `Cargo.lock` their hashes. The same sources give the same bytes, so there is no
//! time and no random number in it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::licences;
use crate::project::Project;

/// A file of the packages, and the crates that it lists.
pub const BILLS: &[(&str, &[&str])] =
    &[("share/doc/portal/portal.cdx.json", licences::OF_PROGRAM), ("share/doc/portal/app.cdx.json", licences::OF_APP)];

/// One bill, as text.
pub fn write(project: &Project, file: &str, crates: &[&str]) -> Result<String> {
    let about = licences::list(project, crates)?;
    let lock = project.shell.read_file(project.root.join("Cargo.lock"))?;
    let name = file.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or(file);
    let bill = bill(name, env!("CARGO_PKG_VERSION"), serde_json::from_str(&about)?, &hashes(&lock)?);
    Ok(serde_json::to_string_pretty(&bill)? + "\n")
}

/// SHA-256 of each crate's archive, by name and version.
fn hashes(lock: &str) -> Result<BTreeMap<(String, String), String>> {
    let lock = lock.parse::<toml::Table>()?;
    let packages = lock.get("package").and_then(toml::Value::as_array).context("Cargo.lock lists no packages")?;
    let text = |package: &toml::Value, field: &str| package.get(field).and_then(toml::Value::as_str).map(str::to_owned);
    let hash = |package| Some(((text(package, "name")?, text(package, "version")?), text(package, "checksum")?));
    Ok(packages.iter().filter_map(hash).collect())
}

/// What cargo-about says of crates.
#[derive(Deserialize)]
struct About {
    crates: Vec<Used>,
}

#[derive(Deserialize)]
struct Used {
    package: Package,
    license: String,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    repository: Option<String>,
}

fn bill(name: &str, version: &str, about: About, hashes: &BTreeMap<(String, String), String>) -> Value {
    let crates = about.crates.into_iter().map(|Used { package, license }| {
        let purl = format!("pkg:cargo/{}@{}", package.name, package.version);
        let hash = hashes.get(&(package.name.clone(), package.version.clone()));
        let repository = package.repository.iter();
        json!({
            "type": "library",
            "bom-ref": purl,
            "name": package.name,
            "version": package.version,
            "purl": purl,
            "licenses": [{ "expression": spdx(&license) }],
            "hashes": hash.iter().map(|hash| json!({ "alg": "SHA-256", "content": hash })).collect::<Vec<_>>(),
            "externalReferences": repository.map(|url| json!({ "type": "vcs", "url": url })).collect::<Vec<_>>(),
        })
    });
    let fonts = json!({
        "type": "data",
        "bom-ref": "be-vietnam-pro",
        "name": "Be Vietnam Pro",
        "licenses": [{ "license": { "id": "OFL-1.1" } }],
    });
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": { "component": { "type": "application", "bom-ref": name, "name": name, "version": version } },
        "components": crates.chain([fonts]).collect::<Vec<_>>(),
    })
}

/// Crates of long ago write `MIT/Apache-2.0`.
fn spdx(licence: &str) -> String {
    licence.replace('/', " OR ").replace("  ", " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_named_with_its_terms_its_hash_and_where_it_is_from() {
        let about = json!({ "crates": [{
            "package": { "name": "url", "version": "2.5.8", "repository": "https://git.example/url" },
            "license": "MIT/Apache-2.0",
        }] });
        let lock = "[[package]]\nname = \"url\"\nversion = \"2.5.8\"\nchecksum = \"ff67\"\n";
        let bill = bill("app", "0.3.0", serde_json::from_value(about).unwrap(), &hashes(lock).unwrap());
        assert_eq!(
            bill.pointer("/components/0"),
            Some(&json!({
                "type": "library", "bom-ref": "pkg:cargo/url@2.5.8", "name": "url", "version": "2.5.8",
                "purl": "pkg:cargo/url@2.5.8", "licenses": [{ "expression": "MIT OR Apache-2.0" }],
                "hashes": [{ "alg": "SHA-256", "content": "ff67" }],
                "externalReferences": [{ "type": "vcs", "url": "https://git.example/url" }],
            }))
        );
    }
}
