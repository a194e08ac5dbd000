//! The host that a request names: one, and a possible one (RFC 9112, 3.2). Where two are named, a proxy may have taken the
//! one and a cache the other; no page of ours depends on it, but what is between might.

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderValue, Version, header};

/// Whether the request names one possible host; HTTP/1.0 need name none.
pub(super) fn is_sound(request: &Request) -> bool {
    let mut hosts = request.headers().get_all(header::HOST).iter();
    let is_named = match (hosts.next(), hosts.next()) {
        (None, _) => request.version() < Version::HTTP_11,
        (Some(host), None) => is_host(host),
        (Some(_), Some(_)) => false,
    };
    is_named && request.uri().authority().is_none_or(is_plain)
}

fn is_host(value: &HeaderValue) -> bool {
    value.to_str().is_ok_and(|text| text.parse::<Authority>().is_ok_and(|authority| is_plain(&authority)))
}

/// A name or an address, and a port or none: nobody's user name, and nothing else.
fn is_plain(authority: &Authority) -> bool {
    let host = authority.host();
    let port = authority.as_str().strip_prefix(host);
    let is_port =
        |port: &str| port.strip_prefix(':').is_some_and(|port| port.is_empty() || port.parse::<u16>().is_ok());
    let is_of_host = |sign: char| sign.is_ascii_alphanumeric() || ".-_:[]".contains(sign);
    !host.is_empty() && host.chars().all(is_of_host) && port.is_some_and(|port| port.is_empty() || is_port(port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address_with_a_port_or_without() {
        for host in ["portal.example", "PORTAL.example:80", "127.0.0.1", "[::1]:8080", "portal.example:", "sở.example"]
        {
            let value = HeaderValue::from_bytes(host.as_bytes()).unwrap();
            assert_eq!(is_host(&value), host.is_ascii(), "{host}");
        }
        for host in
            ["", ":80", "a b", "a,b", "a/b", "a@b", "a:b@c", "a:99999", "a:1:2", "[::1", "a\\b", "a?b", "a#b", "<a>"]
        {
            assert!(!is_host(&HeaderValue::from_str(host).unwrap()), "{host}");
        }
    }
}
