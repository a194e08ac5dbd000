//! What holds of an article's blocks, whatever they were read from.

use portal_app::content::decode::decode_document;
use portal_app::content::model::{Block, StandingPage};
use serde_json::{Value, json};
use url::Url;

/// The schemes that a link may have.
const SCHEMES: [&str; 4] = ["http", "https", "mailto", "tel"];

/// Blocks are read back from their document as they are, and lead nowhere but where links may.
pub fn check(blocks: &[Block]) {
    let document = json!({"slug": "a", "title": "a", "body": blocks});
    let read = decode_document::<StandingPage>("pages/a.json", document.to_string());
    let read = read.unwrap_or_else(|error| panic!("the document cannot be read: {error:?}\n{document}"));
    assert_eq!(read.warning, None, "{document}");
    assert_eq!(read.document.body, blocks, "{document}");
    check_links(&document);
}

fn check_links(value: &Value) {
    match value {
        Value::Array(values) => values.iter().for_each(check_links),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_str() {
                    Some(address) if ["href", "src", "url"].contains(&name.as_str()) => check_link(address),
                    _ => check_links(value),
                }
            }
        }
        _ => {}
    }
}

/// As a browser understands it on a page of the site.
fn check_link(address: &str) {
    let Some(page) = Url::parse("https://portal.example/tin-tuc/a-1/").ok() else { return };
    let Ok(url) = page.join(address) else { return };
    assert!(SCHEMES.contains(&url.scheme()), "a link to {url}, written {address:?}");
    let is_of_site = url.host_str() == page.host_str();
    let is_path = address.starts_with('/') || !address.contains(':');
    assert!(is_of_site || !is_path, "a path that leads to {url}, written {address:?}");
    assert!(url.username().is_empty() && url.password().is_none(), "a link with a user: {address:?}");
}
