//! What an editor takes back is gone everywhere: from pages, from the API, from the files.

use std::fs;

use portal_publisher::commands::publish::{PublishOptions, publish};

use super::release::tree;
use crate::published::write_files;
use crate::workshop::Workshop;

const PICTURE: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><path d="M0 0h4v2H0z"/></svg>"#;

/// Every field an article may have besides its title, each with a word of its own.
const EVERYTHING: &str = r#"published_at = "2021-03-12"
updated_at = "2021-04-01"
summary = "KIN-TOM-TAT"
author = "KIN-TAC-GIA"
source = { name = "KIN-NGUON", url = "https://kin.example/" }
tags = ["KIN-THE"]
image = { src = "kin-anh-dau.svg", alt = "KIN-MO-TA" }
attachments = [{ name = "KIN-TEP", src = "kin-tep.csv" }]
audio = { src = "kin-giong.wav" }
history = [{ at = "2021-04-01", kind = "corrected", note = "KIN-GHI-CHU" }]
"#;

const WITHDRAWN: &str = "withdrawn = { at = \"2021-05-01\", note = \"Bài được gỡ vì đăng nhầm.\" }\n";

fn workshop() -> Workshop {
    let workshop = Workshop::new(&[("aaaa01", "published_at = \"2021-03-10\"")]);
    write_files(
        &workshop.content(),
        &[
            ("media/kin-anh-dau.svg", PICTURE),
            ("media/kin-anh-than.svg", &PICTURE.replace("M0 0h4", "M1 0h3")),
            ("media/kin-tep.csv", "a,b\n"),
            ("media/kin-giong.wav", "RIFF"),
            ("media/kin-khong-ai-dung.pdf", "%PDF-1.4"),
        ],
    );
    workshop
}

fn write(workshop: &Workshop, more: &str) {
    let text = format!(
        "+++\nid = \"kinnnn\"\ntitle = \"Bài bị gỡ\"\nsection = \"con\"\n{EVERYTHING}{more}+++\nKIN-THAN-BAI\n\n![KIN-ALT](kin-anh-than.svg)\n"
    );
    write_files(&workshop.content(), &[("articles/kinnnn.md", &text)]);
}

/// Publishes everything that a site has, search and share pictures included.
fn publish_whole(workshop: &Workshop) {
    publish(&PublishOptions { draws_pictures: true, indexes: true, ..workshop.options() })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// The files of the web root whose name or bytes hold one of the secret words in any case, folded or not.
fn leaks(workshop: &Workshop) -> Vec<String> {
    let files = tree(&workshop.out()).into_iter();
    let holds = |file: &str, bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes);
        file.contains("kin-") || text.contains("KIN-") || text.contains("kin-") || text.contains("kin.example")
    };
    files.filter(|(file, bytes)| holds(file, bytes)).map(|(file, _)| file).collect()
}

#[test]
fn of_a_withdrawn_article_title_dates_and_note_are_left_and_no_file() {
    let workshop = workshop();
    write(&workshop, "");
    publish_whole(&workshop);
    let before = leaks(&workshop);
    for file in ["media/kin-anh-dau", "media/kin-anh-than", "media/kin-tep", "media/kin-giong", "the/kin-the/"] {
        assert!(before.iter().any(|leak| leak.starts_with(file)), "{file} is not among {before:?}");
    }

    write(&workshop, WITHDRAWN);
    publish_whole(&workshop);
    assert_eq!(leaks(&workshop), Vec::<String>::new());
    let files = tree(&workshop.out());
    let document: serde_json::Value = serde_json::from_slice(&files["api/v1/articles/kinnnn.json"]).unwrap();
    assert_eq!(document["title"], "Bài bị gỡ");
    assert_eq!(document["published_at"], "2021-03-12");
    assert_eq!(document["updated_at"], "2021-04-01");
    assert_eq!(document["withdrawn"]["note"], "Bài được gỡ vì đăng nhầm.");
    let page = String::from_utf8_lossy(&files["tin-tuc/bai-bi-go-kinnnn/index.html"]).into_owned();
    assert!(page.contains("Bài được gỡ vì đăng nhầm.") && page.contains("noindex"));
}

#[test]
fn a_file_that_no_visible_page_uses_is_not_published() {
    for hidden in [
        "draft = true\n",
        "publish_at = \"2099-01-01T00:00:00+07:00\"\n",
        "expires_at = \"2022-01-01T00:00:00+07:00\"\n",
    ] {
        let workshop = workshop();
        write(&workshop, hidden);
        publish_whole(&workshop);
        assert_eq!(leaks(&workshop), Vec::<String>::new(), "{hidden}");
    }
}

#[test]
fn a_file_that_was_taken_out_of_its_article_is_gone_with_the_next_publish() {
    let workshop = workshop();
    write(&workshop, "");
    publish_whole(&workshop);
    workshop.write_article("kinnnn", "title = \"Bài bị gỡ\"\npublished_at = \"2021-03-12\"");
    fs::remove_file(workshop.content().join("media/kin-anh-dau.svg")).unwrap();
    publish_whole(&workshop);
    assert_eq!(leaks(&workshop), Vec::<String>::new());
    fs::remove_file(workshop.content().join("articles/kinnnn.md")).unwrap();
    publish_whole(&workshop);
    let left = tree(&workshop.out()).into_keys().filter(|file| file.contains("kinnnn")).collect::<Vec<_>>();
    assert_eq!(left, Vec::<String>::new());
}
