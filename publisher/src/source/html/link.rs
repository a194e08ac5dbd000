//! Where a link of a body leads, read as a browser would read it.

use portal_app::path::AppPath;
use portal_app::path::folder::MEDIA;
use portal_app::path::word::{Href, SitePath};

use crate::source::address;
use crate::source::media::MediaFolder;
use crate::source::problem::{Fault, Severity};

/// What `href` leads to: `Ok(None)` when it leads nowhere; an error when it is meant for a file that isn't there, and a
/// warning when only its text can be published (another scheme, a place on the page).
pub(in crate::source) fn resolve(href: &str, media: &MediaFolder) -> Result<Option<Href>, Fault> {
    let written = href.trim();
    let href = clean(href);
    if matches!(href.as_str(), "" | "#" | "#top") {
        return Ok(None);
    }
    if href.starts_with('#') {
        let help = "Name the heading instead (“see section 2”): a reader has the list of headings.";
        return Err(Fault::warning("a link to a place on the same page is not published, only its words", help));
    }
    let href = if is_host(written.strip_prefix("//").unwrap_or_default()) { format!("https:{href}") } else { href };
    if let Some((scheme, rest)) = href.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) {
        let scheme = scheme.to_ascii_lowercase();
        let space = if scheme == "tel" { "" } else { "%20" };
        let target = Href::new(format!("{scheme}:{}", rest.replace(' ', space)));
        let is_doubled = ["//http:", "//https:"].iter().any(|start| rest.to_ascii_lowercase().starts_with(start));
        return match target {
            Some(_) if is_doubled => Err(Fault::new("the address begins twice", "Write http:// or https:// once.")),
            Some(target) => address::check(&target).map(|()| Some(target)),
            None if scheme.contains("tp") && scheme != "ftp" && scheme != "sftp" => {
                Err(Fault::new("the beginning of the address is mistyped", "Write https:// and the name of the site."))
            }
            // A file on somebody's computer, which may be in the folder as well.
            None if scheme == "file" || scheme.len() == 1 => Err(on_a_computer(&href, media)),
            None => Err(not_followed()),
        };
    }
    if href.starts_with(r"\\") {
        return Err(on_a_computer(&href, media));
    }
    if href.starts_with(['\\']) || href.starts_with("//") || href.starts_with("/\\") {
        return Err(not_followed());
    }
    if href.split_once('@').is_some_and(|(name, host)| !name.contains('/') && is_host(host)) {
        let help = format!("Write mailto:{href}.");
        return Err(Fault::new("the address of an e-mail begins with mailto:", help));
    }
    if !href.starts_with('/') || href.starts_with(MEDIA) {
        return media.find_link(&href).map(Some);
    }
    Ok(canonical(&href))
}

fn on_a_computer(href: &str, media: &MediaFolder) -> Fault {
    let fault = media.find(href).err();
    fault.map_or_else(not_followed, |fault| Fault { severity: Severity::Warning, ..fault })
}

/// Of an address that only a script or a browser's own pages have.
pub(super) fn not_followed() -> Fault {
    let help = "Write an address that begins with https://, mailto: or tel:, or a path of this site.";
    Fault::warning("a link of this kind is not published, only its words", help)
}

/// `example.org/x`, as it follows `//`.
fn is_host(address: &str) -> bool {
    let host = address.split(['/', '?', '#']).next().unwrap_or_default();
    host.contains('.') && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':'))
}

/// As the URL standard cleans its input: no controls or spaces at the ends, no tabs or line breaks anywhere.
pub(super) fn clean(url: &str) -> String {
    let is_edge = |c: char| c.is_ascii_control() || c == ' ' || c == '\u{a0}';
    url.trim_matches(is_edge).chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect()
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// A path of this site in its one form.
fn canonical(href: &str) -> Option<Href> {
    let end = href.find(['?', '#']).unwrap_or(href.len());
    let (path, rest) = href.split_at_checked(end)?;
    let path = SitePath::new(path)?;
    let path = AppPath::parse(path.as_str()).map(SitePath::from).unwrap_or(path);
    Href::new(format!("{path}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(href: &str) -> Result<Option<String>, String> {
        let target = resolve(href, &MediaFolder::default()).map(|href| href.map(String::from));
        target.map_err(|fault| fault.message)
    }

    #[test]
    fn allowed_targets_are_kept_in_their_canonical_form() {
        for (href, target) in [
            ("https://example.com/a b", "https://example.com/a%20b"),
            (" HTTPS://example.com/\n", "https://example.com/"),
            ("mailto:sonoivu@laichau.gov.vn", "mailto:sonoivu@laichau.gov.vn"),
            ("tel:0213 3798 989", "tel:02133798989"),
            ("/trang/lien-he", "/trang/lien-he/"),
            ("/chuyen-muc/a?x=1#y", "/chuyen-muc/a/?x=1#y"),
            ("/sitemap.xml", "/sitemap.xml"),
            ("//example.com/a", "https://example.com/a"),
        ] {
            assert_eq!(resolved(href), Ok(Some(target.to_owned())), "{href}");
        }
    }

    #[test]
    fn what_may_not_be_followed_loses_its_link() {
        for href in [
            "",
            "#",
            "#muc-1",
            "/\\evil.example",
            "\\\\evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\nscript:alert(1)",
            "\tjava\tscript\t:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "blob:x",
            "C:\\a.doc",
            "https:",
            "https://",
            "http:example.com",
            "https:\\\\evil.example\n\\",
            "view-source:x",
            "javascript\r\n:alert(1)",
        ] {
            let target = resolved(href).ok().flatten();
            assert!(
                target.as_deref().is_none_or(|target| target.starts_with("https://")),
                "{href:?} became {target:?}"
            );
        }
    }

    #[test]
    fn an_address_without_its_beginning_is_told_so() {
        for href in ["www.example.org", "www.example.org/a?b", "example.org/trang", "http://http://example.org/"] {
            let message = resolved(href).unwrap_err();
            assert!(message.contains("the address"), "{href}: {message}");
        }
    }

    #[test]
    fn a_relative_link_has_to_be_a_file() {
        for href in
            ["van-ban.pdf", "../a.html", "index.php?id=3", "www.example.com", "/media/x.pdf", "javascript&colon;x"]
        {
            assert!(resolved(href).is_err(), "{href}");
        }
    }
}
