//! Files of a content folder, read with the folder around them.

use std::fs;
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use portal_publisher::delivery::media_types::{MediaType, media_type};
use portal_publisher::source::folder::read_at;
use portal_publisher::source::media::check_picture;
use portal_publisher::source::media::pixels::read_pixels;
use tempfile::TempDir;

use crate::blocks;

const SITE: &str = include_str!("../../content/site.toml");
const SECTIONS: &str = include_str!("../../content/sections.toml");

fn at() -> DateTime<FixedOffset> {
    DateTime::UNIX_EPOCH.fixed_offset()
}

/// In memory where the system has such a folder: it is read thousands of times.
fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.unwrap_or_else(|error| panic!("there is no room for a folder: {error}"))
}

fn write(folder: &TempDir, name: &str, content: &[u8]) {
    let file = folder.path().join(name);
    let parent = file.parent().unwrap_or(folder.path());
    let written = fs::create_dir_all(parent).and_then(|()| fs::write(&file, content));
    written.unwrap_or_else(|error| panic!("{name} cannot be written: {error}"));
}

/// An article's file: its front matter and its body.
pub fn article(input: &[u8]) {
    let folder = folder();
    write(&folder, "site.toml", SITE.as_bytes());
    write(&folder, "sections.toml", SECTIONS.as_bytes());
    write(&folder, "articles/a.md", input);
    if let Ok(source) = read_at(folder.path(), at()) {
        for article in source.editions.iter().flat_map(|edition| &edition.articles) {
            let blocks = article.body.blocks().unwrap_or_else(|error| panic!("what was kept is not read: {error}"));
            blocks::check(&blocks);
        }
    }
}

/// The site's settings, and what `portal check` says of them.
pub fn settings(input: &[u8]) {
    let folder = folder();
    write(&folder, "site.toml", input);
    write(&folder, "sections.toml", SECTIONS.as_bytes());
    match read_at(folder.path(), at()) {
        Ok(source) => assert!(!source.editions.is_empty()),
        Err(problems) => assert!(!problems.to_string().is_empty()),
    }
}

/// Pictures of every kind, each named as any other; what may be published of them is read.
pub fn pictures(input: &[u8]) {
    for name in ["a.svg", "a.png", "a.jpg", "a.gif", "a.webp", "a.pdf", "a.docx", "a.mp4"] {
        let is_picture = check_picture(Path::new(name), input).is_ok();
        let media_type = media_type(name).filter(|_| is_picture).map(MediaType::essence);
        if let Some(media_type) = media_type.filter(|media_type| *media_type != "image/svg+xml") {
            let _ = read_pixels(media_type, input);
        }
    }
}
