//! A release that trusts nothing of the last one.

use std::fs;
use std::os::unix::fs::MetadataExt;

use portal_publisher::commands::publish::{PublishOptions, publish};
use portal_publisher::release::Content;
use portal_publisher::release::record::Record;

use super::release::{FIRST, published, tree};
use crate::published::write_files;
use crate::workshop::Workshop;

fn rebuild(workshop: &Workshop) {
    let options = PublishOptions { compresses: true, indexes: true, rebuilds: true, ..workshop.options() };
    publish(&options).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn every_file_is_made_anew_and_has_the_same_bytes() {
    let workshop = Workshop::new(&[FIRST]);
    publish(&PublishOptions { compresses: true, indexes: true, ..workshop.options() }).unwrap();
    let sound = published(&workshop);
    rebuild(&workshop);
    assert!(published(&workshop) == sound);
    for file in tree(&workshop.out()).into_keys() {
        let inode =
            |release: u64| fs::metadata(workshop.releases().join(format!("{release}/www/{file}"))).unwrap().ino();
        assert_ne!(inode(1), inode(2), "{file}");
    }
}

/// A disk may give other bytes than were written, and a record that says they are right.
#[test]
fn nothing_that_the_last_release_says_is_believed() {
    let workshop = Workshop::new(&[FIRST]);
    rebuild(&workshop);
    let sound = published(&workshop);
    let release = fs::canonicalize(workshop.out()).unwrap().parent().unwrap().to_owned();
    let mut record = Record::read(&release).unwrap();
    let broken = record.files.into_iter().map(|(name, mut file)| {
        if name.ends_with("index.html") {
            let path = release.join("www").join(&*name);
            let broken = vec![b'x'; fs::read(&path).unwrap().len()];
            fs::write(&path, &broken).unwrap();
            file.content = Content::of(&broken);
        }
        (name, file)
    });
    record.files = broken.collect();
    record.write(&release).unwrap();
    rebuild(&workshop);
    assert!(published(&workshop) == sound);
}

#[test]
fn files_of_open_pages_stay_if_they_are_whole() {
    let workshop = Workshop::new(&[FIRST]);
    workshop.publish();
    let assets = || tree(&workshop.out()).into_keys().filter(|file| file.starts_with("assets/")).collect::<Vec<_>>();
    let before = assets();
    let (old, new) = ("portal-app-0123456789abcdef.js", "portal-app-3210456789abcdef.js");
    let shell = fs::read_to_string(workshop.app().join("index.html")).unwrap();
    fs::remove_file(workshop.app().join(old)).unwrap();
    write_files(&workshop.app(), &[(new, "export default async () => 2;\n"), ("index.html", &shell.replace(old, new))]);
    rebuild(&workshop);
    let after = assets();
    assert!(before.iter().all(|file| after.contains(file)), "{before:?} {after:?}");

    let old = format!("assets/{old}");
    assert!(before.contains(&old), "{before:?}");
    // A link, so it is broken in both releases.
    fs::write(workshop.out().join(&old), "hỏng").unwrap();
    rebuild(&workshop);
    assert!(!assets().contains(&old), "what is broken is kept for nobody");
}
