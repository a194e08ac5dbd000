//! From an answer's bytes to a document, by the app's own reader; and from what that says of a fault to a kind and a place.

use portal_app::content::error::ContentError;
use serde_json::Value;

use super::finding::Detail;
use super::kind::Kind;

/// The longest value that is shown.
pub const LONGEST_SHOWN: usize = 60;

/// A fault in a document.
pub struct Fault {
    pub kind: Kind,
    pub pointer: String,
    pub detail: Detail,
}

impl Fault {
    pub fn new(kind: Kind, pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { kind, pointer: pointer.into(), detail: Detail::Plain(detail.into()) }
    }
}

/// The text of an answer as a browser takes it, and its JSON. Whether it begins with a byte order mark is told as well.
///
/// # Errors
/// When it is no JSON.
pub fn parse(body: &[u8]) -> Result<(String, Value, bool), Fault> {
    let Ok(text) = std::str::from_utf8(body) else {
        return Err(Fault::new(Kind::BadUtf8, "", ""));
    };
    let whole = text.strip_prefix('\u{feff}');
    let (text, has_mark) = (whole.unwrap_or(text), whole.is_some());
    let start = text.trim_start();
    if start.starts_with('<') {
        let is_login = start.to_lowercase().contains("type=\"password\"");
        let title = start.split_once("<title>").and_then(|(_, rest)| rest.split('<').next()).unwrap_or_default();
        return Err(Fault::new(if is_login { Kind::LoginRedirect } else { Kind::Html }, "", title.trim()));
    }
    match serde_json::from_str(text) {
        Ok(value) => Ok((text.to_owned(), value, has_mark)),
        Err(error) if error.is_eof() => Err(Fault::new(Kind::Truncated, "", format!("{} B", text.len()))),
        Err(error) => Err(Fault::new(Kind::BadJson, "", error.to_string())),
    }
}

/// What the app's reader found, with the place as a JSON pointer.
pub fn fault_of(error: &ContentError) -> Fault {
    let ContentError::Malformed { reason, .. } = error else { return Fault::new(Kind::BadJson, "", "") };
    let is_step = |step: &str| step.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_.".contains(&b));
    let (path, reason) = reason.split_once(": ").filter(|(path, _)| is_step(path)).unwrap_or(("", reason));
    let pointer = if path.is_empty() { String::new() } else { format!("/{}", path.replace('.', "/")) };
    if let Some(field) = reason.strip_prefix("missing field ") {
        return Fault::new(Kind::MissingField, format!("{pointer}/{}", field.trim_matches('`')), "");
    }
    if let Some(number) = reason.strip_suffix(" is too large") {
        let detail = Detail::NotA { found: number.to_owned(), wanted: "a number of that size".to_owned() };
        return Fault { kind: Kind::WrongType, pointer, detail };
    }
    match reason.rsplit_once(" is not ") {
        Some((found, wanted)) => {
            let kind = match wanted {
                _ if !found.starts_with('`') => Kind::WrongType,
                id if id.starts_with("an id") => Kind::BadId,
                slug if slug.starts_with("a slug") => Kind::BadSlug,
                path if path.starts_with("a path") || path.starts_with("a link") => Kind::BadPath,
                time if time.starts_with("a time") || time.starts_with("a month") => Kind::BadTime,
                _ => Kind::WrongType,
            };
            Fault { kind, pointer, detail: Detail::NotA { found: shortened(found), wanted: wanted.to_owned() } }
        }
        None => Fault::new(Kind::WrongType, pointer, reason),
    }
}

/// What was there, in so far as it is needed to find it.
fn shortened(found: &str) -> String {
    match found.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…`", found.get(..end).unwrap_or_default()),
        None => found.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use portal_app::content::decode::decode_document;
    use portal_app::content::model::{Home, StandingPage};
    use portal_app::text::Lang;

    use super::*;

    fn fault(text: &str) -> (Kind, String, String) {
        let fault = fault_of(&decode_document::<StandingPage>("p", text).unwrap_err());
        (fault.kind, fault.pointer, fault.detail.in_lang(Lang::Vi))
    }

    #[test]
    fn what_the_apps_reader_says_becomes_a_kind_and_a_pointer() {
        let of = |kind, pointer: &str, detail: &str| (kind, pointer.to_owned(), detail.to_owned());
        for (text, found) in [
            (r#"{"slug":"a","body":[]}"#, of(Kind::MissingField, "/title", "")),
            (r#"{"slug":"a","title":1,"body":[]}"#, of(Kind::WrongType, "/title", "số không phải là chữ")),
            (
                r#"{"slug":"A b","title":"A","body":[]}"#,
                of(Kind::BadSlug, "/slug", "`A b` không phải là slug (a-z, 0-9 và -)"),
            ),
            (
                r#"{"slug":"a","title":"A","body":[{"kind":"heading","level":900,"spans":[]}]}"#,
                of(Kind::WrongType, "/body/0/level", "900 không phải là số trong phạm vi cho phép"),
            ),
            (
                r#"{"slug":"a","title":"A","updated_at":"x is not: y","body":[]}"#,
                of(Kind::BadTime, "/updated_at", "`x is not: y` không phải là thời điểm có múi giờ hoặc ngày"),
            ),
            ("[]", of(Kind::WrongType, "", "danh sách không phải là đối tượng")),
        ] {
            assert_eq!(fault(text), found, "{text}");
        }
        let list = r#"{"lead":[],"sections":[],"latest":[{"slug":"a"}]}"#;
        assert_eq!(fault_of(&decode_document::<Home>("h", list).unwrap_err()).pointer, "/latest/0/id");
    }

    #[test]
    fn what_is_no_json_is_told_apart() {
        for (body, kind) in [
            (&b" <!doctype html><title>Th\xe1\xbb\xad</title>"[..], Kind::Html),
            (b"<form><input type=\"password\">", Kind::LoginRedirect),
            (b"{\"a\": [1, 2", Kind::Truncated),
            (b"Warning: x\n{}", Kind::BadJson),
            (b"{\"a\": \"\xc3\"}", Kind::BadUtf8),
        ] {
            assert_eq!(parse(body).err().map(|fault| fault.kind), Some(kind));
        }
        assert!(parse("\u{feff}{}".as_bytes()).is_ok_and(|(text, _, has_mark)| text == "{}" && has_mark));
    }
}
