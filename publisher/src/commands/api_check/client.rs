//! Asks the API: politely, only the hosts that were named, never more than an answer may be, and for no longer than a reader
//! would wait. Nothing is decided here about what an answer means.

use std::error::Error as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderName, IF_NONE_MATCH, LOCATION, ORIGIN};
use reqwest::{Method, StatusCode, Url, redirect};

/// Beyond this nothing of an answer is read.
pub const MOST_BYTES: usize = 5_000_000;
/// From the first byte that is sent to the last that comes.
const LIMIT: Duration = Duration::from_secs(10);
/// Redirects that are followed; browsers follow twenty, a sound API has none.
const MOST_HOPS: usize = 3;
/// What addresses of pages for logging in have in them.
const LOGIN_MARKS: [&str; 7] = ["login", "signin", "sign-in", "logon", "dang-nhap", "dangnhap", "/sso"];

pub struct Client {
    http: reqwest::Client,
    /// Reaches no private address, whatever a name resolves to.
    public: reqwest::Client,
    /// Ends in a slash.
    pub base: Url,
    /// Of the site that is to read the API.
    pub origin: Option<String>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    pub took: Duration,
    /// Where a redirect on the same host led.
    pub redirected: Option<String>,
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    Timeout,
    Unreachable(String),
    TooLarge,
    /// Where it led.
    Login(String),
    /// Where it led.
    Away(String),
}

/// How a document is asked for.
#[derive(Clone, Copy)]
pub enum Ask<'a> {
    Plain,
    Compressed,
    IfNoneMatch(&'a str),
}

impl Client {
    /// # Errors
    /// When this machine has no certificates to check a site's by, or the like.
    pub fn new(base: Url, origin: Option<String>) -> Result<Self, String> {
        // Chosen here, since two of the libraries could each bring their own.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            let agent = concat!("portal-api-check/", env!("CARGO_PKG_VERSION"));
            reqwest::Client::builder().user_agent(agent).redirect(redirect::Policy::none()).timeout(LIMIT)
        };
        let http = builder().build().map_err(|error| reasons(&error))?;
        let public = builder().dns_resolver(PublicOnly).build().map_err(|error| reasons(&error))?;
        Ok(Self { http, public, base, origin })
    }

    /// The same client for another base.
    pub fn at(self, base: Url) -> Self {
        Self { base, ..self }
    }

    /// The same client for a site that is to read the API.
    pub fn read_by(self, origin: Option<String>) -> Self {
        Self { origin, ..self }
    }

    /// The address of a document below the base.
    pub fn url_of(&self, endpoint: &str) -> String {
        format!("{}{endpoint}", self.base)
    }

    /// Takes a document, by way of redirects on the API's own host.
    ///
    /// # Errors
    /// When there is no answer that could be read.
    pub async fn get(&self, url: &str, ask: Ask<'_>) -> Result<Answer, Failure> {
        let started = Instant::now();
        let mut at = Url::parse(url).map_err(|error| Failure::Unreachable(error.to_string()))?;
        let mut redirected = None;
        for _ in 0..=MOST_HOPS {
            let request = self.http.get(at.clone());
            let request = match ask {
                Ask::Plain => request.header(ACCEPT_ENCODING, "identity"),
                Ask::Compressed => request.header(ACCEPT_ENCODING, "gzip, br"),
                Ask::IfNoneMatch(tag) => request.header(ACCEPT_ENCODING, "identity").header(IF_NONE_MATCH, tag),
            };
            let request = self.origin.iter().fold(request, |request, origin| request.header(ORIGIN, origin));
            let mut response = request.send().await.map_err(|error| failure_of(&error))?;
            let (status, headers) = (response.status(), response.headers().clone());
            if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
                let next = text_of(&headers, &LOCATION).and_then(|to| at.join(to).ok());
                let next = next.ok_or_else(|| Failure::Away("Location?".to_owned()))?;
                if is_login(&next) {
                    return Err(Failure::Login(next.to_string()));
                }
                if next.origin() != self.base.origin() {
                    return Err(Failure::Away(next.to_string()));
                }
                redirected = Some(next.to_string());
                at = next;
                continue;
            }
            let mut body = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(|error| failure_of(&error))? {
                body.extend_from_slice(&chunk);
                if body.len() > MOST_BYTES {
                    return Err(Failure::TooLarge);
                }
            }
            return Ok(Answer { status, headers, body, took: started.elapsed(), redirected });
        }
        Err(Failure::Away(at.to_string()))
    }

    /// Asks for a picture without taking it. `None` where this must not ask: at a private address that is not of the
    /// origin of one that is `named`. Only whoever runs the command names one, never an answer.
    pub async fn look_at(&self, url: &Url, named: &[&Url]) -> Option<Result<(StatusCode, HeaderMap), Failure>> {
        let is_named = named.iter().any(|named| named.origin() == url.origin());
        let literal = url.host_str().and_then(|host| host.trim_matches(['[', ']']).parse::<IpAddr>().ok());
        if !is_named && literal.is_some_and(is_private) {
            return None;
        }
        let http = if is_named { &self.http } else { &self.public };
        let look = async |method| {
            let response = http.request(method, url.clone()).send().await.map_err(|error| failure_of(&error))?;
            Ok((response.status(), response.headers().clone()))
        };
        match look(Method::HEAD).await {
            Ok((StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_IMPLEMENTED, _)) => Some(look(Method::GET).await),
            Err(Failure::Unreachable(reason)) if reason.contains(ONLY_PRIVATE) => None,
            seen => Some(seen),
        }
    }
}

