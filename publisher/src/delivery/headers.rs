//! Which headers a path gets: the one table behind `portal serve`, the nginx and the Caddy configuration.
//!
//! A path belongs to the first class whose rule matches it, and each class has its headers. Headers that depend on the
//! request (`ETag`, `Vary`, `Content-Encoding`, `Location`) are left to the server.

use portal_app::path::api::ONLINE as ONLINE_PATH;
use portal_app::path::folder;
use portal_app::text::Lang;

/// A kind of file that has its own headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileClass {
    /// A page of the site; also every redirect and every error.
    Document,
    /// A document that partners show in a frame.
    Embed,
    /// What a display in a public hall shows.
    Kiosk,
    /// Has a hash in its name, so it never changes.
    Asset,
    /// Pictures and files of articles, share pictures, QR codes: also with a hash in their names.
    Media,
    /// The content API.
    Api,
    /// The number of people online.
    Online,
    /// A list of articles for feed readers.
    Feed,
    /// Scripts loaded on first use, service workers, the edition of displays: their names are fixed, so browsers must
    /// revalidate them.
    Script,
    /// Icons, the manifest, `robots.txt`, the sitemap.
    Other,
}

/// What a rule matches: the decoded path of the request, without the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matcher {
    Exact(&'static str),
    Prefix(&'static str),
    Suffix(&'static str),
    /// A folder that every language has under its prefix.
    InEachLanguage(&'static str),
}

/// The first rule that matches a path decides; a path that no rule matches is `Other`.
pub const RULES: [(Matcher, FileClass); 23] = [
    (Matcher::Exact(ONLINE_PATH), FileClass::Online),
    (Matcher::Prefix(folder::API), FileClass::Api),
    (Matcher::Prefix(folder::ASSETS), FileClass::Asset),
    (Matcher::Prefix(folder::MEDIA), FileClass::Media),
    (Matcher::Prefix(folder::SHARE), FileClass::Media),
    (Matcher::Prefix(folder::EMBED), FileClass::Embed),
    (Matcher::Exact(folder::KIOSK), FileClass::Kiosk),
    (Matcher::Exact("/kiosk/index.html"), FileClass::Kiosk),
    (Matcher::Prefix(folder::KIOSK), FileClass::Script),
    (Matcher::Suffix(".pf_meta"), FileClass::Asset),
    (Matcher::Suffix(".pf_index"), FileClass::Asset),
    (Matcher::Suffix(".pf_filter"), FileClass::Asset),
    (Matcher::Suffix(".pf_fragment"), FileClass::Asset),
    (Matcher::InEachLanguage("pagefind/"), FileClass::Script),
    (Matcher::Suffix("/rss.xml"), FileClass::Feed),
    (Matcher::Suffix("/atom.xml"), FileClass::Feed),
    (Matcher::Suffix("/feed.json"), FileClass::Feed),
    (Matcher::Prefix(folder::TOOLS), FileClass::Script),
    (Matcher::Suffix("/sw.js"), FileClass::Script),
    (Matcher::Suffix("/"), FileClass::Document),
    (Matcher::Suffix(".html"), FileClass::Document),
    (Matcher::Exact("/robots.txt"), FileClass::Other),
    (Matcher::Exact("/sitemap.xml"), FileClass::Other),
];

/// The body of a 404 below `/api/` (RFC 9457); everywhere else it is the site's own `404.html`.
pub const API_NOT_FOUND: &str = r#"{"type":"about:blank","title":"Not Found","status":404}"#;

/// All classes, for the configurations.
pub const CLASSES: [FileClass; 10] = [
    FileClass::Document,
    FileClass::Embed,
    FileClass::Kiosk,
    FileClass::Asset,
    FileClass::Media,
    FileClass::Api,
    FileClass::Online,
    FileClass::Feed,
    FileClass::Script,
    FileClass::Other,
];

/// The headers whose value a class decides, in the order in which they are written.
pub const HEADERS: [&str; 12] = [
    "Cache-Control",
    "Content-Security-Policy",
    "Reporting-Endpoints",
    "Permissions-Policy",
    "X-Frame-Options",
    "Origin-Agent-Cluster",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Embedder-Policy",
    "Cross-Origin-Resource-Policy",
    "Access-Control-Allow-Origin",
    "X-Content-Type-Options",
    "Referrer-Policy",
];

/// Turned off for our pages and the frames in them. Only features that today's browsers know: an unknown one is a
/// console warning. Features that a page or an embedded video may need (fullscreen, autoplay, clipboard, share) keep
/// their defaults.
const PERMISSIONS_POLICY: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), \
     magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()";

/// An SVG opened on its own is a document: it may use inline styles, nothing else.
const MEDIA_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// The class of a decoded path.
pub fn policy(path: &str) -> FileClass {
    RULES.iter().find(|(matcher, _)| matcher.admits(path)).map_or(FileClass::Other, |(_, class)| *class)
}

/// The content security policies of pages, of what is shown in partners' frames and of displays. An empty one omits the
/// header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Policies {
    pub document: String,
    pub embed: String,
    pub kiosk: String,
    /// Where browsers tell what a page's or a display's policy refused: the value of `Reporting-Endpoints`.
    pub reports: String,
}

/// The headers of a class, in the order of `HEADERS`.
pub fn headers_for(class: FileClass, policies: &Policies) -> Vec<(&'static str, &str)> {
    HEADERS
        .into_iter()
        .filter_map(|name| value_of(name, class, policies).map(|value| (name, value)))
        .filter(|(_, value)| !value.is_empty())
        .collect()
}

fn value_of<'a>(name: &str, class: FileClass, policies: &'a Policies) -> Option<&'a str> {
    let is_document = matches!(class, FileClass::Document | FileClass::Embed | FileClass::Kiosk);
    match name {
        "Cache-Control" => Some(class.cache_control()),
        "Content-Security-Policy" if class == FileClass::Document => Some(&policies.document),
        "Content-Security-Policy" if class == FileClass::Embed => Some(&policies.embed),
        "Content-Security-Policy" if class == FileClass::Kiosk => Some(&policies.kiosk),
        "Content-Security-Policy" if class == FileClass::Media => Some(MEDIA_POLICY),
        // What is refused in a partner's frame is between them and their readers.
        "Reporting-Endpoints" if is_document && class != FileClass::Embed => Some(&policies.reports),
        "Permissions-Policy" if is_document => Some(PERMISSIONS_POLICY),
        // As `frame-ancestors` says it, for browsers that read only this.
        "X-Frame-Options" if class == FileClass::Document => Some("SAMEORIGIN"),
        "X-Frame-Options" if class == FileClass::Kiosk => Some("DENY"),
        // A page of another host below the same domain never shares its process. A frame has an origin of its own.
        "Origin-Agent-Cluster" if is_document && class != FileClass::Embed => Some("?1"),
        // Links in a frame open pages, which have their own policy.
        "Cross-Origin-Opener-Policy" if is_document && class != FileClass::Embed => Some("same-origin"),
        // A page that asks this of what it shows shows no frame that does not; all that frames load is open.
        "Cross-Origin-Embedder-Policy" if class == FileClass::Embed => Some("require-corp"),
        "Cross-Origin-Resource-Policy" if class.is_open() => Some("cross-origin"),
        "Cross-Origin-Resource-Policy" => Some("same-origin"),
        "Access-Control-Allow-Origin" if class.is_open() => Some("*"),
        "X-Content-Type-Options" => Some("nosniff"),
        "Referrer-Policy" => Some("strict-origin-when-cross-origin"),
        _ => None,
    }
}

