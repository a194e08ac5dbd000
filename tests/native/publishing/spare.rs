//! A release is written into the folder of one that nobody goes back to any more, and is as if it were written afresh.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use chrono::{FixedOffset, TimeDelta, Utc};
use portal_publisher::release::Release;
use portal_publisher::release::making::Making;

use super::release::{FIRST, published, tree};
use crate::published::write_files;
use crate::workshop::Workshop;

const MAKING: Making = Making { compresses: true, rebuilds: false, lasts: true, keeps: TimeDelta::zero() };

/// Writes a release of these files.
fn write(out: &Path, files: &BTreeMap<&str, String>) {
    let release = Release::begin(out, MAKING).unwrap();
    release.take_spare();
    for (path, text) in files {
        release.files.put(path, text.as_bytes()).unwrap();
    }
    fs::create_dir_all(release.deploy_folder()).unwrap();
    release.finish(Utc::now().with_timezone(&FixedOffset::east_opt(0).unwrap())).unwrap();
}

/// What there is but compressed forms, which are only counted.
fn without_forms(out: &Path) -> (BTreeMap<String, Vec<u8>>, usize) {
    let (forms, files): (BTreeMap<_, _>, _) =
        tree(out).into_iter().partition(|(file, _)| file.ends_with(".br") || file.ends_with(".gz"));
    (files, forms.len())
}

fn spare(workshop: &Workshop) -> std::path::PathBuf {
    workshop.releases().join(".spare")
}

/// So many releases that the next one finds a folder to be written into.
fn publish_some(workshop: &Workshop) {
    for number in 1..=4 {
        workshop.write_article("aaaa01", &format!("published_at = \"2021-03-12\"\ntitle = \"Tin {number}\""));
        workshop.publish();
    }
    assert!(spare(workshop).is_dir());
}

#[test]
fn whatever_the_folder_has_had_before_it_has_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let long = |word: &str| word.repeat(200);
    // Files change, come and go, take the place of a folder, become too short to be compressed.
    let states: [&[(&str, String)]; 6] = [
        &[("index.html", long("một")), ("a.html", long("tệp")), ("b.html/c.html", long("hai")), ("d.html", long("ba"))],
        &[
            ("index.html", long("một")),
            ("a.html/b/c.html", long("tệp")),
            ("b.html", long("hai")),
            ("d.html", "ba".into()),
        ],
        &[("index.html", long("khác")), ("a.html/b/c.html", long("tệp"))],
        &[
            ("index.html", long("một")),
            ("a.html", "tệp".into()),
            ("b.html/c.html", long("hai")),
            ("e/e/e.html", "bốn".into()),
        ],
        &[
            ("index.html", long("khác")),
            ("a.html/b.html", long("tệp")),
            ("b.html/c.html", long("hai")),
            ("d.html", long("ba")),
        ],
        &[("index.html", long("một"))],
    ];
    // Each follows each of the others by one to five releases.
    for round in 0..states.len() {
        for number in 0..states.len() {
            let state = states[number * (round + 1) % states.len()];
            let files = state.iter().cloned().collect::<BTreeMap<_, _>>();
            write(&out, &files);
            let expected = files.iter().map(|(path, text)| ((*path).to_owned(), text.clone().into_bytes())).collect();
            let compressed = files.values().filter(|text| text.len() > 200).count() * 2;
            assert!(without_forms(&out) == (expected, compressed), "{round}, {number}");
        }
    }
}

#[test]
fn what_has_not_changed_stays_in_its_place_and_is_the_last_releases_own_file() {
    let workshop = Workshop::new(&[FIRST, ("aaaa02", "published_at = \"2021-03-13\"")]);
    publish_some(&workshop);
    let of = |release: u64, file: &str| {
        fs::metadata(workshop.releases().join(format!("{release}/www/{file}"))).unwrap().ino()
    };
    let old = fs::metadata(spare(&workshop).join("www")).unwrap().ino();
    workshop.write_article("aaaa01", "published_at = \"2021-03-12\"\ntitle = \"Tin khác\"");
    workshop.publish();
    assert_eq!(of(5, ""), old, "it is written into the folder");
    let same = |file: &str| of(4, file) == of(5, file);
    assert!(same("fonts/OFL.txt") && same("api/v1/site.json") && !same("api/v1/articles/aaaa01.json"));
}

#[test]
fn what_was_put_into_it_by_hand_does_not_come_back_and_what_was_taken_from_it_does() {
    let workshop = Workshop::new(&[FIRST]);
    publish_some(&workshop);
    let old = spare(&workshop).join("www");
    write_files(&old, &[("google1.html", "mã"), ("khac/tep.html", "tệp"), ("fonts/OFL.txt.br", "sai")]);
    fs::create_dir(old.join("khac/rong")).unwrap();
    for taken in ["fonts/OFL.txt", "404.html", "api/v1/site.json"] {
        fs::remove_file(old.join(taken)).unwrap();
    }
    workshop.publish();
    let afresh = Workshop::new(&[("aaaa01", "published_at = \"2021-03-12\"\ntitle = \"Tin 4\"")]);
    afresh.publish();
    assert!(published(&workshop) == published(&afresh));
}

#[test]
fn a_text_that_comes_back_is_a_later_file_than_the_one_between() {
    let workshop = Workshop::new(&[FIRST]);
    let file = "api/v1/articles/aaaa01.json";
    let second = || fs::metadata(workshop.out().join(file)).unwrap().mtime();
    let mut last = 0;
    for number in 0..9 {
        // The same text as four releases ago, which is what the folder has.
        workshop.write_article("aaaa01", &format!("published_at = \"2021-03-12\"\ntitle = \"Tin {}\"", number % 4));
        workshop.publish();
        assert!(second() > last, "{number}");
        last = second();
    }
}

#[test]
fn a_refused_publish_leaves_the_folder_for_the_next_one() {
    let workshop = Workshop::new(&[FIRST]);
    publish_some(&workshop);
    workshop.write_article("aaaa02", "published_at = \"không biết\"");
    workshop.try_publish().unwrap_err();
    assert!(spare(&workshop).join("www/index.html").is_file());
}

#[test]
fn a_folder_that_is_closed_to_others_is_not_written_into() {
    use std::os::unix::fs::PermissionsExt;
    let workshop = Workshop::new(&[FIRST]);
    publish_some(&workshop);
    fs::set_permissions(spare(&workshop).join("www"), fs::Permissions::from_mode(0o700)).unwrap();
    let old = fs::metadata(spare(&workshop).join("www")).unwrap().ino();
    workshop.publish();
    assert_ne!(fs::metadata(fs::canonicalize(workshop.out()).unwrap()).unwrap().ino(), old);
}

#[test]
fn a_folder_without_a_record_or_with_one_of_nonsense_does_no_harm() {
    for record in [None, Some("{"), Some("{\"files\":{\"../../x\":{\"bytes\":1,\"sha256\":\"\",\"made\":1}}}")] {
        let workshop = Workshop::new(&[FIRST]);
        publish_some(&workshop);
        let file = spare(&workshop).join("release.json");
        match record {
            Some(record) => fs::write(file, record).unwrap(),
            None => fs::remove_file(file).unwrap(),
        }
        workshop.publish();
        let afresh = Workshop::new(&[("aaaa01", "published_at = \"2021-03-12\"\ntitle = \"Tin 4\"")]);
        afresh.publish();
        assert!(published(&workshop) == published(&afresh), "{record:?}");
    }
}
