//! oEmbed 1.0 (oembed.com): how systems that know it put an article's card in, found by the link in the article's head.
//!
//! Each article has its answer as a file, so that a static file server can answer; what a request adds to the
//! address (`maxwidth`, `format`) changes nothing, since the frame is as wide as its place.

use html_escape::encode_double_quoted_attribute;
use portal_app::content::model::Site;
use serde_json::{Value, json};

use super::frame::SANDBOX;
use super::widget::{Content, Widget};

/// The usual size of a card, in CSS pixels, for systems that must know one.
const WIDTH: u32 = 600;
const HEIGHT: u32 = 190;

pub(super) fn oembed_document(site: &Site, card: &Widget<'_>, content: &Content) -> Value {
    let address = format!("{}/{}", site.url, card.path(site.lang));
    let title = encode_double_quoted_attribute(&content.title);
    json!({
        "version": "1.0",
        "type": "rich",
        "title": content.title,
        "provider_name": site.name,
        "provider_url": site.url,
        "cache_age": 3600,
        "width": WIDTH,
        "height": HEIGHT,
        "html": format!(
            r#"<iframe src="{address}" title="{title}" width="{WIDTH}" height="{HEIGHT}" style="border:0;max-width:100%" loading="lazy" sandbox="{SANDBOX}"></iframe>"#
        ),
    })
}
