//! What holds of every site, whatever is in it: the same content is the same bytes, every article is reached from the home page, nothing
//! names a file or a place that is not there, and the page says what the API says.
//!
//! Of the embedded content, of the generated content, and of as many more generated sites as `PORTAL_PROPERTIES` says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::{Duration, SystemTime};

use chrono::DateTime;
use portal_fixtures::Folder;
use portal_publisher::commands::publish::{PublishOptions, publish};
use scraper::{Html, Selector};
use serde_json::Value;
use tempfile::TempDir;

use crate::published::{AT, EMBEDDED, GENERATED, Site, files_below, write_app};

/// A generated site and the folder it is in.
fn made(seed: u64, articles: usize, is_reversed: bool) -> (TempDir, Site) {
    let folder = TempDir::new().unwrap();
    let (app, content, out) = (folder.path().join("app"), folder.path().join("content"), folder.path().join("site"));
    write_app(&app);
    write(&portal_fixtures::generate(seed, articles), &content, is_reversed);
    let at = DateTime::parse_from_rfc3339(AT).unwrap();
    let options = PublishOptions::new(content, app, out.clone(), at);
    publish(&PublishOptions { compresses: false, indexes: false, ..options }).unwrap_or_else(|error| panic!("{error}"));
    (folder, Site { root: out })
}

/// In one order or the other, each file a day older than the next.
fn write(files: &Folder, content: &std::path::Path, is_reversed: bool) {
    let mut paths = files.keys().collect::<Vec<_>>();
    if is_reversed {
        paths.reverse();
    }
    for (days, path) in (0..).zip(paths) {
        let file = content.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &files[path]).unwrap();
        let time = SystemTime::now() - Duration::from_secs(86_400 * days);
        fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
    }
}

/// Each site by a name, with what holds of it.
fn on_every_site(holds: impl Fn(&str, &Site)) {
    holds("embedded", &EMBEDDED);
    holds("generated", &GENERATED);
    let more = std::env::var("PORTAL_PROPERTIES").ok().and_then(|more| more.parse().ok()).unwrap_or(0);
    for seed in 2..2 + more {
        let (_folder, site) = made(seed, 40, false);
        holds(&format!("seed {seed}"), &site);
    }
}

#[test]
fn the_same_content_is_the_same_bytes_in_whatever_order_it_was_written() {
    let [(one, first), (other, second)] = [made(7, 40, false), made(7, 40, true)];
    // The configurations name the folder.
    let files = |folder: &TempDir, site: &Site| -> BTreeMap<String, Vec<u8>> {
        let root = fs::canonicalize(&site.root).unwrap();
        let read = |file: String| (file.clone(), fs::read(root.join(&file)).unwrap());
        let files = files_below(&root).into_iter().map(read).collect::<BTreeMap<_, _>>();
        assert!(files.len() > 300, "{}", folder.path().display());
        files
    };
    let [first, second] = [files(&one, &first), files(&other, &second)];
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    let different = first.iter().filter(|(file, bytes)| second[*file] != **bytes).map(|(file, _)| file);
    assert_eq!(different.collect::<Vec<_>>(), Vec::<&String>::new());
}

/// The articles of the API: path of each, with its document.
fn articles(site: &Site) -> BTreeMap<String, Value> {
    let documents = site.documents().into_iter().filter(|(endpoint, _)| {
        let endpoint = endpoint.strip_prefix("en/").unwrap_or(endpoint);
        endpoint.starts_with("articles/")
    });
    let read = |(_, text): (String, String)| serde_json::from_str::<Value>(&text).unwrap();
    documents.map(read).map(|article| (article["path"].as_str().unwrap().to_owned(), article)).collect()
}

fn attributes<'a>(page: &'a Html, selector: &str, name: &'static str) -> Vec<&'a str> {
    let selector = Selector::parse(selector).unwrap();
    page.select(&selector).filter_map(|element| element.attr(name)).collect()
}

#[test]
fn every_article_is_reached_from_the_home_page_by_links() {
    on_every_site(|name, site| {
        let pages = site.pages().into_iter().collect::<BTreeMap<_, _>>();
        let mut reached = BTreeSet::from(["/".to_owned()]);
        let mut left = vec!["/".to_owned()];
        while let Some(address) = left.pop() {
            let Some(page) = pages.get(&address) else { continue };
            for href in attributes(page, "a[href]", "href") {
                let path = href.split(['#', '?']).next().unwrap().to_owned();
                if path.starts_with('/') && reached.insert(path.clone()) {
                    left.push(path);
                }
            }
        }
        let articles = articles(site);
        assert!(articles.len() > 5, "{name}");
        // What was withdrawn is listed nowhere: its own address says so.
        let listed = articles.iter().filter(|(_, article)| article.get("withdrawn").is_none());
        let lost = listed.map(|(path, _)| path).filter(|path| !reached.contains(*path)).collect::<Vec<_>>();
        assert_eq!(lost, Vec::<&String>::new(), "{name}");
    });
}

/// Addresses of this site in a text: after its own origin, or from the first slash.
fn internal<'a>(site: &Value, address: &'a str) -> Option<&'a str> {
    let own = site["url"].as_str().unwrap();
    let rest = address.strip_prefix(own).unwrap_or(address);
    (rest.starts_with('/') && !rest.starts_with("//")).then_some(rest)
}

/// All strings of a document that are addresses.
fn addresses_in(document: &Value, found: &mut Vec<String>) {
    match document {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text)
                        if ["path", "src", "href", "image", "url", "html_url", "home_page_url"]
                            .contains(&name.as_str()) =>
                    {
                        found.push(text.clone());
                    }
                    other => addresses_in(other, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| addresses_in(item, found)),
        _ => {}
    }
}

