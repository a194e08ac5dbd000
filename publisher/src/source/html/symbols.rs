//! Fonts whose letters are signs: what is `Ø` or `ü` in a text is an arrow or a tick before its readers.

/// The longest run that is read as signs, in characters: what is longer is a text in a font it was not meant for.
const MAX_SIGNS: usize = 4;

/// Where Unicode has a font's signs that nobody has named.
const PRIVATE: u32 = 0xf000;

/// What an unknown sign is shown as.
const BULLET: char = '•';

/// A font of signs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum SymbolFont {
    Symbol,
    Wingdings,
    /// Wingdings 2 and 3, Webdings: mostly used for bullets.
    Other,
}

impl SymbolFont {
    /// The first font of a `font-family` or a `font`, in lower case.
    pub fn named_in(value: &str) -> Option<Self> {
        let first = value.split(',').next().unwrap_or_default().trim();
        let unquoted = first.trim_end_matches(['"', '\'']);
        // In `font` the name comes after the size.
        let after_size =
            |text: &'_ str| text.rsplit_once("pt ").or(text.rsplit_once("px ")).map(|(_, name)| name.to_owned());
        let name = match unquoted.rsplit_once(['"', '\'']) {
            Some((_, name)) => name.to_owned(),
            None => after_size(unquoted).unwrap_or_else(|| unquoted.to_owned()),
        };
        match name.trim() {
            "symbol" => Some(Self::Symbol),
            "wingdings" => Some(Self::Wingdings),
            "webdings" | "wingdings 2" | "wingdings 3" => Some(Self::Other),
            _ => None,
        }
    }

    /// A text in this font; as it is if it has other letters than the font.
    pub fn read(self, text: String) -> String {
        let signs = text.chars().filter(|c| !c.is_whitespace());
        if signs.clone().take(MAX_SIGNS + 1).count() > MAX_SIGNS || signs.clone().any(|c| code_of(c).is_none()) {
            return text;
        }
        text.chars().map(|c| if c.is_whitespace() { c } else { self.sign(c) }).collect()
    }

    fn sign(self, c: char) -> char {
        let signs = match self {
            Self::Symbol => SYMBOL,
            Self::Wingdings => WINGDINGS,
            Self::Other => return BULLET,
        };
        let Some(letter) = code_of(c).and_then(char::from_u32) else { return c };
        let known = signs.iter().find_map(|(letters, signs)| {
            let position = letters.chars().position(|other| other == letter)?;
            signs.chars().nth(position)
        });
        // Symbol has the usual digits and marks at their usual places.
        let usual = if self == Self::Symbol && letter.is_ascii() { letter } else { BULLET };
        known.unwrap_or(usual)
    }
}

/// A sign's place in its font.
fn code_of(c: char) -> Option<u32> {
    let code = u32::from(c);
    Some(code.checked_sub(PRIVATE).filter(|code| *code <= 0xff).unwrap_or(code)).filter(|code| *code <= 0xff)
}

/// Letters, and the signs in their places.
type Signs = &'static [(&'static str, &'static str)];

const SYMBOL: Signs = &[
    ("ABGDEZHQIKLMNXOPRSTUFCYW", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"),
    ("abgdezhqiklmnxoprstufcyw", "αβγδεζηθικλμνξοπρστυφχψω"),
    ("JVjv\"$'@\\^", "ϑςϕϖ∀∃∋≅∴⊥"),
    ("£¤¥§¨©ª«¬\u{ad}®¯", "≤⁄∞♣♦♥♠↔←↑→↓"),
    ("°±²³´µ¶·¸¹º»¼", "°±″≥×∝∂•÷≠≡≈…"),
    ("ÄÅÆÇÈÉÊËÌÍÎÏ", "⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉"),
    ("ÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß", "∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓"),
    ("àâãäåñò", "◊®©™∑〉∫"),
];

const WINGDINGS: Signs = &[
    ("\"()*68;<?", "✂☎✆✉⌛🖰🖴💾✍"),
    ("ACDEFGHIJKLMNO", "✌👍👎☜☞☝☟✋☺😐☹💣☠⚐"),
    ("QRSTVXYZ[", "✈☼💧❄✞✠✡☪☯"),
    ("^_`abcdefghi", "♈♉♊♋♌♍♎♏♐♑♒♓"),
    ("jklmnopqrstuvwxz", "&&●❍■□□❑❒⬧⧫◆❖⬥⌧⌘"),
    ("\u{81}\u{82}\u{83}\u{84}\u{85}\u{86}\u{87}\u{88}\u{89}\u{8a}", "①②③④⑤⑥⑦⑧⑨⑩"),
    ("\u{8c}\u{8d}\u{8e}\u{8f}\u{90}\u{91}\u{92}\u{93}\u{94}\u{95}", "❶❷❸❹❺❻❼❽❾❿"),
    ("\u{9e}\u{9f}\u{a0}¡¤¥§¨ª«¬\u{ad}®¯", "·•▪○◉◎▪◻✦★✶✴✹✵"),
    ("±µ¶", "⌖✪✰"),
    ("ÕÖØÜÛÝÞ", "⌫⌦➢➲➲➲➲"),
    ("ßàáâãäåæçèéêëìîí", "←→↑↓↖↗↙↘←➔↑↓↖↗↘↙"),
    ("ïðñòóôûüýþ", "⇦⇨⇧⇩⇔⇕✗✔☒☑"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_has_its_sign() {
        for (letters, signs) in SYMBOL.iter().chain(WINGDINGS) {
            assert_eq!(letters.chars().count(), signs.chars().count(), "{letters} {signs}");
        }
    }

    #[test]
    fn letters_of_a_font_of_signs_are_signs() {
        let read = |family: &str, text: &str| match SymbolFont::named_in(family) {
            Some(font) => font.read(text.to_owned()),
            None => text.to_owned(),
        };
        for (family, text, expected) in [
            ("wingdings", "ü", "✔"),
            ("\"wingdings\", serif", "Ø\u{a0}", "➢\u{a0}"),
            ("7.0pt wingdings", "§", "▪"),
            ("wingdings", "\u{f0a7} v q à", "▪ ❖ ❑ →"),
            ("symbol", "·", "•"),
            ("symbol", "a \u{f061} 5", "α α 5"),
            ("webdings", "4", "•"),
            ("7.0pt \"times new roman\"", "ü", "ü"),
            ("segoe ui symbol", "ü", "ü"),
            ("\"times new roman\", symbol", "ü", "ü"),
            ("symbol", "Đơn", "Đơn"),
            ("wingdings", "Ban tin", "Ban tin"),
        ] {
            assert_eq!(read(family, text), expected, "{family}: {text}");
        }
    }
}
