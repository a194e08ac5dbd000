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
    use portal_app::content::model::{AnalyticsKind, HistoryKind, Home, NoticeLevel, PreviewMark, StandingPage};
    use portal_app::path::word::{ArticleId, Href, MediaAddress, SitePath, Slug};
    use portal_app::reader::FromJson;
    use portal_app::text::Lang;
    use portal_app::text::moment::{Moment, Month};
    use serde_json::json;

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
            (r#"{"slug":"a","title":1,"body":[]}"#, of(Kind::WrongType, "/title", "đang là số, phải là chuỗi ký tự")),
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
            ("[]", of(Kind::WrongType, "", "đang là danh sách, phải là đối tượng")),
        ] {
            assert_eq!(fault(text), found, "{text}");
        }
        let list = r#"{"lead":[],"sections":[],"latest":[{"slug":"a"}]}"#;
        assert_eq!(fault_of(&decode_document::<Home>("h", list).unwrap_err()).pointer, "/latest/0/id");
    }

    /// A value that is to be a `T`, and what it is told as.
    fn misread<T: FromJson>(value: &Value) -> (Kind, String) {
        let Err(error) = decode_document::<T>("p", value.to_string()) else { panic!("{value} is read") };
        let fault = fault_of(&error);
        assert!(
            matches!(fault.detail, Detail::NotA { .. }),
            "{value}: what the reader says is not recognised: {error:?}"
        );
        (fault.kind, fault.detail.in_lang(Lang::Vi))
    }

    /// Kinds follow from the reader's words: here is each that it has.
    #[test]
    fn each_reason_of_the_apps_reader_keeps_its_kind_and_is_told_in_vietnamese() {
        let word = json!("A b");
        for ((kind, said), wanted, detail) in [
            (misread::<String>(&json!(null)), Kind::WrongType, "đang là null, phải là chuỗi ký tự"),
            (misread::<String>(&json!(true)), Kind::WrongType, "đang là giá trị true hoặc false, phải là chuỗi ký tự"),
            (misread::<bool>(&json!([])), Kind::WrongType, "đang là danh sách, phải là giá trị true hoặc false"),
            (misread::<u64>(&word), Kind::WrongType, "`A b` không phải là số nguyên"),
            (misread::<i64>(&json!(1.5)), Kind::WrongType, "đang là số, phải là số nguyên"),
            (misread::<u32>(&json!({})), Kind::WrongType, "đang là đối tượng, phải là số nguyên"),
            (
                misread::<u32>(&json!(u64::MAX)),
                Kind::WrongType,
                "18446744073709551615 không phải là số trong phạm vi cho phép",
            ),
            (misread::<Vec<u32>>(&json!({})), Kind::WrongType, "đang là đối tượng, phải là danh sách"),
            (misread::<Home>(&word), Kind::WrongType, "`A b` không phải là đối tượng"),
            (misread::<ArticleId>(&word), Kind::BadId, "`A b` không phải là mã bài (a-z và 0-9)"),
            (misread::<ArticleId>(&json!(7)), Kind::WrongType, "đang là số, phải là chuỗi ký tự"),
            (misread::<Slug>(&word), Kind::BadSlug, "`A b` không phải là slug (a-z, 0-9 và -)"),
            (
                misread::<SitePath>(&word),
                Kind::BadPath,
                "`A b` không phải là đường dẫn của trang web (bắt đầu bằng một /)",
            ),
            (
                misread::<MediaAddress>(&word),
                Kind::BadPath,
                "`A b` không phải là đường dẫn của trang web hoặc địa chỉ https",
            ),
            (
                misread::<Href>(&word),
                Kind::BadPath,
                "`A b` không phải là liên kết (http, https, mailto, tel hoặc đường dẫn của trang web)",
            ),
            (misread::<Moment>(&word), Kind::BadTime, "`A b` không phải là thời điểm có múi giờ hoặc ngày"),
            (misread::<Moment>(&json!(7)), Kind::WrongType, "đang là số, phải là thời điểm có múi giờ hoặc ngày"),
            (misread::<Month>(&word), Kind::BadTime, "`A b` không phải là tháng theo mẫu `2021-03`"),
            (misread::<Lang>(&word), Kind::WrongType, "`A b` không phải là ngôn ngữ của giao diện"),
            (
                misread::<NoticeLevel>(&word),
                Kind::WrongType,
                "`A b` không phải là mức thông báo (info, warning, urgent)",
            ),
            (
                misread::<HistoryKind>(&word),
                Kind::WrongType,
                "`A b` không phải là việc trong lịch sử bài (published, updated, corrected, withdrawn)",
            ),
            (
                misread::<PreviewMark>(&word),
                Kind::WrongType,
                "`A b` không phải là trạng thái xem trước (draft, scheduled, expired)",
            ),
            (misread::<AnalyticsKind>(&word), Kind::WrongType, "`A b` không phải là loại đếm lượt xem (emc)"),
        ] {
            assert_eq!((kind, said.as_str()), (wanted, detail));
        }
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
