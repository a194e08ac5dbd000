//! What belongs with an article: related ones and neighbours.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{ids, is_newest_first, strings};
use crate::published::{EMBEDDED, GENERATED, Site, case_id, sites};
use crate::workshop::Workshop;

/// The department's own article.
const SEED: &str = "articles/hwi3cbr3.json";

/// Sixteen articles of one section, `a01` the oldest; `a08` also has `front_matter`.
fn sixteen(front_matter: &str) -> Workshop {
    let workshop = Workshop::new(&[]);
    for day in 1..=16 {
        let more = if day == 8 { front_matter } else { "" };
        workshop.write_article(&format!("aaaa{day:02}"), &format!("published_at = \"2021-03-{day:02}\"\n{more}"));
    }
    workshop
}

#[test]
fn the_departments_article_keeps_its_day_and_its_five_related_ones_their_times() {
    let article = EMBEDDED.json(SEED);
    assert_eq!(article["published_at"], "2021-03-12", "old data's exact midnight means that no time was kept");
    assert_eq!(
        strings(&article["related"], "published_at"),
        [
            "2021-06-16T09:39:54+07:00",
            "2021-04-07T16:36:43+07:00",
            "2021-03-15T09:22:18+07:00",
            "2020-05-25T15:55:14+07:00",
            "2020-03-13T10:08:18+07:00",
        ]
    );
    assert_eq!(
        strings(&article["related"], "title"),
        [
            "Tổng kết công tác bầu cử đại biểu Quốc hội khoá XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026",
            "Hội nghị tập huấn nghiệp vụ công tác bầu cử đại biểu Quốc hội khoá XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026",
            "Ủy ban bầu cử tỉnh Lai Châu tổ chức họp về triển khai công tác bầu cử đại biểu Quốc hội khóa XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026",
            "Hội nghị hiệp thương giải quyết địa giới hành chính giữa hai tỉnh Lai Châu và Sơn La",
            "Kế hoạch tổ chức Hội thi “Dân vận khéo” khối chính quyền tỉnh Lai Châu lần thứ II, năm 2020",
        ]
    );
    assert_eq!(
        strings(&article["breadcrumb"], "label"),
        ["Trang chủ", "Tin tức sự kiện", "Xây dựng chính quyền và Công tác thanh niên"]
    );
}

#[test]
fn two_articles_of_one_title_have_two_addresses() {
    let article = EMBEDDED.json(SEED);
    let twin = &article["related"][2];
    assert_eq!((&twin["title"], &twin["slug"]), (&article["title"], &article["slug"]));
    assert_ne!(twin["path"], article["path"]);
}

#[test]
fn related_are_those_the_editor_names_newest_first() {
    let workshop = sixteen("related = [\"aaaa02\", \"aaaa15\", \"aaaa03\"]");
    let site = workshop.publish();
    assert_eq!(related(&article(&site, "aaaa08")), ["aaaa15", "aaaa03", "aaaa02"]);
    let chosen = article(&GENERATED, &case_id("chosen-related"));
    let mut expected = [case_id("twin-a"), case_id("twin-b"), case_id("long-title")];
    // All of one minute: their ids order them.
    expected.sort();
    assert_eq!(related(&chosen), expected);
}

#[test]
fn of_more_than_ten_named_the_first_ten_named_are_shown() {
    let named = (1..=16).filter(|day| *day != 8).map(|day| format!("\"aaaa{day:02}\"")).collect::<Vec<_>>().join(", ");
    let workshop = sixteen(&format!("related = [{named}]"));
    let site = workshop.publish();
    assert_eq!(
        related(&article(&site, "aaaa08")),
        ["aaaa11", "aaaa10", "aaaa09", "aaaa07", "aaaa06", "aaaa05", "aaaa04", "aaaa03", "aaaa02", "aaaa01"]
    );
}

#[test]
fn without_an_editors_choice_related_are_the_five_newer_and_the_five_older() {
    let workshop = sixteen("");
    let site = workshop.publish();
    for (id, days) in [
        ("aaaa08", vec!["13", "12", "11", "10", "09", "07", "06", "05", "04", "03"]),
        ("aaaa16", vec!["15", "14", "13", "12", "11"]),
        ("aaaa02", vec!["07", "06", "05", "04", "03", "01"]),
    ] {
        let expected = days.into_iter().map(|day| format!("aaaa{day}")).collect::<Vec<_>>();
        assert_eq!(related(&article(&site, id)), expected, "{id}");
    }
}

#[test]
fn neighbours_are_the_next_newer_and_the_next_older_of_the_same_section() {
    let workshop = sixteen("");
    workshop.write_article("khac01", "published_at = \"2021-03-08T12:00:00+07:00\"\nsection = \"cha\"");
    let site = workshop.publish();
    for (id, previous, next) in
        [("aaaa08", Some("aaaa07"), Some("aaaa09")), ("aaaa16", Some("aaaa15"), None), ("aaaa01", None, Some("aaaa02"))]
    {
        let article = article(&site, id);
        assert_eq!((article["previous"]["id"].as_str(), article["next"]["id"].as_str()), (previous, next), "{id}");
    }
    assert_eq!(related(&article(&site, "khac01")), Vec::<&str>::new());
}

#[test]
fn a_withdrawn_article_keeps_its_page_and_stands_in_no_list() {
    let withdrawn = "withdrawn = { at = \"2021-04-01\", note = \"Lý do.\" }";
    let workshop = sixteen(&format!("{withdrawn}\ntags = [\"Thử\"]"));
    workshop.write_article("aaaa09", "published_at = \"2021-03-09\"\nrelated = [\"aaaa08\", \"aaaa01\"]");
    let site = workshop.publish();
    for (address, text) in site.documents() {
        let is_its_own = address == "articles/aaaa08.json";
        assert_eq!(text.contains("aaaa08"), is_its_own, "{address}");
    }
    let own = article(&site, "aaaa08");
    assert!(own["body"].as_array().is_none_or(Vec::is_empty), "{own}");
    assert_eq!((&own["previous"], &own["next"]), (&Value::Null, &Value::Null));
    assert_eq!(related(&article(&site, "aaaa09")), ["aaaa01"]);
    assert_eq!(article(&site, "aaaa07")["next"]["id"], "aaaa09");
    assert!(!site.root.join("the").exists(), "its tag is nobody else's");
}

#[test]
fn no_article_is_related_to_itself_or_to_one_withdrawn_and_never_to_more_than_ten() {
    for (name, site) in sites() {
        let documents = site.documents().into_iter().filter(|(address, _)| address.starts_with("articles/"));
        let articles: BTreeMap<String, Value> = documents
            .map(|(_, text)| serde_json::from_str::<Value>(&text).unwrap())
            .map(|article| (article["id"].as_str().unwrap().to_owned(), article))
            .collect();
        for (id, article) in &articles {
            let related = related(article);
            assert!(related.len() <= 10, "{name}: {id}");
            assert!(related.iter().all(|other| other != id && articles[*other]["withdrawn"].is_null()), "{name}: {id}");
            assert!(related.is_empty() || is_newest_first(&article["related"]), "{name}: {id}");
        }
    }
}

fn article(site: &Site, id: &str) -> Value {
    site.json(&format!("articles/{id}.json"))
}

/// The ids of an article's related ones.
fn related(article: &Value) -> Vec<&str> {
    if article["related"].is_null() { Vec::new() } else { ids(&article["related"]) }
}