/// `pagefind/` → `/pagefind/`, `/en/pagefind/`.
pub(super) fn in_each_language(folder: &str) -> [String; Lang::ALL.len()] {
    Lang::ALL.map(|lang| format!("/{}{folder}", lang.prefix()))
}

impl Matcher {
    pub fn admits(self, path: &str) -> bool {
        match self {
            Self::Exact(whole) => path == whole,
            Self::Prefix(start) => path.starts_with(start),
            Self::Suffix(end) => path.ends_with(end),
            Self::InEachLanguage(folder) => in_each_language(folder).iter().any(|start| path.starts_with(start)),
        }
    }
}

impl FileClass {
    /// Whether other origins may read it. A widget's frame has an opaque origin, so it cannot be named: hence `*`.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Embed | Self::Asset | Self::Media | Self::Api | Self::Online | Self::Feed)
    }

    /// The name in the configurations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Embed => "embed",
            Self::Kiosk => "kiosk",
            Self::Asset => "asset",
            Self::Media => "media",
            Self::Api => "api",
            Self::Online => "online",
            Self::Feed => "feed",
            Self::Script => "script",
            Self::Other => "other",
        }
    }

    fn cache_control(self) -> &'static str {
        match self {
            Self::Document | Self::Embed | Self::Kiosk | Self::Script => "no-cache",
            Self::Asset | Self::Media => "public, max-age=31536000, immutable",
            Self::Api => "public, max-age=60",
            Self::Online => "no-store",
            Self::Feed => "public, max-age=300",
            Self::Other => "public, max-age=3600",
        }
    }
}
