//! Which articles are where: related ones, neighbours, pages, months, sections and the home page, as published.

mod home;
mod related;
mod still;

use std::collections::BTreeSet;

use portal_app::content::page_data::PageDocument;
use portal_app::path::AppPath;
use portal_app::text::moment::Moment;
use serde_json::Value;

use super::published::{GENERATED, Site, sites};
use super::workshop::Workshop;

fn strings<'a>(items: &'a Value, field: &str) -> Vec<&'a str> {
    items.as_array().unwrap().iter().map(|item| item[field].as_str().unwrap()).collect()
}

fn ids(items: &Value) -> Vec<&str> {
    strings(items, "id")
}

fn is_newest_first(articles: &Value) -> bool {
    let times = strings(articles, "published_at").into_iter().map(|time| Moment::parse(time).unwrap().sort_key());
    times.collect::<Vec<_>>().is_sorted_by(|newer, older| newer >= older)
}

/// The document of the page at an address.
fn document_at(site: &Site, path: &Value) -> Option<Value> {
    let path = AppPath::parse(path.as_str()?).unwrap();
    Some(site.json(&PageDocument::of(&path).endpoint))
}

/// A list from its newest to its oldest page, as its links lead, each with as many articles as it should have. The links
/// lead back, too.
fn pages_of(site: &Site, list: &str) -> Vec<Value> {
    let newest = site.json(&format!("{list}/newest.json"));
    let mut pages = vec![newest];
    while let Some(older) = document_at(site, &pages.last().unwrap()["older"]) {
        let back = document_at(site, &older["newer"]);
        assert_eq!(back.as_ref(), pages.last(), "{list}");
        pages.push(older);
    }
    let count = |page: &Value| page["articles"].as_array().unwrap().len();
    let (newest, full) = pages.split_first().unwrap();
    let numbers = full.iter().map(|page| page["page"].as_u64().unwrap()).collect::<Vec<_>>();
    assert_eq!(numbers, (1..=full.len() as u64).rev().collect::<Vec<_>>(), "{list}");
    assert!(full.iter().all(|page| count(page) == 20), "{list}");
    assert!(count(newest) < 40 && (full.is_empty() || count(newest) >= 20), "{list}: {}", count(newest));
    assert!(newest["newer"].is_null() && newest["page"].is_null(), "{list}");
    assert!(!site.root.join(format!("api/v1/{list}/{}.json", full.len() + 1)).exists(), "{list}");
    pages
}

/// All pages of a list, put together.
fn whole_listing(site: &Site, list: &str) -> Vec<Value> {
    let pages = pages_of(site, list);
    let articles = pages.iter().flat_map(|page| page["articles"].as_array().unwrap()).cloned().collect::<Vec<_>>();
    assert_eq!(pages[0]["total"].as_u64(), Some(articles.len() as u64), "{list}");
    let ids = articles.iter().map(|article| article["id"].as_str().unwrap()).collect::<BTreeSet<_>>();
    assert_eq!(ids.len(), articles.len(), "{list}: an article is on two pages");
    articles
}

#[test]
fn lists_are_newest_first_each_article_on_one_page() {
    for (name, site) in sites() {
        for list in ["latest".to_owned()]
            .into_iter()
            .chain(section_slugs(site).into_iter().map(|slug| format!("sections/{slug}")))
        {
            let articles = Value::Array(whole_listing(site, &list));
            assert!(is_newest_first(&articles), "{name}: {list}");
        }
    }
    assert!(pages_of(&GENERATED, "latest").len() > 2);
}

fn section_slugs(site: &Site) -> Vec<String> {
    let slugs = site
        .documents()
        .into_iter()
        .filter_map(|(address, _)| Some(address.strip_prefix("sections/")?.split_once('/')?.0.to_owned()));
    let mut slugs = slugs.collect::<Vec<_>>();
    slugs.dedup();
    slugs
}

#[test]
fn thirty_nine_articles_are_one_page_and_forty_are_two() {
    let workshop = Workshop::new(&[]);
    for number in 1..=39 {
        workshop.write_article(&format!("aaaa{number:02}"), "published_at = \"2021-03-12\"");
    }
    assert_eq!(pages_of(&workshop.publish(), "latest").len(), 1);
    workshop.write_article("aaaa40", "published_at = \"2021-03-12\"");
    let site = workshop.publish();
    let oldest = (21..=40).map(|number| format!("aaaa{number}")).collect::<Vec<_>>();
    assert_eq!(ids(&site.json("latest/1.json")["articles"]), oldest);
    assert_eq!(site.json("latest/1.json")["newer"], "/tin-moi/");
    assert!(site.root.join("chuyen-muc/con/trang-1/index.html").exists());
    assert!(!site.root.join("chuyen-muc/con/trang-2/index.html").exists());
}

#[test]
fn a_parent_lists_its_childrens_articles_too() {
    let mut of_family = ["cai-cach", "doi-ngu"]
        .into_iter()
        .flat_map(|slug| whole_listing(&GENERATED, &format!("sections/{slug}")))
        .collect::<Vec<_>>();
    let of_parent = whole_listing(&GENERATED, "sections/tin-thu-nghiem");
    of_family.extend(of_parent.iter().filter(|article| article["section"]["slug"] == "tin-thu-nghiem").cloned());
    let sorted = |articles: &[Value]| {
        let mut ids = articles.iter().map(|article| article["id"].to_string()).collect::<Vec<_>>();
        ids.sort();
        ids
    };
    assert_eq!(sorted(&of_parent), sorted(&of_family));
}

