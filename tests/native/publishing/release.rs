//! How a release replaces the last one, what it keeps of it, and how to roll back.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use portal_publisher::release::{ReleaseError, rollback};

use crate::published::{files_below, write_files};
use crate::workshop::Workshop;

/// An article, for those who need one.
pub const FIRST: (&str, &str) = ("aaaa01", "published_at = \"2021-03-12\"");

/// What `with_picture` has as `media/anh.svg`.
pub const PICTURE: &str =
    r#"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><path d="M0 0h4v2H0z"/></svg>"#;

/// Two articles, and a picture that one of them shows.
pub fn with_picture() -> Workshop {
    let workshop = Workshop::new(&[FIRST]);
    write_files(&workshop.content(), &[("media/anh.svg", PICTURE)]);
    workshop.write_article("aaaa02", "published_at = \"2021-03-13\"\nimage = { src = \"anh.svg\", alt = \"Ảnh\" }");
    workshop
}

/// Replaces the app by another build of it.
pub fn set_build(workshop: &Workshop, hash: &str) {
    let shell = fs::read_to_string(workshop.app().join("index.html")).unwrap();
    for name in files_below(&workshop.app()).into_iter().filter(|file| file.starts_with("portal-app-")) {
        fs::remove_file(workshop.app().join(name)).unwrap();
    }
    let old = shell.split("/portal-app-").nth(1).unwrap()[..16].to_owned();
    let (glue, wasm) = (format!("portal-app-{hash}.js"), format!("portal-app-{hash}_bg.wasm"));
    write_files(&workshop.app(), &[("index.html", &shell.replace(&old, hash)), (&glue, hash), (&wasm, hash)]);
}

/// The builds of the app that are published.
pub fn builds(workshop: &Workshop) -> Vec<String> {
    let assets = files_below(&fs::canonicalize(workshop.out()).unwrap().join("assets")).into_iter();
    assets.filter_map(|file| Some(file.strip_prefix("portal-app-")?.strip_suffix(".js")?.to_owned())).collect()
}

/// Every file below a folder with its bytes.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let folder = fs::canonicalize(folder).unwrap();
    files_below(&folder).into_iter().map(|file| (file.clone(), fs::read(folder.join(file)).unwrap())).collect()
}

/// The whole of what is published: web root and files for web servers, where they say `HERE` instead of where they are. What a
/// release remembers of itself is its own.
pub fn published(workshop: &Workshop) -> BTreeMap<String, Vec<u8>> {
    let mut files = tree(fs::canonicalize(workshop.out()).unwrap().parent().unwrap());
    ["release.json", "files.cbor"].into_iter().for_each(|record| drop(files.remove(record)));
    let maps = String::from_utf8(files["deploy/nginx/maps.conf"].clone()).unwrap();
    let variables = &maps[maps.find("$portal_site_").unwrap()..][.."$portal_site_01234567".len()];
    let here = fs::canonicalize(workshop.out().parent().unwrap()).unwrap();
    let parts = files.iter_mut().filter(|(file, _)| file.starts_with("deploy/"));
    for (_, bytes) in parts {
        let text = String::from_utf8(bytes.clone()).unwrap();
        *bytes = text.replace(here.to_str().unwrap(), "HERE").replace(variables, "$portal_HERE").into_bytes();
    }
    files
}

