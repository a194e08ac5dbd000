//! Guesses the encoding of a text that is not UTF-8, for the message about it.

/// What to do about any of them.
pub(super) const HELP: &str =
    "Save the file as UTF-8: in Notepad by *Save as* and *Encoding*, in VS Code by *Save with Encoding*.";

/// What Notepad calls Unicode: it begins with a mark, or every other byte of its ASCII is zero.
pub(super) fn is_utf16(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || bytes.iter().filter(|byte| **byte == 0).count() > bytes.len() / 8
}

/// What the bytes that are not UTF-8 seem to be; `None` when nothing Vietnamese can be told from them.
pub(super) fn guess(bytes: &[u8]) -> Option<&'static str> {
    let foreign = bytes.utf8_chunks().flat_map(|chunk| chunk.invalid()).copied().collect::<Vec<_>>();
    let count = |is_typical: fn(u8) -> bool| foreign.iter().filter(|byte| is_typical(**byte)).count();
    // ă â ê ô ơ ư đ, and à ả ã á ạ: windows-1258 has signs there, which are rare.
    let tcvn3 = count(|byte| matches!(byte, 0xa8..=0xae | 0xb5..=0xb9));
    // The tone marks, and â ă ê đ ô ơ ư.
    let windows_1258 =
        count(|byte| matches!(byte, 0xcc | 0xd2 | 0xde | 0xe2 | 0xe3 | 0xea | 0xec | 0xf0 | 0xf2 | 0xf4 | 0xf5 | 0xfd));
    match tcvn3.max(windows_1258) {
        0 => None,
        most if most == tcvn3 => Some("TCVN3 (a .VnTime font)"),
        _ => Some("windows-1258"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_encodings_are_told_apart() {
        for (bytes, encoding) in [
            // Hội nghị
            (&b"H\xf4\xf2i ngh\xef\xf2"[..], Some("windows-1258")),
            // Hội nghị tổng kết năm, Đảng ủy
            (b"H\xe9i ngh\xde t\xe6ng k\xd5t n\xa8m, \xa7\xb6ng \xf1y", Some("TCVN3 (a .VnTime font)")),
            // Cải cách hành chính của Ủy ban nhân dân
            (b"C\xb6i c\xb8ch h\xb5nh ch\xddnh c\xf1a \xf1y ban nh\xa9n d\xa9n", Some("TCVN3 (a .VnTime font)")),
            (b"Ca\xd2i ca\xecch ha\xccnh chi\xecnh nh\xe2n d\xe2n", Some("windows-1258")),
            ("Hội ngh\u{1ecb}".as_bytes(), None),
            (b"S\xe1\xbb\x9f N\xf4\xf2i", Some("windows-1258")),
            (b"\x80", None),
        ] {
            assert_eq!(guess(bytes), encoding, "{bytes:x?}");
        }
    }
}
