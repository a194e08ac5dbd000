//! JSON Feed 1.1: https://www.jsonfeed.org/version/1.1/

use serde::Serialize;

use super::feed::{Feed, Item};

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    description: &'a str,
    language: &'static str,
    authors: Vec<Author<'a>>,
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: &'a str,
    url: &'a str,
    title: &'a str,
    /// An item has to have content; what there is to say here is the summary.
    content_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<&'a str>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    size_in_bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_in_seconds: Option<u32>,
}

/// The whole file; `own` is its address.
pub(super) fn format_json_feed(feed: &Feed<'_>, own: &str) -> Result<Vec<u8>, String> {
    let document = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.page,
        feed_url: own,
        description: &feed.description,
        language: feed.site.lang.tag(),
        authors: vec![Author { name: &feed.site.organization.name, url: Some(&feed.site.url) }],
        items: feed.items.iter().map(to_json_item).collect(),
    };
    serde_json::to_vec(&document).map_err(|error| error.to_string())
}

fn to_json_item<'a>(item: &'a Item<'_>) -> JsonItem<'a> {
    let article = item.article;
    let recordings = item.enclosures.iter().filter(|file| !file.is_picture);
    JsonItem {
        id: &item.id,
        url: &item.address,
        title: &article.title,
        content_text: &item.text,
        image: item.enclosures.iter().find(|file| file.is_picture).map(|file| file.address.as_str()),
        date_published: item.published.to_rfc3339(),
        date_modified: article.updated_at.map(|_| item.updated.to_rfc3339()),
        authors: article.author.iter().map(|name| Author { name, url: None }).collect(),
        tags: article.section.iter().map(|section| section.name.as_str()).collect(),
        attachments: recordings
            .map(|file| Attachment {
                url: &file.address,
                mime_type: &file.media_type,
                size_in_bytes: file.bytes,
                duration_in_seconds: article.audio.as_ref().and_then(|audio| audio.duration_secs),
            })
            .collect(),
    }
}
