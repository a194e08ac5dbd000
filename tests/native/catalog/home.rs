//! What the home page shows, and which sections keep out of it, of what is new and of what a search finds.

use std::collections::BTreeSet;

use serde_json::Value;

use super::ids;
use crate::published::{EMBEDDED, sites, write_files};
use crate::workshop::Workshop;

/// Sections `tin` and, below it, `con`; `giup` and, below it, `cau-hoi`, with `fields`.
fn workshop(articles: &[(&str, &str)], of_help: &str) -> Workshop {
    let workshop = Workshop::new(articles);
    let section =
        |slug: &str, fields: &str| format!("[[section]]\nslug = \"{slug}\"\nname = \"Mục {slug}\"\n{fields}\n");
    let sections = [
        section("tin", ""),
        section("con", "parent = \"tin\""),
        section("giup", of_help),
        section("cau-hoi", "parent = \"giup\""),
    ];
    write_files(&workshop.content(), &[("sections.toml", &sections.concat())]);
    workshop
}

fn in_section(day: u32, section: &str) -> String {
    format!("published_at = \"2021-03-{day:02}\"\nsection = \"{section}\"")
}

fn section_slugs(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|entry| entry["section"]["slug"].as_str().unwrap()).collect()
}

fn slugs(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|entry| entry["slug"].as_str().unwrap()).collect()
}

#[test]
fn the_newest_with_a_text_leads_unless_the_editor_names_another() {
    let days = [1, 2, 3].map(|day| in_section(day, "tin"));
    let workshop = workshop(&[("aaaa01", &days[0]), ("aaaa02", &days[1]), ("aaaa03", &days[2])], "");
    let lead = |workshop: &Workshop| ids(&workshop.publish().json("home.json")["lead"]).join(" ");
    assert_eq!(lead(&workshop), "aaaa03");
    let bare = format!("+++\nid = \"aaaa03\"\ntitle = \"Bài\"\n{}\n+++\n", days[2]);
    write_files(&workshop.content(), &[("articles/aaaa03.md", &bare)]);
    assert_eq!(lead(&workshop), "aaaa02");
    workshop.set_home("lead = \"aaaa01\"");
    assert_eq!(lead(&workshop), "aaaa01");
    // Once its time is over, the newest leads again.
    workshop.write_article("aaaa01", &format!("{}\nexpires_at = \"2021-04-01\"", days[0]));
    assert_eq!(lead(&workshop), "aaaa02");
}

#[test]
fn where_none_has_a_text_the_newest_leads() {
    let workshop = workshop(&[], "");
    for day in [1, 2] {
        let article = format!("+++\nid = \"aaaa0{day}\"\ntitle = \"Bài\"\n{}\n+++\n", in_section(day, "tin"));
        write_files(&workshop.content(), &[(&format!("articles/{day}.md"), &article)]);
    }
    assert_eq!(ids(&workshop.publish().json("home.json")["lead"]), ["aaaa02"]);
}

#[test]
fn each_article_is_there_once_and_the_sections_are_as_the_editors_order_them() {
    let articles =
        (1..=9).map(|day| (format!("aaaa0{day}"), in_section(day, if day % 2 == 0 { "con" } else { "giup" })));
    let articles = articles.collect::<Vec<_>>();
    let articles = articles.iter().map(|(id, fields)| (id.as_str(), fields.as_str())).collect::<Vec<_>>();
    let workshop = workshop(&articles, "");
    let home = workshop.publish().json("home.json");
    assert_eq!((ids(&home["lead"]), ids(&home["latest"])), (vec!["aaaa09"], vec!["aaaa08", "aaaa07", "aaaa06"]));
    assert_eq!(section_slugs(&home["sections"]), ["tin", "giup"]);
    assert_eq!(ids(&home["sections"][0]["articles"]), ["aaaa04", "aaaa02"]);
    assert_eq!(ids(&home["sections"][1]["articles"]), ["aaaa05", "aaaa03", "aaaa01"]);
    workshop.set_home("sections = [\"giup\", \"con\"]");
    assert_eq!(section_slugs(&workshop.publish().json("home.json")["sections"]), ["giup", "con"]);
    for (name, site) in sites() {
        let home = site.json("home.json");
        let mut shown = [ids(&home["lead"]), ids(&home["latest"])].concat();
        for section in home["sections"].as_array().unwrap() {
            let articles = ids(&section["articles"]);
            assert!((1..=4).contains(&articles.len()), "{name}: {section}");
            shown.extend(articles);
        }
        assert_eq!(shown.iter().collect::<BTreeSet<_>>().len(), shown.len(), "{name}");
    }
}

