//! The path of a request, decoded and validated: anything that cannot be an address of the site is rejected here.

use percent_encoding::percent_decode_str;

/// A decoded path: begins with one slash, has no empty, hidden or parent segment, no control character and no encoded
/// slash. So it cannot lead outside the web root or, in a `Location`, off the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RequestPath(String);

/// The longest possible address: longer than file systems allow for any path we publish.
const LONGEST_PATH: usize = 4_096;

impl RequestPath {
    /// `None` for an impossible path; the reader gets "not found".
    pub(super) fn parse(raw: &str) -> Option<Self> {
        let path = raw.strip_prefix('/').filter(|_| raw.len() <= LONGEST_PATH)?;
        let mut decoded = String::with_capacity(raw.len());
        let mut segments = path.split('/').peekable();
        while let Some(segment) = segments.next() {
            decoded.push('/');
            let is_last = segments.peek().is_none();
            if segment.is_empty() && is_last {
                break;
            }
            let name = decode_segment(segment)?;
            // RFC 8615: the one hidden folder that is public.
            let is_well_known = decoded == "/" && name == ".well-known" && !is_last;
            if name.starts_with('.') && !is_well_known {
                return None;
            }
            decoded.push_str(&name);
        }
        // Precompressed files have no address of their own.
        (!decoded.ends_with(".br") && !decoded.ends_with(".gz")).then_some(Self(decoded))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Strict: every `%` begins an encoded byte, the bytes are valid UTF-8, and the result is a single segment.
fn decode_segment(segment: &str) -> Option<String> {
    let has_broken_escape = segment.split('%').skip(1).any(|rest| {
        let mut digits = rest.bytes();
        !(digits.next().is_some_and(|b| b.is_ascii_hexdigit()) && digits.next().is_some_and(|b| b.is_ascii_hexdigit()))
    });
    if has_broken_escape {
        return None;
    }
    let name = percent_decode_str(segment).decode_utf8().ok()?;
    let is_name = !name.is_empty() && !name.contains(|c: char| c.is_control() || matches!(c, '/' | '\\'));
    is_name.then(|| name.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_path_is_decoded() {
        for (raw, expected) in [
            ("/", "/"),
            ("/tin-tuc/hoi-thi-k7q2m9/", "/tin-tuc/hoi-thi-k7q2m9/"),
            ("/tin%20t%E1%BB%A9c", "/tin tức"),
            ("/a%2ejson", "/a.json"),
            ("/a%25b", "/a%b"),
            ("/.well-known/security.txt", "/.well-known/security.txt"),
        ] {
            assert_eq!(RequestPath::parse(raw).map(|path| path.0).as_deref(), Some(expected), "{raw}");
        }
    }

    #[test]
    fn what_is_no_possible_address_is_refused() {
        for raw in [
            "",
            "a",
            "*",
            "//",
            "//evil.example",
            "//evil.example/",
            "/\\evil.example",
            "/%5cevil",
            "/%2f/evil",
            "/%2Fevil",
            "/a//b",
            "/..",
            "/../a",
            "/a/../b",
            "/%2e%2e/a",
            "/a/%2E./b",
            "/.",
            "/.env",
            "/a/.git/config",
            "/.well-known",
            "/.well-known/../a",
            "/a/.well-known/b",
            "/%00",
            "/a%0d%0ab",
            "/%7f",
            "/%c0%af",
            "/%c0%ae%c0%ae/",
            "/%ff",
            "/%",
            "/%1",
            "/%zz",
            "/a%+1",
            "/index.html.br",
            "/a.gz",
        ] {
            assert_eq!(RequestPath::parse(raw), None, "{raw}");
        }
        assert_eq!(RequestPath::parse(&format!("/{}", "a".repeat(10_000))), None);
    }
}
