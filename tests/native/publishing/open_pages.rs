//! What a page that is still open may load stays, for thirty days, however often is published meanwhile.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::process::{Command, Output};

use chrono::{DateTime, TimeDelta};
use portal_publisher::commands::publish::{Audience, PublishOptions, publish};
use portal_publisher::release::making::{KEPT_OPEN, Looks, Making};
use portal_publisher::release::{Finished, Kept, Release, rollback};

use super::release::{FIRST, builds, published, set_build, tree};
use crate::published::write_files;
use crate::workshop::Workshop;

const A: &str = "aaaaaaaaaaaaaaaa";
const B: &str = "bbbbbbbbbbbbbbbb";
const C: &str = "cccccccccccccccc";
const D: &str = "dddddddddddddddd";

/// Publishes so many days after the first time.
fn publish_on(workshop: &Workshop, day: f64) -> Finished {
    publish_keeping(workshop, day, TimeDelta::days(30))
}

fn publish_keeping(workshop: &Workshop, day: f64, keep_assets: TimeDelta) -> Finished {
    let first = DateTime::parse_from_rfc3339("2026-11-02T08:00:00+07:00").unwrap();
    let at = first + TimeDelta::seconds((day * 86_400.0) as i64);
    let options = PublishOptions { at, keep_assets, ..workshop.options() };
    publish(&options).unwrap_or_else(|error| panic!("{error}")).finished
}

fn publish_build_on(workshop: &Workshop, build: &str, day: f64) -> Vec<String> {
    set_build(workshop, build);
    publish_on(workshop, day);
    builds(workshop)
}

#[test]
fn hashed_files_stay_for_thirty_days_after_the_site_was_published_without_them() {
    let workshop = Workshop::new(&[FIRST]);
    assert_eq!(publish_build_on(&workshop, A, 0.0), [A]);
    // A page may be opened as long as this build is published.
    assert_eq!(publish_build_on(&workshop, A, 100.0), [A]);
    assert_eq!(publish_build_on(&workshop, B, 110.0), [A, B]);
    for day in [110.0, 111.0, 120.0, 139.9] {
        assert_eq!(publish_build_on(&workshop, B, day), [A, B], "day {day}");
    }
    assert_eq!(publish_build_on(&workshop, C, 139.99), [A, B, C]);
    assert_eq!(publish_build_on(&workshop, C, 140.0), [B, C]);
    assert_eq!(publish_build_on(&workshop, C, 169.9), [B, C]);
    assert_eq!(publish_build_on(&workshop, C, 169.99), [C]);
}

#[test]
fn two_hundred_publishes_in_a_day_take_nothing_from_an_open_page() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let making = Making { compresses: false, rebuilds: false, lasts: true, keeps: KEPT_OPEN, looks: Looks::USUAL };
    let midnight = DateTime::parse_from_rfc3339("2026-11-02T00:00:00+07:00").unwrap();
    let script = |number: u32| format!("assets/portal-app-{:016x}.js", number / 10);
    let mut last = Finished::default();
    for number in 0..200 {
        let release = Release::begin(&out, making).unwrap();
        release.files.put("index.html", number.to_string().as_bytes()).unwrap();
        release.files.put(&script(number), script(number).as_bytes()).unwrap();
        last = release.finish(midnight + TimeDelta::minutes(7 * i64::from(number))).unwrap();
    }
    for number in 0..200 {
        assert_eq!(fs::read_to_string(out.join(script(number))).unwrap(), script(number));
    }
    let bytes = 19 * script(0).len() as u64;
    let expected = Finished { release: 200, kept: Kept { files: 19, bytes }, ..Finished::default() };
    assert_eq!(Finished { spent: expected.spent, ..last }, expected);
}

