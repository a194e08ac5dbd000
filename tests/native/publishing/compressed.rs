//! The compressed forms beside the files.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::fs::MetadataExt;

use portal_publisher::commands::publish::{PublishOptions, publish};
use portal_publisher::release::Forms;
use portal_publisher::release::record::Record;

use super::release::{FIRST, published, tree};
use crate::published::write_files;
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

/// Every compressed form of the published release, with its inode.
fn forms(workshop: &Workshop) -> BTreeMap<String, u64> {
    let files = tree(&workshop.out()).into_keys().filter(|file| file.ends_with(".br") || file.ends_with(".gz"));
    files.map(|file| (file.clone(), fs::metadata(workshop.out().join(file)).unwrap().ino())).collect()
}

#[test]
fn forms_outlive_publishes_without_them_and_only_what_is_missing_is_made_again() {
    let workshop = Workshop::new(&[FIRST]);
    publish_compressed(&workshop);
    let first = forms(&workshop);
    for title in ["Khác", "Khác nữa", "Khác hẳn"] {
        workshop.write_article("aaaa01", &format!("published_at = \"2021-03-12\"\ntitle = \"{title}\""));
        workshop.publish();
        let kept = forms(&workshop);
        assert!(kept.len() < first.len(), "what changed has no forms yet");
        assert!(kept.iter().all(|(file, inode)| first.get(file) == Some(inode)), "{title}");
        assert!(kept.contains_key("fonts/OFL.txt.br") && kept.contains_key("app.html.gz"), "{title}: {kept:?}");
    }
    let kept = forms(&workshop);
    publish_compressed(&workshop);
    let whole = forms(&workshop);
    assert!(kept.iter().all(|(file, inode)| whole.get(file) == Some(inode)));
    let afresh = Workshop::new(&[("aaaa01", "published_at = \"2021-03-12\"\ntitle = \"Khác hẳn\"")]);
    publish_compressed(&afresh);
    let afresh = compressed(&afresh);
    let missing = |file: &&String| !compressed(&workshop).contains(file);
    assert_eq!(afresh.iter().filter(missing).collect::<Vec<_>>(), Vec::<&String>::new());
}

/// It would be read, and its kind and length looked at, at each publish of the years to come.
#[test]
fn a_file_too_small_for_forms_is_known_as_such() {
    let workshop = Workshop::new(&[FIRST]);
    write_files(&workshop.app(), &[("nho.txt", "Nhỏ.")]);
    let tried = |workshop: &Workshop| {
        let release = fs::canonicalize(workshop.out()).unwrap();
        Record::read(release.parent().unwrap()).unwrap().files.get("nho.txt").unwrap().forms.clone()
    };
    workshop.publish();
    assert_eq!(tried(&workshop), None);
    publish_compressed(&workshop);
    assert_eq!(tried(&workshop), Some(Forms::default()));
    workshop.publish();
    assert_eq!(tried(&workshop), Some(Forms::default()), "it is known without compression, too");
}

/// A page's forms cost what it is worth for a page that is read so often: that follows from the content, not from when it was
/// published.
#[test]
fn an_article_that_is_no_longer_new_has_the_forms_of_an_old_one() {
    let ids = (100..200).map(|number| format!("aaa{number}")).collect::<Vec<_>>();
    let articles = ids.iter().map(|id| (id.as_str(), "published_at = \"2021-03-12\"")).collect::<Vec<_>>();
    let workshop = Workshop::new(&articles);
    publish_compressed(&workshop);
    let oldest = || fs::read(workshop.out().join("tin-tuc/bai-aaa199-aaa199/index.html.br")).unwrap();
    let often = oldest();
    let newest = ("bbbb01", "published_at = \"2021-03-13\"");
    workshop.write_article(newest.0, newest.1);
    publish_compressed(&workshop);
    assert_ne!(oldest(), often, "it is pressed anew");
    let afresh = Workshop::new(&[&articles[..], &[newest]].concat());
    publish_compressed(&afresh);
    assert!(published(&workshop) == published(&afresh));
}
