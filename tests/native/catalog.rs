//! Which articles are where: related ones, neighbours, pages, months, sections and the home page, as published.

mod home;
mod related;

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

/// All pages of a list, put together, each with no more than twenty.
fn whole_listing(site: &Site, list: &str) -> Vec<Value> {
    let first = site.json(&format!("{list}/1.json"));
    let page_count = first["page_count"].as_u64().unwrap();
    let mut articles = Vec::new();
    for number in 1..=page_count {
        let page = site.json(&format!("{list}/{number}.json"));
        let items = page["articles"].as_array().unwrap();
        assert_eq!((page["page"].as_u64(), &page["total"]), (Some(number), &first["total"]), "{list}");
        assert!(
            items.len() == 20 || number == page_count && items.len() < 20,
            "{list}: page {number} has {}",
            items.len()
        );
        articles.extend(items.iter().cloned());
    }
    assert!(!site.root.join(format!("api/v1/{list}/{}.json", page_count + 1)).exists());
    assert_eq!(first["total"].as_u64(), Some(articles.len() as u64), "{list}");
    articles
}

#[test]
fn lists_have_twenty_a_page_newest_first() {
    for (name, site) in sites() {
        for list in ["latest".to_owned()]
            .into_iter()
            .chain(section_slugs(site).into_iter().map(|slug| format!("sections/{slug}")))
        {
            let articles = Value::Array(whole_listing(site, &list));
            assert!(is_newest_first(&articles), "{name}: {list}");
        }
    }
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
fn twenty_one_articles_are_two_pages_and_twenty_are_one() {
    let workshop = Workshop::new(&[]);
    for number in 1..=20 {
        workshop.write_article(&format!("aaaa{number:02}"), "published_at = \"2021-03-12\"");
    }
    assert_eq!(workshop.publish().json("latest/1.json")["page_count"], 1);
    workshop.write_article("aaaa21", "published_at = \"2021-03-12\"");
    let site = workshop.publish();
    assert_eq!(
        (&site.json("latest/1.json")["page_count"], ids(&site.json("latest/2.json")["articles"])),
        (&2.into(), vec!["aaaa21"])
    );
    assert!(site.root.join("chuyen-muc/con/trang-2/index.html").exists());
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
    let listing = GENERATED.json("sections/muc-trong/1.json");
    assert_eq!(
        (&listing["total"], &listing["page_count"], &listing["months"]),
        (&0.into(), &1.into(), &serde_json::json!([]))
    );
    assert!(GENERATED.text("chuyen-muc/muc-trong/index.html").contains("Chưa có bài viết nào ở đây."));
}

#[test]
fn months_are_counted_and_each_has_its_archive_whole() {
    for (name, site) in sites() {
        for slug in section_slugs(site) {
            let all = whole_listing(site, &format!("sections/{slug}"));
            let first = site.json(&format!("sections/{slug}/1.json"));
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
                counted += count;
            }
            assert_eq!(Some(counted), first["total"].as_u64(), "{name}: {slug}");
            let months = strings(&first["months"], "month");
            assert!(months.is_sorted_by(|newer, older| newer > older), "{name}: {slug}: {months:?}");
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
    let months = &site.json("sections/con/1.json")["months"];
    assert_eq!(strings(months, "month"), ["2022-01", "2021-12"]);
}

#[test]
fn articles_of_one_moment_stand_in_the_order_of_their_ids() {
    let workshop = Workshop::new(&["cccc01", "aaaa01", "bbbb01"].map(|id| (id, "published_at = \"2021-03-12\"")));
    assert_eq!(ids(&workshop.publish().json("latest/1.json")["articles"]), ["aaaa01", "bbbb01", "cccc01"]);
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
    assert_eq!(ids(&workshop.publish().json("latest/1.json")["articles"]), ["sang01", "ngay01", "truoc1"]);
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
