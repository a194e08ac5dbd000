//! Which kinds of file may be published, by their extension.

use crate::source::problem::Fault;

/// What a news portal publishes. Pages and scripts are not media: they would run in the site's name.
const TYPES: &[(&str, &str)] = &[
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("gif", "image/gif"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("m4a", "audio/mp4"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("ogg", "audio/ogg"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ppt", "application/vnd.ms-powerpoint"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("rar", "application/vnd.rar"),
    ("svg", "image/svg+xml"),
    ("txt", "text/plain"),
    ("vtt", "text/vtt"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("xls", "application/vnd.ms-excel"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("zip", "application/zip"),
];

/// The media type of an extension in lower case.
pub(super) fn media_type(extension: &str) -> Result<&'static str, Fault> {
    let known = TYPES.iter().find(|(known, _)| *known == extension).map(|(_, media_type)| *media_type);
    known.ok_or_else(|| {
        let extensions = TYPES.iter().map(|(extension, _)| *extension).collect::<Vec<_>>().join(", ");
        Fault::new(
            format!("`.{extension}` is not a kind of file that can be published"),
            format!("Use one of {extensions}."),
        )
    })
}
