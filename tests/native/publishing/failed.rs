//! A publish that fails, is killed or must not begin changes nothing.

use std::fs;

use portal_publisher::commands::publish::PublishError;
use portal_publisher::release::making::{KEPT_OPEN, Looks, Making};
use portal_publisher::release::{Release, ReleaseError};

use super::release::{FIRST, published, release_number, releases};
use crate::published::write_files;
use crate::workshop::Workshop;

/// As a workshop publishes.
const MAKING: Making =
    Making { compresses: false, rebuilds: false, lasts: true, keeps: KEPT_OPEN, looks: Looks::USUAL };

/// Each spoils a sound workshop so that publishing fails, at another point each time.
type Spoil = (&'static str, fn(&Workshop));

const SPOILS: [Spoil; 6] = [
    ("content that is wrong", |workshop| workshop.write_article("aaaa02", "published_at = \"31/02/2021\"")),
    ("no app", |workshop| fs::remove_dir_all(workshop.app()).unwrap()),
    ("a shell without its places", |workshop| write_files(&workshop.app(), &[("index.html", "<html></html>")])),
    ("two things that want one file", |workshop| write_files(&workshop.app(), &[("tin-moi/index.html", "x")])),
    ("a file where a folder has to be", |workshop| write_files(&workshop.app(), &[("tin-moi", "x")])),
    ("a style sheet that cannot be inlined in a page", |workshop| {
        write_files(&workshop.app(), &[("style/portal.css", "a::before { content: \"</style>\" }")]);
    }),
];

#[test]
fn a_failed_publish_leaves_the_old_site_whole_and_nothing_else() {
    for (what, spoil) in SPOILS {
        let workshop = Workshop::new(&[FIRST]);
        workshop.publish();
        let before = published(&workshop);
        spoil(&workshop);
        let error = workshop.try_publish();
        assert!(error.is_err(), "{what}");
        assert!(published(&workshop) == before, "{what}");
        assert_eq!((releases(&workshop), release_number(&workshop)), (vec!["1".to_owned()], 1), "{what}");
    }
}

#[test]
fn a_failed_first_publish_leaves_no_site() {
    for (what, spoil) in SPOILS {
        let workshop = Workshop::new(&[FIRST]);
        spoil(&workshop);
        assert!(workshop.try_publish().is_err(), "{what}");
        assert!(!workshop.out().is_symlink() && !workshop.out().with_file_name("site.deploy").is_symlink(), "{what}");
        assert!(!workshop.releases().exists() || releases(&workshop).is_empty(), "{what}");
    }
}

#[test]
fn each_failure_says_what_to_do() {
    let told = |spoil: fn(&Workshop)| {
        let workshop = Workshop::new(&[FIRST]);
        spoil(&workshop);
        workshop.try_publish().unwrap_err().to_string()
    };
    for ((what, spoil), parts) in SPOILS.into_iter().zip([
        ["aaaa02.md:", "published_at"],
        ["index.html", "leave --app out"],
        ["index.html", "fix index.html"],
        ["tin-moi/index.html", "two"],
        ["tin-moi", "published site"],
        ["portal.css", "</"],
    ]) {
        let said = told(spoil);
        assert!(parts.iter().all(|part| said.contains(part)), "{what}: {said}");
    }
}

#[test]
fn what_a_killed_publish_left_is_gone_after_the_next() {
    let workshop = Workshop::new(&[FIRST]);
    workshop.publish();
    write_files(&workshop.releases(), &[(".staging/www/half.html", "x"), (".staging/www/index.html", "half")]);
    std::os::unix::fs::symlink("nowhere", workshop.out().with_file_name("site.new")).unwrap();
    let site = workshop.publish();
    assert_eq!(releases(&workshop), ["1", "2"]);
    assert!(!site.root.join("half.html").exists() && !workshop.out().with_file_name("site.new").is_symlink());
    assert_ne!(site.text("index.html"), "half");
}

#[test]
fn a_folder_in_the_web_roots_place_is_left_alone() {
    for name in ["site", "site.deploy"] {
        let workshop = Workshop::new(&[FIRST]);
        let folder = workshop.out().with_file_name(name);
        write_files(&folder, &[("thu.txt", "của người khác")]);
        let error = workshop.try_publish().unwrap_err();
        assert!(matches!(error, PublishError::Release(ReleaseError::NotALink(_))), "{name}: {error}");
        assert!(error.to_string().contains("Move it away"), "{name}: {error}");
        assert_eq!(fs::read_to_string(folder.join("thu.txt")).unwrap(), "của người khác");
        assert!(!workshop.releases().exists() || releases(&workshop).is_empty(), "{name}: {:?}", releases(&workshop));
    }
}

#[test]
fn two_never_publish_at_once() {
    let workshop = Workshop::new(&[FIRST]);
    let running = Release::begin(&workshop.out(), MAKING).unwrap();
    let error = workshop.try_publish().unwrap_err();
    assert!(matches!(error, PublishError::Release(ReleaseError::Busy(_))), "{error}");
    running.abandon();
    workshop.publish();
}

#[test]
fn one_file_is_claimed_once() {
    let workshop = Workshop::new(&[]);
    let release = Release::begin(&workshop.out(), MAKING).unwrap();
    release.files.put("a/index.html", b"1").unwrap();
    assert!(
        matches!(release.files.put("a/index.html", b"2"), Err(ReleaseError::Twice(path)) if path == "a/index.html")
    );
    release.abandon();
}