#[test]
fn files_of_the_last_two_releases_stay_whatever_the_clock_says() {
    let workshop = Workshop::new(&[FIRST]);
    assert_eq!(publish_build_on(&workshop, A, 0.0), [A]);
    assert_eq!(publish_build_on(&workshop, B, 0.1), [A, B]);
    assert_eq!(publish_build_on(&workshop, C, 4_000.0), [A, B, C]);
    assert_eq!(publish_build_on(&workshop, D, 4_000.0), [B, C, D]);
    // The clock is set right: what is of a later day counts from now on, and what was let go too soon comes back.
    assert_eq!(publish_build_on(&workshop, D, 1.0), [A, B, C, D]);
    assert_eq!(publish_build_on(&workshop, D, 30.0), [A, B, C, D]);
    assert_eq!(publish_build_on(&workshop, D, 30.9), [B, C, D]);
    assert_eq!(publish_build_on(&workshop, D, 31.0), [D]);
}

#[test]
fn as_long_as_the_operator_says() {
    let workshop = Workshop::new(&[FIRST]);
    for (build, expected) in [(A, &[A][..]), (B, &[A, B]), (C, &[A, B, C]), (D, &[B, C, D])] {
        set_build(&workshop, build);
        publish_keeping(&workshop, 0.0, TimeDelta::zero());
        assert_eq!(builds(&workshop), expected);
    }
    set_build(&workshop, A);
    publish_keeping(&workshop, 0.0, TimeDelta::hours(12));
    publish_keeping(&workshop, 0.4, TimeDelta::hours(12));
    publish_keeping(&workshop, 0.45, TimeDelta::hours(12));
    assert_eq!(builds(&workshop), [A, B, C, D]);
    publish_keeping(&workshop, 0.5, TimeDelta::hours(12));
    assert_eq!(builds(&workshop), [A]);
}

#[test]
fn a_rollback_takes_nothing_from_pages_of_the_release_that_is_taken_back() {
    let workshop = Workshop::new(&[FIRST]);
    publish_build_on(&workshop, A, 0.0);
    publish_build_on(&workshop, B, 1.0);
    publish_build_on(&workshop, C, 2.0);
    let pages = |workshop: &Workshop| {
        let files = tree(&workshop.out()).into_iter().filter(|(file, _)| !file.starts_with("assets/"));
        files.collect::<Vec<_>>()
    };
    let second = tree(&workshop.releases().join("2/www"));
    rollback(&workshop.out()).unwrap();
    assert_eq!(builds(&workshop), [A, B, C]);
    assert!(pages(&workshop).iter().all(|(file, bytes)| second[file] == *bytes), "what comes back is as it was");
    // Counted from the next publish on, because a rollback is of no moment.
    assert_eq!(publish_build_on(&workshop, B, 3.0), [A, B, C]);
    for day in [4.0, 5.0, 6.0, 30.9] {
        assert_eq!(publish_build_on(&workshop, B, day), [A, B, C], "day {day}");
    }
    assert_eq!(publish_build_on(&workshop, B, 31.0), [B, C]);
    assert_eq!(publish_build_on(&workshop, B, 33.0), [B]);
}

#[test]
fn a_build_that_comes_again_is_the_same_file_and_is_no_longer_kept_for_others() {
    let workshop = Workshop::new(&[FIRST]);
    let script = format!("assets/portal-app-{A}.js");
    let inode = || fs::metadata(workshop.out().join(&script)).unwrap().ino();
    publish_build_on(&workshop, A, 0.0);
    let first = inode();
    for day in 1..=5_u8 {
        publish_build_on(&workshop, B, f64::from(day));
        assert_eq!(inode(), first);
    }
    publish_build_on(&workshop, A, 6.0);
    assert_eq!(inode(), first, "one that is cached stays valid");
    publish_on(&workshop, 40.0);
    assert_eq!(publish_build_on(&workshop, A, 40.0), [A]);
}

/// What an article shows has a hash in its name as well.
#[test]
fn a_file_of_an_article_that_was_taken_back_is_not_kept() {
    let workshop = super::release::with_picture();
    publish_on(&workshop, 0.0);
    let of_articles = || tree(&workshop.out()).into_keys().filter(|file| file.starts_with("media/")).count();
    assert_eq!(of_articles(), 1);
    workshop.write_article("aaaa02", "published_at = \"2021-03-13\"");
    let finished = publish_on(&workshop, 0.1);
    assert_eq!((of_articles(), finished.kept), (0, Kept::default()));
    // Nor does a rollback bring it over.
    write_files(&workshop.content(), &[("media/anh.svg", &super::release::PICTURE.replace("M0 0", "M1 0"))]);
    workshop.write_article("aaaa02", "published_at = \"2021-03-13\"\nimage = { src = \"anh.svg\", alt = \"Ảnh\" }");
    publish_on(&workshop, 0.2);
    rollback(&workshop.out()).unwrap();
    assert_eq!(of_articles(), 0);
}

