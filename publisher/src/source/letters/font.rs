//! Fonts that are an encoding: what is typed for them reads right in no other.

use portal_app::text::typing::is_syllable;

use super::vietnamese::is_vietnamese;
use super::{sign, tcvn3, vni};

/// Words that are Vietnamese in Unicode although every old font has their letters too, where they read as a word that
/// hardly anybody writes (`cỏc`, `cụng`, `thỏng`). Such a word alone tells that a run is Unicode already.
const USUAL: &[&str] = &[
    "bàn", "bình", "các", "cán", "chính", "chí", "công", "cùng", "dân", "giám", "giáo", "hình", "hòa", "không", "khí",
    "kính", "lâm", "lên", "minh", "nhân", "nông", "phát", "phân", "phòng", "quân", "quán", "quê", "sông", "tác", "tâm",
    "thành", "tháng", "thân", "thí", "thôn", "thông", "tình", "tính", "toán", "trên", "trình", "trí", "tín", "tôn",
    "vân", "vòng", "xuân",
];

/// A font that is an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// `.VnTime` and its like; those with an `H` at the end show all letters as capitals.
    Tcvn3 {
        is_capital: bool,
    },
    /// `VNI-Times` and its like.
    Vni,
    Wingdings,
    /// Wingdings 2 and 3, Webdings: ticks and bullets.
    Bullets,
    /// Its letters are Greek.
    Symbol,
}

/// What a text in such a font is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Unicode already.
    AsItIs,
    Converted(String),
    /// Letters that are neither the font's nor those of Vietnamese.
    Unclear,
}

impl Font {
    /// The first of a list of fonts, if it is an encoding.
    pub fn named(list: &str) -> Option<Self> {
        let first = list.split(',').next().unwrap_or_default();
        let name = first.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).to_lowercase();
        match name.as_str() {
            "wingdings" => Some(Self::Wingdings),
            "wingdings 2" | "wingdings 3" | "webdings" => Some(Self::Bullets),
            "symbol" => Some(Self::Symbol),
            _ if name.starts_with(".vn") || matches!(name.as_str(), "vntime" | "vntimeh" | "vnarial" | "vnarialh") => {
                Some(Self::Tcvn3 { is_capital: name.ends_with('h') })
            }
            _ if name.starts_with("vni-") || name.starts_with("vni ") => Some(Self::Vni),
            _ => None,
        }
    }

    /// Reads one run of text. In doubt the font is believed: it is how the run was read before.
    pub fn read(self, text: &str) -> Reading {
        let has: fn(char) -> bool = match self {
            Self::Tcvn3 { .. } => |c| tcvn3::letter(c).is_some(),
            Self::Vni => vni::has,
            Self::Wingdings => return read_signs(text, sign::of_wingdings),
            Self::Bullets => return read_signs(text, sign::of_bullets),
            Self::Symbol => return read_signs(text, sign::of_symbol),
        };
        if !text.chars().any(|c| has(c) || is_vietnamese(c)) {
            return Reading::AsItIs;
        }
        let is_unicode = text.chars().all(|c| is_vietnamese(c) || !has(c));
        let has_later_letters = text.chars().any(|c| c > '\u{ff}' && is_vietnamese(c));
        match self.convert(text) {
            Some(converted) if is_unicode && is_better(text, &converted) => Reading::AsItIs,
            Some(converted) => Reading::Converted(converted),
            None if is_unicode || has_later_letters => Reading::AsItIs,
            None => Reading::Unclear,
        }
    }

    fn convert(self, text: &str) -> Option<String> {
        match self {
            Self::Tcvn3 { is_capital: true } => tcvn3::read(text).map(|text| text.to_uppercase()),
            Self::Tcvn3 { is_capital: false } => tcvn3::read(text),
            Self::Vni => vni::read(text),
            Self::Wingdings | Self::Bullets | Self::Symbol => None,
        }
    }
}

