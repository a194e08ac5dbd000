//! Lists stand still: what is published changes the newest pages, and of the older ones those alone that are newer than it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::pages_of;
use crate::published::{Site, files_below};
use crate::workshop::Workshop;

/// Days in a row, an article each: `ngay001` is the oldest.
const FIRST_DAYS: u64 = 259;

struct Lists {
    workshop: Workshop,
    files: BTreeMap<String, Vec<u8>>,
}

impl Lists {
    /// Two hundred and fifty-nine articles in a section, so in the one above it and in everything: twelve full pages are less than
    /// they could be by one article.
    fn new() -> Self {
        let workshop = Workshop::new(&[]);
        (1..=FIRST_DAYS).for_each(|day| write(&workshop, day, ""));
        let files = files_of(&workshop.publish());
        Self { workshop, files }
    }

    /// Publishes. Which files of lists are other than before, new or gone, and how many others.
    fn publish(&mut self) -> (Vec<String>, usize) {
        let files = files_of(&self.workshop.publish());
        let before = std::mem::replace(&mut self.files, files);
        let paths = before.keys().chain(self.files.keys()).collect::<BTreeSet<_>>();
        let changed = paths.into_iter().filter(|path| before.get(*path) != self.files.get(*path));
        let is_list = |path: &&String| LISTS.iter().any(|folder| path.starts_with(folder)) && !is_feed(path);
        let (lists, others): (Vec<_>, Vec<_>) = changed.partition(is_list);
        (lists.into_iter().cloned().collect(), others.len())
    }
}

const LISTS: [&str; 4] = ["api/v1/latest/", "api/v1/sections/", "chuyen-muc/", "tin-moi/"];

fn is_feed(path: &str) -> bool {
    path.ends_with(".xml") || path.ends_with("/feed.json")
}

fn write(workshop: &Workshop, day: u64, more: &str) {
    let at = chrono::NaiveDate::from_ymd_opt(2021, 1, 1).unwrap() + chrono::Days::new(day - 1);
    workshop.write_article(&format!("ngay{day:03}"), &format!("published_at = \"{at}T08:00:00+07:00\"\n{more}"));
}

fn files_of(site: &Site) -> BTreeMap<String, Vec<u8>> {
    let root = fs::canonicalize(&site.root).unwrap();
    files_below(&root).into_iter().map(|file| (file.clone(), fs::read(root.join(file)).unwrap())).collect()
}

/// The files, page and document, of what is named below each of the three lists; months are the sections' alone.
fn files_named(names: &[&str]) -> Vec<String> {
    let mut files = Vec::new();
    for name in names {
        let is_month = name.contains('-');
        for (api, page) in
            [("latest", "tin-moi"), ("sections/cha", "chuyen-muc/cha"), ("sections/con", "chuyen-muc/con")]
        {
            if is_month && api == "latest" {
                continue;
            }
            files.push(format!("api/v1/{api}/{name}.json"));
            files.push(match *name {
                "newest" => format!("{page}/index.html"),
                month if is_month => format!("{page}/{month}/index.html"),
                number => format!("{page}/trang-{number}/index.html"),
            });
        }
    }
    files.sort();
    files
}

#[test]
fn one_more_article_changes_only_where_the_newest_are() {
    let mut lists = Lists::new();
    assert_eq!(lists.publish(), (Vec::new(), 0));
    // The 260th fills a page: that is new, and the one below it leads to it.
    write(&lists.workshop, 260, "");
    let (changed, others) = lists.publish();
    assert_eq!(changed, files_named(&["newest", "11", "12", "2021-09"]));
    assert!(others < 60, "{others}");
    for day in 261..264 {
        write(&lists.workshop, day, "");
        assert_eq!(lists.publish().0, files_named(&["newest", "2021-09"]));
    }
    // The first of its month: the one before it leads to it.
    write(&lists.workshop, 274, "");
    assert_eq!(lists.publish().0, files_named(&["newest", "2021-09", "2021-10"]));
}

#[test]
fn what_is_taken_out_or_dated_back_moves_only_what_is_newer() {
    let mut lists = Lists::new();
    let newer_than_the_third = ["newest", "4", "5", "6", "7", "8", "9", "10", "11"];
    let with = |more: &[&'static str]| files_named(&[newer_than_the_third.as_slice(), more].concat());
    // Page 3 is days 41 to 60, February and March.
    write(&lists.workshop, 45, "withdrawn = { at = \"2021-06-01\", note = \"Gỡ để thử.\" }");
    let without = lists.publish().0;
    assert_eq!(without, with(&["3", "2021-02"]));
    write(&lists.workshop, 45, "");
    assert_eq!(lists.publish().0, without);
    let still = files_named(&["1", "2"]);
    assert!(still.iter().all(|file| lists.files.contains_key(file) && !without.contains(file)));
    // The page that it filled is gone with it.
    write(&lists.workshop, 260, "");
    lists.publish();
    write(&lists.workshop, 260, "draft = true");
    let changed = lists.publish().0;
    assert_eq!(changed, files_named(&["newest", "11", "12", "2021-09"]));
    assert!(!lists.files.contains_key("tin-moi/trang-12/index.html"));
}

#[test]
fn a_full_page_says_nothing_of_what_is_newer() {
    let lists = Lists::new();
    let site = Site { root: lists.workshop.out() };
    for list in ["latest", "sections/cha", "sections/con"] {
        for page in pages_of(&site, list).iter().skip(1) {
            let mut fields = page.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>();
            fields.sort_unstable();
            fields.retain(|field| !["section", "older"].contains(field));
            assert_eq!(fields, ["articles", "build", "lang", "newer", "page"], "{list}");
        }
    }
}