#[test]
fn nothing_names_a_file_or_a_place_that_is_not_there() {
    on_every_site(|name, site| {
        let files = site.files().into_iter().collect::<BTreeSet<_>>();
        let settings = site.json("site.json");
        let html = files.iter().filter(|file| file.ends_with(".html")).map(|file| (file.clone(), site.html(file)));
        let html = html.collect::<BTreeMap<_, _>>();
        let mut named = BTreeSet::new();
        for (file, page) in &html {
            for (selector, attribute) in
                [("[href]", "href"), ("[src]", "src"), ("[data-module]", "data-module"), ("[data-wasm]", "data-wasm")]
            {
                named.extend(
                    attributes(page, selector, attribute).into_iter().map(|address| (file.clone(), address.to_owned())),
                );
            }
            for srcset in attributes(page, "[srcset]", "srcset") {
                let candidates = srcset.split(',').filter_map(|candidate| candidate.split_whitespace().next());
                named.extend(candidates.map(|address| (file.clone(), address.to_owned())));
            }
        }
        for (endpoint, text) in site.documents().into_iter().filter(|(endpoint, _)| endpoint.ends_with(".json")) {
            let mut found = Vec::new();
            addresses_in(&serde_json::from_str(&text).unwrap(), &mut found);
            named.extend(found.into_iter().map(|address| (format!("api/v1/{endpoint}"), address)));
        }
        for file in files.iter().filter(|file| file.ends_with(".xml") && !file.ends_with("opensearch.xml")) {
            let text = site.text(file);
            let parts = text.split(['<', '>', '"']).filter(|part| part.starts_with("http"));
            named.extend(parts.map(|address| (file.clone(), address.replace("&amp;", "&"))));
        }
        assert!(named.len() > 1_000, "{name}: {}", named.len());
        let is_there = |file: &str, address: &str| {
            if let Some(place) = address.strip_prefix('#') {
                return place.is_empty() || has_place(&html[file], place);
            }
            let Some(path) = internal(&settings, address) else { return true };
            let (path, place) = path.split_once('#').unwrap_or((path, ""));
            let path = path.split('?').next().unwrap();
            let decoded = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
            let target = match decoded.trim_start_matches('/') {
                folder if folder.is_empty() || folder.ends_with('/') => format!("{folder}index.html"),
                file => file.to_owned(),
            };
            // Written by the server that has readers to count, and by whoever counts.
            let is_dynamic = target.starts_with("api/v1/online");
            let is_place = place.is_empty() || html.get(&target).is_none_or(|page| has_place(page, place));
            is_dynamic || files.contains(&target) && is_place
        };
        let missing = named.iter().filter(|(file, address)| !is_there(file, address)).collect::<Vec<_>>();
        assert_eq!(missing, Vec::<&(String, String)>::new(), "{name}");
    });
}

fn has_place(page: &Html, place: &str) -> bool {
    let place = percent_encoding::percent_decode_str(place).decode_utf8_lossy();
    page.select(&Selector::parse("[id]").unwrap()).any(|element| element.attr("id") == Some(&*place))
}

/// Without spaces, which markup may have more or fewer of.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{ad}').collect()
}

/// The words of a block, in the order in which they are read.
fn words_of(block: &Value, words: &mut Vec<String>) {
    match block {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if name == "text" => words.push(squeezed(text)),
                    other => words_of(other, words),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| words_of(item, words)),
        _ => {}
    }
}

#[test]
fn the_page_says_what_the_api_says() {
    on_every_site(|name, site| {
        let text_of = |page: &Html, selector: &str| -> Vec<String> {
            let elements = page.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
            elements.iter().map(|element| squeezed(&element.text().collect::<String>())).collect()
        };
        for (path, article) in articles(site) {
            let page = site.page(&path);
            let what = format!("{name}: {path}");
            assert_eq!(text_of(&page, "main h1"), [squeezed(article["title"].as_str().unwrap())], "{what}");
            if article.get("withdrawn").is_some() {
                continue;
            }
            let times = attributes(&page, "article header time, article > time, main time", "datetime");
            assert!(times.contains(&article["published_at"].as_str().unwrap()), "{what}: {times:?}");
            let body = text_of(&page, "article").concat();
            if let Some(summary) = article["summary"].as_str() {
                assert!(body.contains(&squeezed(summary)), "{what}: {summary}");
            }
            let mut words = Vec::new();
            words_of(&article["body"], &mut words);
            let mut rest = body.as_str();
            for word in words.iter().filter(|word| !word.is_empty()) {
                let Some((_, after)) = rest.split_once(word.as_str()) else {
                    panic!("{what}: `{word}` is not in its place")
                };
                rest = after;
            }
            let all = words.concat();
            for paragraph in text_of(&page, ".article-body > p") {
                let is_of_api = all.contains(&paragraph) || paragraph.is_empty();
                assert!(
                    is_of_api || article["body"].to_string().contains("\"file\""),
                    "{what}: `{paragraph}` is not the API's"
                );
            }
            let main = text_of(&page, "main").concat();
            for related in article["related"].as_array().into_iter().flatten() {
                assert!(main.contains(&squeezed(related["title"].as_str().unwrap())), "{what}: {related}");
                assert!(
                    attributes(&page, "main a[href]", "href").contains(&related["path"].as_str().unwrap()),
                    "{what}: {related}"
                );
            }
        }
    });
}
