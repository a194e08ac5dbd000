//! Documents of a content API, ours or somebody else's, as the app reads them.

use portal_app::content::decode::{decode_document, decode_page};
use portal_app::content::model::{Notice, Site};
use portal_app::content::page_data::{InlinedPage, PageDocument};
use portal_app::path::AppPath;

/// A page of every kind.
const PAGES: [&str; 11] = [
    "/",
    "/tin-moi/",
    "/chuyen-muc/tin-tuc/",
    "/chuyen-muc/tin-tuc/2021-03/",
    "/tin-tuc/a-k7q2m9/",
    "/the/a/",
    "/trang/a/",
    "/tim-kiem/",
    "/so-do-trang/",
    "/nhung/",
    "/en/trang/a/",
];

/// What is read of a document is read of what is written of it.
pub fn documents(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    for address in PAGES {
        let path = AppPath::parse(address).unwrap_or_else(|| panic!("{address} is no page"));
        let source = PageDocument::of(&path);
        let Ok(read) = decode_page(&source, text) else { continue };
        // What was skipped is not written again.
        if read.warning.is_some() {
            continue;
        }
        let written = read.document.document_json().unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
        let written = String::from_utf8_lossy(&written);
        let again =
            decode_page(&source, &*written).unwrap_or_else(|error| panic!("{path}: {error:?}\n{text}\n{written}"));
        assert_eq!((again.document, again.warning), (read.document, None), "{path}: {text}");
    }
    let _ = decode_document::<Option<Notice>>("notice.json", text);
    if let Ok(site) = decode_document::<Site>("site.json", text)
        && site.warning.is_none()
    {
        let written = serde_json::to_string(&site.document).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let again = decode_document::<Site>("site.json", &written).map(|again| again.document);
        assert_eq!(again.ok().as_ref(), Some(&site.document), "{text}");
    }
    if let Some(page) = InlinedPage::from_script_json(text) {
        let written = page.to_script_json().unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert!(!written.contains('<'), "{written}");
        assert_eq!(InlinedPage::from_script_json(&written), Some(page), "{text}");
    }
}
