//! Whole addresses of the site itself: people copy them from the browser's bar, with `www.` and without an s, or from a
//! preview.

use portal_app::content::model::{Block, Span};
use portal_app::path::word::Href;

use crate::source::address;
use crate::source::html::problem::BodyProblem;
use crate::source::html::resolve;
use crate::source::media::MediaFolder;

/// The path of an address of `host`; `None` when it is of another host.
pub(super) fn own_path<'a>(href: &'a str, host: &str) -> Option<&'a str> {
    let (scheme, rest) = href.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end)?;
    let authority = authority.to_ascii_lowercase();
    let port = match scheme.to_ascii_lowercase().as_str() {
        "http" => ":80",
        "https" => ":443",
        _ => return None,
    };
    let bare = |name: &str| name.strip_prefix("www.").unwrap_or(name).to_owned();
    let is_own = bare(authority.strip_suffix(port).unwrap_or(&authority)) == bare(&host.to_ascii_lowercase());
    let is_of_a_preview = ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|own| authority.strip_prefix(own).is_some_and(|port| port.is_empty() || port.starts_with(':')));
    (is_own && !host.is_empty() || is_of_a_preview).then_some(if path.is_empty() { "/" } else { path })
}

/// Makes paths of them, so that readers stay where they are, and tells of those that name a file which is not there, and of
/// sites that only look like this one.
pub(super) fn to_paths(blocks: &mut [Block], host: &str, media: &MediaFolder) -> Vec<BodyProblem> {
    let mut problems = Vec::new();
    each_span(blocks, &mut |span| {
        let Some(href) = &span.href else { return };
        let Some(path) = own_path(href.as_str(), host).filter(|path| path.starts_with('/')) else {
            let doubted = address::doubt(href, host);
            let problem = |fault| BodyProblem { attribute: Some("href"), value: Href::as_str(href).to_owned(), fault };
            problems.extend(doubted.map(problem));
            return;
        };
        match resolve(path, media) {
            Ok(Some(own)) => span.href = Some(own),
            Ok(None) => {}
            Err(fault) => {
                let value = Href::as_str(href).to_owned();
                problems.push(BodyProblem { attribute: Some("href"), value, fault });
            }
        }
    });
    problems
}

fn each_span(blocks: &mut [Block], change: &mut impl FnMut(&mut Span)) {
    for block in blocks {
        match block {
            Block::Paragraph { spans } | Block::Heading { spans, .. } => spans.iter_mut().for_each(&mut *change),
            Block::List { items, .. } => items.iter_mut().for_each(|item| each_span(item, change)),
            Block::Quote { blocks, .. } => each_span(blocks, change),
            Block::Table { rows, .. } => {
                rows.iter_mut().flatten().for_each(|cell| each_span(&mut cell.blocks, change));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_the_site_is_known_however_it_is_written() {
        let host = "sonv.laichau.gov.vn";
        for (href, path) in [
            ("https://sonv.laichau.gov.vn/tin-moi/?a#b", Some("/tin-moi/?a#b")),
            ("HTTP://WWW.SoNV.laichau.gov.vn", Some("/")),
            ("http://sonv.laichau.gov.vn:80/a", Some("/a")),
            ("https://sonv.laichau.gov.vn:443/a", Some("/a")),
            ("https://sonv.laichau.gov.vn:8443/a", None),
            ("https://sonv.laichau.gov.vn.example/a", None),
            ("https://laichau.gov.vn/a", None),
            ("ftp://sonv.laichau.gov.vn/a", None),
            ("mailto:a@sonv.laichau.gov.vn", None),
            ("/tin-moi/", None),
            ("http://127.0.0.1:8081/trang/lien-he/", Some("/trang/lien-he/")),
            ("http://localhost:8081", Some("/")),
            ("http://localhost.example/a", None),
        ] {
            assert_eq!(own_path(href, host), path, "{href}");
        }
        assert_eq!(own_path("https:///a", ""), None);
        assert_eq!(own_path("https://a.vn/b", "www.a.vn"), Some("/b"));
    }
}
