//! VNI for Windows: the letters of the `VNI-…` fonts, most of them a Latin letter and one of Latin-1's as its marks.

use std::iter::Peekable;
use std::str::Chars;

use unicode_normalization::UnicodeNormalization;

use super::vietnamese::is_vietnamese;

const NONE: char = '\0';
const CIRCUMFLEX: char = '\u{302}';
const BREVE: char = '\u{306}';

/// What a character sets on the letter before it: its shape and its tone.
fn marks(c: char) -> Option<(char, char)> {
    let small = c.to_lowercase().next()?;
    let tone = match small {
        'ù' | 'á' | 'é' => '\u{301}',
        'ø' | 'à' | 'è' => '\u{300}',
        'û' | 'å' | 'ú' => '\u{309}',
        'õ' | 'ã' | 'ü' => '\u{303}',
        'ï' | 'ä' | 'ë' => '\u{323}',
        'â' | 'ê' => NONE,
        _ => return None,
    };
    let shape = match small {
        'â' | 'á' | 'à' | 'å' | 'ã' | 'ä' => CIRCUMFLEX,
        'ê' | 'é' | 'è' | 'ú' | 'ü' | 'ë' => BREVE,
        _ => NONE,
    };
    Some((shape, tone))
}

/// A letter that is one character.
fn single(c: char) -> Option<char> {
    Some(match c {
        'ô' => 'ơ',
        'Ô' => 'Ơ',
        'ö' => 'ư',
        'Ö' => 'Ư',
        'ñ' => 'đ',
        'Ñ' => 'Đ',
        'æ' => 'ỉ',
        'Æ' => 'Ỉ',
        'ó' => 'ĩ',
        'Ó' => 'Ĩ',
        'ò' => 'ị',
        'Ò' => 'Ị',
        'î' => 'ỵ',
        'Î' => 'Ỵ',
        'ì' | 'Ì' | 'í' | 'Í' => c,
        _ => return None,
    })
}

/// Whether a character outside ASCII is part of a letter.
pub(super) fn has(c: char) -> bool {
    single(c).is_some() || marks(c).is_some()
}

/// Text of it as Unicode; `None` when a letter is none of its own, or a mark is on nothing.
pub(super) fn read(text: &str) -> Option<String> {
    let mut rest = text.chars().peekable();
    let mut read = String::with_capacity(text.len());
    while let Some(c) = rest.next() {
        let base = match single(c) {
            Some(letter) => letter,
            None if c.is_ascii() || !c.is_alphabetic() => c,
            None => return None,
        };
        read.push(with_marks(base, &mut rest).unwrap_or(base));
    }
    Some(read)
}

/// Takes the marks that follow a letter, if it can have them.
fn with_marks(base: char, rest: &mut Peekable<Chars<'_>>) -> Option<char> {
    let (shape, tone) = marks(*rest.peek()?)?;
    if !"aeouyơư".contains(base.to_lowercase().next()?) {
        return None;
    }
    let parts = [base, shape, tone].into_iter().filter(|part| *part != NONE);
    let mut letters = parts.nfc();
    let letter = letters.next().filter(|letter| is_vietnamese(*letter) && letters.next().is_none())?;
    rest.next();
    Some(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the public tables of VNI for Windows list them: a letter without a tone, then sắc, huyền, hỏi, ngã, nặng.
    const TABLE: &[(&str, &str)] = &[
        ("a aù aø aû aõ aï", "aáàảãạ"),
        ("aâ aá aà aå aã aä", "âấầẩẫậ"),
        ("aê aé aè aú aü aë", "ăắằẳẵặ"),
        ("e eù eø eû eõ eï", "eéèẻẽẹ"),
        ("eâ eá eà eå eã eä", "êếềểễệ"),
        ("o où oø oû oõ oï", "oóòỏõọ"),
        ("oâ oá oà oå oã oä", "ôốồổỗộ"),
        ("ô ôù ôø ôû ôõ ôï", "ơớờởỡợ"),
        ("u uù uø uû uõ uï", "uúùủũụ"),
        ("ö öù öø öû öõ öï", "ưứừửữự"),
        ("i í ì æ ó ò", "iíìỉĩị"),
        ("y yù yø yû yõ î", "yýỳỷỹỵ"),
        ("ñ", "đ"),
    ];

    #[test]
    fn every_letter_is_read_in_both_cases() {
        let mut count = 0;
        for (typed, letters) in TABLE {
            for (typed, letter) in typed.split(' ').zip(letters.chars()) {
                count += 2 * usize::from(!letter.is_ascii());
                assert_eq!(read(typed), Some(letter.to_string()), "{typed}");
                assert_eq!(read(&typed.to_uppercase()), Some(letter.to_uppercase().to_string()), "{typed}");
            }
        }
        assert_eq!(count, 134);
    }

    #[test]
    fn sentences_are_read() {
        for (typed, read_as) in [
            ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("Ñoäc laäp - Töï do - Haïnh phuùc", "Độc lập - Tự do - Hạnh phúc"),
            ("Uûy ban nhaân daân; Thuû töôùng Chính phuû", "Ủy ban nhân dân; Thủ tướng Chính phủ"),
            ("taát caû nhöõng ngöôøi khuyeát taät ôû vuøng saâu", "tất cả những người khuyết tật ở vùng sâu"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(read_as), "{typed}");
        }
        for typed in ["Số 5", "tháng", "dân", "là", "năm", "ça", "Åre"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
