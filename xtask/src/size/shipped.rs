//! Which files of a published site belong to the portal, and not to its content.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Paths below the web root, with `/` between, by who is sent the files.
pub struct Shipped {
    pub visitors: BTreeSet<String>,
    /// What only a display is sent.
    pub displays: BTreeSet<String>,
}

/// The portal's own files. Of the hashed assets only what a page of today names: those of earlier releases stay for pages
/// that are still open.
pub fn files(site: &Path) -> Result<Shipped> {
    let mut all = BTreeSet::new();
    list(site, "", &mut all)?;
    let (mut assets, named): (BTreeSet<_>, BTreeSet<_>) =
        all.into_iter().filter(|file| !is_content(file)).partition(|file| file.starts_with("assets/"));
    let (displays, visitors) = named.into_iter().partition(|file| file.starts_with("kiosk/"));
    let visitors = with_named_assets(site, visitors, &mut assets)?;
    let displays = with_named_assets(site, displays, &mut assets)?;
    Ok(Shipped { visitors, displays })
}

/// Files with the assets that they name, and that those name; the assets are taken from `waiting`.
fn with_named_assets(
    site: &Path,
    mut files: BTreeSet<String>,
    waiting: &mut BTreeSet<String>,
) -> Result<BTreeSet<String>> {
    let mut to_read = files.clone();
    while let Some(file) = to_read.pop_first() {
        if !file.ends_with(".html") && !file.ends_with(".js") && !file.ends_with(".css") {
            continue;
        }
        let text = fs::read_to_string(site.join(&file)).with_context(|| file.clone())?;
        for named in waiting.extract_if(.., |asset| text.contains(named_by(asset))) {
            files.insert(named.clone());
            to_read.insert(named);
        }
    }
    Ok(files)
}

/// By what others name an asset: by its file's name, the tools of a build by the build.
fn named_by(asset: &str) -> &str {
    asset.split('/').nth(1).unwrap_or(asset)
}

/// The page of an article, whatever its slug is.
pub fn article_page(site: &Path, id: &str) -> Result<String> {
    let mut pages = BTreeSet::new();
    list(site, "tin-tuc/", &mut pages)?;
    let ending = format!("-{id}/index.html");
    pages.into_iter().find(|page| page.ends_with(&ending)).with_context(|| format!("the site has no article {id}"))
}

/// The scripts and the wasm that take a page over.
pub fn is_fetched_to_start(file: &str) -> bool {
    file.starts_with("assets/") && !file.contains("/tools/") && (file.ends_with(".js") || file.ends_with(".wasm"))
}

/// `assets/portal-app-0123456789abcdef_bg.wasm` is `assets/portal-app_bg.wasm`, `assets/0123456789abcdef/tools/a.js` is `tools/a.js`:
/// the same file in every build.
pub fn without_hash(file: &str) -> String {
    if !file.starts_with("assets/") {
        return file.to_owned();
    }
    // The folder of a build's tools.
    if let Some((_, tool)) = file.split_once("/tools/") {
        return format!("tools/{tool}");
    }
    let mut parts = file.split('-');
    let mut name = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|letter: char| letter.is_ascii_hexdigit());
        let is_hash = part.len() - rest.len() >= 8 && !rest.starts_with(char::is_alphanumeric);
        if !is_hash {
            name.push('-');
        }
        name.push_str(if is_hash { rest } else { part });
    }
    name
}

/// What grows with the content, and what is not sent to visitors' browsers.
fn is_content(file: &str) -> bool {
    let page_of_content =
        file.ends_with(".html") && !["404.html", "app.html", "embed/v1/404.html", "kiosk/index.html"].contains(&file);
    let compressed = file.ends_with(".br") || file.ends_with(".gz");
    let for_machines = file.ends_with(".xml") || file.ends_with(".txt");
    let of_content = ["api/", "media/", "share/", "embed/v1/oembed/"].iter().any(|folder| file.starts_with(folder));
    let of_index =
        file.contains("pagefind/") && !file.ends_with("/pagefind.js") && !file.ends_with(".unknown.pagefind");
    page_of_content
        || compressed
        || for_machines
        || of_content
        || of_index
        || file.ends_with("feed.json")
        || file == "kiosk/edition.json"
}

fn list(site: &Path, folder: &str, files: &mut BTreeSet<String>) -> Result<()> {
    for entry in fs::read_dir(site.join(folder)).with_context(|| site.join(folder).display().to_string())? {
        let entry = entry?;
        let path = format!("{folder}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list(site, &format!("{path}/"), files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_leaves_a_files_name_and_a_word_stays() {
        for (file, name) in [
            ("assets/portal-app-0123456789abcdef_bg.wasm", "assets/portal-app_bg.wasm"),
            ("assets/portal-app-0123456789abcdef.js", "assets/portal-app.js"),
            ("assets/icon-facade.svg", "assets/icon-facade.svg"),
            ("assets/deadbeefs-decade.svg", "assets/deadbeefs-decade.svg"),
            ("assets/boot-0123456789abcdef.js", "assets/boot.js"),
            ("assets/0123456789abcdef/tools/search-index.js", "tools/search-index.js"),
            ("assets/be-vietnam-pro-400-0123456789abcdef.woff2", "assets/be-vietnam-pro-400.woff2"),
            ("tin-tuc/hop-12345678/index.html", "tin-tuc/hop-12345678/index.html"),
        ] {
            assert_eq!(without_hash(file), name);
        }
    }

    #[test]
    fn content_is_left_out_and_so_are_assets_that_nothing_names() {
        let shell = xshell::Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        let write = |file: &str, text: &str| shell.write_file(folder.path().join(file), text).unwrap();
        write("app.html", r#"<script src="/assets/boot-55555555.js" data-js="/assets/app-22222222.js">"#);
        write("app.html.br", "");
        write("index.html", "");
        write("404.html", "");
        write("assets/boot-55555555.js", "");
        write("share/a-66666666.png", "");
        write("assets/app-11111111.js", "");
        write("assets/app-22222222.js", "import './inline-33333333.js'; load('app-22222222_bg.wasm')");
        write("assets/app-22222222_bg.wasm", "");
        write("assets/inline-33333333.js", "");
        write("tin-tuc/a-1/index.html", "");
        write("tin-tuc/b-2/index.html", "");
        write("api/v1/site.json", "");
        write("media/picture-44444444.svg", "");
        write("sitemap.xml", "");
        write("feed.json", "");
        write("pagefind/pagefind.vi_0123456789.pf_meta", "");
        write("pagefind/pagefind.js", "");
        write("kiosk/index.html", "/assets/display-88888888.js /assets/app-22222222.js");
        write("kiosk/edition.json", "assets/app-11111111.js");
        write("assets/display-88888888.js", "");
        let expected = [
            "404.html",
            "app.html",
            "assets/app-22222222.js",
            "assets/app-22222222_bg.wasm",
            "assets/boot-55555555.js",
            "assets/inline-33333333.js",
            "pagefind/pagefind.js",
        ];
        let Shipped { visitors, displays } = files(folder.path()).unwrap();
        assert_eq!(visitors, expected.map(String::from).into());
        assert_eq!(displays, ["assets/display-88888888.js", "kiosk/index.html"].map(String::from).into());
    }
}
