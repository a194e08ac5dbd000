//! Publish, rollback, servers that start anew and readers' open pages in any order: no page is of two releases.
//!
//! `PORTAL_INTERLEAVINGS=500` is the long form, which asks nginx as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use chrono::{DateTime, TimeDelta};
use portal_fixtures::random::Random;
use portal_publisher::commands::publish::{PublishOptions, publish};
use portal_publisher::release::{ReleaseError, rollback};

use super::killed::{check_whole, times};
use super::release::set_build;
use crate::deploying::servers::{WebServer, start_nginx};
use crate::published::write_files;
use crate::serving::Server;
use crate::serving::exchange::{Answer, ask};
use crate::workshop::Workshop;

/// Pages that a reader may open, each with the document that the app fetches for it.
const PAGES: [(&str, &str); 4] = [
    ("/", "/api/v1/home.json"),
    ("/tin-moi/", "/api/v1/latest/newest.json"),
    ("/tin-tuc/bai-thu-nhat-aaaa01/", "/api/v1/articles/aaaa01.json"),
    ("/tin-tuc/bai-thu-hai-aaaa02/", "/api/v1/articles/aaaa02.json"),
];

/// A page as a reader has it: its files as they were when it was opened.
struct Open {
    address: &'static str,
    document: &'static str,
    files: BTreeMap<String, Vec<u8>>,
}

/// What is published by turns: each content has another text, another old address, other partners who may frame.
fn set_content(workshop: &Workshop, settings: &str, content: u64) {
    let front = format!(
        "published_at = \"2021-03-12\"\ntitle = \"Bài thử nhất\"\naliases = [\"/cu-{content}\"]\nsummary = \"Nội dung {content}\""
    );
    workshop.write_article("aaaa01", &front);
    // One of three has been taken back.
    let state = if content == 2 { "draft = true" } else { "" };
    workshop.write_article("aaaa02", &format!("published_at = \"2021-03-13\"\ntitle = \"Bài thử hai\"\n{state}"));
    let settings = settings.replace("short_name = \"Thử nghiệm\"", &format!("short_name = \"Bản {content}\""));
    let settings = format!("frame_origins = [\"https://khung-{content}.example\"]\n{settings}");
    write_files(&workshop.content(), &[("site.toml", &settings)]);
}

