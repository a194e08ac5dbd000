//! A release is written into the folder of one that nobody goes back to any more, and is as if it were written afresh.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use chrono::{FixedOffset, TimeDelta, Utc};
use portal_fixtures::random::Random;
use portal_publisher::release::compress::Read;
use portal_publisher::release::group::Group;
use portal_publisher::release::keys::Key;
use portal_publisher::release::making::{Looks, Making};
use portal_publisher::release::{Release, ReleaseError, published as current, rollback};

use super::killed::times;
use super::release::{FIRST, published, tree};
use crate::published::write_files;
use crate::workshop::Workshop;

const MAKING: Making = Making { compresses: true, rebuilds: false, lasts: true, keeps: TimeDelta::zero(), looks: ALL };

const ALL: Looks = Looks { compared: usize::MAX, seen: usize::MAX, listed: usize::MAX };

/// Writes a release of these files. Those of an article are made together.
fn write<P: AsRef<str>>(out: &Path, files: &BTreeMap<P, String>, making: Making) {
    let release = Release::begin(out, making).unwrap();
    release.take_spare();
    let mut groups = BTreeMap::<_, Vec<_>>::new();
    for (path, text) in files {
        match path.as_ref().strip_prefix("tin-tuc/").and_then(|path| path.split_once('/')) {
            Some((article, _)) => groups.entry(article).or_default().push((path.as_ref(), text)),
            None => release.files.put(path.as_ref(), text.as_bytes()).unwrap(),
        }
    }
    for (article, files) in groups {
        let group =
            Group::new(article, Key::of(files.iter().flat_map(|(path, text)| [path.as_bytes(), text.as_bytes()])));
        if !release.files.take_group(group).unwrap() {
            let make = |text: &String| Ok::<_, ReleaseError>(text.clone().into_bytes());
            files
                .iter()
                .for_each(|(path, text)| release.files.make_in(group, path, Read::Often, || make(text)).unwrap());
        }
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
            write(&out, &files, MAKING);
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

/// So few that what is done by turns for a site of a hundred thousand files is for one of fifty.
const FEW: Looks = Looks { compared: 8, seen: 16, listed: 16 };

/// How many releases it takes until everything has been looked at in each of the four folders that are written into by turns.
const TURNS: usize = 4 * 8;

/// A large site by turns, which people meddle with: what has changed is right at once, the rest after each file has had its turn.
#[test]
fn of_a_large_site_what_changes_is_right_at_once_and_what_somebody_did_by_hand_is_mended_in_turn() {
    let mut dice = Random::of(times("PORTAL_SEED", 1), "turns");
    let mut below = |most: usize| usize::try_from(dice.below(most as u64)).unwrap();
    for round in 0..times("PORTAL_KILLS", 8) / 4 {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("site");
        let making = Making { looks: FEW, compresses: round % 2 == 0, ..MAKING };
        let paths = (0..50).map(|number| match number % 5 {
            0 => format!("tin-tuc/bai-{number}/index.html"),
            1 => format!("tin-tuc/bai-{}/anh/{number}.html", number - 1),
            2 => format!("api/v1/{number}.json"),
            3 => format!("embed/{}/{number}.html", number % 7),
            _ => format!("{number}.html"),
        });
        let text = |number: usize| format!("tin {number} ").repeat(60);
        let mut files = paths.map(|path| (path, text(0))).collect::<BTreeMap<_, _>>();
        let (mut count, mut states) = (0, BTreeMap::new());
        for _ in 0..3 {
            // Meanwhile it is edited, and meddled with in a release that is published, that can be gone back to, or that is written into.
            for _ in 0..6 {
                count += 1;
                let before = current(&out).and_then(|number| states.get(&number)).cloned().unwrap_or_default();
                for _ in 0..below(4) {
                    let path = files.keys().nth(below(files.len())).unwrap().clone();
                    match below(4) {
                        0 if files.len() > 40 => drop(files.remove(&path)),
                        1 => drop(files.insert(format!("them/{}/{count}.html", below(3)), text(count))),
                        _ => drop(files.insert(path, text(count % 3))),
                    }
                }
                write(&out, &files, making);
                states.insert(current(&out).unwrap(), files.clone());
                let now = tree(&out);
                for (path, text) in files.iter().filter(|(path, text)| before.get(*path) != Some(*text)) {
                    assert_eq!(
                        now.get(path).map(Vec::as_slice),
                        Some(text.as_bytes()),
                        "{path} has changed, round {round}"
                    );
                    assert_eq!(now.contains_key(&format!("{path}.br")), making.compresses, "{path}");
                }
                for path in before.keys().filter(|path| !files.contains_key(*path)) {
                    assert!(
                        !now.contains_key(path) && !now.contains_key(&format!("{path}.br")),
                        "{path} is gone, round {round}"
                    );
                }
                if below(5) == 0 {
                    let _ = rollback(&out);
                }
                meddle(&out, &mut below);
            }
            for _ in 0..TURNS {
                write(&out, &files, making);
                states.insert(current(&out).unwrap(), files.clone());
            }
            let (found, forms) = without_forms(&out);
            let expected = files.iter().map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect();
            assert!(found == expected, "round {round}: {:?}", differences(&found, &expected));
            assert_eq!(forms, if making.compresses { 2 * files.len() } else { 0 }, "round {round}");
        }
    }
}

fn differences(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let all = found.keys().chain(expected.keys());
    all.filter(|path| found.get(*path) != expected.get(*path)).cloned().collect()
}

/// Does to one of the folders what people do, and disks.
fn meddle(out: &Path, below: &mut impl FnMut(usize) -> usize) {
    let releases = out.with_file_name("site.releases");
    let folders = fs::read_dir(releases).unwrap().map(|entry| entry.unwrap().path().join("www"));
    let folders = folders.filter(|www| www.is_dir()).collect::<Vec<_>>();
    let www = &folders[below(folders.len())];
    let files = tree(www).into_keys().collect::<Vec<_>>();
    let file = www.join(&files[below(files.len())]);
    let beside = |name: &str| file.with_file_name(name);
    match below(8) {
        0 | 1 => fs::remove_file(&file).unwrap(),
        2 => fs::write(beside("la.html"), "lạ").unwrap(),
        3 => {
            fs::create_dir_all(beside("la")).unwrap();
            fs::write(beside("la").join("tep.html"), "lạ").unwrap();
        }
        4 => {
            fs::remove_file(&file).unwrap();
            fs::create_dir(&file).unwrap();
            fs::write(file.join("tep.html"), "lạ").unwrap();
        }
        5 if file.parent() != Some(www.as_path()) => {
            fs::remove_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file.parent().unwrap(), "lạ").unwrap();
        }
        5 => fs::write(&file, "cụt").unwrap(),
        6 => {
            let length = fs::metadata(&file).unwrap().len();
            fs::write(&file, vec![0; usize::try_from(length).unwrap()]).unwrap();
        }
        _ => {
            fs::remove_file(&file).unwrap();
            std::os::unix::fs::symlink("/dev/null", &file).unwrap();
        }
    }
}
