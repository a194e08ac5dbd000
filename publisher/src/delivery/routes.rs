//! The document `routes.json`: where old addresses lead, and what else a server must know about the site.
//!
//! `Routes` is what publish writes; `ServerRules` is the same, checked and in a form that is safe in a header or a
//! configuration. Content cannot inject anything there: a value that could is rejected.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use portal_app::path::word::{ArticleId, SitePath};
use portal_app::text::Lang;
use serde::{Deserialize, Serialize};

use super::headers::Policies;
use super::old_address::{LONGEST_ADDRESS, OldAddress, Redirects, Refusal};
use portal_app::path::folder::EMBED;
use portal_app::path::{AppPath, PagePath, widget};

/// The document `routes.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routes {
    /// `https://` and the host, no path.
    pub origin: String,
    /// For every document.
    pub content_security_policy: String,
    /// For what partners show in frames; it names the partners.
    #[serde(default)]
    pub embed_policy: String,
    /// For displays; it names where they say how they are.
    #[serde(default)]
    pub kiosk_policy: String,
    /// Where browsers tell what a policy refused: `CSP_REPORTS`, or an https address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csp_reports: Option<String>,
    /// Old address → present address. In an old address case and a final slash don't matter, nor the order of a query.
    pub redirects: BTreeMap<SitePath, SitePath>,
    /// The languages other than the main one; their pages are below a prefix.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub translations: Vec<Lang>,
    /// Every article's canonical address, for requests with a wrong slug.
    pub articles: BTreeMap<ArticleId, SitePath>,
    /// Whether the site asks how many people are online.
    pub online: bool,
    /// Whether every page is the same document, a language each, and the app asks another's content API what it shows.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_shell: bool,
}

/// `Routes`, checked and in the form that servers need.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerRules {
    pub origin: String,
    pub policies: Policies,
    pub translations: Vec<Lang>,
    /// Old address → `Location`.
    pub redirects: Redirects,
    /// Id → `Location`.
    pub articles: BTreeMap<String, String>,
    pub online: bool,
    /// Whether `portal serve` takes reports of what a policy refused.
    pub takes_reports: bool,
    pub is_shell: bool,
}

/// A value that cannot be written in a header or a configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: `{value}` {problem}")]
pub struct InvalidRoutes {
    pub field: &'static str,
    pub value: String,
    /// What is wrong with it: the end of a sentence.
    pub problem: &'static str,
}

/// The pages of a language that `AppPath` knows, below its folder and without a final slash, as the servers' regular
/// expressions have them. The home page is a file, and of widgets there is no page without prerendering. No braces: they mean
/// something to both servers.
pub(super) const PAGES: &str = "chuyen-muc/[a-z0-9-]+(?:/(?:trang-[1-9][0-9]*|[0-9][0-9][0-9][0-9]-(?:0[1-9]|1[0-2])))?\
     |tin-moi(?:/trang-[1-9][0-9]*)?|tin-tuc/[a-z0-9-]+-[a-z0-9]+|(?:the|trang)/[a-z0-9-]+|tim-kiem|so-do-trang";

/// Where `portal serve --csp-reports` takes reports of what a policy refused.
pub const CSP_REPORTS: &str = "/csp-reports";

/// The reports' name in `Reporting-Endpoints` (W3C Reporting API).
const REPORT_GROUP: &str = "csp";

/// As long as an address of reports may be.
const LONGEST_REPORTS_ADDRESS: usize = 300;

/// nginx cannot read a longer word.
const LONGEST_POLICY: usize = 4_000;

/// How much a site's settings may add to a policy; the rest is reserved for our own part.
pub const LONGEST_SOURCES: usize = 2_900;

/// Everything but what an address may contain literally is percent-encoded, so no quote, brace, dollar, space or
/// semicolon ever reaches a configuration.
const PLAIN: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

