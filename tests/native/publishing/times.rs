//! An `ETag` is the time and length of a file, so a changed file has to be of a later second than the one it replaces.

use std::fs::{self, OpenOptions};
use std::time::{Duration, SystemTime};

use portal_publisher::commands::publish::{PublishOptions, publish};
use portal_publisher::release::rollback;

use super::release::FIRST;
use crate::serving::Server;
use crate::serving::exchange::ask;
use crate::workshop::Workshop;

/// Titles of one length: what changes with them keeps its length.
const TITLES: [&str; 3] = ["Tên A", "Tên B", "Tên C"];

fn publish_title(workshop: &Workshop, title: &str) {
    workshop.write_article("aaaa01", &format!("published_at = \"2021-03-12\"\nslug = \"bai\"\ntitle = \"{title}\""));
    publish(&PublishOptions { compresses: true, ..workshop.options() }).unwrap();
}

/// Files that change with the title.
const CHANGED: [&str; 4] =
    ["api/v1/articles/aaaa01.json", "api/v1/articles/aaaa01.json.gz", "tin-tuc/bai-aaaa01/index.html", "rss.xml"];

fn seconds(workshop: &Workshop, file: &str) -> u64 {
    let time = fs::metadata(workshop.out().join(file)).unwrap().modified().unwrap();
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs()
}

#[test]
fn a_changed_file_is_of_a_later_second_within_one_second_too() {
    let workshop = Workshop::new(&[FIRST]);
    let mut before = Vec::new();
    for title in TITLES {
        publish_title(&workshop, title);
        let now = CHANGED.into_iter().map(|file| seconds(&workshop, file)).collect::<Vec<_>>();
        assert!(before.iter().zip(&now).all(|(before, now)| before < now), "{before:?} {now:?}");
        before = now;
    }
}

#[test]
fn a_changed_file_is_later_than_its_forerunner_after_the_clock_was_set_back() {
    let workshop = Workshop::new(&[FIRST]);
    publish_title(&workshop, TITLES[0]);
    let future = SystemTime::now() + Duration::from_secs(400 * 24 * 3_600);
    for file in CHANGED {
        OpenOptions::new().write(true).open(workshop.out().join(file)).unwrap().set_modified(future).unwrap();
    }
    let before = CHANGED.into_iter().map(|file| seconds(&workshop, file)).collect::<Vec<_>>();
    publish_title(&workshop, TITLES[1]);
    let after = CHANGED.into_iter().map(|file| seconds(&workshop, file)).collect::<Vec<_>>();
    assert_eq!(after, before.iter().map(|before| before + 1).collect::<Vec<_>>());
}

/// Readers may still have what was taken back.
#[test]
fn a_changed_file_is_later_than_one_that_was_taken_back() {
    let workshop = Workshop::new(&[FIRST]);
    publish_title(&workshop, TITLES[0]);
    publish_title(&workshop, TITLES[1]);
    let file = CHANGED[0];
    let taken_back = seconds(&workshop, file);
    rollback(&workshop.out()).unwrap();
    publish_title(&workshop, TITLES[2]);
    assert!(seconds(&workshop, file) > taken_back);
}

#[test]
fn whoever_has_the_former_file_is_sent_the_new_one() {
    let workshop = Workshop::new(&[FIRST]);
    publish_title(&workshop, TITLES[0]);
    let server = Server::start(&workshop.out(), &[]);
    let address = "/api/v1/articles/aaaa01.json";
    for encoding in ["identity", "gzip", "br"] {
        for title in &TITLES {
            let before = ask(server.address, "GET", address, &[("Accept-Encoding", encoding)]);
            let (etag, time) = (before.header("ETag").unwrap(), before.header("Last-Modified").unwrap());
            publish_title(&workshop, &title.replace("Tên", encoding));
            for condition in [("If-None-Match", etag.as_str()), ("If-Modified-Since", time.as_str())] {
                let answer = ask(server.address, "GET", address, &[("Accept-Encoding", encoding), condition]);
                assert_eq!(answer.status, 200, "{encoding}, {title}, {}", condition.0);
                assert_ne!(answer.body, before.body);
            }
        }
    }
}
