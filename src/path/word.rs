//! Checked words: slugs, ids, paths and link targets, validated on creation.
//!
//! A document that carries a bad one is malformed, so above this module nobody checks again. Only a span's
//! target is read leniently: a bad one is dropped and its text stays.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::reader::{FromJson, Json, Reading};

/// Declares a checked word: a string that follows a rule.
macro_rules! word {
    ($(#[$meta:meta])* $name:ident, $rule:expr, $expected:literal, $schema:tt) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// `None` when the text breaks the rule.
            pub fn new(text: impl Into<String>) -> Option<Self> {
                let text = text.into();
                let admits: fn(&str) -> bool = $rule;
                admits(&text).then_some(Self(text))
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                Self::new(text.as_str()).ok_or_else(|| format!(concat!("`{}` is not ", $expected), text))
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                word.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromJson for $name {
            fn from_json(value: &mut Json, reading: &Reading) -> Self {
                Self::try_from(String::from_json(value, reading)).unwrap_or_else(|reason| {
                    reading.fail(reason);
                    Self(String::new())
                })
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }
    };
}

word!(
    /// A name in an address: `[a-z0-9-]+`.
    Slug,
    |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
    "a slug (a-z, 0-9 and -)",
    { "description": "A name in an address.", "type": "string", "pattern": "^[a-z0-9-]+$" }
);

word!(
    /// An article's id, given once and never reused: `[a-z0-9]+`.
    ArticleId,
    |text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
    "an id (a-z and 0-9)",
    { "description": "Given once, never reused.", "type": "string", "pattern": "^[a-z0-9]+$" }
);

word!(
    /// A path on this site: begins with one `/`, so it cannot lead to another host.
    SitePath,
    is_site_path,
    "a path of this site (begins with one /)",
    { "description": "A path on this site.", "type": "string", "pattern": "^/([^/\\\\].*)?$" }
);

#[cfg(not(feature = "hydrate"))]
word!(
    /// Where a picture, film, sound or file is: a path of this site, or an https address.
    MediaAddress,
    |text| is_site_path(text) || (text.starts_with("https:") && is_foreign_target(text)),
    "a path of this site or an https address",
    { "description": "A path on this site, or an https address.", "type": "string", "pattern": "^(https://[^/]|/([^/\\\\]|$))" }
);

/// In the browser any link is one, which costs no byte: what is loaded at all is the policy's to say.
#[cfg(feature = "hydrate")]
pub type MediaAddress = Href;

word!(
    /// Where a link may lead: http, https, mailto, tel or a path of this site.
    Href,
    |text| is_site_path(text) || is_foreign_target(text),
    "a link (http, https, mailto, tel or a path of this site)",
    { "description": "Where a link may lead.", "type": "string", "pattern": "^(https?://|mailto:|tel:|/([^/\\\\]|$))" }
);

impl SitePath {
    /// The home page.
    pub fn root() -> Self {
        Self("/".to_owned())
    }
}

impl From<SitePath> for Href {
    fn from(path: SitePath) -> Self {
        Self(path.0)
    }
}

#[cfg(not(feature = "hydrate"))]
impl From<SitePath> for MediaAddress {
    fn from(path: SitePath) -> Self {
        Self(path.0)
    }
}

impl Href {
    /// Whether the link stays on this site.
    pub fn is_site_path(&self) -> bool {
        is_site_path(&self.0)
    }
}

/// Browsers read `\` as `/` and drop tabs and line breaks, so neither may be in a path.
fn is_site_path(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next() == Some('/') && !matches!(chars.next(), Some('/' | '\\')) && !text.chars().any(char::is_control)
}

fn is_foreign_target(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let known = match scheme {
        "http" | "https" => rest.strip_prefix("//").is_some_and(|host| !host.is_empty() && !host.starts_with('/')),
        "mailto" | "tel" => !rest.is_empty(),
        _ => false,
    };
    known && !text.chars().any(|c| c.is_control() || c == ' ')
}

/// The origin of an absolute link; a site path has none.
pub fn origin_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())?;
    host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:".contains(&b)).then(|| format!("{scheme}://{host}"))
}
