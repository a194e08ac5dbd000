//! `cargo xtask size`: what a visitor's browser is sent of the portal itself, held against a committed budget.
//!
//! It measures the published site, so what is really sent: each file, and the `.gz` and `.br` beside it. Content is not
//! measured, except the page of one article, which `size-budget.toml` names. `shipped` decides which files are the
//! portal's own.

mod shipped;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use self::shipped::Shipped;
use crate::project::Project;

/// The page of the article that the budget names.
const ARTICLE_PAGE: &str = "the article's page";
/// All that is fetched to read it and to take it over, but pictures.
const FIRST_VIEW: &str = "the article's first view";

/// What a partner's readers fetch to see the latest news, but the loader, the frame's script and pictures.
const FRAME: &str = "a widget's frame";
const FRAME_PAGE: &str = "embed/v1/latest/index.html";

const HEAD: &str = "\
# The most bytes of each file a visitor or a display may be sent: as it is, and compressed by gzip and brotli as it travels.
# Held by `cargo xtask size`; `cargo xtask size --update` writes today's sizes, rounded up. Raising one is a
# decision that its commit explains. A page that names files by their hashes is compressed to some 40 bytes more or less
# with every change of them, so it has a hundred bytes to spare.

";

/// `size-budget.toml`.
#[derive(Serialize, Deserialize)]
struct Budget {
    /// Id of the article whose page is measured.
    article: String,
    /// By the file's address without its hash, with `(display)` where only displays are sent it; `ARTICLE_PAGE`; `FIRST_VIEW`; `FRAME`.
    files: BTreeMap<String, Sizes>,
}

/// Bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sizes {
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the sizes; fails where one is over the budget, or not in it.
pub fn check(project: &Project) -> Result<()> {
    let budget = read_budget(project)?;
    let measured = measure(&project.site(), &budget.article)?;
    print_table(&measured, &budget.files);

    let complaints = compare(&measured, &budget.files);
    if !complaints.is_empty() {
        bail!("the size budget does not hold:\n  {}", complaints.join("\n  "));
    }
    Ok(())
}

/// Writes today's sizes as the budget.
pub fn update(project: &Project) -> Result<()> {
    let budget = read_budget(project)?;
    let measured = measure(&project.site(), &budget.article)?;
    let files = measured.iter().map(|(name, sizes)| (name.clone(), sizes.rounded_up())).collect();
    print_table(&measured, &files);
    let text = toml::to_string(&Budget { article: budget.article, files })?;
    Ok(fs::write(budget_file(project), format!("{HEAD}{text}"))?)
}

fn budget_file(project: &Project) -> PathBuf {
    project.root.join("xtask/size-budget.toml")
}

fn read_budget(project: &Project) -> Result<Budget> {
    let text = fs::read_to_string(budget_file(project)).context("xtask/size-budget.toml")?;
    toml::from_str(&text).context("xtask/size-budget.toml")
}

fn measure(site: &Path, article: &str) -> Result<BTreeMap<String, Sizes>> {
    if !site.exists() {
        bail!("{} is not there: run `cargo xtask build` first", site.display());
    }
    let article_page = Sizes::of(&site.join(shipped::article_page(site, article)?))?;
    let frame = Sizes::of(&site.join(FRAME_PAGE))?;
    let mut sizes = BTreeMap::from([(ARTICLE_PAGE.to_owned(), article_page), (FRAME.to_owned(), frame)]);
    let mut first_view = article_page;
    let Shipped { visitors, displays } = shipped::files(site)?;
    for file in displays {
        sizes.insert(format!("/{} (display)", shipped::without_hash(&file)), Sizes::of(&site.join(&file))?);
    }
    for file in visitors {
        let of_file = Sizes::of(&site.join(&file))?;
        if shipped::is_fetched_to_start(&file) {
            first_view = first_view.plus(of_file);
        }
        sizes.insert(format!("/{}", shipped::without_hash(&file)), of_file);
    }
    sizes.insert(FIRST_VIEW.to_owned(), first_view);
    Ok(sizes)
}

/// What is over the budget or not in it, one line each.
fn compare(measured: &BTreeMap<String, Sizes>, budget: &BTreeMap<String, Sizes>) -> Vec<String> {
    let mut complaints = Vec::new();
    for (name, sizes) in measured {
        let Some(most) = budget.get(name) else {
            complaints.push(format!("{name} is not in the budget"));
            continue;
        };
        for (kind, bytes, most) in
            [("raw", sizes.raw, most.raw), ("gzip", sizes.gzip, most.gzip), ("brotli", sizes.brotli, most.brotli)]
        {
            if bytes > most {
                complaints.push(format!("{name}: {bytes} bytes {kind}, {} over the budget of {most}", bytes - most));
            }
        }
    }
    let gone = budget.keys().filter(|name| !measured.contains_key(*name));
    complaints.extend(gone.map(|name| format!("{name} is in the budget, but not in the site")));
    complaints
}

