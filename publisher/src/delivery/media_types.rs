//! The one table of file types, by name or extension.
//!
//! `portal serve`, nginx and Caddy send these types: the servers' own tables differ from each other and between versions
//! (`.webmanifest`, `.avif`, `.wasm`), and with `nosniff` a wrong type is a broken page. The table also tells which
//! files are worth compressing, and which ones editors may publish.

/// One kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaType {
    pub extension: &'static str,
    /// The whole `Content-Type`.
    pub name: &'static str,
    /// Whether `X.br` and `X.gz` may be beside `X`.
    pub is_compressible: bool,
    /// Whether editors may publish it. Pages and scripts are not media: they would run in the site's name.
    pub is_media: bool,
}

impl MediaType {
    const fn for_editors(self) -> Self {
        Self { is_media: true, ..self }
    }

    /// The type alone, without `charset`.
    pub fn essence(&self) -> &'static str {
        self.name.split_once(';').map_or(self.name, |(essence, _)| essence)
    }
}

/// The endings appended to a file's name for its compressed forms: brotli, gzip.
pub const COMPRESSED_SUFFIXES: [&str; 2] = [".br", ".gz"];

/// For a file whose extension is not in the table: it is offered for download.
pub const UNKNOWN: &str = "application/octet-stream";

/// Every kind of file that a site holds.
pub const MEDIA_TYPES: [MediaType; 41] = [
    text("html", "text/html; charset=utf-8"),
    text("css", "text/css; charset=utf-8"),
    text("js", "text/javascript; charset=utf-8"),
    text("mjs", "text/javascript; charset=utf-8"),
    text("json", "application/json; charset=utf-8"),
    text("map", "application/json; charset=utf-8"),
    text("webmanifest", "application/manifest+json; charset=utf-8"),
    text("xml", "application/xml; charset=utf-8"),
    text("txt", "text/plain; charset=utf-8").for_editors(),
    text("md", "text/markdown; charset=utf-8"),
    text("csv", "text/csv; charset=utf-8").for_editors(),
    text("vtt", "text/vtt; charset=utf-8").for_editors(),
    text("svg", "image/svg+xml; charset=utf-8").for_editors(),
    text("wasm", "application/wasm"),
    // The search index's; its other parts are already compressed.
    text("pagefind", "application/wasm"),
    text("ico", "image/vnd.microsoft.icon"),
    binary("png", "image/png").for_editors(),
    binary("jpg", "image/jpeg").for_editors(),
    binary("jpeg", "image/jpeg").for_editors(),
    binary("webp", "image/webp").for_editors(),
    binary("avif", "image/avif"),
    binary("gif", "image/gif").for_editors(),
    binary("woff2", "font/woff2"),
    binary("mp3", "audio/mpeg").for_editors(),
    binary("m4a", "audio/mp4").for_editors(),
    binary("ogg", "audio/ogg").for_editors(),
    binary("wav", "audio/wav").for_editors(),
    binary("mp4", "video/mp4").for_editors(),
    binary("webm", "video/webm").for_editors(),
    binary("pdf", "application/pdf").for_editors(),
    binary("zip", "application/zip").for_editors(),
    binary("doc", "application/msword").for_editors(),
    binary("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document").for_editors(),
    binary("xls", "application/vnd.ms-excel").for_editors(),
    binary("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet").for_editors(),
    binary("ppt", "application/vnd.ms-powerpoint").for_editors(),
    binary("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation").for_editors(),
    binary("odt", "application/vnd.oasis.opendocument.text").for_editors(),
    binary("ods", "application/vnd.oasis.opendocument.spreadsheet").for_editors(),
    binary("odp", "application/vnd.oasis.opendocument.presentation").for_editors(),
    binary("rar", "application/vnd.rar").for_editors(),
];

const fn text(extension: &'static str, name: &'static str) -> MediaType {
    MediaType { extension, name, is_compressible: true, is_media: false }
}

const fn binary(extension: &'static str, name: &'static str) -> MediaType {
    MediaType { extension, name, is_compressible: false, is_media: false }
}

/// Feeds, by file name: the extension does not determine their type.
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
