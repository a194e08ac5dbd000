//! `kiosk/edition.json`: every file that a display needs, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::settings::workshop;
use crate::published::{AT, GENERATED, Site, case_id, sites, write_files};
use crate::workshop::Workshop;

const PICTURES: [&str; 6] = [".png", ".jpg", ".jpeg", ".webp", ".gif", ".svg"];

fn edition(site: &Site) -> Value {
    serde_json::from_str(&site.text("kiosk/edition.json")).unwrap()
}

/// The addresses in it, in its order.
fn paths(site: &Site) -> Vec<String> {
    let edition = edition(site);
    let files = edition["files"].as_array().unwrap().iter();
    files.map(|file| file["path"].as_str().unwrap().to_owned()).collect()
}

/// Every string of a document, at any depth; of a picture that has several forms the address of the widest, its first.
fn strings(value: &Value, found: &mut Vec<String>) {
    if let Some(forms) = value["sources"].as_array() {
        let widest = forms.iter().map(|form| form["width"].as_u64()).max();
        let shown = forms.iter().find(|form| Some(form["width"].as_u64()) == widest);
        found.extend(shown.map(|form| form["src"].as_str().unwrap().to_owned()));
        return;
    }
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| strings(field, found)),
        _ => {}
    }
}

#[test]
fn every_file_of_it_is_published_with_that_length_and_hash() {
    for (name, site) in sites() {
        let edition = edition(site);
        assert_eq!(edition["made_at"], AT, "{name}");
        assert_eq!(edition["site"], site.json("site.json")["url"], "{name}");
        assert!(edition["id"].as_str().is_some_and(|id| id.len() == 16), "{name}");
        let mut paths = paths(site);
        assert!(paths.len() > 20, "{name}: {paths:?}");
        for file in edition["files"].as_array().unwrap() {
            site.assert_as_listed(file, name);
        }
        let listed = paths.clone();
        paths.sort();
        paths.dedup();
        assert_eq!(paths, listed, "{name}: in order, each once");
    }
}

#[test]
fn every_picture_that_a_document_of_it_names_is_in_it_and_nothing_is_that_nothing_names() {
    for (name, site) in sites() {
        let listed = paths(site).into_iter().collect::<BTreeSet<_>>();
        let mut named = BTreeSet::new();
        for path in listed.iter().filter(|path| path.ends_with(".json")) {
            let mut found = Vec::new();
            strings(&serde_json::from_slice(&site.bytes(path)).unwrap(), &mut found);
            let media = found.into_iter().filter(|text| text.starts_with("/media/") && !text.contains(' '));
            named.extend(media.filter(|text| PICTURES.iter().any(|end| text.ends_with(end))));
        }
        let pictures = listed.iter().filter(|path| path.starts_with("/media/")).cloned().collect::<BTreeSet<_>>();
        assert_eq!(pictures, named, "{name}");
        assert!(!pictures.is_empty(), "{name}");

        let html = site.text("kiosk/index.html");
        let loaded = html
            .split(['"', '\'', '(', ')'])
            .filter(|part| part.starts_with("/assets/") || part.starts_with("/icon") || *part == "/favicon.ico");
        let mut expected = loaded.map(str::to_owned).collect::<BTreeSet<_>>();
        assert!(
            expected.iter().any(|path| path.ends_with(".woff2")) && expected.iter().any(|path| path.ends_with(".wasm"))
        );
        // The worker is named by no page: a script starts it.
        expected.extend(["/kiosk/".to_owned(), "/kiosk/sw.js".to_owned()]);
        let others = listed.iter().filter(|path| !path.starts_with("/media/") && !path.starts_with("/api/"));
        assert_eq!(others.cloned().collect::<BTreeSet<_>>(), expected, "{name}");
    }
}

#[test]
fn the_documents_in_it_are_those_of_its_articles_and_of_all_pages_in_each_language() {
    for (name, site) in sites() {
        let listed = paths(site).into_iter().filter_map(|path| path.strip_prefix("/api/v1/").map(str::to_owned));
        let listed = listed.collect::<BTreeSet<_>>();
        let is_kept = |address: &str, text: &str| {
            let below = address.strip_prefix("en/").unwrap_or(address);
            let is_article = below.starts_with("articles/") && !text.contains("\"withdrawn\":{");
            is_article
                || below.starts_with("pages/")
                || ["site.json", "kiosk.json", "kiosk-search.json"].contains(&below)
        };
        let documents = site.documents().into_iter().filter(|(address, text)| is_kept(address, text));
        assert_eq!(listed, documents.map(|(address, _)| address).collect::<BTreeSet<_>>(), "{name}");
        assert!(listed.contains("en/site.json") && listed.contains("en/pages/about.json"), "{name}");
    }
    let listed = paths(&GENERATED);
    for name in ["withdrawn", "draft", "scheduled", "expired"] {
        assert!(!listed.contains(&format!("/api/v1/articles/{}.json", case_id(name))), "{name}");
    }
}

