//! An article's life, by what an editor types and what a reader meets after each step.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::published::write_files;
use crate::serving::Server;
use crate::serving::exchange::{Answer, ask};
use crate::workshop::Workshop;

/// Where readers find what is new, in lists, feeds, widgets and the content API.
const LISTS: [&str; 8] = [
    "/",
    "/tin-moi/",
    "/chuyen-muc/con/",
    "/rss.xml",
    "/feed.json",
    "/embed/v1/latest/",
    "/api/v1/latest/newest.json",
    "/api/v1/home.json",
];

/// A content folder, its published site and a server that follows it.
struct Day {
    workshop: Workshop,
    server: Server,
}

impl Day {
    fn new() -> Self {
        let workshop = Workshop::new(&[("khac01", "published_at = \"2021-03-10\"")]);
        workshop.publish();
        let server = Server::start(&workshop.out(), &[]);
        Self { workshop, server }
    }

    fn portal(&self, arguments: &[&str]) -> Output {
        let content = self.workshop.content();
        let beside = content.parent().unwrap();
        Command::new(env!("CARGO_BIN_EXE_portal")).args(arguments).current_dir(beside).output().unwrap()
    }

    fn try_publish(&self, at: &str) -> Output {
        let app = self.workshop.app();
        let fixed = ["--out", "site", "--no-compression", "--no-search", "--no-share-pictures"];
        self.portal(&[&["publish", "--at", at, "--app", app.to_str().unwrap()][..], &fixed].concat())
    }

    /// Publishes as of a moment, which must succeed; what was told.
    fn publish(&self, at: &str) -> String {
        let output = self.try_publish(at);
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{told}");
        told
    }

    /// An article as `portal new` writes it: its file and its id.
    fn begin(&self, arguments: &[&str]) -> (PathBuf, String) {
        let output = self.portal(&[&["new"], arguments].concat());
        let (told, next) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert_eq!(output.status.code(), Some(0), "{next}");
        assert!(next.contains("portal serve --preview") && next.contains("draft = true"), "{next}");
        let file = self.workshop.content().with_file_name(told.trim());
        let text = fs::read_to_string(&file).unwrap();
        let id = text.lines().find_map(|line| line.strip_prefix("id = \"")).unwrap().trim_end_matches('"');
        (file.clone(), id.to_owned())
    }

    fn ask(&self, path: &str) -> Answer {
        ask(self.server.address, "GET", path, &[])
    }

    fn status(&self, path: &str) -> u16 {
        self.ask(path).status
    }

    /// The lists that name an article.
    fn lists(&self, id: &str) -> Vec<&'static str> {
        LISTS.into_iter().filter(|list| self.ask(list).text().contains(id)).collect()
    }

    fn document(&self, id: &str) -> Value {
        serde_json::from_slice(&self.ask(&format!("/api/v1/articles/{id}.json")).body).unwrap()
    }
}

/// Writes a field anew, above the others; without a value the line goes.
fn set(file: &Path, field: &str, value: &str) {
    let text = fs::read_to_string(file).unwrap();
    let begin = format!("{field} = ");
    let others = text.lines().filter(|line| !line.starts_with(&begin)).skip(1).collect::<Vec<_>>().join("\n");
    let line = if value.is_empty() { String::new() } else { format!("{begin}{value}\n") };
    fs::write(file, format!("+++\n{line}{others}\n")).unwrap();
}

#[test]
fn an_article_is_drafted_published_scheduled_corrected_renamed_moved_and_deleted() {
    let day = Day::new();
    let (file, id) = day.begin(&["Thử nghiệm: họp giao ban", "--section", "con"]);
    set(&file, "published_at", "\"2026-05-01 07:00\"");
    let address = format!("/tin-tuc/thu-nghiem-hop-giao-ban-{id}/");
    let nothing = Vec::<&str>::new();

    // A draft: nobody but who writes it sees it.
    day.publish("2026-05-01 08:00");
    assert_eq!((day.status(&address), day.lists(&id)), (404, nothing.clone()));

    set(&file, "draft", "");
    day.publish("2026-05-01 08:00");
    assert_eq!((day.status(&address), day.lists(&id)), (200, LISTS.to_vec()));

    // Put off by a day: gone at once, back when it is time.
    set(&file, "published_at", "\"2026-05-02\"");
    day.publish("2026-05-01 23:59");
    assert_eq!((day.status(&address), day.lists(&id)), (404, nothing.clone()));
    day.publish("2026-05-02 00:00");
    assert_eq!((day.status(&address), day.lists(&id)), (200, LISTS.to_vec()));

    set(&file, "updated_at", "\"2026-05-03 09:00\"");
    set(&file, "history", "[{ at = \"2026-05-03 09:00\", kind = \"corrected\", note = \"Sửa lại giờ họp.\" }]");
    day.publish("2026-05-03 10:00");
    assert!(day.ask(&address).text().contains("Sửa lại giờ họp."));
    assert_eq!(day.document(&id)["updated_at"], "2026-05-03T09:00:00+07:00");

    // The id decides: whoever has the old address arrives.
    set(&file, "title", "\"Thử nghiệm: họp toàn cơ quan\"");
    day.publish("2026-05-03 10:00");
    let renamed = format!("/tin-tuc/thu-nghiem-hop-toan-co-quan-{id}/");
    let old = day.ask(&address);
    assert_eq!((old.status, old.header("Location").as_deref()), (301, Some(renamed.as_str())));
    assert_eq!(day.status(&renamed), 200);

    set(&file, "section", "\"cha\"");
    day.publish("2026-05-03 10:00");
    assert!(day.ask("/chuyen-muc/cha/").text().contains(&id) && !day.ask("/chuyen-muc/con/").text().contains(&id));
    assert_eq!(day.status(&renamed), 200);

    set(&file, "expires_at", "\"2026-05-09\"");
    day.publish("2026-05-09 23:59");
    assert_eq!(day.status(&renamed), 200);
    day.publish("2026-05-10 00:00");
    assert_eq!((day.status(&renamed), day.lists(&id)), (404, nothing.clone()));

    set(&file, "expires_at", "");
    day.publish("2026-05-10 00:00");
    assert_eq!(day.status(&renamed), 200);
    fs::remove_file(&file).unwrap();
    day.publish("2026-05-10 00:00");
    for path in [&renamed, &address, &format!("/api/v1/articles/{id}.json"), &format!("/embed/v1/article/{id}/")] {
        assert_eq!(day.status(path), 404, "{path}");
    }
    assert_eq!(day.lists(&id), nothing);
}