#[test]
fn a_section_and_those_below_it_keep_out_of_what_it_says() {
    let articles =
        [("aaaa01", in_section(1, "con")), ("aaaa02", in_section(2, "giup")), ("aaaa03", in_section(3, "cau-hoi"))];
    let articles = articles.each_ref().map(|(id, fields)| (*id, fields.as_str()));
    let [open, not_new, not_at_home, not_found] =
        ["", "latest = false", "home = false", "search = false"].map(|of_help| workshop(&articles, of_help));

    let open = open.publish();
    assert_eq!(ids(&open.json("latest/newest.json")["articles"]), ["aaaa03", "aaaa02", "aaaa01"]);
    assert_eq!(slugs(&open.json("latest/newest.json")["sections"]), ["tin", "con", "giup", "cau-hoi"]);
    assert_eq!(ids(&open.json("home.json")["lead"]), ["aaaa03"]);
    assert_eq!(slugs(&open.json("search.json")["sections"]), ["tin", "con", "giup", "cau-hoi"]);

    let not_new = not_new.publish();
    assert_eq!(ids(&not_new.json("latest/newest.json")["articles"]), ["aaaa01"]);
    assert_eq!(slugs(&not_new.json("latest/newest.json")["sections"]), ["tin", "con"]);
    assert!(!not_new.text("rss.xml").contains("aaaa02") && not_new.text("rss.xml").contains("aaaa01"));
    assert!(!not_new.text("embed/v1/latest/index.html").contains("aaaa03"));
    let home = not_new.json("home.json");
    assert_eq!((ids(&home["lead"]), section_slugs(&home["sections"])), (vec!["aaaa01"], vec!["giup"]));
    // Its own pages, its feed and its widget have it all the same.
    assert_eq!(ids(&not_new.json("sections/giup/newest.json")["articles"]), ["aaaa03", "aaaa02"]);
    assert!(not_new.text("chuyen-muc/giup/rss.xml").contains("aaaa02"));
    assert!(not_new.root.join("embed/v1/section/giup/index.html").exists());

    let not_at_home = not_at_home.publish();
    let home = not_at_home.json("home.json");
    assert_eq!((ids(&home["lead"]), section_slugs(&home["sections"])), (vec!["aaaa01"], vec![]));
    assert_eq!(ids(&not_at_home.json("latest/newest.json")["articles"]), ["aaaa03", "aaaa02", "aaaa01"]);

    let not_found = not_found.publish();
    assert_eq!(slugs(&not_found.json("search.json")["sections"]), ["tin", "con"]);
    assert_eq!(slugs(&not_found.json("widgets.json")["sections"]), ["tin", "con", "giup", "cau-hoi"]);
}

#[test]
fn a_search_can_be_narrowed_to_years_in_which_something_is_found() {
    let articles =
        [("aaaa01", "published_at = \"2020-03-01\"\nsection = \"giup\""), ("aaaa02", "published_at = \"2021-03-01\"")];
    let years = |of_help: &str| workshop(&articles, of_help).publish().json("search.json")["years"].clone();
    assert_eq!((years(""), years("search = false")), (serde_json::json!([2021, 2020]), serde_json::json!([2021])));
}

#[test]
fn the_departments_home_page_leads_with_news_and_leaves_help_to_the_foot() {
    let home = EMBEDDED.json("home.json");
    assert!(home["intro"].as_str().unwrap().starts_with("Sở Nội vụ tham mưu"));
    assert!((4..=8).contains(&home["tasks"].as_array().unwrap().len()));
    let lead = &home["lead"][0];
    assert_eq!(lead["id"], "hwi3cbr3");
    assert!(lead["image"].is_object() && lead["summary"].is_string());
    let of_help = |article: &Value| article["section"]["slug"] == "huong-dan-su-dung";
    assert!(!home["latest"].as_array().unwrap().iter().any(of_help));
    assert!(!section_slugs(&home["sections"]).contains(&"huong-dan-su-dung"));
    assert!(!EMBEDDED.json("latest/newest.json")["articles"].as_array().unwrap().iter().any(of_help));
    let links = &EMBEDDED.json("site.json")["footer_links"];
    assert!(links.as_array().unwrap().iter().any(|link| link["path"] == "/chuyen-muc/huong-dan-su-dung/"));
    // Its hours are not known, so none are said.
    assert!(EMBEDDED.json("site.json")["organization"]["hours"].is_null());
    assert!(!EMBEDDED.text("en/index.html").contains("There are no articles here yet."));
    assert!((4..=8).contains(&EMBEDDED.json("en/home.json")["tasks"].as_array().unwrap().len()));
}
