//! The site in two languages, as published: addresses, documents, which page translates which.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::published::{GENERATED, Site, case_id, sites, write_files};
use super::workshop::Workshop;

const ENGLISH_SECTIONS: &str = "[[section]]\nslug = \"news\"\nname = \"News\"\n";

/// A workshop with an English edition: its settings and `files`.
fn in_two_languages(articles: &[(&str, &str)], files: &[(&str, &str)]) -> Workshop {
    let workshop = Workshop::new(articles);
    workshop.add_english();
    write_files(&workshop.content(), files);
    workshop
}

/// An English article of section `news` that also has `fields`.
fn english(id: &str, fields: &str) -> String {
    let fixed = format!("id = \"{id}\"\ntitle = \"Article {id}\"\nsection = \"news\"\npublished_at = \"2021-03-12\"");
    format!("+++\n{fixed}\n{fields}\n+++\nA text with a <span lang=\"vi\">chữ</span>.\n")
}

/// Each address and the translations its document names, of what may be translated.
fn translations(site: &Site) -> BTreeMap<String, Vec<(String, String)>> {
    let documents = site.documents().into_iter().filter_map(|(address, text)| {
        let (prefix, kind) = match address.strip_prefix("en/") {
            Some(below) => ("/en", below.to_owned()),
            None => ("", address),
        };
        let document: Value = serde_json::from_str(&text).unwrap();
        let path = match kind.split('/').next() {
            Some("articles") => document["path"].as_str().unwrap().to_owned(),
            Some("pages") => format!("{prefix}/trang/{}/", document["slug"].as_str().unwrap()),
            Some("site.json") => format!("{prefix}/"),
            _ => return None,
        };
        let named = document["translations"].as_array().into_iter().flatten();
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        Some((path, named.map(|translation| (word(&translation["lang"]), word(&translation["path"]))).collect()))
    });
    documents.collect()
}

fn lang_of(path: &str) -> &'static str {
    if path.starts_with("/en/") { "en" } else { "vi" }
}

#[test]
fn what_is_translated_names_the_other_and_is_named_by_it() {
    for (name, site) in sites() {
        let all = translations(site);
        for (path, named) in &all {
            for (lang, other) in named {
                assert_eq!((lang.as_str(), lang_of(path) == lang_of(other)), (lang_of(other), false), "{name}: {path}");
                let back = (lang_of(path).to_owned(), path.clone());
                assert!(all.get(other).is_some_and(|named| named.contains(&back)), "{name}: {path} → {other}");
                assert!(site.root.join(other.trim_start_matches('/')).join("index.html").exists(), "{name}: {other}");
            }
        }
        assert_eq!(all["/"], [("en".to_owned(), "/en/".to_owned())], "{name}");
        assert_eq!(all["/en/trang/about/"], [("vi".to_owned(), "/trang/gioi-thieu/".to_owned())], "{name}");
    }
}

#[test]
fn every_page_of_the_embedded_content_is_there_in_both_languages() {
    let all = translations(sites()[0].1);
    let pages = all.iter().filter(|(path, _)| path.contains("/trang/"));
    assert_eq!(pages.clone().count(), 8);
    for (path, named) in pages {
        assert_eq!(named.len(), 1, "{path}");
    }
}

#[test]
fn an_english_article_stands_below_en_with_its_document() {
    let translated = GENERATED.json(&format!("articles/{}.json", case_id("translated")));
    let english = GENERATED.json(&format!("en/articles/{}.json", case_id("english-translation")));
    let path = english["path"].as_str().unwrap();
    assert_eq!(path, format!("/en/tin-tuc/test-article-also-in-vietnamese-{}/", case_id("english-translation")));
    assert_eq!(english["translations"], json!([{ "lang": "vi", "path": translated["path"] }]));
    assert_eq!(translated["translations"], json!([{ "lang": "en", "path": path }]));
    assert_eq!(english["breadcrumb"][0], json!({ "label": "Home", "path": "/en/" }));
    let page = GENERATED.page(path);
    assert_eq!(page.root_element().value().attr("lang"), Some("en"));

    let alone = GENERATED.json(&format!("en/articles/{}.json", case_id("english-alone")));
    assert!(alone["translations"].as_array().is_none_or(Vec::is_empty), "{alone}");
}

