//! What displays show: stories, sections, pages, and what they search.

use serde_json::Value;

use super::settings::workshop;
use crate::published::{GENERATED, Site, case_id, write_files};
use crate::workshop::Workshop;

/// The words of a field of a list's entries.
fn words(list: &Value, pointer: &str) -> Vec<String> {
    let entries = list.as_array().into_iter().flatten();
    entries.map(|entry| entry.pointer(pointer).unwrap().as_str().unwrap().to_owned()).collect()
}

fn stories(site: &Site, endpoint: &str) -> Vec<String> {
    words(&site.json(endpoint)["stories"], "/id")
}

/// Articles of the parent, the child and a section beside them, a day apart.
const ARTICLES: [(&str, &str); 4] = [
    ("aaaa01", "published_at = \"2021-03-11\"\nsection = \"cha\""),
    ("aaaa02", "published_at = \"2021-03-12\"\nsection = \"con\""),
    ("aaaa03", "published_at = \"2021-03-13\"\nsection = \"khac\""),
    ("aaaa04", "published_at = \"2021-03-14\"\nsection = \"khac\""),
];

fn three_sections(kiosk: &str) -> Workshop {
    let sections = "[[section]]\nslug = \"cha\"\nname = \"Mục cha\"\n\n\
                    [[section]]\nslug = \"con\"\nname = \"Mục con\"\nparent = \"cha\"\n\n\
                    [[section]]\nslug = \"khac\"\nname = \"Mục khác\"\n\n\
                    [[section]]\nslug = \"trong\"\nname = \"Mục trống\"\n";
    let workshop = workshop(&ARTICLES, kiosk);
    write_files(&workshop.content(), &[("sections.toml", sections)]);
    workshop
}

#[test]
fn stories_begin_as_the_home_page_does_and_go_on_with_the_newest() {
    let workshop = three_sections("");
    let site = workshop.publish();
    assert_eq!(words(&site.json("home.json")["lead"], "/id"), ["aaaa04"]);
    assert_eq!(stories(&site, "kiosk.json"), ["aaaa04", "aaaa03", "aaaa02", "aaaa01"]);
    workshop.set_home("lead = \"aaaa02\"");
    let site = workshop.publish();
    assert_eq!(words(&site.json("home.json")["lead"], "/id"), ["aaaa02"]);
    assert_eq!(stories(&site, "kiosk.json"), ["aaaa02", "aaaa04", "aaaa03", "aaaa01"]);
    assert_eq!(stories(&GENERATED, "kiosk.json").len(), 12);
}

#[test]
fn a_section_lists_those_below_it_as_its_page_does_and_an_empty_one_is_not_shown() {
    let kiosk = three_sections("").publish().json("kiosk.json");
    assert_eq!(words(&kiosk["sections"], "/section/slug"), ["cha", "con", "khac"]);
    assert_eq!(words(&kiosk["settings"]["sections"], "/slug"), ["cha", "con", "khac"]);
    let of = |position: usize| words(&kiosk["sections"][position]["articles"], "/id");
    assert_eq!(
        (of(0), of(1), of(2)),
        (vec!["aaaa02".into(), "aaaa01".into()], vec!["aaaa02".into()], vec!["aaaa04".into(), "aaaa03".into()])
    );
}

#[test]
fn only_what_some_display_shows_is_kept() {
    let workshop = three_sections("sections = [\"con\"]");
    let site = workshop.publish();
    assert_eq!(stories(&site, "kiosk.json"), ["aaaa02"]);
    assert_eq!(words(&site.json("kiosk-search.json")["entries"], "/title"), ["Bài aaaa02"]);
    // A named display shows more: it is kept as well, and the other's sections stay.
    let more = "sections = [\"con\"]\n[[kiosk.displays]]\nname = \"sanh\"\nsections = [\"khac\", \"con\"]";
    let kiosk = three_sections(more).publish().json("kiosk.json");
    assert_eq!(words(&kiosk["stories"], "/id"), ["aaaa04", "aaaa03", "aaaa02"]);
    assert_eq!(words(&kiosk["sections"], "/section/slug"), ["con", "khac"]);
    assert_eq!(words(&kiosk["settings"]["sections"], "/slug"), ["con"]);
    assert_eq!(words(&kiosk["displays"][0]["settings"]["sections"], "/slug"), ["khac", "con"]);
}

#[test]
fn beyond_the_limit_nothing_is_shown() {
    let kiosk = three_sections("articles = 2").publish().json("kiosk.json");
    assert_eq!(words(&kiosk["stories"], "/id"), ["aaaa04", "aaaa03"]);
    assert_eq!(words(&kiosk["sections"], "/section/slug"), ["khac"]);
    let articles = (10..80).map(|number| (format!("aaaa{number}"), "published_at = \"2021-03-12\""));
    let articles = articles.collect::<Vec<_>>();
    let articles = articles.iter().map(|(id, fields)| (id.as_str(), *fields)).collect::<Vec<_>>();
    let kiosk = workshop(&articles, "").publish().json("kiosk.json");
    assert_eq!(kiosk["sections"][0]["articles"].as_array().unwrap().len(), 60);
}

#[test]
fn each_language_has_its_own_sections_and_stories() {
    let workshop = three_sections("sections = [\"khac\"]");
    workshop.add_english();
    let article =
        "+++\nid = \"eeee01\"\ntitle = \"Hello\"\nsection = \"news\"\npublished_at = \"2021-03-12\"\n+++\nA text.\n";
    let page = "+++\ntitle = \"About\"\n+++\nAbout us.\n";
    write_files(
        &workshop.content(),
        &[
            ("en/sections.toml", "[[section]]\nslug = \"news\"\nname = \"News\"\n"),
            ("en/articles/hello.md", article),
            ("en/pages/about.md", page),
        ],
    );
    let site = workshop.publish();
    let kiosk = site.json("en/kiosk.json");
    assert_eq!((&kiosk["lang"], words(&kiosk["stories"], "/id")), (&"en".into(), vec!["eeee01".to_owned()]));
    assert_eq!(words(&kiosk["settings"]["sections"], "/name"), ["News"]);
    assert_eq!(words(&kiosk["pages"], "/path"), ["/en/trang/about/"]);
    assert_eq!(words(&site.json("en/kiosk-search.json")["entries"], "/text"), ["A text.", "About us."]);
    assert_eq!(stories(&site, "kiosk.json"), ["aaaa04", "aaaa03"]);
}

#[test]
fn what_is_searched_are_words_of_what_is_listed() {
    let index = GENERATED.json("kiosk-search.json");
    let entries = index["entries"].as_array().unwrap();
    for entry in entries {
        let text = entry["text"].as_str().unwrap();
        assert!(text.split(' ').all(|word| !word.is_empty() && !word.contains(char::is_whitespace)) || text.is_empty());
    }
    let paths = words(&index["entries"], "/path");
    assert!(paths.contains(&"/trang/moi-loai-khoi/".to_owned()));
    for (name, is_there) in
        [("withdrawn", false), ("draft", false), ("scheduled", false), ("expired", false), ("updated", true)]
    {
        let id = case_id(name);
        assert_eq!(paths.iter().any(|path| path.ends_with(&format!("-{id}/"))), is_there, "{name}");
    }
}
