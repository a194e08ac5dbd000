//! Signs of the fonts Wingdings and Symbol, which programs keep as private characters that other fonts do not have.

/// By the sign's place in its font: those that texts are full of. Where Symbol has another sign,
/// lists and forms nearly always mean this one.
const SIGNS: &[(u8, char)] = &[
    (0x28, '☎'),
    (0x2a, '✉'),
    (0x2d, '–'),
    (0x46, '☞'),
    (0x4a, '☺'),
    (0x4c, '☹'),
    (0x6c, '●'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x71, '❑'),
    (0x72, '❒'),
    (0x73, '⬧'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '⬥'),
    (0x9f, '•'),
    (0xa7, '▪'),
    (0xa8, '☐'),
    (0xb7, '•'),
    (0xd8, '➢'),
    (0xe0, '→'),
    (0xe8, '➔'),
    (0xf0, '⇨'),
    (0xfb, '✘'),
    (0xfc, '✔'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];

/// The same of Symbol, as far as its signs are not Greek letters.
const OF_SYMBOL: &[(u8, char)] = &[
    (0x2d, '−'),
    (0xa3, '≤'),
    (0xac, '←'),
    (0xae, '→'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb7, '•'),
    (0xb8, '÷'),
    (0xb9, '≠'),
];

/// Where programs keep the signs of such fonts.
const FIRST: u32 = 0xf000;

/// What a private character shows in Wingdings or Symbol; `None` for any other character, and for rare signs.
pub fn bullet(c: char) -> Option<char> {
    sign_at(SIGNS, u32::from(c).checked_sub(FIRST)?)
}

/// The sign that a character shows in Wingdings.
pub(super) fn of_wingdings(c: char) -> Option<char> {
    sign_at(SIGNS, place(c))
}

/// The sign that a character shows in Symbol. Digits and brackets are what they are everywhere.
pub(super) fn of_symbol(c: char) -> Option<char> {
    let is_itself = c.is_ascii() && !c.is_ascii_alphabetic();
    sign_at(OF_SYMBOL, place(c)).or(is_itself.then_some(c))
}

/// The sign that a character shows in Wingdings 2, Wingdings 3 or Webdings: a tick, a box, or a bullet.
pub(super) fn of_bullets(c: char) -> Option<char> {
    Some(match char::from_u32(place(c))? {
        'P' | 'a' => '✔',
        'O' => '✘',
        'R' => '☑',
        'Q' | 'S' | 'T' => '☒',
        '£' | 'c' => '☐',
        letter if u32::from(letter) < 0x100 => '•',
        _ => return None,
    })
}

fn place(c: char) -> u32 {
    u32::from(c).checked_sub(FIRST).unwrap_or(u32::from(c))
}

fn sign_at(signs: &[(u8, char)], place: u32) -> Option<char> {
    signs.iter().find(|(at, _)| u32::from(*at) == place).map(|(_, sign)| *sign)
}

/// A character that means nothing outside the font it was written in.
pub(super) fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bullets_of_word_are_known() {
        let private = "\u{f0b7}\u{f0a7}\u{f0d8}\u{f0fc}\u{f02d}\u{f0e8}\u{f0fe}\u{f0a8}\u{f071}\u{f076}";
        assert_eq!(private.chars().filter_map(bullet).collect::<String>(), "•▪➢✔–➔☑☐❑❖");
        assert_eq!("a·§\u{e000}\u{f041}•".chars().find_map(bullet), None);
        assert_eq!("§Øüvà\u{f0a7}".chars().filter_map(of_wingdings).collect::<String>(), "▪➢✔❖→▪");
        assert_eq!("·£\u{f0b3}5aα".chars().filter_map(of_symbol).collect::<String>(), "•≤≥5");
    }
}
