//! Addresses of other sites, read by the URL standard as browsers read them (url.spec.whatwg.org).
//!
//! Which schemes a link may have is `Href`'s to say. Here is told what no browser understands, and what leads somewhere else
//! than a reader who looks at it expects.

use portal_app::path::word::Href;
use url::{Host, Url};

use super::limits;
use super::problem::Fault;

/// Blocks of scripts that have letters which look like Latin ones: Greek, Cyrillic, Armenian, Cherokee (unicode.org/reports/tr39).
const LOOKALIKES: [std::ops::RangeInclusive<char>; 6] = [
    '\u{370}'..='\u{3ff}',
    '\u{400}'..='\u{52f}',
    '\u{530}'..='\u{58f}',
    '\u{13a0}'..='\u{13ff}',
    '\u{1c80}'..='\u{1c8f}',
    '\u{ab70}'..='\u{abbf}',
];

/// Refuses an address of another site that leads nowhere, or hides where. A path of this site, and what has another scheme, is
/// not looked at.
pub(super) fn check(href: &Href) -> Result<(), Fault> {
    let Some(written) = authority(href.as_str()) else { return Ok(()) };
    let length = href.as_str().chars().count();
    if length > limits::LINK {
        let message = format!("it is {length} characters long, and {} is the most", limits::LINK);
        return Err(Fault::new(message, "Shorten it."));
    }
    let Ok(url) = Url::parse(href.as_str()) else {
        let help = "Open the page in a browser, and copy its address from there.";
        return Err(Fault::new("no browser understands this address", help));
    };
    if written.contains('@') {
        let help = "Leave out what is before the @, or write mailto: for an e-mail.";
        return Err(Fault::new("it leads to the site after the @, whatever is written before", help));
    }
    let is_number = matches!(url.host(), Some(Host::Ipv4(host)) if !written.starts_with(&host.to_string()));
    if written.contains(['%', '\\']) || is_number {
        let help = "Open the page in a browser, and copy its address from there.";
        return Err(Fault::new("the name of the site is written so that nobody can read it", help));
    }
    Ok(())
}

/// Warns of another site whose name looks like that of this one (`own`), or has letters of another script.
pub(super) fn doubt(href: &Href, own: &str) -> Option<Fault> {
    authority(href.as_str())?;
    let url = Url::parse(href.as_str()).ok()?;
    let host = url.host_str()?;
    let bare = |host: &str| host.strip_prefix("www.").unwrap_or(host).to_ascii_lowercase();
    let (host, own) = (bare(host), bare(own));
    let help = "Open it, and see that it is the site you mean; otherwise remove the link.";
    let shown = idna::domain_to_unicode(&host).0;
    if shown.chars().any(|c| LOOKALIKES.iter().any(|script| script.contains(&c))) {
        let message = format!("the name of the site, {host}, has letters that only look like Latin ones");
        return Some(Fault::warning(message, help));
    }
    let is_alike = host.starts_with(&format!("{own}.")) || skeleton(&host) == skeleton(&own);
    (host != own && !own.is_empty() && is_alike)
        .then(|| Fault::warning(format!("{host} looks like this site, and is another one"), help))
}

/// What is between `//` and the path, as it is written; `None` where the scheme is not that of a web page.
fn authority(href: &str) -> Option<&str> {
    let rest = href.strip_prefix("https://").or_else(|| href.strip_prefix("http://"))?;
    rest.split(['/', '?', '#']).next()
}

/// A name without the differences that are overlooked.
fn skeleton(host: &str) -> String {
    host.replace("rn", "m").replace("vv", "w").replace('0', "o").replace(['1', 'i'], "l").replace('-', "")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(href: &str) -> Option<String> {
        check(&Href::new(href).unwrap_or_else(|| panic!("{href}"))).err().map(|fault| fault.message)
    }

    #[test]
    fn an_address_that_leads_nowhere_or_hides_where_is_refused() {
        let nowhere = "no browser understands this address";
        let hidden = "the name of the site is written so that nobody can read it";
        let at = "it leads to the site after the @, whatever is written before";
        for (href, message) in [
            ("https://[::1", nowhere),
            ("https://[::1]x/", nowhere),
            ("https://?x", nowhere),
            ("https://#x", nowhere),
            ("https://:443/", nowhere),
            ("https://a.example:99999/", nowhere),
            ("https://a.example:x/", nowhere),
            ("https://a%20b.example/", nowhere),
            ("https://the-site@evil.example/", at),
            ("http://the-site:443@evil.example/", at),
            ("https://@evil.example/", at),
            ("https://evil.example\\@the-site/", at),
            ("https://%65vil.example/", hidden),
            ("https://evil.example\\a", hidden),
            ("https://0x7f.1/", hidden),
            ("https://2130706433/", hidden),
            ("https://017700000001/", hidden),
        ] {
            assert_eq!(fault(href).as_deref(), Some(message), "{href}");
        }
        assert!(fault(&format!("https://a.example/?{}", "a".repeat(3_000))).is_some());
    }

    #[test]
    fn an_ordinary_address_is_not() {
        for href in [
            "https://a.example",
            "http://a.example:8080/b@c?d=e@f#g\\h",
            "https://10.1.2.3/x",
            "https://[2001:db8::1]:8443/",
            "https://tiếngviệt.example/%20x",
            "https://xn--tingvit-4ya0c.example/",
            "/a@b",
            "mailto:a@b.example",
            "tel:+84213",
        ] {
            assert_eq!(fault(href), None, "{href}");
        }
    }

    #[test]
    fn a_name_that_looks_like_this_sites_is_doubted_and_no_other() {
        let own = "sonv.laichau.gov.vn";
        for (href, is_doubted) in [
            ("https://sonv.laichau.gov.vn/a", false),
            ("https://www.sonv.laichau.gov.vn/a", false),
            ("https://laichau.gov.vn/", false),
            ("https://snv.laichau.gov.vn/", false),
            ("https://tênmiền.example/", false),
            ("/sonv", false),
            ("https://s0nv.laichau.gov.vn/", true),
            ("https://sonv-laichau.gov.vn/", false),
            ("https://sonv.la1chau.gov.vn/", true),
            ("https://sonv.laichau.gov.vn.evil.example/", true),
            ("https://s\u{43e}nv.laichau.gov.vn/", true),
            ("https://xn--snv-hdd.laichau.gov.vn/", true),
            ("https://\u{430}\u{440}\u{440}\u{4cf}\u{435}.example/", true),
        ] {
            assert_eq!(doubt(&Href::new(href).unwrap(), own).is_some(), is_doubted, "{href}");
        }
        assert!(doubt(&Href::new("https://a.example/").unwrap(), "").is_none());
    }
}
