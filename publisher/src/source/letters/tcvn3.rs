//! TCVN3, also called ABC: the letters of the `.Vn…` fonts, in the places of Latin-1's letters and signs (TCVN 5712).
//!
//! It has no capitals with a tone: fonts whose names end in `H` show all letters as capitals.

/// The place of the first letter.
const FIRST: u32 = 0xa1;

/// The letters by their places; a dot where there is none.
const LETTERS: &str = "ĂÂÊÔƠƯĐăâêôơưđ......àảãáạ.ằẳẵắ.......ặầẩẫấậè.ẻẽéẹềểễếệìỉ...ĩíịò.ỏõóọồổỗốộờởỡớợù.ủũúụừửữứựỳỷỹýỵ";

/// The letter that a character is; `None` for one that is no letter there.
pub(super) fn letter(c: char) -> Option<char> {
    // The Greek letter looks like the sign in whose place `à` is.
    let place = if c == 'μ' { u32::from('µ') } else { u32::from(c) };
    let position = usize::try_from(place.checked_sub(FIRST)?).ok()?;
    LETTERS.chars().nth(position).filter(|letter| *letter != '.')
}

/// Text of it as Unicode; `None` when a letter is none of its own.
pub(super) fn read(text: &str) -> Option<String> {
    text.chars().map(|c| letter(c).or_else(|| (c.is_ascii() || !c.is_alphabetic()).then_some(c))).collect()
}

#[cfg(test)]
mod tests {
    use super::super::vietnamese::is_vietnamese;
    use super::*;

    #[test]
    fn every_small_letter_is_there_once() {
        let letters = (0xa1..=0xff).filter_map(char::from_u32).filter_map(letter).collect::<Vec<_>>();
        let (small, capital) = letters.iter().partition::<Vec<char>, _>(|letter| letter.is_lowercase());
        let all = (0xc0..=0x1ef9).filter_map(char::from_u32).filter(|c| is_vietnamese(*c) && c.is_lowercase());
        let mut sorted = small.clone();
        sorted.sort_unstable();
        assert_eq!((small.len(), sorted), (67, all.collect()));
        assert_eq!(capital.into_iter().collect::<String>(), "ĂÂÊÔƠƯĐ");
    }

    #[test]
    fn sentences_are_read() {
        for (typed, read_as) in [
            ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
            ("§éc lËp - Tù do - H¹nh phóc", "Độc lập - Tự do - Hạnh phúc"),
            (
                "QuyÕt ®Þnh cña Thñ t\u{ad}íng ChÝnh phñ, sè 45/Q§-TTg",
                "Quyết định của Thủ tướng Chính phủ, số 45/QĐ-TTg",
            ),
            ("¡n qu¶ nhí kÎ trång c©y", "Ăn quả nhớ kẻ trồng cây"),
            ("tÊt c¶ nh÷ng ng\u{ad}êi khuyÕt tËt ë vïng s©u", "tất cả những người khuyết tật ở vùng sâu"),
            ("“®¹i biÓu” – 5\u{a0}kg, 30°C…", "“đại biểu” – 5\u{a0}kg, 30°C…"),
        ] {
            assert_eq!(read(typed).as_deref(), Some(read_as), "{typed}");
        }
        for typed in ["Số 5", "và", "đó", "Москва", "Åre"] {
            assert_eq!(read(typed), None, "{typed}");
        }
    }
}