/// A header as text.
pub fn text_of<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Whether an address is this machine, a network behind it, or of no host on the internet.
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [first, second, third, _] = v4.octets();
            v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_documentation()
                || first == 0
                // Multicast, reserved and broadcast.
                || first >= 224
                // Carriers' networks (RFC 6598).
                || (first == 100 && (64..128).contains(&second))
                // Protocol assignments (RFC 6890) and benchmarks (RFC 2544).
                || (first, second, third) == (192, 0, 0)
                || (first == 198 && (18..20).contains(&second))
        }
        IpAddr::V6(v6) => match v6.segments() {
            // An IPv4 address, mapped (RFC 4291) or translated (RFC 6052).
            [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
                is_private(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)).into())
            }
            // Unspecified, loopback and the deprecated ::a.b.c.d; translation within a network (RFC 8215); documentation.
            [0, 0, 0, 0, 0, 0, ..] | [0x64, 0xff9b, 1, ..] | [0x2001, 0xdb8, ..] => true,
            _ => v6.is_multicast() || v6.is_unique_local() || v6.is_unicast_link_local(),
        },
    }
}

/// Resolves names to public addresses alone.
struct PublicOnly;

const ONLY_PRIVATE: &str = "only private addresses";

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public = found.filter(|address| !is_private(address.ip())).collect::<Vec<SocketAddr>>();
            if public.is_empty() { Err(ONLY_PRIVATE.into()) } else { Ok(Box::new(public.into_iter()) as Addrs) }
        })
    }
}

fn is_login(url: &Url) -> bool {
    let address = url.as_str().to_lowercase();
    LOGIN_MARKS.iter().any(|mark| address.contains(mark))
}

fn failure_of(error: &reqwest::Error) -> Failure {
    if error.is_timeout() { Failure::Timeout } else { Failure::Unreachable(reasons(error)) }
}

/// The innermost reasons, without the address that is told anyway.
fn reasons(error: &reqwest::Error) -> String {
    let mut reasons = Vec::new();
    let mut source = error.source();
    while let Some(reason) = source {
        let text = reason.to_string();
        if reasons.last().is_none_or(|last: &String| !last.contains(&text)) {
            reasons.push(text);
        }
        source = reason.source();
    }
    if reasons.is_empty() { error.to_string() } else { reasons.join(": ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_behind_this_machine_are_private() {
        for address in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "192.0.0.8",
            "192.0.2.1",
            "198.18.0.1",
            "198.19.255.255",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::10.0.0.1",
            "::8.8.8.8",
            "fd00::1",
            "fe80::1",
            "ff02::1",
            "2001:db8::1",
            "::ffff:127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::8.8.8.8",
        ] {
            assert!(is_private(address.parse().unwrap()), "{address}");
        }
        for address in [
            "203.113.0.1",
            "100.128.0.1",
            "192.0.1.1",
            "198.20.0.1",
            "223.255.255.1",
            "2001:4860::1",
            "64:ff9b::8.8.8.8",
        ] {
            assert!(!is_private(address.parse().unwrap()), "{address}");
        }
    }
}
