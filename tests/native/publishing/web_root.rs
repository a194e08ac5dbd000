//! How a web root may be named, and what is said of one that cannot be.

use std::fs;
use std::path::Path;
use std::process::Command;

use portal_publisher::commands::publish::{PublishOptions, publish};
use portal_publisher::release::{ReleaseError, rollback};

use super::release::{FIRST, release_number, releases};
use crate::serving::Server;
use crate::serving::exchange::ask;
use crate::workshop::Workshop;

/// The folder that a workshop publishes into.
fn folder(workshop: &Workshop) -> String {
    workshop.out().parent().unwrap().to_str().unwrap().to_owned()
}

fn publish_to(workshop: &Workshop, out: &str) -> Result<u64, String> {
    let options = PublishOptions { out: out.into(), ..workshop.options() };
    publish(&options).map(|published| published.finished.release).map_err(|error| error.to_string())
}

#[test]
fn a_web_root_is_the_same_with_slashes_and_dots_around_it() {
    let workshop = Workshop::new(&[FIRST]);
    let folder = folder(&workshop);
    for (out, number) in [("site", 1), ("site/", 2), (".//site//", 3), ("./site/.", 4)] {
        assert_eq!(publish_to(&workshop, &format!("{folder}/{out}")), Ok(number), "{out}");
        assert_eq!(release_number(&workshop), number, "{out}");
    }
    assert_eq!(releases(&workshop), ["2", "3", "4"]);
    let with_slash = format!("{folder}/site/");
    assert_eq!(rollback(Path::new(&with_slash)).unwrap(), 3);
    let server = Server::start(Path::new(&with_slash), &[]);
    assert_eq!(ask(server.address, "GET", "/tin-moi/", &[]).status, 200);
    assert_eq!(ask(server.address, "GET", "/tin-moi", &[]).status, 301, "the rules beside it are read, too");
}

#[test]
fn a_relative_web_root_is_below_the_current_folder() {
    let workshop = Workshop::new(&[FIRST]);
    for arguments in [["publish", "--out", "site/"], ["publish", "--out", "./site//"], ["rollback", "--out", "site/"]] {
        let mut portal = Command::new(env!("CARGO_BIN_EXE_portal"));
        portal.current_dir(folder(&workshop)).args(arguments);
        if arguments[0] == "publish" {
            portal.args(["--app", "app", "--no-compression", "--no-share-pictures", "--no-search"]);
        }
        let output = portal.output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!((release_number(&workshop), releases(&workshop)), (1, vec!["1".to_owned(), "2".to_owned()]));
}

#[test]
fn what_names_no_link_is_refused_with_what_to_write() {
    let workshop = Workshop::new(&[FIRST]);
    let folder = folder(&workshop);
    let before = fs::read_dir(&folder).unwrap().count();
    for out in [".", "./", "..", "/", "", "../..", &format!("{folder}/site/.."), &format!("{folder}/..")] {
        let told = publish_to(&workshop, out).unwrap_err();
        assert!(told.contains("--out /var/www/portal/site"), "{out}: {told}");
        assert!(matches!(rollback(Path::new(out)), Err(ReleaseError::NoName(_))), "{out}");
    }
    assert_eq!(fs::read_dir(&folder).unwrap().count(), before);
}

#[test]
fn folders_above_a_web_root_are_made_and_a_file_among_them_is_told() {
    let workshop = Workshop::new(&[FIRST]);
    let folder = folder(&workshop);
    assert_eq!(publish_to(&workshop, &format!("{folder}/a/b/site")), Ok(1));
    fs::write(format!("{folder}/tep"), "của người khác").unwrap();
    for out in ["tep/site", "tep/a/site"] {
        let told = publish_to(&workshop, &format!("{folder}/{out}")).unwrap_err();
        assert!(told.contains("/tep is a file") && told.contains("--out"), "{told}");
    }
    assert_eq!(fs::read_to_string(format!("{folder}/tep")).unwrap(), "của người khác");
}

/// Nobody writes there, not even root.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_may_not_be_written_in_is_told_before_anything_is_made() {
    let workshop = Workshop::new(&[FIRST]);
    let told = publish_to(&workshop, "/sys/site").unwrap_err();
    assert!(told.starts_with("/sys cannot be written in") && told.contains("install -d -o USER"), "{told}");
}

#[test]
fn rollback_of_a_web_root_that_is_not_there_makes_nothing() {
    let workshop = Workshop::new(&[FIRST]);
    let out = Path::new(&folder(&workshop)).join("khong-co/site");
    let error = rollback(&out).unwrap_err();
    assert!(matches!(error, ReleaseError::NothingPublished(_)), "{error}");
    assert!(error.to_string().contains("--out"), "{error}");
    assert!(!out.parent().unwrap().exists());
}

#[test]
fn a_web_root_in_the_content_folder_is_refused_before_anything_is_written() {
    let workshop = Workshop::new(&[FIRST]);
    let content = workshop.options().content;
    for out in [content.join("site"), content.join("media/site/"), content.join("new/folder/site")] {
        let refusal = publish_to(&workshop, out.to_str().unwrap()).unwrap_err();
        assert!(refusal.contains("is in the content folder"), "{refusal}");
        assert!(!out.exists() && !content.join("new").exists());
    }
}

#[test]
fn an_old_release_that_cannot_be_removed_is_told() {
    let workshop = Workshop::new(&[FIRST]);
    for _ in 1..=3 {
        workshop.publish();
    }
    // Nobody, not even root, removes what is mounted or held so; a file in a release's place is no folder either.
    let first = workshop.out().with_file_name("site.releases").join("1");
    fs::remove_dir_all(&first).unwrap();
    fs::write(&first, "").unwrap();
    assert_eq!(workshop.try_publish().unwrap().finished.remains, [first]);
}
