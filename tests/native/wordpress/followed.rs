//! `portal follow` reads the sources by itself.

use std::thread;
use std::time::{Duration, Instant};

use super::fake::{Fake, Mood};
use crate::following::{follow, health};
use crate::serving::exchange::ask;
use crate::serving::process::Process;

/// Waits until something is so.
fn wait_until(server: &Process, what: &str, is_so: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(120);
    while !is_so() {
        assert!(Instant::now() < deadline, "not {what}:\n{}", server.log());
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn an_edit_and_a_deletion_arrive_by_themselves_and_a_source_that_fails_is_told_and_changes_nothing() {
    let fake = Fake::start();
    let server = follow(&fake.workshop, &["--sync-every", "1"]);
    let home = || ask(server.address, "GET", "/", &[]).text();
    wait_until(&server, "published", || {
        ask(server.address, "GET", "/", &[]).status == 200 && home().contains("Bài 12 “thử”")
    });
    wait_until(&server, "told", || health(&server).contains("source wp: last read 20"));
    assert!(health(&server).contains("following\n"), "{}", health(&server));

    fake.edit(12, |post| post["title"]["rendered"] = "Nhan đề mới".into());
    wait_until(&server, "edited", || home().contains("Nhan đề mới"));
    fake.change(|has| drop(has.posts.remove(&12)));
    wait_until(&server, "gone", || !home().contains("Nhan đề mới"));
    assert!(home().contains("Bài 11 “thử”"));

    fake.change(|has| has.mood = Mood::Html);
    wait_until(&server, "failing", || health(&server).contains(", fails since 20"));
    assert!(home().contains("Bài 11 “thử”"), "what was read last stays");
    let told = || server.log().matches("không đọc được, nội dung giữ như lần đọc trước").count();
    wait_until(&server, "told once", || told() == 1);
    fake.change(|has| has.mood = Mood::Well);
    wait_until(&server, "well again", || health(&server).ends_with(", warnings: 0\n"));
    assert_eq!(told(), 1, "each failure is told once: {}", server.log());
}
