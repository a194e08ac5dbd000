//! Addresses that carry an article's address elsewhere: plain links, so nothing foreign is loaded to offer them.

/// Facebook's form for sharing a page.
pub fn facebook_link(url: &str) -> String {
    format!("https://www.facebook.com/sharer/sharer.php?u={}", encode_component(url))
}

/// Zalo's form for sharing a page: what the button of its own script opens. Zalo documents only that script.
pub fn zalo_link(url: &str) -> String {
    let request = format!("{{\"url\":\"{}\"}}", url.replace('\\', "%5C").replace('"', "%22"));
    format!("https://sp.zalo.me/share_inline?d={}", encode_component(&encode_base64(request.as_bytes())))
}

/// A letter that the reader's mail program opens (RFC 6068). Without an address the reader fills it in.
pub fn mail_link(address: &str, subject: &str, body: &str) -> String {
    let body = body.replace('\n', "\r\n");
    format!("mailto:{address}?subject={}&body={}", encode_component(subject), encode_component(&body))
}

/// Percent-encodes what may not be in a part of a query (RFC 3986, section 2.3).
fn encode_component(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// RFC 4648, section 4.
fn encode_base64(bytes: &[u8]) -> String {
    let mut encoded = String::new();
    for chunk in bytes.chunks(3) {
        let group =
            (0..3).fold(0, |group, place| group << 8 | u32::from(chunk.get(place).copied().unwrap_or_default()));
        for place in 0..4 {
            let digit = (group >> (18 - 6 * place) & 63) as u8;
            encoded.push(if place > chunk.len() { '=' } else { digit_of(digit) });
        }
    }
    encoded
}

fn digit_of(value: u8) -> char {
    char::from(match value {
        0..=25 => b'A' + value,
        26..=51 => b'a' + value - 26,
        52..=61 => b'0' + value - 52,
        62 => b'+',
        _ => b'/',
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_percent_encoded_byte_by_byte() {
        for (text, encoded) in [
            ("", ""),
            ("az-AZ_09.~", "az-AZ_09.~"),
            ("Đường về", "%C4%90%C6%B0%E1%BB%9Dng%20v%E1%BB%81"),
            ("a&b=c?d#e+f%", "a%26b%3Dc%3Fd%23e%2Bf%25"),
            ("\"<>'\r\n", "%22%3C%3E%27%0D%0A"),
        ] {
            assert_eq!(encode_component(text), encoded);
        }
    }

    #[test]
    fn base64_is_as_the_standard_says() {
        // RFC 4648, section 10.
        for (text, encoded) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("\u{fb}\u{ff}", "w7vDvw=="),
        ] {
            assert_eq!(encode_base64(text.as_bytes()), encoded);
        }
    }

    #[test]
    fn links_carry_the_whole_address_and_nothing_that_ends_it() {
        let url = "https://sonv.laichau.gov.vn/tin-tuc/a-b1/";
        assert_eq!(
            facebook_link(url),
            "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fsonv.laichau.gov.vn%2Ftin-tuc%2Fa-b1%2F"
        );
        assert_eq!(
            zalo_link("https://a.vn/"),
            // {"url":"https://a.vn/"}
            "https://sp.zalo.me/share_inline?d=eyJ1cmwiOiJodHRwczovL2Eudm4vIn0%3D"
        );
        assert_eq!(
            mail_link("", "Một & hai", "Dòng\nhttps://a.vn/"),
            "mailto:?subject=M%E1%BB%99t%20%26%20hai&body=D%C3%B2ng%0D%0Ahttps%3A%2F%2Fa.vn%2F"
        );
    }
}
