//! What a power loss or a failing disk did to the last release is found, and made again.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::os::unix::fs::MetadataExt;

use portal_app::text::Lang;
use portal_fixtures::random::Random;
use portal_publisher::commands::publish::{PublishOptions, publish};
use portal_publisher::commands::report::finished;
use portal_publisher::release::record::Record;
use portal_publisher::release::{Finished, ReleaseError, releases_folder, rollback};

use super::killed::{check_whole, times};
use super::release::{FIRST, published, tree, with_picture};
use crate::workshop::Workshop;

fn publish_whole(workshop: &Workshop) -> Finished {
    let options = PublishOptions { compresses: true, draws_pictures: true, indexes: true, ..workshop.options() };
    publish(&options).unwrap_or_else(|error| panic!("{error}")).finished
}

/// The last file of the web root whose name begins and ends so.
fn find(workshop: &Workshop, start: &str, end: &str) -> String {
    let files = tree(&workshop.out()).into_keys();
    let mut found = files.filter(|file| file.starts_with(start) && file.ends_with(end));
    found.next_back().unwrap_or_else(|| panic!("no {start}…{end}"))
}

#[test]
fn a_file_that_was_cut_or_changed_is_whole_after_the_next_publish() {
    let workshop = with_picture();
    publish_whole(&workshop);
    let sound = published(&workshop);
    for (start, end) in [
        ("tin-tuc/", "index.html"),
        ("tin-tuc/", "index.html.br"),
        ("tin-tuc/", "index.html.gz"),
        ("api/v1/articles/", ".json"),
        ("assets/", ".wasm"),
        ("assets/", ".js"),
        ("media/", ".svg"),
        ("share/", ".png"),
        ("share/", ".svg"),
        ("pagefind/", ".pf_fragment"),
        ("pagefind/", ".pagefind"),
        ("embed/v1/latest/", "index.html"),
        ("", "rss.xml"),
    ] {
        let name = find(&workshop, start, end);
        let file = workshop.out().join(&name);
        let length = fs::metadata(&file).unwrap().len();
        // Cut, as a file system leaves what was not yet written; then of the right length and of other bytes.
        OpenOptions::new().write(true).open(&file).unwrap().set_len(length / 2).unwrap();
        let told = publish_whole(&workshop).damaged;
        assert!(published(&workshop) == sound, "{name} was cut");
        assert!(told.iter().any(|path| path.ends_with(&name)), "{name} is not among {told:?}");
        fs::write(&file, vec![0; usize::try_from(length).unwrap()]).unwrap();
        publish_whole(&workshop);
        assert!(published(&workshop) == sound, "{name} was changed");
    }
}

#[test]
fn what_was_kept_of_the_texts_and_has_changed_is_read_from_the_content() {
    let workshop = with_picture();
    publish_whole(&workshop);
    let sound = published(&workshop);
    let kept = releases_folder(&workshop.out()).unwrap().join(".readings");
    let texts =
        || fs::read_dir(&kept).unwrap().map(|entry| entry.unwrap().path()).filter(|path| !path.ends_with("index"));
    for text in texts() {
        let bytes = fs::read(&text).unwrap();
        assert!(!bytes.is_empty());
        fs::write(&text, vec![b'x'; bytes.len()]).unwrap();
    }
    publish_whole(&workshop);
    assert!(published(&workshop) == sound);
    assert!(texts().all(|text| !fs::read(text).unwrap().starts_with(b"xx")), "they are other ones");
}

#[test]
fn a_release_whose_record_is_lost_is_taken_over_by_no_file() {
    let workshop = with_picture();
    publish_whole(&workshop);
    let sound = published(&workshop);
    let name = find(&workshop, "tin-tuc/", "index.html.br");
    for record in ["", "{", "{\"before\":null,\"files\":7}"] {
        fs::write(workshop.out().join(&name), "broken").unwrap();
        let release = fs::canonicalize(workshop.out()).unwrap();
        fs::write(release.with_file_name("release.json"), record).unwrap();
        assert!(matches!(rollback(&workshop.out()), Err(ReleaseError::NoRecord(_))), "{record}");
        let finished = publish_whole(&workshop);
        assert!(published(&workshop) == sound, "{record}");
        let told = [Lang::Vi, Lang::En].map(|lang| finished::warnings(&finished, lang).remove(0));
        assert!(told.iter().all(|told| told.contains("release.json") && told.contains("dmesg")), "{told:?}");
    }
}

