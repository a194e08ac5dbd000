//! Asks other servers: politely, only hosts that were named or are on the internet, and never takes more of an answer than it
//! may be. What an answer means is left to whoever asks.

use std::error::Error as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{HeaderMap, HeaderName, LOCATION};
use reqwest::{Method, StatusCode, Url, redirect};

/// Redirects that are followed; browsers follow twenty, a sound API has none.
const MOST_HOPS: usize = 3;
/// What addresses of pages for logging in have in them.
const LOGIN_MARKS: [&str; 7] = ["login", "signin", "sign-in", "logon", "dang-nhap", "dangnhap", "/sso"];

pub struct Http {
    open: reqwest::Client,
    /// Reaches no private address, whatever a name resolves to.
    public: reqwest::Client,
}

/// Whether whoever runs the command has named the host: only that may be at a private address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    Named,
    Public,
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

impl Http {
    /// `limit`: from the first byte that is sent to the last that comes.
    ///
    /// # Errors
    /// When this machine has no certificates to check a site's by, or the like.
    pub fn new(agent: &str, limit: Duration) -> Result<Self, String> {
        // Chosen here, since two of the libraries could each bring their own.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = || {
            let builder = reqwest::Client::builder().user_agent(agent).redirect(redirect::Policy::none());
            builder.timeout(limit).pool_max_idle_per_host(1)
        };
        let open = builder().build().map_err(|error| reasons(&error))?;
        let public = builder().dns_resolver(PublicOnly).build().map_err(|error| reasons(&error))?;
        Ok(Self { open, public })
    }

    /// Takes what is at an address, by way of redirects on its own host.
    ///
    /// # Errors
    /// When there is no answer that could be read.
    pub async fn get(&self, url: &Url, host: Host, headers: &HeaderMap, most: usize) -> Result<Answer, Failure> {
        let started = Instant::now();
        let (mut at, mut redirected) = (url.clone(), None);
        if host == Host::Public && is_literally_private(url) {
            return Err(Failure::Away(url.to_string()));
        }
        for _ in 0..=MOST_HOPS {
            let request = self.of(host).get(at.clone()).headers(headers.clone());
            let mut response = request.send().await.map_err(|error| failure_of(&error))?;
            let (status, headers) = (response.status(), response.headers().clone());
            if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
                let next = text_of(&headers, &LOCATION).and_then(|to| at.join(to).ok());
                let next = next.ok_or_else(|| Failure::Away("Location?".to_owned()))?;
                if is_login(&next) {
                    return Err(Failure::Login(next.to_string()));
                }
                if next.origin() != url.origin() {
                    return Err(Failure::Away(next.to_string()));
                }
                redirected = Some(next.to_string());
                at = next;
                continue;
            }
            let mut body = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(|error| failure_of(&error))? {
                body.extend_from_slice(&chunk);
                if body.len() > most {
                    return Err(Failure::TooLarge);
                }
            }
            return Ok(Answer { status, headers, body, took: started.elapsed(), redirected });
        }
        Err(Failure::Away(at.to_string()))
    }

    /// Asks for a file without taking it. `None` where this must not ask: at a private address that was not named.
    pub async fn look_at(&self, url: &Url, host: Host) -> Option<Result<(StatusCode, HeaderMap), Failure>> {
        if host == Host::Public && is_literally_private(url) {
            return None;
        }
        let look = async |method| {
            let response = self.of(host).request(method, url.clone()).send().await;
            let response = response.map_err(|error| failure_of(&error))?;
            Ok((response.status(), response.headers().clone()))
        };
        match look(Method::HEAD).await {
            Ok((StatusCode::METHOD_NOT_ALLOWED | StatusCode::NOT_IMPLEMENTED, _)) => Some(look(Method::GET).await),
            Err(Failure::Unreachable(reason)) if reason.contains(ONLY_PRIVATE) => None,
            seen => Some(seen),
        }
    }

    fn of(&self, host: Host) -> &reqwest::Client {
        match host {
            Host::Named => &self.open,
            Host::Public => &self.public,
        }
    }
}

fn is_literally_private(url: &Url) -> bool {
    let literal = url.host_str().and_then(|host| host.trim_matches(['[', ']']).parse::<IpAddr>().ok());
    literal.is_some_and(is_private)
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

const ONLY_PRIVATE: &str = "private-addresses-only";

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
