//! RSS 2.0, as the RSS Advisory Board's best practices profile reads it.
//!
//! Two traps: a description is HTML, so plain text is escaped in it, and `author` has to be an e-mail address, so
//! names go in Dublin Core's `creator`.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};
use html_escape::encode_text;
use rss::extension::dublincore::DublinCoreExtension;
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel, Guid, Item as RssItem};

use portal_app::path::feed::FeedFormat;

use super::feed::{Enclosure, Feed, Item, clean_for_xml, media_type};

/// The whole file; `own` is its address.
pub(super) fn format_rss(feed: &Feed<'_>, own: &str) -> Result<Vec<u8>, String> {
    let organization = &feed.site.organization;
    let channel = Channel {
        title: clean_for_xml(&feed.title),
        link: feed.page.clone(),
        description: html_of(&feed.description),
        language: Some(feed.site.lang.tag().to_owned()),
        copyright: Some(clean_for_xml(&feed.site.attribution)),
        managing_editor: Some(clean_for_xml(&format!("{} ({})", organization.email, organization.name))),
        last_build_date: feed.updated.map(format_time),
        docs: Some("https://www.rssboard.org/rss-specification".to_owned()),
        items: feed.items.iter().map(to_rss_item).collect(),
        extensions: self_link(own),
        namespaces: [("atom", "http://www.w3.org/2005/Atom"), ("dc", "http://purl.org/dc/elements/1.1/")]
            .map(|(prefix, name)| (prefix.to_owned(), name.to_owned()))
            .into(),
        ..Channel::default()
    };
    channel.write_to(Vec::new()).map_err(|error| error.to_string())
}

fn to_rss_item(item: &Item<'_>) -> RssItem {
    let article = item.article;
    let categories =
        article.section.iter().map(|section| Category { name: clean_for_xml(&section.name), domain: None });
    let creators = article.author.iter().map(|author| clean_for_xml(author)).collect();
    RssItem {
        title: Some(clean_for_xml(&article.title)),
        link: Some(item.address.clone()),
        description: Some(html_of(&item.text)),
        categories: categories.collect(),
        guid: Some(Guid { value: item.id.clone(), permalink: false }),
        pub_date: Some(format_time(item.published)),
        // An item has one at most.
        enclosure: item.enclosures.first().map(to_rss_enclosure),
        dublin_core_ext: Some(DublinCoreExtension { creators, ..DublinCoreExtension::default() }),
        ..RssItem::default()
    }
}

fn to_rss_enclosure(enclosure: &Enclosure) -> rss::Enclosure {
    rss::Enclosure {
        url: enclosure.address.clone(),
        length: enclosure.bytes.to_string(),
        mime_type: enclosure.media_type.clone(),
    }
}

/// Plain text as the HTML that a description is.
fn html_of(text: &str) -> String {
    encode_text(&clean_for_xml(text)).into_owned()
}

/// RFC 822 with a year of four digits: `Wed, 07 Apr 2021 16:36:43 +0700`.
fn format_time(at: DateTime<FixedOffset>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// `<atom:link rel="self">`, so that a saved feed still says where it is from.
fn self_link(own: &str) -> ExtensionMap {
    let attributes = [("href", own), ("rel", "self"), ("type", media_type(FeedFormat::Rss))];
    let link = Extension {
        name: "atom:link".to_owned(),
        attrs: attributes.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        ..Extension::default()
    };
    BTreeMap::from([("atom".to_owned(), BTreeMap::from([("link".to_owned(), vec![link])]))])
}
