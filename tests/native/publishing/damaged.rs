//! What a power loss or a failing disk did to the last release is found, and made again.

use std::fs::{self, OpenOptions};

use portal_publisher::commands::publish::{PublishOptions, publish};

use super::release::{published, tree, with_picture};
use crate::workshop::Workshop;

fn publish_whole(workshop: &Workshop) {
    publish(&PublishOptions { compresses: true, draws_pictures: true, indexes: true, ..workshop.options() })
        .unwrap_or_else(|error| panic!("{error}"));
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
        publish_whole(&workshop);
        assert!(published(&workshop) == sound, "{name} was cut");
        fs::write(&file, vec![0; usize::try_from(length).unwrap()]).unwrap();
        publish_whole(&workshop);
        assert!(published(&workshop) == sound, "{name} was changed");
    }
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
        publish_whole(&workshop);
        assert!(published(&workshop) == sound, "{record}");
    }
}
