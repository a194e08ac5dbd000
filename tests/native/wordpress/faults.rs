//! What comes of a WordPress that is down, says something else, or suddenly has less.

use std::fs;
use std::os::unix::fs::symlink;

use serde_json::Value;

use super::fake::{Fake, Mood, address_of};
use super::source::Said;

fn assert_untouched(fake: &Fake, said: &Said, told: &str, act: impl FnOnce()) {
    assert_eq!(said.code, Some(1), "{}{}", said.out, said.err);
    assert!(said.err.contains(told), "{}", said.err);
    assert!(said.err.contains("giữ như lần đọc trước (20"), "it is told since when: {}", said.err);
    act();
    assert!(address_of(&fake.workshop.publish(), "bai-7-xong").is_some());
}

#[test]
fn a_source_that_cannot_be_read_changes_nothing() {
    let mut fake = Fake::start();
    fake.publish();
    let before = fake.state();
    for (mood, told) in [(Mood::Html, &fake.url.clone()[..]), (Mood::Login, "wp-login.php")] {
        fake.change(|has| has.mood = mood);
        let said = fake.sync(&[]);
        assert_untouched(&fake, &said, told, || assert_eq!(fake.state(), before));
    }
    // It breaks when the lists are known, and nothing else.
    fake.change(|has| has.mood = Mood::Broken(403));
    fake.edit(1, |_| ());
    fake.change(|has| drop(has.posts.remove(&2)));
    let said = fake.sync(&[]);
    assert_untouched(&fake, &said, "403", || assert_eq!(fake.state(), before));
    fake.stop();
    let said = fake.sync(&[]);
    assert_untouched(&fake, &said, &fake.url, || assert_eq!(fake.state(), before));
    let read = fs::read_to_string(fake.store().join("read.json")).unwrap();
    let read: Value = serde_json::from_str(&read).unwrap();
    assert!(read["at"].is_string() && read["failing_since"].is_string() && read["reason"].is_string(), "{read}");
}

#[test]
fn a_source_that_suddenly_has_little_removes_nothing_until_that_is_accepted() {
    let fake = Fake::start();
    fake.publish();
    fake.change(|has| has.posts.retain(|id, _| *id <= 6));
    fake.edit(1, |post| post["content"]["rendered"] = "<p>Lời mới.</p>".into());
    for _ in 0..2 {
        let said = fake.sync(&[]);
        assert_eq!(said.code, Some(1), "{}", said.err);
        assert!(
            said.err.contains("6") && said.err.contains("12") && said.err.contains("--accept-removals"),
            "{}",
            said.err
        );
        let site = fake.workshop.publish();
        assert!(address_of(&site, "bai-7-xong").is_some(), "{}", said.err);
        assert!(site.text(&format!("{}index.html", address_of(&site, "bai-1-xong").unwrap())).contains("Lời mới."));
    }
    let said = fake.sync(&["--accept-removals"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let site = fake.workshop.publish();
    assert_eq!(address_of(&site, "bai-7-xong"), None);
    assert!(address_of(&site, "bai-6-xong").is_some());
}

#[test]
fn what_an_editor_takes_no_more_is_gone_however_much_it_is() {
    let fake = Fake::start();
    fake.publish();
    let sources = fake.workshop.content().join("sources.toml");
    let text = fs::read_to_string(&sources).unwrap();
    fs::write(&sources, text.replace("pages = \"all\"\n", "").replace("\"tin-tức\"", "khac")).unwrap();
    let said = fake.sync(&[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.out.contains("0 bài viết, 0 trang"), "{}", said.out);
}

#[test]
fn a_reading_that_was_broken_off_goes_on_where_it_was() {
    let fake = Fake::start();
    fake.edit(1, |post| post["featured_media"] = 31.into());
    fake.change(|has| has.mood = Mood::WithoutFiles);
    assert_eq!(fake.sync(&[]).code, Some(1));
    assert!(!fake.store().join("now").exists());
    fake.change(|has| has.mood = Mood::Well);
    fake.asked();
    let site = fake.publish();
    assert!(address_of(&site, "bai-1-xong").is_some());
    let asked = fake.asked();
    assert!(asked.iter().all(|asked| !asked.contains("include")), "{asked:?}");
    assert!(!fake.store().join("coming").exists());
}

#[test]
fn what_a_source_may_be_like_keeps_nothing_from_being_read() {
    let fake = Fake::start();
    fake.change(|has| has.mood = Mood::Busy(3));
    let said = fake.sync(&[]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(
        fake.asked().iter().take(4).filter(|asked| asked.contains("namespaces")).count(),
        4,
        "it is asked again"
    );
    let read = fake.state();
    fake.change(|has| has.mood = Mood::Plain);
    let said = fake.sync(&["--full"]);
    assert_eq!((said.code, fake.state() == read), (Some(0), true), "{}", said.err);
    fake.change(|has| has.mood = Mood::WithoutUsers);
    let said = fake.sync(&["--full"]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert!(said.err.contains("rest_user_cannot_view"), "{}", said.err);
    let article = fake.state().into_iter().find(|(file, _)| file == "articles/1.html").unwrap().1;
    assert!(!String::from_utf8(article).unwrap().contains("author ="));
}

#[test]
fn a_source_without_a_store_is_told_at_first_and_takes_nothing_off_a_site_later() {
    let fake = Fake::start();
    fake.workshop.write_article("cuaminh", "published_at = \"2021-01-01\"");
    let first = fake.workshop.publish();
    assert!(first.files().iter().any(|file| file.contains("cuaminh")), "the rest is published");
    fake.publish();
    fs::remove_dir_all(fake.store()).unwrap();
    let assert_refused = || {
        let refused = fake.workshop.try_publish().unwrap_err().to_string();
        assert!(
            refused.contains("nothing was read of this source yet") && refused.contains("portal sync"),
            "{refused}"
        );
    };
    assert_refused();
    // A link that somebody has put there leads nowhere.
    fs::create_dir_all(fake.store()).unwrap();
    symlink("/", fake.store().join("now")).unwrap();
    assert_refused();
    // An editor's copy of the folder has no store, and nothing is wrong with it.
    assert_eq!(fake.run("check", &[]).code, Some(0));
    assert!(address_of(&fake.publish(), "bai-7-xong").is_some());
}
