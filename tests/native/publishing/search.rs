//! The search index as files: what is in it, that it is the same each time, and that it is made only when it changes.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt;

use flate2::read::GzDecoder;
use portal_publisher::commands::publish::{PublishOptions, publish};
use serde_json::Value;

use super::release::{FIRST, tree};
use crate::workshop::Workshop;

fn publish_with_index(workshop: &Workshop) -> BTreeMap<String, Vec<u8>> {
    publish(&PublishOptions { indexes: true, ..workshop.options() }).unwrap();
    let bundle = workshop.out().join("pagefind");
    if bundle.exists() { tree(&bundle) } else { BTreeMap::new() }
}

/// What is shown of each page, by its address.
fn records(bundle: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Value> {
    let fragments = bundle.iter().filter(|(path, _)| path.ends_with(".pf_fragment"));
    let read = |bytes: &Vec<u8>| {
        let mut text = String::new();
        GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        serde_json::from_str::<Value>(text.strip_prefix("pagefind_dcd").unwrap()).unwrap()
    };
    fragments.map(|(_, bytes)| read(bytes)).map(|record| (record["url"].as_str().unwrap().to_owned(), record)).collect()
}

#[test]
fn only_what_is_listed_can_be_found() {
    let workshop = Workshop::new(&[
        ("aaaa01", "published_at = \"2021-03-12\"\nslug = \"mot\"\ntags = [\"Thẻ đầu\"]"),
        ("aaaa02", "published_at = \"2021-03-13\"\ndraft = true"),
        ("aaaa03", "published_at = \"2021-03-14\"\nwithdrawn = { at = \"2021-03-15\", note = \"Gỡ.\" }"),
    ]);
    let records = records(&publish_with_index(&workshop));
    assert_eq!(records.keys().collect::<Vec<_>>(), ["/tin-tuc/mot-aaaa01/"]);
    let record = &records["/tin-tuc/mot-aaaa01/"];
    assert_eq!(record["filters"]["section"], serde_json::json!(["con", "cha"]));
    assert_eq!(record["filters"]["year"], serde_json::json!(["2021"]));
    assert_eq!(record["filters"]["date"], serde_json::json!(["2021-03-12", "12/03/2021"]));
    // Words and the crossed d as `search::writing` writes them.
    assert!(record["content"].as_str().unwrap().contains("Thẻ\u{1c0} \u{e000} d\u{345}ầu\u{1c0}"));
}

#[test]
fn a_section_can_be_kept_out_and_what_is_no_news_stands_at_even_places() {
    let workshop = Workshop::new(&[FIRST, ("aaaa02", "published_at = \"2021-03-13\"")]);
    let write = |line: &str| {
        fs::write(workshop.content().join("sections.toml"), format!("[[section]]\nslug = \"cha\"\nname = \"Cha\"\n{line}\n\n[[section]]\nslug = \"con\"\nname = \"Con\"\nparent = \"cha\"\n")).unwrap();
    };
    let first_word =
        |record: &Value| record["content"].as_str().unwrap().split(' ').position(|word| word.ends_with('\u{1c0}'));
    let parities = || {
        records(&publish_with_index(&workshop))
            .values()
            .map(|record| first_word(record).unwrap() % 2)
            .collect::<Vec<_>>()
    };
    write("");
    assert_eq!(parities(), [1, 1]);
    write("latest = false");
    assert_eq!(parities(), [0, 0]);
    write("search = false");
    assert_eq!(parities(), [0; 0]);
}

#[test]
fn words_of_the_index_are_listed_the_most_frequent_first() {
    let workshop = Workshop::new(&[("aaaa01", "published_at = \"2021-03-12\"\nsummary = \"Bầu cử, bầu cử, bậu cử.\"")]);
    let bundle = publish_with_index(&workshop);
    let words = serde_json::from_slice::<Vec<String>>(&bundle["words.json"]).unwrap();
    assert_eq!(&words[..2], ["bầu bậu", "cử"], "{words:?}");
}

#[test]
fn the_bundle_holds_what_a_browser_asks_for_and_nothing_else() {
    let bundle = publish_with_index(&Workshop::new(&[FIRST]));
    let kinds = bundle.keys().map(|path| path.rsplit(['.', '/']).next().unwrap().to_owned());
    let mut kinds = kinds.collect::<Vec<_>>();
    kinds.sort();
    kinds.dedup();
    assert_eq!(kinds, ["js", "json", "pagefind", "pf_filter", "pf_fragment", "pf_index", "pf_meta"]);
    assert_eq!(bundle.keys().filter(|path| path.ends_with(".js")).collect::<Vec<_>>(), ["pagefind.js"]);
    assert!(bundle["wasm.unknown.pagefind"].starts_with(b"pagefind_dcd"));
}

#[test]
fn the_same_content_gives_the_same_index_in_two_places() {
    let content = portal_fixtures::generate(7, 60);
    let [first, second] = [(); 2].map(|()| {
        let workshop = Workshop::new(&[]);
        fs::remove_dir_all(workshop.content()).unwrap();
        portal_fixtures::write(&content, &workshop.content()).unwrap();
        publish_with_index(&workshop)
    });
    assert!(first == second);
}

#[test]
fn an_index_of_unchanged_content_is_taken_over_and_one_of_changed_content_is_not() {
    let workshop = Workshop::new(&[FIRST]);
    let inode = |release: u64, file: &str| {
        fs::metadata(workshop.releases().join(format!("{release}/www/pagefind/{file}"))).unwrap().ino()
    };
    let first = publish_with_index(&workshop);
    assert!(publish_with_index(&workshop) == first);
    for file in first.keys() {
        assert_eq!(inode(1, file), inode(2, file), "{file}");
    }
    workshop.write_article("aaaa01", "published_at = \"2021-03-12\"\ntitle = \"Khác\"");
    let third = publish_with_index(&workshop);
    assert!(third["pagefind-entry.json"] != first["pagefind-entry.json"]);
    // The parts hold the articles' words: what was changed or taken back does not stay in them.
    let gone = first.keys().filter(|path| path.ends_with(".pf_fragment") && !third.contains_key(*path)).count();
    assert_eq!(gone, 1);
}

#[test]
fn without_the_index_nothing_of_it_is_published() {
    let workshop = Workshop::new(&[FIRST]);
    workshop.publish();
    assert!(!workshop.out().join("pagefind").exists());
}
