//! The letters of what editors write: one Unicode form for all of it, and what is no longer Unicode at all.
//!
//! `repair` changes only what is beyond doubt and hides nothing that is read; `font` reads text typed for old fonts;
//! `doubts` finds what was spoilt before it came here, which only an editor can put right.

mod direction;
mod doubts;
mod font;
mod latin;
mod sign;
mod tcvn3;
mod vietnamese;
mod vni;

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, decompose_canonical};

pub use self::doubts::{doubts, of_old_font};
pub use self::font::{Font, Reading};
pub use self::sign::bullet;

/// Text in its one form: letters composed, spaces and line breaks plain spaces, nothing that cannot be seen but what
/// emoji, other scripts and unbroken numbers need.
pub fn repair(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_settled) {
        return Cow::Borrowed(text);
    }
    let seen = shown(text);
    Cow::Owned(set_shapes(seen.nfc()))
}

/// What has only one form and cannot be combined with anything of its kind.
fn is_settled(c: char) -> bool {
    let is_other = matches!(c, '\u{d0}' | '\u{f0}' | '\u{189}' | '\u{ad}');
    matches!(c, ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{1ea0}'..='\u{1ef9}' | '\u{2010}'..='\u{2027}') && !is_other
}

/// What is seen of a text.
fn shown(text: &str) -> String {
    let has_rtl = text.chars().any(direction::is_right_to_left);
    let balanced = direction::balanced(text);
    let mut seen = String::with_capacity(text.len());
    let mut last = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let kept = match c {
            '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => ' ',
            c if c.is_control() => match latin::of_control(c) {
                Some(sign) => sign,
                None => continue,
            },
            // Soft hyphens, spaces of no width and invisible operators.
            '\u{ad}'
            | '\u{34f}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{2060}'..='\u{2064}'
            | '\u{206a}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' => continue,
            c if is_noncharacter(c) => continue,
            c if direction::is_control(c) && !balanced.contains(&at) => continue,
            '\u{61c}' | '\u{200e}' | '\u{200f}' if !has_rtl => continue,
            '\u{200c}' | '\u{200d}'
                if ![last, rest.peek().map(|(_, next)| *next)].iter().all(|c| c.is_some_and(is_joined)) =>
            {
                continue;
            }
            // The Icelandic letters look the same: they are meant where Icelandic has no such letter.
            '\u{d0}' | '\u{189}' => 'Đ',
            '\u{f0}' if !last.is_some_and(char::is_alphabetic) => 'đ',
            c => bullet(c).unwrap_or(c),
        };
        seen.push(kept);
        last = Some(kept);
    }
    seen
}

/// What Unicode will never give a meaning, and XML does not allow.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

/// Emoji, and the letters of scripts that join.
fn is_joined(c: char) -> bool {
    let is_other = matches!(c, '\u{1e00}'..='\u{1eff}' | '\u{2000}'..='\u{206f}') || sign::is_private(c);
    c >= '\u{600}' && !is_other && !c.is_whitespace()
}

/// Letters whose tone was typed before their shape: `á` and a loose circumflex are `ấ`.
fn set_shapes(letters: impl Iterator<Item = char>) -> String {
    let mut text = String::new();
    for c in letters {
        let shaped = match c {
            '\u{302}' | '\u{306}' => text.chars().next_back().and_then(|letter| with_shape(letter, c)),
            _ => None,
        };
        if shaped.is_some() {
            text.pop();
        }
        text.push(shaped.unwrap_or(c));
    }
    text
}