#[test]
fn the_same_content_is_the_same_edition_and_another_moment_is_told_apart() {
    let articles = [("aaaa01", "published_at = \"2021-03-12\""), ("aaaa02", "published_at = \"2021-03-13\"")];
    let [one, other] = [(); 2].map(|()| workshop(&articles, ""));
    let first = one.publish().text("kiosk/edition.json");
    assert_eq!(first, other.publish().text("kiosk/edition.json"));
    let later = "2027-01-01T00:00:01+07:00";
    assert_eq!(first.replace(AT, later), one.publish_at(later).text("kiosk/edition.json"));
    // A clock that is set back makes no edition older than the one that displays have.
    assert_eq!(first.replace(AT, later), one.publish().text("kiosk/edition.json"));
    one.write_article("aaaa01", "published_at = \"2021-03-12\"\nsummary = \"Khác\"");
    let changed = edition(&one.publish());
    let before: Value = serde_json::from_str(&first).unwrap();
    assert_ne!(changed["id"], before["id"]);
    assert_eq!(changed["made_at"], later, "displays take one of the same time");
    let by_path = |edition: &Value| {
        let files = edition["files"].as_array().unwrap().clone();
        files.into_iter().map(|file| (file["path"].to_string(), file.to_string())).collect::<BTreeMap<_, _>>()
    };
    let (before, changed) = (by_path(&before), by_path(&changed));
    assert!(before.keys().eq(changed.keys()) && before["\"/kiosk/\""] == changed["\"/kiosk/\""]);
}

#[test]
fn beyond_the_limit_no_article_is_in_it() {
    let articles = [
        ("aaaa01", "published_at = \"2021-03-12\""),
        ("aaaa02", "published_at = \"2021-03-13\""),
        ("aaaa03", "published_at = \"2021-03-14\""),
    ];
    let listed = paths(&workshop(&articles, "articles = 2").publish());
    let documents = listed.iter().filter(|path| path.contains("/articles/")).map(String::as_str).collect::<Vec<_>>();
    assert_eq!(documents, ["/api/v1/articles/aaaa02.json", "/api/v1/articles/aaaa03.json"]);
}

#[test]
fn of_media_only_pictures_are_in_it_wherever_they_are_named() {
    let svg = |path: &str| {
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"2\"><path d=\"{path}\"/></svg>")
    };
    let workshop = Workshop::new(&[]);
    let files = ["dau", "than", "trang", "khong-ai"]
        .map(|name| (format!("media/{name}.svg"), svg(&format!("M{} 0h4v2H0z", name.len()))));
    for (file, text) in &files {
        write_files(&workshop.content(), &[(file, text)]);
    }
    let article = "+++\nid = \"aaaa01\"\ntitle = \"Bài\"\nsection = \"con\"\npublished_at = \"2021-03-12\"\n\
                   image = { src = \"dau.svg\", alt = \"x\" }\nattachments = [{ name = \"Tệp\", src = \"tep.csv\" }]\n\
                   audio = { src = \"giong.wav\" }\n+++\nXem [tệp](/media/tep.csv).\n\n![Hình](than.svg)\n";
    let page = "+++\ntitle = \"Trang\"\n+++\n![Hình](trang.svg)\n";
    write_files(
        &workshop.content(),
        &[
            ("articles/a.md", article),
            ("pages/trang.md", page),
            ("media/tep.csv", "a,b\n"),
            ("media/giong.wav", "RIFF"),
        ],
    );
    let listed =
        paths(&workshop.publish()).into_iter().filter_map(|path| path.strip_prefix("/media/").map(str::to_owned));
    let names = listed.map(|name| name.split_once("-").unwrap().0.to_owned()).collect::<Vec<_>>();
    assert_eq!(names, ["dau", "than", "trang"]);
}

#[test]
fn the_urgent_notice_is_polled_and_not_kept() {
    assert!(!paths(&GENERATED).iter().any(|path| path.ends_with("notice.json")));
}
