//! From an answer's text to a document: beyond this, nothing handles JSON.
//!
//! What the contract allows readers to skip (unknown fields, unknown kinds of block) is skipped and named, so that
//! the caller can say it once in the console; what it requires and is missing makes the document malformed.

use super::error::ContentError;
use super::page_data::{PageData, PageDocument};
use crate::reader::{FromJson, Json, Reading};

/// A document, with what was skipped while reading it.
#[derive(Debug, PartialEq)]
pub struct Decoded<T> {
    pub document: T,
    /// One line for the operator, when something was skipped.
    pub warning: Option<String>,
}

/// Reads one document. `endpoint` is for messages.
pub fn decode_document<T: FromJson>(endpoint: &str, text: impl Into<String>) -> Result<Decoded<T>, ContentError> {
    decode_by(T::from_json, endpoint, text.into())
}

/// Reads the document of a page.
pub fn decode_page(source: &PageDocument, text: impl Into<String>) -> Result<Decoded<PageData>, ContentError> {
    decode_by(|value, reading| source.read(value, reading), &source.endpoint, text.into())
}

fn decode_by<T>(
    read: impl FnOnce(&mut Json, &Reading) -> T,
    endpoint: &str,
    text: String,
) -> Result<Decoded<T>, ContentError> {
    let reading = Reading::default();
    let is_page = text.trim_start().starts_with('<');
    let value = serde_json::from_str(&text);
    // Before the document is made of the value: a browser does not get back what the app has had in use at once.
    drop(text);
    let document = value
        .map_err(|error| error.to_string())
        .and_then(|mut value: Json| {
            // Which build of the app published it is for the client alone.
            value.field("build");
            reading.result(|reading| read(&mut value, reading)).map_err(|error| error.to_string())
        })
        .map_err(|reason| match is_page {
            true => ContentError::Intercepted { endpoint: endpoint.to_owned() },
            false => ContentError::Malformed { endpoint: endpoint.to_owned(), reason },
        })?;
    Ok(Decoded { document, warning: warning(endpoint, reading.into_skipped()) })
}

fn warning(endpoint: &str, skipped: Vec<String>) -> Option<String> {
    (!skipped.is_empty()).then(|| format!("{endpoint}: skipped {}", skipped.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::model::{Block, Home, StandingPage};

    const PAGE: &str = r#"{"slug":"gioi-thieu","title":"Giới thiệu","body":[]}"#;

    #[test]
    fn a_document_with_only_its_required_fields_is_read_without_a_word() {
        let of_a_build = PAGE.replacen('{', r#"{"build":"0123abcd","#, 1);
        assert_eq!(decode_document::<StandingPage>("pages/gioi-thieu.json", of_a_build).unwrap().warning, None);
        let page = decode_document::<StandingPage>("pages/gioi-thieu.json", PAGE).unwrap();
        assert_eq!((page.document.title.as_str(), page.warning), ("Giới thiệu", None));
    }

    #[test]
    fn optional_fields_may_be_null() {
        let text = r#"{"slug":"a","title":"A","updated_at":null,"translations":null,"body":[{"kind":"paragraph","spans":[{"text":"x","marks":null,"href":null}]}]}"#;
        assert_eq!(decode_document::<StandingPage>("p", text).unwrap().warning, None);
    }

    #[test]
    fn unknown_fields_and_kinds_are_skipped_with_one_warning() {
        let text = r#"{"slug":"a","title":"A","mood":"calm","body":[{"kind":"hologram","depth":3},
            {"kind":"quote","blocks":[{"kind":"hologram"},{"kind":"rule"}]},
            {"kind":"paragraph","spans":[{"text":"x","marks":["sparkle"]}]}]}"#;
        let page = decode_document::<StandingPage>("pages/a.json", text).unwrap();
        assert_eq!(page.document.body.len(), 3);
        assert_eq!(page.warning.as_deref(), Some("pages/a.json: skipped a block of kind hologram, mood"));
    }

    #[test]
    fn a_missing_required_field_is_an_error_that_names_endpoint_and_field() {
        let error = decode_document::<StandingPage>("pages/a.json", r#"{"slug":"a","body":[]}"#).unwrap_err();
        let ContentError::Malformed { endpoint, reason } = error else { panic!("{error:?}") };
        assert_eq!(endpoint, "pages/a.json");
        assert!(reason.contains("`title`"), "{reason}");
    }

    #[test]
    fn an_error_names_the_way_to_the_place() {
        let cases = [
            (
                r#"{"kind":"rule"},{"kind":"quote","blocks":[{"kind":"paragraph","spans":[{"text":"x"},{"text":5}]}]}"#,
                "body.1.blocks.0.spans.1.text: a number is not text",
            ),
            (r#"{"kind":"rule"},{"kind":"paragraph"}"#, "body.1: missing field `spans`"),
            // What may be broken is passed over, and is not on the way to what may not.
            (
                r#"{"kind":"list","ordered":true,"start":"x","items":[[],[5]]}"#,
                "body.0.items.1.0: a number is not an object",
            ),
        ];
        for (blocks, expected) in cases {
            let text = format!(r#"{{"slug":"a","title":"A","body":[{blocks}]}}"#);
            let error = decode_document::<StandingPage>("pages/a.json", text).unwrap_err();
            assert_eq!(error.to_string(), format!("pages/a.json: {expected}"));
        }
    }

    #[test]
    fn what_is_no_json_or_goes_on_after_it_is_malformed() {
        for text in ["", "{", "null", "[]", r#"{"slug":"a","title":"A","body":[]} {}"#] {
            assert!(
                matches!(decode_document::<StandingPage>("p", text), Err(ContentError::Malformed { .. })),
                "{text}"
            );
        }
    }

    #[test]
    fn a_page_in_place_of_a_document_is_told_from_a_broken_one() {
        for text in ["<!doctype html><title>Wi-Fi</title>", "\r\n <html>"] {
            let error = decode_document::<StandingPage>("pages/a.json", text).unwrap_err();
            assert_eq!(error, ContentError::Intercepted { endpoint: "pages/a.json".into() }, "{text}");
        }
    }

    #[test]
    fn a_span_loses_a_target_that_may_not_be_followed_and_keeps_its_text() {
        for href in [
            "javascript:alert(1)",
            "//evil.example",
            "/\\\\evil.example",
            "data:text/html,x",
            "vbscript:x",
            "http:evil",
            "JaVaScRiPt:x",
            " javascript:x",
        ] {
            let text = format!(
                r#"{{"slug":"a","title":"A","body":[{{"kind":"paragraph","spans":[{{"text":"x","href":"{href}"}}]}}]}}"#
            );
            let page = decode_document::<StandingPage>("p", text).unwrap().document;
            let Some(Block::Paragraph { spans }) = page.body.first() else { panic!() };
            assert_eq!((spans[0].text.as_str(), &spans[0].href), ("x", &None), "{href}");
        }
    }

    #[test]
    fn a_path_that_leads_off_the_site_makes_the_document_malformed() {
        let text = r#"{"lead":[],"sections":[],"latest":[{"id":"a1","slug":"a","title":"A","published_at":"2021-03-12","path":"//evil.example/"}]}"#;
        assert!(matches!(decode_document::<Home>("home.json", text), Err(ContentError::Malformed { .. })));
    }
}
