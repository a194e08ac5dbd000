//! The address of a content API that is somebody else's.

use portal_app::path::word::origin_of;
use reqwest::Url;

use crate::source::problem::Fault;

/// Where a content API is, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiAddress {
    /// Without a slash at its end.
    base: String,
    origin: String,
}

/// Another system's content API as a content folder names it, and where its pictures, films and sounds are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedApi {
    pub address: ApiAddress,
    /// Origins besides the API's own.
    pub media: Vec<String>,
}

impl ApiAddress {
    /// An https address, or one of this machine itself: readers' browsers refuse anything else on a page of https.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let fault = || {
            Fault::new(
                "it is no address of a content API",
                "Write https://, the host and the path, with no user, `?` or `#`; http:// is for this machine itself alone.",
            )
        };
        let url = Url::parse(text).map_err(|_| fault())?;
        let is_bare =
            url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
        let base = url.as_str().trim_end_matches('/').to_owned();
        let origin = origin_of(&base).filter(|_| is_bare && is_fit(&url)).ok_or_else(fault)?;
        Ok(Self { base, origin })
    }

    /// The same for an origin alone, as pictures have it.
    pub fn parse_origin(text: &str) -> Result<String, Fault> {
        let fault = || Fault::new("it is not an https origin", "Write https://, the host and nothing more: no path.");
        let address = Self::parse(text).map_err(|_| fault())?;
        if address.base == address.origin { Ok(address.origin) } else { Err(fault()) }
    }

    pub fn base(&self) -> &str {
        &self.base
    }

    /// As a policy names it.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

fn is_fit(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let is_this_machine =
        host == "localhost" || host.parse().is_ok_and(|address: std::net::Ipv4Addr| address.is_loopback());
    url.scheme() == "https" || (url.scheme() == "http" && is_this_machine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_https_or_this_machines_own() {
        for (text, base, origin) in [
            ("https://api.example.vn/v1", "https://api.example.vn/v1", "https://api.example.vn"),
            ("https://API.example.vn:8443/v1//", "https://api.example.vn:8443/v1", "https://api.example.vn:8443"),
            ("https://api.example.vn", "https://api.example.vn", "https://api.example.vn"),
            ("https://api.example.vn:443/v1", "https://api.example.vn/v1", "https://api.example.vn"),
            ("http://127.0.0.1:8080/api/v1/", "http://127.0.0.1:8080/api/v1", "http://127.0.0.1:8080"),
            ("http://localhost:1/", "http://localhost:1", "http://localhost:1"),
        ] {
            let address = ApiAddress::parse(text).unwrap();
            assert_eq!((address.base(), address.origin()), (base, origin), "{text}");
        }
        for text in [
            "",
            "/api/v1",
            "api.example.vn/v1",
            "http://api.example.vn/v1",
            "http://localhost.example.vn/",
            "http://10.0.0.1/v1",
            "ftp://api.example.vn/",
            "https://user@api.example.vn/v1",
            "https://user:password@api.example.vn/v1",
            "https://api.example.vn/v1?key=1",
            "https://api.example.vn/v1#a",
            "https://[::1]/v1",
            "javascript:alert(1)",
        ] {
            assert!(ApiAddress::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn an_origin_has_no_path() {
        assert_eq!(ApiAddress::parse_origin("https://anh.example.vn/").unwrap(), "https://anh.example.vn");
        for text in ["https://anh.example.vn/a", "http://anh.example.vn", "*", "https://*.example.vn"] {
            assert!(ApiAddress::parse_origin(text).is_err(), "{text}");
        }
    }
}
