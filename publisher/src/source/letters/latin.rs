//! Windows-1252, in which most old text was kept, and in which newer text is taken for it.

/// What is in the places of Unicode's second row of controls, which are left where Windows has none.
const CONTROLS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// The sign in a control's place: the dash or quotation mark that somebody typed.
pub(super) fn of_control(c: char) -> Option<char> {
    let position = usize::try_from(u32::from(c).checked_sub(0x80)?).ok()?;
    CONTROLS.chars().nth(position).filter(|sign| !sign.is_control())
}

/// What UTF-8 was before it was read as Windows-1252: `Há»™i` was `Hội`. `None` for what was not.
pub(super) fn before(text: &str) -> Option<String> {
    let bytes = text.chars().map(byte).collect::<Option<Vec<_>>>()?;
    String::from_utf8(bytes).ok().filter(|before| before != text)
}

fn byte(c: char) -> Option<u8> {
    match CONTROLS.chars().position(|sign| sign == c) {
        Some(position) => u8::try_from(0x80 + position).ok(),
        None => u8::try_from(u32::from(c)).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_and_bytes_are_read_as_windows_does() {
        assert_eq!("\u{96}\u{93}\u{94}\u{80}".chars().filter_map(of_control).collect::<String>(), "–“”€");
        assert_eq!("a\u{7f}\u{81}\u{a0}–".chars().find_map(of_control), None);
        for (text, was) in [("Há»™i", Some("Hội")), ("Ä\u{91}Æ°á»\u{9d}ng", Some("đường")), ("â€œ", Some("“"))]
        {
            assert_eq!(before(text).as_deref(), was, "{text}");
        }
        for text in ["Hội", "café", "Hoi", "«Ã", "«été»"] {
            assert_eq!(before(text), None, "{text}");
        }
    }
}
