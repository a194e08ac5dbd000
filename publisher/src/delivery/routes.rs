//! Where old addresses lead, and what else a server must know of the site: the document `routes.json`.
//!
//! `Routes` is what publish writes; `ServerRules` is the same, checked and brought into the form in which it may
//! stand in a header or a configuration. Content cannot inject anything there: a value that could is refused.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use portal_app::content::word::{ArticleId, SitePath};
use serde::{Deserialize, Serialize};

use super::headers::Policies;

/// The document `routes.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routes {
    /// `https://` and the host, no path.
    pub origin: String,
    /// For every document.
    pub content_security_policy: String,
    /// For what partners put in a frame; it names them.
    #[serde(default)]
    pub embed_policy: String,
    /// Old address → present address. Case and a final slash don't matter in an old address.
    pub redirects: BTreeMap<SitePath, SitePath>,
    /// Every article's one address, for those who come with a wrong slug.
    pub articles: BTreeMap<ArticleId, SitePath>,
    /// Whether the site asks how many people are online.
    pub online: bool,
}

/// `Routes` in the form in which servers take them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerRules {
    pub origin: String,
    pub policies: Policies,
    /// Folded old address → `Location`.
    pub redirects: BTreeMap<String, String>,
    /// Id → `Location`.
    pub articles: BTreeMap<String, String>,
    pub online: bool,
}

/// A value that cannot stand in a header or a configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: `{value}` {problem}")]
pub struct InvalidRoutes {
    pub field: &'static str,
    pub value: String,
    /// What is wrong with it, as a sentence's end.
    pub problem: &'static str,
}

/// Longer than any address of a real site, and short enough for one line of an nginx configuration.
const LONGEST_ADDRESS: usize = 1_000;

/// What may stand in an address as it is. Everything else is percent-encoded, so no quote, brace, dollar, space or
/// semicolon ever reaches a configuration.
const PLAIN: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Routes {
    /// Checks every value.
    pub fn check(&self) -> Result<ServerRules, InvalidRoutes> {
        if !is_origin(&self.origin) {
            return Err(invalid("origin", &self.origin, "is not `https://` and a host"));
        }
        let policies =
            [("content_security_policy", &self.content_security_policy), ("embed_policy", &self.embed_policy)];
        if let Some((field, policy)) = policies.into_iter().find(|(_, policy)| !is_policy(policy)) {
            return Err(invalid(
                field,
                policy,
                "is longer than 4,000 bytes, or has a character that a policy never needs",
            ));
        }
        let mut redirects = BTreeMap::new();
        for (old, new) in &self.redirects {
            let folded = fold_address(old.as_str())
                .ok_or_else(|| invalid("redirects", old.as_str(), "cannot be an old address"))?;
            // Two spellings of one old address: the first in order stands, on every server.
            redirects.entry(folded).or_insert(location("redirects", new)?);
        }
        let mut articles = BTreeMap::new();
        for (id, path) in &self.articles {
            articles.insert(id.to_string(), location("articles", path)?);
        }
        Ok(ServerRules {
            origin: self.origin.clone(),
            policies: Policies { document: self.content_security_policy.clone(), embed: self.embed_policy.clone() },
            redirects,
            articles,
            online: self.online,
        })
    }
}

impl ServerRules {
    /// Where a decoded path that is no file leads, if anywhere: an old address, or an article with a wrong slug.
    pub fn location_of(&self, path: &str) -> Option<&str> {
        let folded = path.strip_suffix('/').unwrap_or(path).to_ascii_lowercase();
        let found = self.redirects.get(&folded).or_else(|| self.articles.get(parse_article_id(path)?));
        // The address itself has no page: better not found than round in a circle.
        found.map(String::as_str).filter(|location| *location != encode_path(path))
    }
}

/// `/tin-tuc/anything-{id}/`, final slash or not.
fn parse_article_id(path: &str) -> Option<&str> {
    let name = path.strip_prefix("/tin-tuc/")?;
    let name = name.strip_suffix('/').unwrap_or(name);
    (!name.contains('/')).then(|| name.rsplit_once('-').map_or(name, |(_, id)| id))
}

/// Old addresses are compared decoded, in lower case (the servers they come from ignored case) and without a final
/// slash. `None` for what no request can have: the root, a query, control characters, broken encoding, 1,000 bytes.
pub fn fold_address(path: &str) -> Option<String> {
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let bare = decoded.strip_suffix('/').unwrap_or(&decoded);
    let is_sound = bare.starts_with('/')
        && bare.len() <= LONGEST_ADDRESS
        && !bare.contains(|c: char| c.is_control() || matches!(c, '?' | '#' | '\\'));
    is_sound.then(|| bare.to_ascii_lowercase())
}

/// A decoded path as it stands in a `Location`.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, &PLAIN).to_string()
}

/// A `SitePath` begins with one slash, so it stays on this site; a path that is too long would break nginx.
fn location(field: &'static str, path: &SitePath) -> Result<String, InvalidRoutes> {
    let encoded = encode_path(path.as_str());
    if encoded.len() > LONGEST_ADDRESS {
        return Err(invalid(field, path.as_str(), "is longer than 1,000 bytes"));
    }
    Ok(encoded)
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        host.starts_with(|c: char| c.is_ascii_alphanumeric())
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'))
    })
}

/// What a policy is written with (W3C CSP 3: sources, hashes, hosts), and nothing with a meaning to nginx or Caddy.
/// nginx reads no longer parameter.
fn is_policy(text: &str) -> bool {
    text.len() <= 4_000 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b" '-_:;/.*+=,?&%".contains(&b))
}

fn invalid(field: &'static str, value: &str, problem: &'static str) -> InvalidRoutes {
    InvalidRoutes { field, value: value.to_owned(), problem }
}