fn print_table(measured: &BTreeMap<String, Sizes>, budget: &BTreeMap<String, Sizes>) {
    let width = measured.keys().map(|name| name.chars().count()).max().unwrap_or_default();
    println!("{:width$} {:>9} {:>9} {:>9} {:>9}", "bytes", "raw", "gzip", "brotli", "budget");
    for (name, Sizes { raw, gzip, brotli }) in measured {
        let most = budget.get(name).map_or_else(|| "none".into(), |most| most.brotli.to_string());
        println!("{name:width$} {raw:>9} {gzip:>9} {brotli:>9} {most:>9}");
    }
}

impl Sizes {
    /// A file without compressed forms is sent as it is.
    fn of(file: &Path) -> Result<Self> {
        let length = |path: &Path| fs::metadata(path).map(|data| data.len());
        let raw = length(file).with_context(|| file.display().to_string())?;
        let compressed = |ending: &str| {
            let mut path = file.as_os_str().to_owned();
            path.push(ending);
            length(Path::new(&path)).unwrap_or(raw)
        };
        Ok(Self { raw, gzip: compressed(".gz"), brotli: compressed(".br") })
    }

    fn plus(self, other: Self) -> Self {
        Self { raw: self.raw + other.raw, gzip: self.gzip + other.gzip, brotli: self.brotli + other.brotli }
    }

    /// Rounds up to a hundred, or a thousand for big files, and leaves some to spare: a budget should not change with
    /// every comma, nor with the hashes that a page names.
    fn rounded_up(self) -> Self {
        let round = |bytes: u64| (bytes + 60).next_multiple_of(if bytes < 20_000 { 100 } else { 1000 });
        Self { raw: round(self.raw), gzip: round(self.gzip), brotli: round(self.brotli) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: Sizes = Sizes { raw: 1200, gzip: 600, brotli: 500 };

    fn named(name: &str, sizes: Sizes) -> BTreeMap<String, Sizes> {
        BTreeMap::from([(name.to_owned(), sizes)])
    }

    #[test]
    fn a_file_of_just_its_budget_passes_and_a_byte_more_does_not() {
        assert!(compare(&named("/boot.js", SMALL), &named("/boot.js", SMALL)).is_empty());
        let grown = Sizes { brotli: 501, ..SMALL };
        let complaints = compare(&named("/boot.js", grown), &named("/boot.js", SMALL));
        assert_eq!(complaints, ["/boot.js: 501 bytes brotli, 1 over the budget of 500"]);
    }

    #[test]
    fn a_file_without_a_budget_and_a_budget_without_a_file_are_named() {
        let complaints = compare(&named("/new.js", SMALL), &named("/old.js", SMALL));
        assert_eq!(complaints, ["/new.js is not in the budget", "/old.js is in the budget, but not in the site"]);
    }

    #[test]
    fn a_site_is_measured_as_it_travels() {
        let shell = xshell::Shell::new().unwrap();
        let folder = shell.create_temp_dir().unwrap();
        let site = folder.path();
        let write = |file: &str, bytes: usize| shell.write_file(site.join(file), "x".repeat(bytes)).unwrap();
        shell.write_file(site.join("app.html"), "portal-0123456789abcdef_bg.wasm").unwrap();
        write("tin-tuc/a-tale-of-1/index.html", 40);
        write("tin-tuc/a-1/index.html", 30);
        write("tin-tuc/a-1/index.html.gz", 20);
        write("tin-tuc/a-1/index.html.br", 10);
        write("assets/portal-0123456789abcdef_bg.wasm", 900);
        write("assets/portal-0123456789abcdef_bg.wasm.gz", 500);
        write("assets/portal-0123456789abcdef_bg.wasm.br", 400);
        write("favicon.ico", 50);
        write(FRAME_PAGE, 60);

        let measured = measure(site, "1").unwrap();
        let expected = [
            ("/assets/portal_bg.wasm", Sizes { raw: 900, gzip: 500, brotli: 400 }),
            ("/app.html", Sizes { raw: 31, gzip: 31, brotli: 31 }),
            ("/favicon.ico", Sizes { raw: 50, gzip: 50, brotli: 50 }),
            (ARTICLE_PAGE, Sizes { raw: 30, gzip: 20, brotli: 10 }),
            (FRAME, Sizes { raw: 60, gzip: 60, brotli: 60 }),
            (FIRST_VIEW, Sizes { raw: 930, gzip: 520, brotli: 410 }),
        ];
        assert_eq!(measured, expected.map(|(name, sizes)| (name.to_owned(), sizes)).into());
    }

    #[test]
    fn a_budget_is_written_and_read_back() {
        let budget = Budget { article: "a1b2c3".into(), files: named("/boot.js", SMALL) };
        let text = format!("{HEAD}{}", toml::to_string(&budget).unwrap());
        let read = toml::from_str::<Budget>(&text).unwrap();
        assert_eq!((read.article, read.files), (budget.article, budget.files));
    }
}
