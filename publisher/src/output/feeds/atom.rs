//! Atom 1.0 (RFC 4287).

use atom_syndication::{Category, Entry, Feed as AtomFeed, Link, Person, Text};
use chrono::DateTime;

use portal_app::path::feed::FeedFormat;

use super::feed::{Feed, Item, clean_for_xml, media_type};

/// The whole file; `own` is its address.
pub(super) fn format_atom(feed: &Feed<'_>, own: &str) -> Result<Vec<u8>, String> {
    let organization = &feed.site.organization;
    let atom = AtomFeed {
        title: plain(&feed.title),
        subtitle: Some(plain(&feed.description)),
        id: feed.id.clone(),
        // Even an empty feed must have a time; this one doesn't change from publish to publish.
        updated: feed.updated.unwrap_or_else(|| DateTime::UNIX_EPOCH.fixed_offset()),
        authors: vec![Person {
            name: clean_for_xml(&organization.name),
            email: Some(clean_for_xml(&organization.email)),
            uri: Some(format!("{}/", feed.site.url)),
            ..Person::default()
        }],
        links: vec![
            link("self", own, media_type(FeedFormat::Atom), None),
            link("alternate", &feed.page, "text/html", None),
        ],
        rights: Some(plain(&feed.site.attribution)),
        entries: feed.items.iter().map(to_entry).collect(),
        lang: Some(feed.site.lang.tag().to_owned()),
        ..AtomFeed::default()
    };
    atom.write_to(Vec::new()).map_err(|error| error.to_string())
}

/// An entry without an author has its feed's (RFC 4287, 4.2.1).
fn to_entry(item: &Item<'_>) -> Entry {
    let article = item.article;
    let name = article.author.iter().map(|author| clean_for_xml(author));
    let enclosures =
        item.enclosures.iter().map(|file| link("enclosure", &file.address, &file.media_type, Some(file.bytes)));
    let categories = article.section.iter().map(|section| Category {
        term: section.slug.to_string(),
        scheme: None,
        label: Some(clean_for_xml(&section.name)),
    });
    Entry {
        title: plain(&article.title),
        id: item.id.clone(),
        updated: item.updated,
        published: Some(item.published),
        authors: name.map(|name| Person { name, ..Person::default() }).collect(),
        categories: categories.collect(),
        links: std::iter::once(link("alternate", &item.address, "text/html", None)).chain(enclosures).collect(),
        summary: Some(plain(&item.text)),
        ..Entry::default()
    }
}

fn plain(text: &str) -> Text {
    Text::plain(clean_for_xml(text))
}

fn link(rel: &str, address: &str, media_type: &str, bytes: Option<u64>) -> Link {
    Link {
        href: address.to_owned(),
        rel: rel.to_owned(),
        mime_type: Some(media_type.to_owned()),
        length: bytes.map(|bytes| bytes.to_string()),
        ..Link::default()
    }
}