#[test]
fn a_release_whose_list_of_files_is_damaged_is_taken_over_by_no_file() {
    let workshop = with_picture();
    publish_whole(&workshop);
    let sound = published(&workshop);
    let name = find(&workshop, "tin-tuc/", "index.html.br");
    type Damage = (&'static str, fn(&mut Vec<u8>));
    let damages: [Damage; 3] = [
        ("one byte", |bytes| bytes[1_000] ^= 1),
        ("cut", |bytes| bytes.truncate(bytes.len() / 2)),
        ("empty", Vec::clear),
    ];
    for (what, damage) in damages {
        fs::write(workshop.out().join(&name), "broken").unwrap();
        let list = fs::canonicalize(workshop.out()).unwrap().with_file_name("files.cbor");
        let mut bytes = fs::read(&list).unwrap();
        damage(&mut bytes);
        fs::write(list, bytes).unwrap();
        assert!(matches!(rollback(&workshop.out()), Err(ReleaseError::NoRecord(_))), "{what}");
        assert!(!publish_whole(&workshop).damaged.is_empty(), "{what}");
        assert!(published(&workshop) == sound, "{what}");
    }
}

/// Releases of versions before this one have all of their record in one document.
#[test]
fn a_release_of_an_earlier_version_is_taken_over_and_gone_back_to() {
    let workshop = Workshop::new(&[FIRST]);
    let inode = |file: &str| fs::metadata(workshop.out().join(file)).unwrap().ino();
    publish_whole(&workshop);
    let (first, font) = (published(&workshop), inode("fonts/OFL.txt"));
    record_as_before(&workshop, 1);
    workshop.write_article("aaaa01", "published_at = \"2021-03-12\"\ntitle = \"Khác\"");
    assert_eq!(publish_whole(&workshop).damaged, Vec::<std::path::PathBuf>::new());
    assert_eq!(inode("fonts/OFL.txt"), font);
    record_as_before(&workshop, 2);
    assert_eq!(rollback(&workshop.out()).unwrap(), 1);
    assert!(published(&workshop) == first);
    check_whole(&workshop, "gone back");
    // Whatever of the next ones is of an earlier version: what is published is what would be from nothing.
    for number in 3..=8_u64 {
        // That of release 1 still is.
        if number > 3 {
            record_as_before(&workshop, number - 1);
        }
        workshop.write_article("aaaa01", &format!("published_at = \"2021-03-12\"\ntitle = \"Tin {}\"", number % 3));
        publish_whole(&workshop);
        let afresh =
            Workshop::new(&[("aaaa01", &*format!("published_at = \"2021-03-12\"\ntitle = \"Tin {}\"", number % 3))]);
        publish_whole(&afresh);
        assert!(published(&workshop) == published(&afresh), "{number}");
        assert_eq!(inode("fonts/OFL.txt"), font);
    }
}

/// Gives a release the record that earlier versions wrote.
fn record_as_before(workshop: &Workshop, number: u64) {
    let release = workshop.releases().join(number.to_string());
    let Record { before, at, files, kept, .. } = Record::read(&release).unwrap();
    let files = files.into_iter().collect::<BTreeMap<_, _>>();
    let json = serde_json::json!({ "before": before, "at": at, "files": files, "kept": kept });
    fs::write(Record::path(&release), json.to_string()).unwrap();
    fs::remove_file(release.join("files.cbor")).unwrap();
}

/// As a power cut leaves files that were never written through: gone, empty, cut, full of zeros. Several at once, of whatever
/// kind, in all releases that share them.
#[test]
fn whatever_a_power_cut_took_is_taken_over_by_no_release_and_told() {
    let workshop = with_picture();
    publish_whole(&workshop);
    let sound = published(&workshop);
    assert_eq!(publish_whole(&workshop).damaged, Vec::<std::path::PathBuf>::new());
    let mut dice = Random::of(times("PORTAL_SEED", 1), "damaged");
    for cut in 0..times("PORTAL_KILLS", 8) {
        let files = tree(&workshop.out()).into_iter().filter(|(_, bytes)| !bytes.is_empty()).collect::<Vec<_>>();
        for _ in 0..=dice.below(12) {
            let (name, bytes) = &files[usize::try_from(dice.below(files.len() as u64)).unwrap()];
            let file = workshop.out().join(name);
            match dice.below(4) {
                0 => drop(fs::remove_file(&file)),
                1 => fs::write(&file, "").unwrap(),
                2 => fs::write(&file, &bytes[..bytes.len() / 2]).unwrap(),
                _ => fs::write(&file, vec![0; bytes.len()]).unwrap(),
            }
        }
        let finished = publish_whole(&workshop);
        assert!(!finished.damaged.is_empty() && published(&workshop) == sound, "cut {cut}: {:?}", finished.damaged);
        check_whole(&workshop, &format!("cut {cut}"));
        assert_eq!(publish_whole(&workshop).damaged, Vec::<std::path::PathBuf>::new(), "cut {cut}");
    }
}

#[test]
fn a_link_that_was_lost_or_leads_to_a_release_that_is_gone_is_made_again() {
    type Lose = (&'static str, fn(&Workshop));
    let lost: [Lose; 5] = [
        ("the web root", |workshop| fs::remove_file(workshop.out()).unwrap()),
        ("the rules", |workshop| fs::remove_file(workshop.out().with_file_name("site.deploy")).unwrap()),
        ("the release", |workshop| fs::remove_dir_all(workshop.releases().join("2")).unwrap()),
        ("all releases", |workshop| fs::remove_dir_all(workshop.releases()).unwrap()),
        ("the rules' files", |workshop| fs::remove_dir_all(workshop.releases().join("2/deploy")).unwrap()),
    ];
    for (what, lose) in lost {
        let workshop = with_picture();
        workshop.publish();
        workshop.publish();
        let sound = published(&workshop);
        lose(&workshop);
        workshop.publish();
        assert!(published(&workshop) == sound, "{what}");
        check_whole(&workshop, what);
    }
}