/// The contents of the folder of releases, except the lock and what the next release is written into.
pub fn releases(workshop: &Workshop) -> Vec<String> {
    let entries =
        fs::read_dir(workshop.releases()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names =
        entries.filter(|name| ![".lock", ".readings", ".spare"].contains(&name.as_str())).collect::<Vec<_>>();
    names.sort();
    names
}

pub fn release_number(workshop: &Workshop) -> u64 {
    let target = fs::read_link(workshop.out()).unwrap();
    let deploy = fs::read_link(workshop.out().with_file_name("site.deploy")).unwrap();
    assert_eq!(target.parent(), deploy.parent(), "web root and deploy folder are of one release");
    target.parent().unwrap().file_name().unwrap().to_str().unwrap().parse().unwrap()
}

#[test]
fn the_same_content_gives_the_same_bytes_in_two_places() {
    let content = portal_fixtures::generate(7, 60);
    let trees = [(); 2].map(|()| {
        let workshop = Workshop::new(&[]);
        fs::remove_dir_all(workshop.content()).unwrap();
        portal_fixtures::write(&content, &workshop.content()).unwrap();
        workshop.publish();
        published(&workshop)
    });
    let [first, second] = trees;
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (file, bytes) in &first {
        assert!(second[file] == *bytes, "{file} differs");
    }
}

#[test]
fn publishing_again_gives_the_same_bytes_as_publishing_afresh() {
    let workshop = Workshop::new(&[FIRST, ("aaaa02", "published_at = \"2021-03-13\"")]);
    workshop.publish();
    workshop.write_article("aaaa02", "published_at = \"2021-03-13\"\ntitle = \"Khác\"");
    workshop.publish();
    let afresh = Workshop::new(&[FIRST, ("aaaa02", "published_at = \"2021-03-13\"\ntitle = \"Khác\"")]);
    afresh.publish();
    assert!(published(&workshop) == published(&afresh));
}

#[test]
fn unchanged_files_are_links_to_the_former_release_and_keep_their_time() {
    let workshop = Workshop::new(&[FIRST]);
    workshop.publish();
    let of =
        |release: u64, file: &str| fs::metadata(workshop.releases().join(format!("{release}/www/{file}"))).unwrap();
    workshop.write_article("aaaa02", "published_at = \"2021-03-13\"");
    workshop.publish();
    for file in ["404.html", "fonts/OFL.txt", "api/v1/site.json", "assets/portal-app-0123456789abcdef.js"] {
        let (old, new) = (of(1, file), of(2, file));
        assert_eq!((old.ino(), old.mtime(), old.mtime_nsec()), (new.ino(), new.mtime(), new.mtime_nsec()), "{file}");
    }
    for file in ["index.html", "api/v1/latest/newest.json", "sitemap.xml"] {
        assert_ne!(of(1, file).ino(), of(2, file).ino(), "{file}");
    }
}

#[test]
fn a_former_release_does_not_change_when_the_next_is_made() {
    let workshop = Workshop::new(&[FIRST]);
    workshop.publish();
    let first = tree(&workshop.releases().join("1"));
    workshop.write_article("aaaa01", "published_at = \"2021-03-12\"\ntitle = \"Khác\"");
    workshop.publish();
    assert!(tree(&workshop.releases().join("1")) == first);
}

#[test]
fn rollback_goes_back_one_and_says_so_when_there_is_nothing_before() {
    let workshop = Workshop::new(&[FIRST]);
    assert!(matches!(rollback(&workshop.out()), Err(ReleaseError::NothingPublished(_))));
    workshop.publish();
    let error = rollback(&workshop.out()).unwrap_err();
    assert!(error.to_string().contains("there is no release before"), "{error}");
    let first = published(&workshop);
    workshop.write_article("aaaa01", "published_at = \"2021-03-12\"\ntitle = \"Khác\"");
    workshop.publish();
    assert_eq!((release_number(&workshop), rollback(&workshop.out()).unwrap(), release_number(&workshop)), (2, 1, 1));
    assert!(published(&workshop) == first);
    assert!(matches!(rollback(&workshop.out()), Err(ReleaseError::NothingBefore(_))));
}

/// Release 3 was bad and was taken back; 4 is bad too. Going back from it leads to what readers saw before it.
#[test]
fn rollback_after_a_rollback_does_not_bring_back_what_was_taken_back() {
    let workshop = Workshop::new(&[FIRST]);
    workshop.publish();
    workshop.publish();
    workshop.publish();
    assert_eq!(rollback(&workshop.out()).unwrap(), 2);
    assert_eq!(workshop.try_publish().unwrap().finished.release, 4);
    assert_eq!(rollback(&workshop.out()).unwrap(), 2);
}

#[test]
fn a_rolled_back_site_can_be_published_again() {
    let workshop = Workshop::new(&[FIRST]);
    workshop.publish();
    workshop.publish();
    rollback(&workshop.out()).unwrap();
    let site = workshop.publish();
    assert_eq!(release_number(&workshop), 3);
    assert!(site.root.join("index.html").exists());
}

#[test]
fn three_releases_are_kept() {
    let workshop = Workshop::new(&[FIRST]);
    for number in 1..=5 {
        assert_eq!(workshop.try_publish().unwrap().finished.release, number);
    }
    assert_eq!(releases(&workshop), ["3", "4", "5"]);
}
