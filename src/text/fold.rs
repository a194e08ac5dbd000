//! Vietnamese text as it is compared: small letters without marks.

/// A base letter, and the letters that are it with marks.
const MARKED: [&str; 7] =
    ["aàáảãạăằắẳẵặâầấẩẫậ", "dđ", "eèéẻẽẹêềếểễệ", "iìíỉĩị", "oòóỏõọôồốổỗộơờớởỡợ", "uùúủũụưừứửữự", "yỳýỷỹỵ"];

/// Small letters without marks; combining marks of decomposed text go, all else stays.
pub fn fold(text: &str) -> String {
    let letters = text.chars().flat_map(char::to_lowercase);
    letters.filter(|letter| !('\u{300}'..='\u{36f}').contains(letter)).map(fold_letter).collect()
}

fn fold_letter(letter: char) -> char {
    if letter.is_ascii() {
        return letter;
    }
    let row = MARKED.iter().find(|row| row.contains(letter));
    row.and_then(|row| row.chars().next()).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_case_make_no_difference() {
        for (text, folded) in [
            ("Đường Nguyễn Huệ", "duong nguyen hue"),
            ("ƯỚC MUỐN", "uoc muon"),
            ("kỹ sư ỵ", "ky su y"),
            ("e\u{302}\u{301}", "e"),
            ("45-CT/TW, 12/03/2021", "45-ct/tw, 12/03/2021"),
            ("", ""),
        ] {
            assert_eq!(fold(text), folded);
        }
    }
}