#[test]
fn what_is_kept_has_its_compressed_forms_and_none_that_is_broken() {
    let workshop = Workshop::new(&[FIRST]);
    let script = format!("portal-app-{A}.js");
    set_build(&workshop, A);
    write_files(&workshop.app(), &[(&script, &"export default async () => {};\n".repeat(40))]);
    publish(&PublishOptions { compresses: true, ..workshop.options() }).unwrap();
    let first = tree(&workshop.out());
    set_build(&workshop, B);
    for _ in 0..4 {
        publish(&PublishOptions { compresses: true, ..workshop.options() }).unwrap();
    }
    let now = tree(&workshop.out());
    for ending in ["", ".br", ".gz"] {
        let file = format!("assets/{script}{ending}");
        assert_eq!(now[&file], first[&file]);
    }
    fs::write(workshop.out().join("assets").join(format!("{script}.br")), "hỏng").unwrap();
    let finished = publish(&PublishOptions { compresses: true, ..workshop.options() }).unwrap().finished;
    let now = tree(&workshop.out());
    assert_eq!(now[&format!("assets/{script}")], first[&format!("assets/{script}")]);
    assert!(!now.contains_key(&format!("assets/{script}.br")));
    assert!(
        finished.damaged.iter().all(|file| file.ends_with(format!("assets/{script}.br"))),
        "{:?}",
        finished.damaged
    );
}

#[test]
fn a_preview_keeps_what_its_last_releases_have() {
    let workshop = Workshop::new(&[FIRST]);
    for (build, expected) in [(A, &[A][..]), (B, &[A, B]), (C, &[A, B, C]), (D, &[B, C, D])] {
        set_build(&workshop, build);
        publish(&PublishOptions { audience: Audience::Editors, ..workshop.options() }).unwrap();
        assert_eq!(builds(&workshop), expected);
    }
}

/// Releases of versions before this one recorded nothing of what they kept.
#[test]
fn what_an_older_version_kept_stays_as_far_as_its_releases_are_there() {
    let workshop = Workshop::new(&[FIRST]);
    for (day, build) in [A, B, C].into_iter().enumerate() {
        publish_build_on(&workshop, build, day as f64);
    }
    for number in 1..=3 {
        let path = workshop.releases().join(format!("{number}/release.json"));
        let mut record: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        record.as_object_mut().unwrap().remove("kept");
        fs::write(path, record.to_string()).unwrap();
    }
    assert_eq!(publish_build_on(&workshop, D, 3.0), [B, C, D]);
    assert_eq!(publish_build_on(&workshop, D, 32.9), [B, C, D]);
}

fn portal(workshop: &Workshop, arguments: &[&str]) -> Output {
    let mut portal = Command::new(env!("CARGO_BIN_EXE_portal"));
    portal.args(["publish", "--no-compression", "--no-share-pictures", "--no-search", "--content"]);
    portal.arg(workshop.content()).arg("--app").arg(workshop.app()).arg("--out").arg(workshop.out());
    portal.args(arguments).output().unwrap()
}

#[test]
fn publish_says_what_kept_files_weigh_when_there_are_any() {
    let workshop = Workshop::new(&[FIRST]);
    let said = |arguments: &[&str]| {
        let output = portal(&workshop, &[&["--at", "2026-11-02T08:00:00+07:00"], arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(!said(&[]).contains("giữ "));
    set_build(&workshop, A);
    assert!(said(&[]).contains("tệp (") && published(&workshop).len() > 10);
    assert!(said(&["--lang", "en", "--keep-assets", "12h"]).contains("kept for pages that are still open: "));
    for wrong in ["30", "d", "1w", "-1d", "99999999999d", "4294967295d", "3661d"] {
        let output = portal(&workshop, &["--keep-assets", wrong]);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && (told.contains("30d, 12h") || wrong.starts_with('-')), "{wrong}: {told}");
    }
}
