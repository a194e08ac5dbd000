//! What a file is, by its name or extension: the one table behind `portal serve`, nginx and Caddy.
//!
//! The servers' own tables differ from each other and between versions (`.webmanifest`, `.avif`, `.wasm`), and with
//! `nosniff` a wrong type is a broken page. The publisher asks here what is worth compressing.

/// One kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaType {
    pub extension: &'static str,
    /// The whole `Content-Type`.
    pub name: &'static str,
    /// Whether `X.br` and `X.gz` may stand beside `X`.
    pub is_compressible: bool,
}

/// For a file whose extension is not in the table: it is offered for download.
pub const UNKNOWN: &str = "application/octet-stream";

/// Every kind of file that a site holds.
pub const MEDIA_TYPES: [MediaType; 37] = [
    text("html", "text/html; charset=utf-8"),
    text("css", "text/css; charset=utf-8"),
    text("js", "text/javascript; charset=utf-8"),
    text("mjs", "text/javascript; charset=utf-8"),
    text("json", "application/json; charset=utf-8"),
    text("map", "application/json; charset=utf-8"),
    text("webmanifest", "application/manifest+json; charset=utf-8"),
    text("xml", "application/xml; charset=utf-8"),
    text("txt", "text/plain; charset=utf-8"),
    text("md", "text/markdown; charset=utf-8"),
    text("csv", "text/csv; charset=utf-8"),
    text("vtt", "text/vtt; charset=utf-8"),
    text("svg", "image/svg+xml; charset=utf-8"),
    text("wasm", "application/wasm"),
    // The search index's; its other parts are compressed in their own way.
    text("pagefind", "application/wasm"),
    text("ico", "image/vnd.microsoft.icon"),
    binary("png", "image/png"),
    binary("jpg", "image/jpeg"),
    binary("jpeg", "image/jpeg"),
    binary("webp", "image/webp"),
    binary("avif", "image/avif"),
    binary("gif", "image/gif"),
    binary("woff2", "font/woff2"),
    binary("mp3", "audio/mpeg"),
    binary("m4a", "audio/mp4"),
    binary("ogg", "audio/ogg"),
    binary("wav", "audio/wav"),
    binary("mp4", "video/mp4"),
    binary("webm", "video/webm"),
    binary("pdf", "application/pdf"),
    binary("zip", "application/zip"),
    binary("doc", "application/msword"),
    binary("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    binary("xls", "application/vnd.ms-excel"),
    binary("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    binary("ppt", "application/vnd.ms-powerpoint"),
    binary("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
];

const fn text(extension: &'static str, name: &'static str) -> MediaType {
    MediaType { extension, name, is_compressible: true }
}

const fn binary(extension: &'static str, name: &'static str) -> MediaType {
    MediaType { extension, name, is_compressible: false }
}

/// Feeds: every one has the same name, and a type that its extension does not tell.
pub const NAMED_TYPES: [(&str, MediaType); 3] = [
    ("rss.xml", text("xml", "application/rss+xml; charset=utf-8")),
    ("atom.xml", text("xml", "application/atom+xml; charset=utf-8")),
    ("feed.json", text("json", "application/feed+json; charset=utf-8")),
];

/// The kind of a file, by its path or name; `None` when its extension is not in the table.
pub fn media_type(path: &str) -> Option<&'static MediaType> {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    if let Some((_, kind)) = NAMED_TYPES.iter().find(|(known, _)| *known == name) {
        return Some(kind);
    }
    let (_, extension) = name.rsplit_once('.')?;
    MEDIA_TYPES.iter().find(|kind| kind.extension.eq_ignore_ascii_case(extension))
}

/// Whether the publisher writes `X.br` and `X.gz` beside this file.
pub fn is_compressible(path: &str) -> bool {
    media_type(path).is_some_and(|kind| kind.is_compressible)
}