#[test]
fn a_picture_that_was_replaced_or_withdrawn_has_no_address_any_more() {
    let day = Day::new();
    let (file, id) = day.begin(&["Thử nghiệm: có ảnh", "--section", "con"]);
    set(&file, "draft", "");
    set(&file, "published_at", "\"2026-05-01\"");
    let picture = |path: &str| {
        let svg =
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"2\"><path d=\"{path}\"/></svg>");
        write_files(&day.workshop.content(), &[("media/anh-thu.svg", &svg)]);
    };
    picture("M0 0h4v2H0z");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\nChữ của bài thử.\n\n![Ảnh thử](anh-thu.svg)\n")).unwrap();
    let published = || {
        day.publish("2026-05-02");
        let document = day.document(&id);
        let blocks = document["body"].as_array().cloned().unwrap_or_default();
        blocks.iter().find_map(|block| Some(block["image"]["src"].as_str()?.to_owned()))
    };
    let first = published().unwrap();
    assert_eq!(day.status(&first), 200);
    picture("M0 0h4v1H0z");
    let second = published().unwrap();
    assert_eq!((day.status(&first), day.status(&second)), (404, 200));

    set(&file, "withdrawn", "{ at = \"2026-05-02\", note = \"Gỡ để thử.\" }");
    assert_eq!(published(), None);
    let address = format!("/tin-tuc/thu-nghiem-co-anh-{id}/");
    let page = day.ask(&address);
    assert!(page.status == 200 && page.text().contains("Gỡ để thử.") && page.text().contains("noindex"));
    assert!(!page.text().contains("Chữ của bài thử."));
    assert_eq!((day.status(&second), day.lists(&id)), (404, Vec::new()));
    assert_eq!(day.document(&id)["body"].as_array().map_or(0, Vec::len), 0);

    // What leads there from elsewhere is told, and published all the same.
    let fields = "id = \"khac02\"\ntitle = \"Bài khác\"\nsection = \"con\"\npublished_at = \"2026-05-01\"";
    let link = format!("+++\n{fields}\n+++\n[x]({address})\n");
    write_files(&day.workshop.content(), &[("articles/khac02.md", &link)]);
    let told = day.publish("2026-05-02");
    assert!(told.contains("P331") && told.contains("đã được gỡ ngày 2026-05-02"), "{told}");
}

#[test]
fn a_translation_follows_its_original() {
    let day = Day::new();
    let (original, id) = day.begin(&["Thử nghiệm: họp giao ban", "--section", "con"]);
    set(&original, "draft", "");
    set(&original, "published_at", "\"2026-05-01\"");
    let without = day.portal(&["new", "Test: weekly meeting", "--lang", "en", "--translation-of", &id]);
    let told = String::from_utf8(without.stderr).unwrap();
    assert!(told.contains("error P807") && told.contains("en/site.toml"), "{told}");

    day.workshop.add_english();
    let sections = "[[section]]\nslug = \"con\"\nname = \"Test section\"\n";
    write_files(&day.workshop.content(), &[("en/sections.toml", sections)]);
    let output = day.portal(&["new", "Test: weekly meeting", "--lang", "en", "--translation-of", &id]);
    let told = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(
        told[0].starts_with("content/en/articles/") && told[1].starts_with("Write below the second +++"),
        "{told:?}"
    );
    let translation = day.workshop.content().with_file_name(told[0].trim());
    let own = fs::read_to_string(&translation).unwrap();
    let own_id = own.lines().find_map(|line| line.strip_prefix("id = \"")).unwrap().trim_end_matches('"').to_owned();
    let (address, english) =
        (format!("/tin-tuc/thu-nghiem-hop-giao-ban-{id}/"), format!("/en/tin-tuc/test-weekly-meeting-{own_id}/"));

    day.publish("2026-05-02");
    assert_eq!((day.status(&address), day.status(&english)), (200, 404));
    set(&translation, "draft", "");
    day.publish("2026-05-02");
    assert_eq!((day.status(&address), day.status(&english)), (200, 200));
    assert!(day.ask(&address).text().contains(&english) && day.ask(&english).text().contains(&address));

    // Without its original nothing is published until the translation says so; what was published stays.
    fs::remove_file(&original).unwrap();
    let output = day.try_publish("2026-05-02");
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(1) && told.contains("P306") && told.contains("translation_of"), "{told}");
    assert_eq!(day.status(&address), 200);
    set(&translation, "translation_of", "");
    day.publish("2026-05-02");
    assert_eq!((day.status(&address), day.status(&english)), (404, 200));
}
