//! What WordPress answers, as far as it is asked for: each field may be missing, since plugins take out and add.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

/// What is asked of posts and pages.
pub const POST_FIELDS: &str =
    "id,date,modified,modified_gmt,slug,link,title,content,excerpt,author,featured_media,sticky,categories,tags";
/// What a sweep asks of them: not every change moves `modified`, such as one of the database, of many posts at once or of a password.
pub const POST_STAMP: &str =
    "id,modified_gmt,date,slug,link,title,author,featured_media,sticky,categories,tags,content.protected";
/// What is asked of media, also by a sweep.
pub const MEDIA_FIELDS: &str = "id,modified_gmt,source_url,alt_text,caption";

/// A post or a page.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Post {
    pub id: u64,
    /// Of the WordPress's zone, without an offset.
    pub date: String,
    pub modified: String,
    /// Percent-encoded.
    pub slug: String,
    pub link: String,
    pub title: Rendered,
    pub content: Rendered,
    pub excerpt: Rendered,
    pub author: u64,
    pub featured_media: u64,
    pub sticky: bool,
    pub categories: Vec<u64>,
    pub tags: Vec<u64>,
}

/// HTML.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Rendered {
    pub rendered: String,
    /// Whether a password opens it.
    pub protected: bool,
}

/// A file of the media library.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Medium {
    pub id: u64,
    pub modified_gmt: String,
    pub source_url: String,
    pub alt_text: String,
    pub caption: Rendered,
}

/// A category or a tag.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Term {
    pub id: u64,
    /// With entities.
    pub name: String,
    /// Percent-encoded.
    pub slug: String,
}

/// Who has published something.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct User {
    pub id: u64,
    pub name: String,
}

/// What posts name by number.
#[derive(Debug, Default)]
pub struct Names {
    pub categories: BTreeMap<u64, Term>,
    pub tags: BTreeMap<u64, Term>,
    pub users: BTreeMap<u64, String>,
}

/// The code of an error: its message is translated, in part.
pub fn error_code(value: &Value) -> Option<&str> {
    value.get("code")?.as_str()
}