impl Routes {
    /// Checks every value.
    pub fn check(&self) -> Result<ServerRules, InvalidRoutes> {
        if !is_origin(&self.origin) {
            return Err(invalid("origin", &self.origin, "is not `https://` and a host"));
        }
        let reports = self.csp_reports.as_deref();
        if let Some(address) = reports.filter(|address| !is_reports_address(address)) {
            return Err(invalid(
                "csp_reports",
                address,
                "is not `/csp-reports`, nor `https://`, a host and a plain path",
            ));
        }
        let reported = |policy: &str| match reports {
            // Browsers that know `report-to` pass over the other.
            Some(address) if !policy.is_empty() => format!("{policy}; report-uri {address}; report-to {REPORT_GROUP}"),
            _ => policy.to_owned(),
        };
        let policies = Policies {
            document: reported(&self.content_security_policy),
            embed: self.embed_policy.clone(),
            kiosk: reported(&self.kiosk_policy),
            reports: reports.map(|address| format!("{REPORT_GROUP}=\"{address}\"")).unwrap_or_default(),
        };
        let checked = [
            ("content_security_policy", &policies.document),
            ("embed_policy", &policies.embed),
            ("kiosk_policy", &policies.kiosk),
        ];
        if let Some((field, policy)) = checked.into_iter().find(|(_, policy)| !is_policy(policy)) {
            return Err(invalid(
                field,
                policy,
                "is longer than 4,000 bytes, or has a character that a policy never needs",
            ));
        }
        let mut redirects = Redirects::default();
        for (old, new) in &self.redirects {
            let location = location("redirects", new)?;
            match OldAddress::read(old.as_str()).and_then(|address| redirects.insert(address, &location)) {
                // Of two spellings of one old address, every server uses the first in order.
                Ok(()) | Err(Refusal::Taken) => {}
                Err(_) => return Err(invalid("redirects", old.as_str(), "cannot be an old address")),
            }
        }
        let mut articles = BTreeMap::new();
        for (id, path) in &self.articles {
            articles.insert(id.to_string(), location("articles", path)?);
        }
        Ok(ServerRules {
            origin: self.origin.clone(),
            policies,
            translations: self.translations.clone(),
            redirects,
            articles,
            online: self.online,
            takes_reports: reports == Some(CSP_REPORTS),
            is_shell: self.is_shell,
        })
    }
}

impl ServerRules {
    /// Where a decoded path without a file redirects to, if anywhere: it may be an old address or have a wrong slug.
    pub fn location_of(&self, path: &str) -> Option<&str> {
        let of_article = || self.articles.get(self.parse_article_id(path)?).map(String::as_str);
        let found = self.redirects.find_by_path(path).or_else(of_article);
        // The canonical address itself has no page: better "not found" than a redirect loop.
        let bare = encode_path(path.strip_suffix('/').unwrap_or(path));
        found.filter(|location| location.strip_suffix('/').unwrap_or(location) != bare)
    }

    /// The id of the article at a decoded path, which may have a wrong slug or be an old address, with its query.
    pub fn article_at(&self, path: &str, query: &str) -> Option<&str> {
        let known = |path: &str| Some(self.articles.get_key_value(self.parse_article_id(path)?)?.0.as_str());
        let moved = || self.redirects.find_by_query(path, query).or_else(|| self.redirects.find_by_path(path));
        known(path).or_else(|| known(&percent_decode_str(moved()?).decode_utf8().ok()?))
    }

    /// The not-found page for this path.
    pub fn page_not_found(&self, path: &str) -> PageNotFound {
        let pages = self.pages_not_found();
        pages
            .into_iter()
            .find(|page| path.starts_with(&page.folder))
            .unwrap_or_else(|| PageNotFound::of(Lang::default()))
    }

    /// The document of a page that no file is of: the app's, in the page's language. Nothing but the path tells whether
    /// there is such a page. Where it has no final slash it has no document, either: it leads to the address with one.
    pub(super) fn shell_of(&self, path: &str) -> Option<String> {
        let page = AppPath::parse(path).filter(|page| self.is_shell && page.page != PagePath::Widgets)?;
        self.shell_languages().contains(&page.lang).then(|| format!("/{}app.html", page.lang.prefix()))
    }

    /// The languages of a site whose pages are all one document; none where each has its own.
    pub(super) fn shell_languages(&self) -> Vec<Lang> {
        if !self.is_shell {
            return Vec::new();
        }
        [Lang::AT_ROOT].into_iter().chain(self.translations.iter().copied()).collect()
    }

    /// All not-found pages; a path gets the first one whose folder contains it.
    pub fn pages_not_found(&self) -> Vec<PageNotFound> {
        // Longer prefixes come before the root.
        let languages = || self.translations.iter().copied().chain([Lang::default()]);
        let frames = languages().filter(|_| !self.is_shell).map(PageNotFound::of_frames);
        frames.chain(languages().map(PageNotFound::of)).collect()
    }

    /// The folder of each language's articles.
    pub(super) fn article_folders(&self) -> Vec<String> {
        let languages = [Lang::default()].into_iter().chain(self.translations.iter().copied());
        languages.map(|lang| format!("/{}tin-tuc/", lang.prefix())).collect()
    }

