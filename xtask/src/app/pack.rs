//! Makes what wasm-bindgen wrote small: the wasm without what its glue does not ask for, the glue without what the wasm does not
//! import, and short names between the two (docs/decisions/0073).

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xshell::cmd;

use super::glue::{self, Names};
use crate::project::Project;

/// What browsers that are served know of WebAssembly.
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Functions that resemble each other lie beside each other in the order of their names, which brotli makes use of. What is called
/// in one place goes there only while it is small, because of what its locals cost the whole of the other.
const PASSES: &str = "--low-memory-unused -Oz --flatten --rereloop -Oz -Oz --one-caller-inline-max-function-size=30 \
    --reorder-functions-by-name --strip-debug --strip-producers --strip-target-features --minify-imports-and-exports-and-modules";

/// Packs the app called `name` in a folder that Trunk has built, and names both of its files by what is in them: under one name
/// there is never another pair.
pub fn pack(project: &Project, folder: &Path, name: &str) -> Result<()> {
    let sh = &project.shell;
    let stem = find_stem(folder, name)?;
    let (script, module) = (folder.join(format!("{stem}.js")), folder.join(format!("{stem}_bg.wasm")));
    let glue = glue::cut_unused(&fs::read_to_string(&script)?)?;

    let work = sh.create_temp_dir()?;
    let [graph, kept, packed] = ["graph.json", "kept.wasm", "packed.wasm"].map(|name| work.path().join(name));
    let roots = glue::exports(&glue).into_iter();
    let roots = roots.map(|name| serde_json::json!({ "name": name, "export": name, "root": true })).collect::<Vec<_>>();
    fs::write(&graph, serde_json::to_vec(&roots)?)?;
    cmd!(sh, "wasm-metadce {module} {FEATURES...} -g --graph-file {graph} -o {kept}").ignore_stdout().run()?;
    let passes = PASSES.split_whitespace();
    let names = cmd!(sh, "wasm-opt {kept} {FEATURES...} {passes...} -o {packed}").read()?;
    let names = serde_json::from_str::<Names>(&names).context("the names that wasm-opt gave")?;
    let glue = glue::shorten(&glue, &names).with_context(|| script.display().to_string())?;
    let minify = ["--minify", "--tree-shaking=true", "--format=esm", "--target=esnext", "--log-level=warning"];
    let glue = cmd!(sh, "esbuild {minify...}").stdin(glue).read()?;
    let packed = fs::read(packed)?;

    let mut hasher = DefaultHasher::new();
    hasher.write(glue.as_bytes());
    hasher.write(&packed);
    let own_stem = format!("{name}-{:016x}", hasher.finish());
    let page = folder.join("index.html");
    fs::write(&page, fs::read_to_string(&page)?.replace(&stem, &own_stem))?;
    fs::remove_file(script)?;
    fs::remove_file(module)?;
    fs::write(folder.join(format!("{own_stem}.js")), glue)?;
    fs::write(folder.join(format!("{own_stem}_bg.wasm")), packed)?;
    Ok(())
}

/// What both files are called, before their endings.
fn find_stem(folder: &Path, name: &str) -> Result<String> {
    let files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<PathBuf>>>()?;
    let stem = files.iter().find_map(|file| {
        let stem = file.file_name()?.to_str()?.strip_suffix("_bg.wasm")?;
        stem.starts_with(&format!("{name}-")).then(|| stem.to_owned())
    });
    stem.with_context(|| format!("no {name} in {}", folder.display()))
}