#[test]
fn lists_of_one_language_hold_nothing_of_the_other() {
    for (name, site) in sites() {
        for (address, text) in site.documents() {
            let document: Value = serde_json::from_str(&text).unwrap();
            let lists = ["articles", "latest", "lead", "related"].map(|list| document[list].as_array());
            for article in lists.into_iter().flatten().flatten() {
                let lang = if address.starts_with("en/") { "en" } else { "vi" };
                assert_eq!(lang_of(article["path"].as_str().unwrap()), lang, "{name}: {address}: {article}");
            }
        }
    }
}

#[test]
fn an_edition_without_news_says_so() {
    let workshop = in_two_languages(&[("aaaa01", "published_at = \"2021-03-12\"")], &[]);
    let site = workshop.publish();
    let latest = site.json("en/latest/newest.json");
    assert_eq!((&latest["total"], &latest["articles"]), (&json!(0), &json!([])));
    assert_eq!(site.json("latest/newest.json")["total"], 1);
    let says_so = |page: &str| site.text(page).contains("There are no articles here yet.");
    // The home page leads with what there is.
    assert_eq!((says_so("en/tin-moi/index.html"), says_so("en/index.html")), (true, false));
    assert!(!site.root.join("en/chuyen-muc").exists());
}

#[test]
fn a_site_of_one_language_names_no_other() {
    let workshop = Workshop::new(&[("aaaa01", "published_at = \"2021-03-12\"")]);
    let site = workshop.publish();
    assert!(!site.root.join("en").exists() && !site.root.join("api/v1/en").exists());
    assert!(translations(&site).values().all(Vec::is_empty));
}

#[test]
fn what_readers_do_not_see_is_nobodys_translation() {
    let of_draft = english("bbbb01", "translation_of = \"aaaa01\"");
    let waiting = english("bbbb02", "translation_of = \"aaaa02\"\npublish_at = \"2099-01-01\"");
    let withdrawn = "withdrawn = { at = \"2021-04-01\", note = \"Reason.\" }";
    let withdrawn = english("bbbb03", &format!("translation_of = \"aaaa03\"\n{withdrawn}"));
    let seen = "published_at = \"2021-03-12\"";
    let workshop = in_two_languages(
        &[("aaaa01", &format!("{seen}\ndraft = true")), ("aaaa02", seen), ("aaaa03", seen)],
        &[
            ("en/sections.toml", ENGLISH_SECTIONS),
            ("en/articles/of-draft.md", &of_draft),
            ("en/articles/waiting.md", &waiting),
            ("en/articles/withdrawn.md", &withdrawn),
        ],
    );
    let site = workshop.publish();
    let all = translations(&site);
    assert_eq!(all["/en/tin-tuc/article-bbbb01-bbbb01/"], []);
    assert_eq!(all["/tin-tuc/bai-aaaa02-aaaa02/"], []);
    // A withdrawn one keeps its page, which says so.
    let withdrawn = ("en".to_owned(), "/en/tin-tuc/article-bbbb03-bbbb03/".to_owned());
    assert_eq!(all["/tin-tuc/bai-aaaa03-aaaa03/"], [withdrawn]);
}

#[test]
fn words_of_another_language_say_which() {
    let article = english("bbbb01", "");
    let files = [("en/sections.toml", ENGLISH_SECTIONS), ("en/articles/one.md", article.as_str())];
    let workshop = in_two_languages(&[], &files);
    let site = workshop.publish();
    let spans = &site.json("en/articles/bbbb01.json")["body"][0]["spans"];
    assert_eq!((&spans[0]["lang"], &spans[1]["text"], &spans[1]["lang"]), (&Value::Null, &json!("chữ"), &json!("vi")));
}
