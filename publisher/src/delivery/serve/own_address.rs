//! For servers meant for one machine only: answers just the requests that name the server's own address.
//!
//! Another site can make its name resolve to 127.0.0.1 (DNS rebinding). The browser then treats what is served here as
//! that site's, so its scripts can read it; only their `Host` header reveals it. A script of another site that uses our
//! own name reveals itself by `Origin`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use portal_app::path::folder;

use super::plain_response::text_response;

/// What the addresses of a frame's script and pictures begin with.
const FRAMES_FILES: [&str; 2] = ["/assets/frame-", folder::MEDIA];

/// The service, for requests that name its own address.
pub(crate) fn only_at(router: Router, own: SocketAddr) -> Router {
    router.layer(from_fn_with_state(own, check))
}

/// Passes the request on unless it is refused.
async fn check(State(own): State<SocketAddr>, request: Request, next: Next) -> Response {
    match refuse(&request, own) {
        Some(refusal) => refusal,
        None => next.run(request).await,
    }
}

/// The answer to a request that names another address, or comes from a page of another site.
pub(super) fn refuse(request: &Request, own: SocketAddr) -> Option<Response> {
    let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
    let hosts = request.headers().get_all(header::HOST).iter().map(text);
    let mut named = hosts.chain(request.uri().authority().map(Authority::to_string)).peekable();
    let is_ours = named.peek().is_some() && named.all(|authority| is_own(&authority, own));
    if !is_ours {
        let sentence = format!("This server is open to its own address alone: go to http://{}/.\n", shown(own));
        return Some(text_response(StatusCode::MISDIRECTED_REQUEST, sentence));
    }
    let mut origins = request.headers().get_all(header::ORIGIN).iter().map(text);
    // A widget's frame has no origin of its own. What it loads can be loaded by anybody without saying who it is.
    let is_of_frames = FRAMES_FILES.iter().any(|start| request.uri().path().starts_with(start));
    let is_admitted = |origin: &str| match origin {
        "null" => is_of_frames,
        _ => origin.strip_prefix("http://").is_some_and(|authority| is_own(authority, own)),
    };
    if !origins.all(|origin| is_admitted(&origin)) {
        let sentence = "Pages of other sites may not read this server.\n".to_owned();
        return Some(text_response(StatusCode::FORBIDDEN, sentence));
    }
    None
}

/// Whether a host and port are the server's own. A server on all of the machine's addresses accepts any IP address:
/// no other site can have one as its name.
fn is_own(authority: &str, own: SocketAddr) -> bool {
    let Ok(authority) = authority.parse::<Authority>() else { return false };
    if authority.as_str().contains('@') || authority.port_u16().unwrap_or(80) != own.port() {
        return false;
    }
    match authority.host().trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => {
            [own.ip(), Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()].contains(&address)
                || own.ip().is_unspecified()
        }
        Err(_) => authority.host().eq_ignore_ascii_case("localhost"),
    }
}

/// An address that a browser can go to.
fn shown(own: SocketAddr) -> SocketAddr {
    if own.ip().is_unspecified() { SocketAddr::from((Ipv4Addr::LOCALHOST, own.port())) } else { own }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_servers_own_address_is_its_own() {
        let server = |text: &str| text.parse::<SocketAddr>().unwrap();
        for (authority, own, expected) in [
            ("127.0.0.1:8081", "127.0.0.1:8081", true),
            ("localhost:8081", "127.0.0.1:8081", true),
            ("LocalHost:8081", "127.0.0.1:8081", true),
            ("[::1]:8081", "127.0.0.1:8081", true),
            ("localhost", "127.0.0.1:80", true),
            ("192.168.1.7:8081", "192.168.1.7:8081", true),
            ("192.168.1.7:8081", "0.0.0.0:8081", true),
            ("[fd00::7]:8081", "[::]:8081", true),
            ("192.168.1.7:8081", "127.0.0.1:8081", false),
            ("127.0.0.1:8080", "127.0.0.1:8081", false),
            ("127.0.0.1", "127.0.0.1:8081", false),
            ("evil.example:8081", "127.0.0.1:8081", false),
            ("evil.example:8081", "0.0.0.0:8081", false),
            ("localhost.evil.example:8081", "127.0.0.1:8081", false),
            ("127.0.0.1.evil.example:8081", "127.0.0.1:8081", false),
            ("localhost:8081@evil.example:8081", "127.0.0.1:8081", false),
            ("evil@localhost:8081", "127.0.0.1:8081", false),
            ("", "127.0.0.1:8081", false),
            ("null", "127.0.0.1:8081", false),
            (":8081", "127.0.0.1:8081", false),
        ] {
            assert_eq!(is_own(authority, server(own)), expected, "{authority} at {own}");
        }
    }
}