#[test]
fn an_empty_section_has_a_page_that_says_so() {
    let listing = GENERATED.json("sections/muc-trong/newest.json");
    assert_eq!((&listing["total"], &listing["months"], &listing["older"]), (&0.into(), &Value::Null, &Value::Null));
    assert!(GENERATED.text("chuyen-muc/muc-trong/index.html").contains("Chưa có bài viết nào ở đây."));
}

#[test]
fn months_are_counted_and_each_has_its_archive_whole() {
    for (name, site) in sites() {
        for slug in section_slugs(site) {
            let all = whole_listing(site, &format!("sections/{slug}"));
            let first = site.json(&format!("sections/{slug}/newest.json"));
            if first["total"] == 0 {
                continue;
            }
            let mut counted = 0;
            for month in first["months"].as_array().unwrap() {
                let (label, count) = (month["month"].as_str().unwrap(), month["count"].as_u64().unwrap());
                let archive = site.json(&format!("sections/{slug}/{label}.json"));
                let of_month =
                    all.iter().filter(|article| article["published_at"].as_str().unwrap().starts_with(label));
                assert_eq!(
                    archive["articles"].as_array().unwrap(),
                    &of_month.cloned().collect::<Vec<_>>(),
                    "{name}: {slug} {label}"
                );
                assert_eq!(archive["articles"].as_array().unwrap().len() as u64, count, "{name}: {slug} {label}");
                assert_eq!((archive["total"].as_u64(), &archive["months"]), (Some(count), &Value::Null));
                counted += count;
            }
            assert_eq!(Some(counted), first["total"].as_u64(), "{name}: {slug}");
            let months = strings(&first["months"], "month");
            assert!(months.is_sorted_by(|newer, older| newer > older), "{name}: {slug}: {months:?}");
            let path = |month: &&str| Value::from(format!("{}{month}/", format_args!("/chuyen-muc/{slug}/")));
            let beside = months.iter().map(|month| {
                let archive = site.json(&format!("sections/{slug}/{month}.json"));
                (archive["older"].clone(), archive["newer"].clone())
            });
            let older = months.iter().skip(1).map(path).chain([Value::Null]);
            let newer = [Value::Null].into_iter().chain(months.iter().map(path));
            assert!(beside.eq(older.zip(newer)), "{name}: {slug}");
        }
    }
}

#[test]
fn the_month_is_the_local_one() {
    // 31 December 18:30 in UTC is already the new year in Lai Châu.
    let workshop = Workshop::new(&[
        ("aaaa01", "published_at = \"2022-01-01T01:30:00+07:00\""),
        ("aaaa02", "published_at = \"2021-12-31T23:59:59+07:00\""),
    ]);
    let site = workshop.publish();
    let months = &site.json("sections/con/newest.json")["months"];
    assert_eq!(strings(months, "month"), ["2022-01", "2021-12"]);
}

#[test]
fn articles_of_one_moment_stand_in_the_order_of_their_ids() {
    let workshop = Workshop::new(&["cccc01", "aaaa01", "bbbb01"].map(|id| (id, "published_at = \"2021-03-12\"")));
    assert_eq!(ids(&workshop.publish().json("latest/newest.json")["articles"]), ["aaaa01", "bbbb01", "cccc01"]);
}

#[test]
fn an_article_that_names_a_tag_twice_is_listed_once() {
    let tags = "published_at = \"2021-03-12\"\ntags = [\"Bầu cử\", \"Bầu cử\"]";
    let workshop = Workshop::new(&[("aaaa01", tags), ("aaaa02", tags)]);
    let site = workshop.publish();
    assert_eq!(ids(&site.json("tags/bau-cu.json")["articles"]), ["aaaa01", "aaaa02"]);
    assert_eq!(strings(&site.json("articles/aaaa01.json")["tags"], "slug"), ["bau-cu"]);
}

#[test]
fn a_day_stands_at_its_beginning() {
    let workshop = Workshop::new(&[
        ("ngay01", "published_at = \"2021-03-12\""),
        ("sang01", "published_at = \"2021-03-12T00:00:01+07:00\""),
        ("truoc1", "published_at = \"2021-03-11T23:59:59+07:00\""),
    ]);
    assert_eq!(ids(&workshop.publish().json("latest/newest.json")["articles"]), ["sang01", "ngay01", "truoc1"]);
}

#[test]
fn a_tag_lists_its_articles_newest_first_whatever_their_section() {
    let workshop = Workshop::new(&[
        ("aaaa01", "published_at = \"2021-03-10\"\ntags = [\"Bầu cử\"]\nsection = \"cha\""),
        ("aaaa02", "published_at = \"2021-03-11\"\ntags = [\"Bầu cử\", \"Khác\"]"),
        ("aaaa03", "published_at = \"2021-03-12\""),
    ]);
    let site = workshop.publish();
    let tag = site.json("tags/bau-cu.json");
    assert_eq!((tag["tag"]["name"].as_str(), ids(&tag["articles"])), (Some("Bầu cử"), vec!["aaaa02", "aaaa01"]));
}
