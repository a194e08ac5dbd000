//! Titles and names folded to slugs: `Đường bộ` → `duong-bo`.

use deunicode::deunicode_char;
use portal_app::path::word::Slug;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::limits::FOLDED_SLUG as MAX_LENGTH;

/// Folds text to a slug of whole words; `None` when it holds no letter or digit that can be written in ASCII.
pub fn fold_slug(text: &str) -> Option<Slug> {
    let ascii = text.nfc().map(to_ascii).collect::<String>().to_ascii_lowercase();
    let mut slug = String::new();
    for word in ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.is_empty() {
            slug.extend(word.chars().take(MAX_LENGTH));
        } else if slug.len() + 1 + word.len() <= MAX_LENGTH {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    Slug::new(slug)
}

/// Letters and digits are transliterated, marks and invisible characters as well. Anything else only separates words:
/// `deunicode` would spell out what a symbol shows (🎉 is "tada").
fn to_ascii(c: char) -> &'static str {
    let is_invisible = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    if c.is_alphanumeric() || is_combining_mark(c) || is_invisible {
        deunicode_char(c).unwrap_or_default()
    } else {
        " "
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> Option<String> {
        fold_slug(text).map(String::from)
    }

    #[test]
    fn vietnamese_and_other_scripts_fold_to_ascii() {
        for (text, slug) in [
            ("Đường bộ Đà Nẵng", "duong-bo-da-nang"),
            ("đ Đ ð", "d-d-d"),
            ("Kế hoạch tổ chức Hội thi “Dân vận khéo”", "ke-hoach-to-chuc-hoi-thi-dan-van-kheo"),
            ("BO\u{302}\u{323} NO\u{323}\u{302}I VU\u{323}", "bo-noi-vu"),
            ("nhiệm kỳ 2021-2026", "nhiem-ky-2021-2026"),
            ("Quyết định số 45-CT/TW", "quyet-dinh-so-45-ct-tw"),
            ("  ---  Ư Ơ ă â ê ô\u{a0}", "u-o-a-a-e-o"),
            ("Ảnh_chụp.v2", "anh-chup-v2"),
            ("Straße Œuvre", "strasse-oeuvre"),
            ("Москва", "moskva"),
        ] {
            assert_eq!(fold(text).as_deref(), Some(slug), "{text}");
        }
    }

    #[test]
    fn a_symbol_is_not_spelt_out() {
        for (text, slug) in [
            ("🎉 Chúc mừng", "chuc-mung"),
            ("Chúc🎉mừng", "chuc-mung"),
            ("Cờ 🇻🇳 đỏ ❤️ sao vàng ⭐", "co-do-sao-vang"),
            ("Gia đình 👨‍👩‍👧 văn hoá", "gia-dinh-van-hoa"),
            ("Bước 1️⃣ và ② và ³", "buoc-1-va-2-va-3"),
            ("Windows™ © 2026 ® №5", "windows-2026-5"),
            ("100% = 50 € + 5°C → 1.000₫", "100-50-5-c-1-000"),
            ("Điều Ⅳ, ½ số", "dieu-iv-1-2-so"),
            ("§ 5 & ¶ 6 † ‰", "5-6"),
            ("Không\u{200b}rộng c\u{301}", "khong-rong-c"),
            ("北京", "bei-jing"),
        ] {
            assert_eq!(fold(text).as_deref(), Some(slug), "{text}");
        }
    }

    #[test]
    fn a_long_title_is_cut_between_words() {
        let slug = fold(&"nghiệp vụ ".repeat(20)).unwrap_or_default();
        assert_eq!((slug.len(), slug.ends_with("-nghiep-vu")), (79, true), "{slug}");
        assert_eq!(fold(&"ê".repeat(500)).map(|slug| slug.len()), Some(MAX_LENGTH));
    }

    #[test]
    fn nothing_to_fold_is_no_slug() {
        for text in ["", "   ", "!!!", "—“”…", "\u{301}", "🎉", "❤️ ™ → ₫"] {
            assert_eq!(fold(text), None, "{text:?}");
        }
    }
}