fn set_look(workshop: &Workshop, look: u64) {
    let picture =
        format!(r#"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><path d="M{look} 0h4v2H0z"/></svg>"#);
    let sheet = ".masthead { background-image: url(hoa-tiet.svg); }\n";
    write_files(&workshop.content(), &[("theme/theme.css", sheet), ("theme/hoa-tiet.svg", &picture)]);
}

/// What a page names of the app and of the look.
fn files_of(html: &str) -> BTreeSet<String> {
    let is_of_a_name = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let names = html.split("/assets/").skip(1);
    names.map(|rest| format!("/assets/{}", rest.chars().take_while(|c| is_of_a_name(*c)).collect::<String>())).collect()
}

/// What the published release has at an address.
fn on_disk(out: &Path, address: &str) -> Option<Vec<u8>> {
    let file = if address.ends_with('/') { format!("{address}index.html") } else { address.to_owned() };
    fs::read(out.join(file.trim_start_matches('/'))).ok()
}

/// Asks for what has to be as the newest release has it, or not at all where that has none.
fn ask_newest(server: SocketAddr, out: &Path, address: &str, what: &str) -> Option<Answer> {
    let (answer, newest) = (ask(server, "GET", address, &[]), on_disk(out, address));
    assert_eq!(answer.status, if newest.is_some() { 200 } else { 404 }, "{what}: {address}");
    assert!(newest.as_ref().is_none_or(|newest| answer.body == *newest), "{what}: {address} is not the newest");
    newest.map(|_| answer)
}

fn open(server: SocketAddr, out: &Path, page: (&'static str, &'static str), what: &str) -> Option<Open> {
    let (address, document) = page;
    let html = ask_newest(server, out, address, what)?.text();
    let mut files = files_of(&html);
    // Its style sheet names more.
    let sheets = files.iter().filter(|file| file.ends_with(".css")).filter_map(|file| on_disk(out, file));
    let named = sheets.flat_map(|sheet| files_of(&String::from_utf8_lossy(&sheet))).collect::<BTreeSet<_>>();
    files.extend(named);
    assert!(
        files.len() >= 4 && files.iter().any(|file| file.contains("hoa-tiet")),
        "{what}: {address} names {files:?}"
    );
    let files = files.into_iter().map(|file| {
        let bytes = on_disk(out, &file).unwrap_or_else(|| panic!("{what}: {address} names {file}, which is not there"));
        (file, bytes)
    });
    Some(Open { address, document, files: files.collect() })
}

/// A page that was opened some time ago loads one more of its files, and its document.
fn load(server: SocketAddr, out: &Path, page: &Open, dice: &mut Random, what: &str) {
    let number = usize::try_from(dice.below(page.files.len() as u64)).unwrap();
    let (file, bytes) = page.files.iter().nth(number).unwrap();
    let answer = ask(server, "GET", file, &[]);
    assert_eq!(answer.status, 200, "{what}: {file} of {} is gone", page.address);
    assert!(answer.body == *bytes, "{what}: {file} of {} is another by now", page.address);
    ask_newest(server, out, page.document, what);
}

/// Asks for a widget's frame until `is_over`: what may frame it is in its header, the site's name in its text, and both are
/// of one content.
fn watch_frames(server: SocketAddr, is_over: &AtomicBool) -> u64 {
    let mut asked = 0;
    while !is_over.load(Ordering::Relaxed) {
        let answer = ask(server, "GET", "/embed/v1/latest/", &[]);
        let (policy, text) = (answer.header("Content-Security-Policy").unwrap_or_default(), answer.text());
        let of = |content: u64| {
            (policy.contains(&format!("khung-{content}.example")), text.contains(&format!("Bản {content}")))
        };
        let found = (0..3).map(of).collect::<Vec<_>>();
        assert!(
            found.iter().all(|(header, body)| header == body) && found.contains(&(true, true)),
            "{found:?}\n{policy}\n{text}"
        );
        asked += 1;
    }
    asked
}

#[test]
fn in_whatever_order_no_page_is_of_two_releases() {
    let (steps, seed) = (times("PORTAL_INTERLEAVINGS", 30), times("PORTAL_SEED", 1));
    let workshop = Workshop::new(&[]);
    let settings = fs::read_to_string(workshop.content().join("site.toml")).unwrap();
    let (out, folder) = (workshop.out(), workshop.out().parent().unwrap().to_owned());
    let mut at = DateTime::parse_from_rfc3339("2026-11-02T08:00:00+07:00").unwrap();
    let mut publish_next = |dice: &mut Random| {
        set_content(&workshop, &settings, dice.below(3));
        set_look(&workshop, dice.below(3));
        set_build(&workshop, &format!("{:016x}", 0xa000 + dice.below(5)));
        at += TimeDelta::minutes(i64::try_from(dice.below(60)).unwrap());
        publish(&PublishOptions { at, ..workshop.options() }).unwrap_or_else(|error| panic!("{error}"));
    };
    let mut dice = Random::of(seed, "interleaved");
    publish_next(&mut dice);
    let mut server = Server::start(&out, &[]);
    let steady = Server::start(&out, &[]);
    let mut nginx: Option<WebServer> = (steps > 100).then(|| start_nginx(&folder, None));
    let is_over = Arc::new(AtomicBool::new(false));
    let watching = thread::spawn({
        let (is_over, address) = (Arc::clone(&is_over), steady.address);
        move || watch_frames(address, &is_over)
    });
    let mut pages: Vec<Open> = Vec::new();
    let (mut publishes, mut loads) = (0, 0);
    for step in 0..steps {
        let what = format!("seed {seed}, step {step}");
        match dice.below(10) {
            0..3 => {
                publish_next(&mut dice);
                publishes += 1;
            }
            3 => match rollback(&out) {
                Ok(_) | Err(ReleaseError::NothingBefore(_)) => check_whole(&workshop, &what),
                Err(error) => panic!("{what}: {error}"),
            },
            4 => {
                server = Server::start(&out, &[]);
                nginx = nginx.take().map(|old| {
                    drop(old);
                    start_nginx(&folder, None)
                });
            }
            _ => {}
        }
        let nginx = nginx.as_ref().map(|nginx| nginx.address);
        for address in [server.address, steady.address].into_iter().chain(nginx) {
            let page = PAGES[usize::try_from(dice.below(PAGES.len() as u64)).unwrap()];
            pages.extend(open(address, &out, page, &what));
            for page in &pages {
                load(address, &out, page, &mut dice, &what);
                loads += 1;
            }
        }
        // An old address leads where the newest content says, and those of others nowhere.
        let text = fs::read_to_string(out.join("index.html")).unwrap();
        for content in 0..3 {
            let is_newest = text.contains(&format!("Bản {content}"));
            let status = ask(server.address, "GET", &format!("/cu-{content}"), &[]).status;
            assert_eq!(status, if is_newest { 301 } else { 404 }, "{what}: /cu-{content}");
        }
        // A reader has no end of pages open.
        while pages.len() > 12 {
            pages.remove(usize::try_from(dice.below(12)).unwrap());
        }
    }
    is_over.store(true, Ordering::Relaxed);
    let asked = watching.join().unwrap();
    assert!(publishes > 0 && loads > 0 && asked > 0);
    eprintln!(
        "{steps} steps: {publishes} publishes, {loads} loads of open pages, {asked} frames, none of two releases"
    );
}
