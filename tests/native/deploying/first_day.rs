//! An operator's first day, as docs/operating.md tells it: each step is a command of that page or what is to be seen after it.

use std::process::Command;

use super::examples::{Running, start_caddy, start_nginx, until};
use crate::serving::exchange;
use crate::serving::process::Process;
use crate::workshop::Workshop;

/// From a target to the status and the body.
type Ask = dyn Fn(&str) -> (u16, String);

/// How the site is asked, whatever serves it, and how it is told to read its configuration again.
struct Site {
    ask: Box<Ask>,
    reload: Box<dyn Fn()>,
}

fn behind(running: Running) -> Site {
    let running = std::rc::Rc::new(running);
    let asked = std::rc::Rc::clone(&running);
    let ask = move |target: &str| {
        let answer = asked.ask(target, &[]);
        (answer.status, answer.body)
    };
    Site { ask: Box::new(ask), reload: Box::new(move || running.reload()) }
}

fn served_alone(workshop: &Workshop) -> Site {
    let server = Process::start(&workshop.out(), &[]);
    let ask = move |target: &str| {
        // All of it is kept: the server ends when it is dropped.
        let server = &server;
        let answer = exchange::ask(server.address, "GET", target, &[]);
        (answer.status, answer.text())
    };
    Site { ask: Box::new(ask), reload: Box::new(|| ()) }
}

/// Runs `portal` with these words and the folders that they name by `CONTENT`, `APP` and `SITE`; it must succeed.
fn portal(workshop: &Workshop, words: &str) -> String {
    let folders = [("CONTENT", workshop.content()), ("APP", workshop.app()), ("SITE", workshop.out())];
    let words = words.split(' ').map(|word| {
        let folder = folders.iter().find(|(name, _)| *name == word);
        folder.map_or_else(|| word.into(), |(_, folder)| folder.as_os_str().to_owned())
    });
    let output = Command::new(env!("CARGO_BIN_EXE_portal")).args(words).output().unwrap();
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

const CHECK: &str = "check --content CONTENT --lang en";
const PUBLISH: &str = "publish --content CONTENT --app APP --out SITE --no-search --no-share-pictures --lang en";
const ROLLBACK: &str = "rollback --out SITE";

fn first_day(start: impl FnOnce(&Workshop) -> Site) {
    // Morning: what the editors have is checked and published, and a server is set up once.
    let machine = Workshop::new(&[("baimot", "published_at = \"2021-03-12\"")]);
    let said = portal(&machine, CHECK);
    assert!(said.contains("1 article"), "{said}");
    let said = portal(&machine, PUBLISH);
    assert!(said.contains("as release 1 in") && !said.contains("reload"), "{said}");
    let site = start(&machine);
    let sees = |target: &str, status: u16, words: &str| {
        let (answered, body) = (site.ask)(target);
        assert!(answered == status && body.contains(words), "{target}: {answered}, {words} is not in\n{body}");
    };
    sees("/", 200, "Bài baimot");
    sees("/khong-co/", 404, "<h1");

    // An editor corrects an article: to be seen at once.
    machine.write_article("baimot", "title = \"Bài đã sửa\"\nslug = \"bai-baimot\"\npublished_at = \"2021-03-12\"");
    let said = portal(&machine, PUBLISH);
    assert!(said.contains("as release 2 in") && !said.contains("reload"), "{said}");
    sees("/", 200, "Bài đã sửa");

    // An article with an old address: to be seen at once, and after a reload at its old address.
    machine.write_article("baihai", "published_at = \"2021-03-13\"\naliases = [\"/bai-hai.aspx\"]");
    let said = portal(&machine, PUBLISH);
    assert!(said.contains("as release 3 in") && said.contains("nginx or Caddy has to be reloaded"), "{said}");
    sees("/tin-tuc/bai-baihai-baihai/", 200, "Thân bài baihai");
    (site.reload)();
    until("the old address leads nowhere", || (site.ask)("/bai-hai.aspx").0 == 301);

    // It was the wrong day for it: back, and forward again.
    let said = portal(&machine, ROLLBACK);
    assert!(said.contains("bản 2 được đăng lại"), "{said}");
    sees("/tin-tuc/bai-baihai-baihai/", 404, "<h1");
    portal(&machine, PUBLISH);
    sees("/tin-tuc/bai-baihai-baihai/", 200, "Thân bài baihai");

    // Something has to be gone at once: title and note stay, the text is nowhere, and nobody has to reload anything.
    machine.write_article(
        "baihai",
        "published_at = \"2021-03-13\"\naliases = [\"/bai-hai.aspx\"]\nwithdrawn = { at = \"2021-05-01\", note = \"Bài được gỡ.\" }",
    );
    portal(&machine, PUBLISH);
    let (status, body) = (site.ask)("/tin-tuc/bai-baihai-baihai/");
    assert!(status == 200 && body.contains("Bài được gỡ.") && !body.contains("Thân bài baihai"), "{status}: {body}");
    let (status, document) = (site.ask)("/api/v1/articles/baihai.json");
    assert!(
        status == 200 && document.contains("Bài được gỡ.") && !document.contains("Thân bài"),
        "{status}: {document}"
    );
}

#[test]
fn with_nginx() {
    first_day(|machine| behind(start_nginx(machine)));
}

#[test]
fn with_caddy() {
    first_day(|machine| behind(start_caddy(machine)));
}

#[test]
fn with_portal_serve_alone() {
    first_day(served_alone);
}