fn read_signs(text: &str, sign: fn(char) -> Option<char>) -> Reading {
    if text.chars().all(char::is_whitespace) {
        return Reading::AsItIs;
    }
    let signs = text.chars().map(|c| if c.is_whitespace() { Some(c) } else { sign(c) });
    match signs.collect::<Option<String>>() {
        Some(signs) => Reading::Converted(signs),
        None if text.chars().any(is_vietnamese) => Reading::AsItIs,
        None => Reading::Unclear,
    }
}

/// Whether text makes more sense as it is than converted.
fn is_better(text: &str, converted: &str) -> bool {
    let syllables = |text: &str| words(text).filter(|word| is_syllable(word)).count();
    let (as_it_is, otherwise) = (syllables(text), syllables(converted));
    let is_usual = |word: &str| word.is_ascii() || USUAL.contains(&word.to_lowercase().as_str());
    as_it_is > otherwise || as_it_is == otherwise && words(text).all(is_usual)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABC: Font = Font::Tcvn3 { is_capital: false };
    const ABC_CAPITAL: Font = Font::Tcvn3 { is_capital: true };

    #[test]
    fn fonts_are_known_by_the_first_name() {
        for (list, font) in [
            (".VnTime", Some(ABC)),
            ("'.VnTime', serif", Some(ABC)),
            ("\".VnArial NarrowH\"", Some(ABC_CAPITAL)),
            (".vntimeh", Some(ABC_CAPITAL)),
            (" VNI-Times ", Some(Font::Vni)),
            ("VNI-Helve-Condense", Some(Font::Vni)),
            ("Wingdings", Some(Font::Wingdings)),
            ("Symbol", Some(Font::Symbol)),
            ("Wingdings 3", Some(Font::Bullets)),
            ("Arial, .VnTime", None),
            ("UVN Van", None),
            ("", None),
        ] {
            assert_eq!(Font::named(list), font, "{list}");
        }
    }

    #[test]
    fn a_run_is_converted_unless_it_is_unicode() {
        let converted = |text: &str| Reading::Converted(text.to_owned());
        for (font, text, reading) in [
            (ABC, "Céng hßa", converted("Cộng hòa")),
            (ABC, "Ngµy:", converted("Ngày:")),
            (ABC, "Bé Néi vô", converted("Bộ Nội vụ")),
            (ABC, "Sè", converted("Số")),
            (ABC_CAPITAL, "ñy ban nh©n d©n tØnh Lai Ch©u", converted("ỦY BAN NHÂN DÂN TỈNH LAI CHÂU")),
            (Font::Vni, "Uûy ban", converted("Ủy ban")),
            (Font::Vni, "Thò xaõ", converted("Thị xã")),
            (Font::Wingdings, " \u{f0a7} Ø v", converted(" ▪ ➢ ❖")),
            (Font::Symbol, "·\u{a0}\u{f0b3} (2)", converted("•\u{a0}≥ (2)")),
            // Unicode already, or the same in both.
            (ABC, "Số 5", Reading::AsItIs),
            (ABC, "Ngày 12 tháng 5", Reading::AsItIs),
            (ABC, "tháng", Reading::AsItIs),
            (ABC, "CÔNG TÁC", Reading::AsItIs),
            (ABC_CAPITAL, "Ủy ban nhân dân", Reading::AsItIs),
            (ABC, "Lai Chau – “2021”\u{a0}", Reading::AsItIs),
            (ABC_CAPITAL, "ubnd", Reading::AsItIs),
            (Font::Vni, "dân tộc", Reading::AsItIs),
            (Font::Vni, "không", Reading::AsItIs),
            (Font::Wingdings, "\u{a0} ", Reading::AsItIs),
            (Font::Symbol, "Điều 5", Reading::AsItIs),
            // Neither.
            (ABC, "Москва §iÖn", Reading::Unclear),
            (ABC, "Åre ñ", Reading::Unclear),
            (Font::Vni, "ça ñ", Reading::Unclear),
            (Font::Wingdings, "A4", Reading::Unclear),
            (Font::Symbol, "n = 5", Reading::Unclear),
        ] {
            assert_eq!(font.read(text), reading, "{font:?} {text}");
        }
    }
}
