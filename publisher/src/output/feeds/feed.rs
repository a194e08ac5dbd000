//! A feed whatever its format: what the formats write down, and what they have in common.

use chrono::{DateTime, FixedOffset};
use portal_app::content::model::{Article, Site};
use portal_app::path::feed::FeedFormat;

/// What a feed says, whatever its format. Texts are as they were written; paths are absolute addresses.
pub struct Feed<'a> {
    pub site: &'a Site,
    pub title: String,
    pub description: String,
    /// Stays the same whatever else changes.
    pub id: String,
    /// The page that shows the same articles.
    pub page: String,
    /// When anything in it last changed; `None` while it is empty.
    pub updated: Option<DateTime<FixedOffset>>,
    pub items: Vec<Item<'a>>,
}

/// An article in a feed.
pub struct Item<'a> {
    pub article: &'a Article,
    pub id: String,
    pub address: String,
    pub published: DateTime<FixedOffset>,
    pub updated: DateTime<FixedOffset>,
    pub text: String,
    /// The picture, then the recording: files whose type and size are known.
    pub enclosures: Vec<Enclosure>,
}

/// A file that belongs to an article.
pub struct Enclosure {
    pub address: String,
    pub media_type: String,
    pub bytes: u64,
    pub is_picture: bool,
}

/// As links name it, without parameters.
pub const fn media_type(format: FeedFormat) -> &'static str {
    match format {
        FeedFormat::Rss => "application/rss+xml",
        FeedFormat::Atom => "application/atom+xml",
        FeedFormat::Json => "application/feed+json",
    }
}

/// Text without what XML 1.0 cannot hold, not even escaped (section 2.2): it would make the whole feed unreadable.
pub fn clean_for_xml(text: &str) -> String {
    let admits = |c: &char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
    text.chars().filter(admits).collect()
}