    /// The id in `/tin-tuc/anything-{id}/`, in any language, with or without the final slash.
    fn parse_article_id<'a>(&self, path: &'a str) -> Option<&'a str> {
        let name = self.article_folders().iter().find_map(|folder| path.strip_prefix(folder.as_str()))?;
        let name = name.strip_suffix('/').unwrap_or(name);
        (!name.contains('/')).then(|| name.rsplit_once('-').map_or(name, |(_, id)| id))
    }
}

/// A not-found page, and the paths it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageNotFound {
    /// The prefix of those paths.
    pub folder: String,
    /// The path of the page's file.
    pub file: String,
    /// Whether it is shown in partners' frames.
    pub is_frame: bool,
}

impl PageNotFound {
    fn of(lang: Lang) -> Self {
        let folder = format!("/{}", lang.prefix());
        Self { file: format!("{folder}404.html"), folder, is_frame: false }
    }

    fn of_frames(lang: Lang) -> Self {
        let file = format!("/{}", widget::gone(lang));
        // An unknown version of the widgets gets the main language.
        let folder = if lang.prefix().is_empty() { EMBED.to_owned() } else { file.replace("404.html", "") };
        Self { folder, file, is_frame: true }
    }
}

/// A decoded path as it is written in a `Location`.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, &PLAIN).to_string()
}

/// A `SitePath` begins with one slash, so it stays on this site; one that is too long would break nginx.
fn location(field: &'static str, path: &SitePath) -> Result<String, InvalidRoutes> {
    let encoded = encode_path(path.as_str());
    if encoded.len() > LONGEST_ADDRESS {
        return Err(invalid(field, path.as_str(), "is longer than 1,000 bytes"));
    }
    Ok(encoded)
}

/// Where reports may go: to this site's own address for them, or by https. Nothing in it is special to a policy, a
/// structured header or a configuration.
pub fn is_reports_address(address: &str) -> bool {
    let host = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?&=%".contains(&b);
    address == CSP_REPORTS
        || (address.len() <= LONGEST_REPORTS_ADDRESS
            && address.strip_prefix("https://").is_some_and(|rest| host(rest) && rest.bytes().all(plain)))
}

fn is_false(value: &bool) -> bool {
    !value
}

fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| {
        host.starts_with(|c: char| c.is_ascii_alphanumeric())
            && host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':'))
    })
}

/// The characters of a policy (W3C CSP 3: sources, hashes, hosts), and none that is special to nginx or Caddy.
/// Not longer than `LONGEST_POLICY`.
fn is_policy(text: &str) -> bool {
    text.len() <= LONGEST_POLICY && text.bytes().all(|b| b.is_ascii_alphanumeric() || b" '-_:;/.*+=,?&%".contains(&b))
}

fn invalid(field: &'static str, value: &str, problem: &'static str) -> InvalidRoutes {
    InvalidRoutes { field, value: value.to_owned(), problem }
}

#[cfg(test)]
mod tests {
    use regex::Regex;

    use super::*;

    #[test]
    fn what_servers_match_is_what_the_app_reads() {
        let rules = ServerRules { is_shell: true, ..ServerRules::default() };
        let pattern = Regex::new(&format!("^/(?:{PAGES})/$")).unwrap();
        for path in [
            "/chuyen-muc/tin-tuc/",
            "/chuyen-muc/tin-tuc/trang-2/",
            "/chuyen-muc/tin-tuc/trang-10/",
            "/chuyen-muc/tin-tuc/trang-1/",
            "/chuyen-muc/tin-tuc/trang-02/",
            "/chuyen-muc/tin-tuc/2021-12/",
            "/chuyen-muc/tin-tuc/2021-00/",
            "/chuyen-muc/tin-tuc/2021-13/",
            "/chuyen-muc/tin-tuc/a/b/",
            "/chuyen-muc/Tin/",
            "/chuyen-muc/",
            "/tin-moi/",
            "/tin-moi/trang-9/",
            "/tin-moi/trang-0/",
            "/tin-tuc/hoi-thi-k7q2m9/",
            "/tin-tuc/k7q2m9/",
            "/tin-tuc/-k7q2m9/",
            "/tin-tuc/a-/",
            "/the/bau-cu/",
            "/the/bầu-cử/",
            "/trang/gioi-thieu/",
            "/trang/a.html/",
            "/tim-kiem/",
            "/so-do-trang/",
            "/nhung/",
            "/khong-co/",
            "/en/tin-moi/",
        ] {
            assert_eq!(pattern.is_match(path), rules.shell_of(path).is_some(), "{path}");
        }
    }
}
