//! The compressed forms beside the files.

use std::fs;
use std::io::Read;
use std::os::unix::fs::MetadataExt;

use portal_publisher::commands::publish::{PublishOptions, publish};

use super::release::{FIRST, tree};
use crate::workshop::Workshop;

/// Publishes with compressed forms.
fn publish_compressed(workshop: &Workshop) {
    publish(&PublishOptions { compresses: true, ..workshop.options() }).unwrap();
}

/// The files that have both compressed forms, each of which holds the file's own bytes.
fn compressed(workshop: &Workshop) -> Vec<String> {
    let files = tree(&workshop.out());
    let names = files.keys().filter(|name| files.contains_key(&format!("{name}.br"))).cloned().collect::<Vec<_>>();
    for name in &names {
        let mut plain = Vec::new();
        brotli::Decompressor::new(&files[&format!("{name}.br")][..], 4096).read_to_end(&mut plain).unwrap();
        assert!(plain == files[name], "{name}.br");
        plain.clear();
        flate2::read::GzDecoder::new(&files[&format!("{name}.gz")][..]).read_to_end(&mut plain).unwrap();
        assert!(plain == files[name], "{name}.gz");
    }
    names
}

#[test]
fn compressed_forms_hold_the_same_bytes() {
    let workshop = Workshop::new(&[FIRST]);
    publish_compressed(&workshop);
    let found = compressed(&workshop);
    for file in [
        "index.html",
        "404.html",
        "app.html",
        "fonts/OFL.txt",
        "api/v1/site.json",
        "api/v1/articles/aaaa01.json",
        "sitemap.xml",
    ] {
        assert!(found.contains(&file.to_owned()), "{file} is not among {found:?}");
    }
}

#[test]
fn compressed_forms_of_unchanged_files_are_links_too() {
    let workshop = Workshop::new(&[FIRST]);
    publish_compressed(&workshop);
    let first = compressed(&workshop);
    publish_compressed(&workshop);
    assert_eq!(compressed(&workshop), first);
    let inode =
        |number: u64| fs::metadata(workshop.releases().join(format!("{number}/www/index.html.br"))).unwrap().ino();
    assert_eq!(inode(1), inode(2));
}

#[test]
fn a_compressed_release_after_one_that_was_not_has_every_compressed_form() {
    let (fresh, after) = (Workshop::new(&[FIRST]), Workshop::new(&[FIRST]));
    publish_compressed(&fresh);
    after.publish();
    publish_compressed(&after);
    assert_eq!(compressed(&after), compressed(&fresh));
}

#[test]
fn a_release_without_compressed_forms_after_one_with_them_has_no_stale_ones() {
    let workshop = Workshop::new(&[FIRST]);
    publish_compressed(&workshop);
    workshop.write_article("aaaa01", "published_at = \"2021-03-12\"\ntitle = \"Khác\"");
    workshop.publish();
    // Every remaining compressed form must match the file beside it.
    compressed(&workshop);
}
