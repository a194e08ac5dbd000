//! The search index as files: what is in it, that it is the same each time, and that it is made only when it changes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt;

use flate2::read::GzDecoder;
use portal_publisher::commands::publish::{PublishOptions, publish};
use portal_publisher::output::search::parts::PartSizes;
use serde_json::Value;

use super::release::{FIRST, tree};
use crate::workshop::Workshop;

/// So small that a part has a handful of these articles.
pub const SMALL_PARTS: PartSizes = PartSizes { least: 3_000, more: 2_000, greatest: 8_000 };

fn publish_with_index(workshop: &Workshop) -> BTreeMap<String, Vec<u8>> {
    publish_index(workshop, PartSizes::default())
}

fn publish_index(workshop: &Workshop, index_parts: PartSizes) -> BTreeMap<String, Vec<u8>> {
    publish(&PublishOptions { indexes: true, index_parts, ..workshop.options() }).unwrap();
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
    assert!(third["parts.json"] != first["parts.json"]);
    // The parts hold the articles' words: what was changed or taken back does not stay in them.
    let gone = first.keys().filter(|path| path.ends_with(".pf_fragment") && !third.contains_key(*path)).count();
    assert_eq!(gone, 1);
}

fn forty_articles() -> Workshop {
    let workshop = Workshop::new(&[]);
    for number in 10..50 {
        workshop
            .write_article(&format!("aaaa{number}"), &format!("published_at = \"2021-03-12T08:{number}:00+07:00\""));
    }
    workshop
}

/// The names of the parts, the newest first.
fn parts(bundle: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let rows = serde_json::from_slice::<Vec<Value>>(&bundle["parts.json"]).unwrap();
    rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn in_parts_is_the_same_as_in_one() {
    let workshop = forty_articles();
    let whole = publish_with_index(&workshop);
    let bundle = publish_index(&workshop, SMALL_PARTS);
    assert_eq!((parts(&whole).len(), records(&bundle)), (1, records(&whole)));
    assert!(bundle["words.json"] == whole["words.json"]);

    let names = parts(&bundle);
    assert!((6..14).contains(&names.len()), "{names:?}");
    let in_order = names.iter().flat_map(|name| {
        let of_part = bundle.iter().filter(|(path, _)| path.starts_with(&format!("{name}/")));
        let part = of_part.map(|(path, bytes)| (path.clone(), bytes.clone())).collect();
        records(&part).into_keys().rev()
    });
    assert!(in_order.eq(records(&whole).into_keys().rev()));
    for row in serde_json::from_slice::<Vec<Value>>(&bundle["parts.json"]).unwrap() {
        let (name, hash) = (&row["name"], &row["entry"]["languages"]["unknown"]["hash"]);
        let meta = format!("{}/pagefind.{}.pf_meta", name.as_str().unwrap(), hash.as_str().unwrap());
        assert!(bundle.contains_key(&meta), "{meta}");
    }
}

/// Publishes after a change; which files were written, or are gone, and which parts have such.
fn touched_by(workshop: &Workshop, change: impl FnOnce()) -> (BTreeSet<String>, BTreeSet<String>) {
    let inodes = || {
        let folder = fs::canonicalize(workshop.out()).unwrap().join("pagefind");
        let inode = |file: &String| fs::metadata(folder.join(file)).unwrap().ino();
        tree(&folder).into_keys().map(|file| (file.clone(), inode(&file))).collect::<BTreeSet<_>>()
    };
    publish_index(workshop, SMALL_PARTS);
    let before = inodes();
    change();
    publish_index(workshop, SMALL_PARTS);
    let files = before.symmetric_difference(&inodes()).map(|(file, _)| file.clone()).collect::<BTreeSet<_>>();
    let parts = files.iter().filter_map(|file| Some(file.split_once('/')?.0.to_owned())).collect();
    (files, parts)
}

#[test]
fn a_change_touches_the_part_that_it_is_in() {
    let workshop = forty_articles();
    assert_eq!(touched_by(&workshop, || {}).0, BTreeSet::new());

    let edit =
        || workshop.write_article("aaaa30", "published_at = \"2021-03-12T08:30:00+07:00\"\ntitle = \"Chuồn chuồn\"");
    let (files, parts) = touched_by(&workshop, edit);
    assert_eq!(parts.len(), 1, "{files:?}");
    assert_eq!(
        files.iter().filter(|file| file.ends_with(".pf_fragment")).count(),
        2,
        "the article before and after: {files:?}"
    );
    assert_eq!(files.iter().filter(|file| !file.contains('/')).collect::<Vec<_>>(), ["parts.json", "words.json"]);

    let (files, parts) =
        touched_by(&workshop, || fs::remove_file(workshop.content().join("articles/aaaa20.md")).unwrap());
    assert!((1..=2).contains(&parts.len()), "{files:?}");
    assert!(!publish_index(&workshop, SMALL_PARTS).is_empty());

    let (files, parts) = touched_by(&workshop, || workshop.write_article("aaaa60", "published_at = \"2021-03-13\""));
    assert_eq!(parts.len(), 1, "{files:?}");
    let (files, parts) =
        touched_by(&workshop, || workshop.write_article("aaaa60", "published_at = \"2021-03-13\"\ndraft = true"));
    assert_eq!(parts.len(), 1, "{files:?}");
}

#[test]
fn words_of_a_part_that_was_damaged_are_not_lost() {
    let workshop = forty_articles();
    let bundle = publish_index(&workshop, SMALL_PARTS);
    for name in parts(&bundle) {
        for file in ["words.json", "pagefind-entry.json"] {
            fs::write(workshop.out().join(format!("pagefind/{name}/{file}")), "{").unwrap();
        }
    }
    workshop.write_article("aaaa60", "published_at = \"2021-03-13\"");
    let mended = publish_index(&workshop, SMALL_PARTS);
    let anew = forty_articles();
    anew.write_article("aaaa60", "published_at = \"2021-03-13\"");
    let anew = publish_index(&anew, SMALL_PARTS);
    assert!(mended["words.json"] == anew["words.json"] && mended["parts.json"] == anew["parts.json"]);
}

#[test]
fn without_the_index_nothing_of_it_is_published() {
    let workshop = Workshop::new(&[FIRST]);
    workshop.publish();
    assert!(!workshop.out().join("pagefind").exists());
}
