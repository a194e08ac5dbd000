//! The reader's address, used only by the online counter: the connection's, or the one a trusted proxy reports.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use ipnet::IpNet;

/// Parses a value of `--trust-proxy`: `127.0.0.1`, `10.0.0.0/8`, `fd00::/8`.
///
/// # Errors
/// A sentence for the user of the command line.
pub fn parse_network(text: &str) -> Result<IpNet, String> {
    let address = text.parse::<IpAddr>().map(IpNet::from);
    address
        .or_else(|_| text.parse())
        .map_err(|_| format!("`{text}` is neither an address (127.0.0.1) nor a network (10.0.0.0/8)"))
}

/// The reader's address: the last in `X-Forwarded-For` that is not a trusted proxy. Each proxy appends the address it
/// saw, so everything before that one is only the reader's claim.
pub(super) fn find_address(request: &Parts, trusted: &[IpNet]) -> Option<IpAddr> {
    let ConnectInfo(peer) = request.extensions.get::<ConnectInfo<SocketAddr>>()?;
    let forwarded = request
        .headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .collect::<Vec<_>>()
        .join(",");
    Some(last_untrusted(peer.ip(), &forwarded, trusted))
}

fn last_untrusted(peer: IpAddr, forwarded: &str, trusted: &[IpNet]) -> IpAddr {
    // A dual-stack socket reports 127.0.0.1 as ::ffff:127.0.0.1.
    let mut address = peer.to_canonical();
    let mut claims = forwarded.rsplit(',');
    while trusted.iter().any(|network| network.contains(&address)) {
        let Some(claim) = claims.next().and_then(parse_address) else { break };
        address = claim.to_canonical();
    }
    address
}

/// `203.0.113.7`, `203.0.113.7:4711`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:4711`.
fn parse_address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse::<SocketAddr>().ok().map(|socket| socket.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let trusted: Vec<_> =
            ["127.0.0.1", "10.0.0.0/8", "::1"].iter().map(|text| parse_network(text).unwrap()).collect();
        for (peer, forwarded, expected) in [
            ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
            ("127.0.0.1", "", "127.0.0.1"),
            ("127.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1"),
            ("127.0.0.1", "198.51.100.1, 10.1.2.3", "198.51.100.1"),
            ("127.0.0.1", "10.9.9.9,10.1.2.3", "10.9.9.9"),
            ("127.0.0.1", "198.51.100.1, rubbish", "127.0.0.1"),
            ("::ffff:127.0.0.1", "198.51.100.1:4711", "198.51.100.1"),
            ("::1", "[2001:db8::7]:4711", "2001:db8::7"),
            ("::1", "2001:db8::7", "2001:db8::7"),
        ] {
            let found = last_untrusted(peer.parse().unwrap(), forwarded, &trusted);
            assert_eq!(found.to_string(), expected, "{peer} {forwarded}");
        }
    }

    #[test]
    fn a_proxy_is_an_address_or_a_network() {
        assert!(parse_network("192.168.0.0/16").is_ok() && parse_network("fd00::/8").is_ok());
        assert!(parse_network("nginx").is_err() && parse_network("10.0.0.0/99").is_err());
    }
}
