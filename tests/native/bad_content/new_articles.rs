//! What `portal new` makes, and what it refuses to make.

use std::io;

use portal_app::path::word::ArticleId;
use portal_app::text::moment::Moment;
use portal_publisher::commands::new::{fresh_id, new_article};
use portal_publisher::source::folder::read;

use super::folder;

#[test]
fn a_new_article_is_a_sound_draft_and_overwrites_nothing() -> io::Result<()> {
    let folder = folder(&[])?;
    let today = Moment::parse("2026-11-22").ok_or(io::ErrorKind::InvalidInput)?;
    let title = "Họp “Dân vận khéo” \"2021\" \\ đợt 1";
    let mut files = Vec::new();
    for _ in 0..2 {
        let id = fresh_id(folder.path()).map_err(io::Error::other)?;
        files.push(new_article(folder.path(), title, "tin-tuc", id, today).map_err(io::Error::other)?);
    }
    assert!(
        files.first().is_some_and(|file| file.ends_with("articles/2026/hop-dan-van-kheo-2021-dot-1.md")),
        "{files:?}"
    );
    assert_eq!(files.iter().filter(|file| file.exists()).count(), 2);
    let source = read(folder.path()).map_err(io::Error::other)?;
    let drafts = source.editions[0].articles.iter().filter(|article| article.draft && article.title == title);
    assert_eq!(drafts.count(), 2);
    Ok(())
}

#[test]
fn a_new_article_needs_a_known_section_and_a_title() -> io::Result<()> {
    let folder = folder(&[])?;
    let today = Moment::parse("2026-11-22").ok_or(io::ErrorKind::InvalidInput)?;
    let id = ArticleId::new("k7q2m8").ok_or(io::ErrorKind::InvalidInput)?;
    for (title, section) in [("Bài", "khong-co"), ("“…”", "tin-tuc")] {
        assert!(new_article(folder.path(), title, section, id.clone(), today).is_err(), "{title}");
    }
    assert!(!folder.path().join("articles/2026").exists());
    Ok(())
}