fn with_shape(letter: char, shape: char) -> Option<char> {
    let mut parts = Vec::with_capacity(2);
    decompose_canonical(letter, |part| parts.push(part));
    let &[base, tone] = parts.as_slice() else { return None };
    compose(compose(base, shape)?, tone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_gets_one_form() {
        for (text, repaired) in [
            ("Bo\u{302}\u{323} No\u{323}\u{302}i vu\u{323}", "Bộ Nội vụ"),
            // The tone before the shape.
            ("a\u{301}\u{302}m a\u{301}\u{306}n e\u{300}\u{302} o\u{301}\u{31b} \u{e1}\u{306}", "ấm ắn ề ớ ắ"),
            ("HO\u{301}\u{302} Y\u{303} O\u{303}\u{302}\u{200b} \u{1ea3}\u{302}", "HỐ Ỹ Ỗ ẩ"),
            ("a\u{340} e\u{341} ê\u{300} ơ\u{323} u\u{31b}\u{303}", "à é ề ợ ữ"),
            ("\u{d0}\u{e0} N\u{1eb5}ng H\u{d0}ND \u{189}ảng 500\u{f0} \u{f0}\u{1ed3}ng", "Đà Nẵng HĐND Đảng 500đ đồng"),
            ("Sigur\u{f0}ur \u{e1} \u{ed}slandi", "Sigur\u{f0}ur á íslandi"),
            // White space never glues two words, and nothing unseen is in one.
            ("a\u{b}b\u{85}c\u{2028}d\u{2029}e\tf\ng\rh\u{c}i", "a b c d e f g h i"),
            ("H\u{ad}\u{1ed9}i\u{200b} ng\u{2060}h\u{feff}\u{1ecb}\0\u{1b}\u{7f}\u{81}", "Hội nghị"),
            ("2020 \u{96} \u{93}2021\u{94}", "2020 – “2021”"),
            ("x\u{fffe}y\u{ffff}z\u{fffa}\u{1ffff}", "xyz"),
            ("a\u{200d}b \u{200c}c x\u{200d}", "ab c x"),
            (
                "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥 🇻🇳 ❤\u{fe0f}",
                "👨\u{200d}👩\u{200d}👧 ❤\u{fe0f}\u{200d}🔥 🇻🇳 ❤\u{fe0f}",
            ),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("5\u{2009}000\u{202f}kg\u{3000}x", "5\u{2009}000\u{202f}kg\u{3000}x"),
            // Directions.
            (
                "mã \u{200f}123\u{200e} \u{202b}chữ\u{202c} \u{202e}ngược \u{2066}riêng",
                "mã 123 \u{202b}chữ\u{202c} ngược riêng",
            ),
            ("\u{202b}עברית\u{200f}, x", "עברית\u{200f}, x"),
            ("\u{f0b7} a \u{f0fc} \u{f02d} \u{e123}", "• a ✔ – \u{e123}"),
            ("ﬁ ２０２１ ½ 10₫ “x” – … ©", "ﬁ ２０２１ ½ 10₫ “x” – … ©"),
            ("été, Österreich, año, Ærø", "été, Österreich, año, Ærø"),
            ("", ""),
        ] {
            assert_eq!(repair(text), repaired, "{text:?}");
        }
    }

    /// All that is three characters long, of those that mean something to `repair` or to Unicode's own forms.
    #[test]
    fn what_is_repaired_stays_as_it_is() {
        let letters = "aăĐ\u{d0}\u{f0}oEy \u{a0}\u{3000}\u{b}\u{ad}\u{200b}\u{200d}\u{202e}\u{202c}\u{2069}\u{200f}א👨\u{fe0f}\u{f0b7}\u{e000}\
                       \u{301}\u{302}\u{306}\u{309}\u{31b}\u{323}\u{340}áấạ\u{1100}\u{1161}";
        for one in letters.chars() {
            for two in letters.chars() {
                for three in letters.chars() {
                    let text = String::from_iter([one, two, three]);
                    let repaired = repair(&text).into_owned();
                    assert_eq!(repair(&repaired), repaired, "{text:?}");
                    assert!(unicode_normalization::is_nfc(&repaired), "{text:?}");
                }
            }
        }
    }

    #[test]
    fn ordinary_text_is_only_looked_at() {
        assert!(matches!(repair("Ủy ban nhân dân “tỉnh” – năm 2021"), Cow::Borrowed(_)));
    }
}
