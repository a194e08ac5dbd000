//! Old addresses as documents: a storage of objects answers no redirect of its own, so at an old address is a page that leads on.
//! Search engines take one that leads on at once for a lasting redirect.
//!
//! An address with a query is no name of an object, and neither case nor percent-encoding is folded: where those count, a CDN has to
//! look them up in `routes.json`.

use std::collections::BTreeMap;

use html_escape::encode_double_quoted_attribute;
use percent_encoding::percent_decode_str;

use crate::delivery::{Routes, encode_path};

/// The documents, by their paths below the site's place.
pub fn documents(routes: &Routes) -> BTreeMap<String, Vec<u8>> {
    let plain = routes.redirects.iter().filter(|(old, _)| !old.as_str().contains('?'));
    plain.filter_map(|(old, new)| Some((path_of(old.as_str())?, document(&routes.origin, new.as_str())))).collect()
}

/// Where the document of an old address is: at the address, or at the folder's page, to which a CDN leads addresses that end in
/// a name without a full stop.
fn path_of(old: &str) -> Option<String> {
    let old = percent_decode_str(old).decode_utf8().ok()?;
    let bare = old.trim_matches('/');
    let (_, name) = bare.rsplit_once('/').unwrap_or(("", bare));
    match name {
        "" => None,
        name if name.contains('.') => Some(bare.to_owned()),
        _ => Some(format!("{bare}/index.html")),
    }
}

fn document(origin: &str, new: &str) -> Vec<u8> {
    let path = encode_path(new);
    let (address, path) = (format!("{origin}{path}"), encode_double_quoted_attribute(&path));
    let address = encode_double_quoted_attribute(&address);
    format!(
        "<!doctype html>\n<meta charset=\"utf-8\">\n<title>{path}</title>\n<meta http-equiv=\"refresh\" content=\"0; url={path}\">\n\
         <link rel=\"canonical\" href=\"{address}\">\n<p><a href=\"{path}\">{path}</a></p>\n"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_address_is_a_name_or_a_folder_and_one_with_a_query_is_none() {
        for (old, expected) in [
            ("/tin-cu/bai-1.aspx", Some("tin-cu/bai-1.aspx")),
            ("/tin-cu/bai-1/", Some("tin-cu/bai-1/index.html")),
            ("/tin-cu/bai-1", Some("tin-cu/bai-1/index.html")),
            ("/tin%20t%E1%BB%A9c", Some("tin tức/index.html")),
            ("/", None),
            ("/%ff", None),
        ] {
            assert_eq!(path_of(old).as_deref(), expected, "{old}");
        }
        let path = |text: &str| serde_json::from_value(text.into()).unwrap();
        let redirects = [("/a.aspx", "/tin-tuc/bài-1/"), ("/Default.aspx?id=1", "/tin-tuc/bài-1/")];
        let redirects = redirects.map(|(old, new)| (path(old), path(new))).into();
        let documents = documents(&Routes { origin: "https://portal.example".into(), redirects, ..Routes::default() });
        assert_eq!(documents.keys().collect::<Vec<_>>(), ["a.aspx"]);
        let document = String::from_utf8_lossy(&documents["a.aspx"]).into_owned();
        assert!(document.contains(r#"content="0; url=/tin-tuc/b%C3%A0i-1/""#), "{document}");
        assert!(document.contains(r#"href="https://portal.example/tin-tuc/b%C3%A0i-1/""#), "{document}");
    }
}
