//! Word's lists: paragraphs that say their level in a style of Word's own, and begin with a marker.

use portal_app::content::model::Numbering;
use scraper::ElementRef;

use super::builder::Builder;
use super::items::{Counting, Item};
use super::text_style::{TextStyle, declarations, is_marker};

impl Builder<'_> {
    /// Adds a paragraph to its list; `false` if it is none of a list, or one whose marker no list can say (`1.1.`,
    /// `Điều 2.`), which stays text.
    pub(super) fn add_word_item(&mut self, element: ElementRef<'_>, style: &TextStyle) -> bool {
        let Some((list, level)) = element.attr("style").and_then(place_of) else { return false };
        let marker =
            element.descendants().filter_map(ElementRef::wrap).find(|inner| inner.attr("style").is_some_and(is_marker));
        let Some(readings) = marker.and_then(|marker| read_marker(&marker.text().collect::<String>())) else {
            return false;
        };
        let level = self.possible_level(level);
        let style = TextStyle { drops_markers: true, ..style.clone() };
        let pieces = self.build_inside(level, |inside| inside.add_children(element, &style));
        let blocks = pieces.into_iter().map(|piece| piece.block).collect::<Vec<_>>();
        if !blocks.is_empty() {
            self.push_item(Item { level, list, readings, blocks });
        }
        true
    }
}

/// The list and the level in `mso-list: l0 level1 lfo1`.
fn place_of(style: &str) -> Option<(String, usize)> {
    let (_, value) = declarations(style).find(|(property, _)| property == "mso-list")?;
    let (list, rest) = value.split_once(' ')?;
    let level = rest.split_whitespace().find_map(|word| word.strip_prefix("level"))?;
    Some((list.to_owned(), level.parse().ok()?))
}

/// What a marker may mean: `1.`, `(a)`, `iv)`, or a lone sign, which is a letter only in a font that has signs for letters.
fn read_marker(marker: &str) -> Option<Vec<(Counting, i64)>> {
    let marker = marker.trim();
    let core = marker.trim_start_matches('(').trim_end_matches(['.', ')', ':', '/']);
    if let Some(number) = core.parse::<i32>().ok().filter(|_| core.bytes().all(|byte| byte.is_ascii_digit())) {
        return Some(vec![(Counting::ordered(None), i64::from(number))]);
    }
    if core == marker || core.is_empty() {
        return (marker.chars().count() <= 1).then(|| vec![(Counting::default(), 0)]);
    }
    let is_upper = core.chars().all(|c| c.is_ascii_uppercase());
    let letter = letter_number(core).map(|number| {
        (Counting::ordered(Some(if is_upper { Numbering::UpperAlpha } else { Numbering::LowerAlpha })), number)
    });
    let roman = roman_number(core).map(|number| {
        (Counting::ordered(Some(if is_upper { Numbering::UpperRoman } else { Numbering::LowerRoman })), number)
    });
    // A list begins with `i.` more likely than with the ninth letter, but with the fifth letter than with `v.`
    let likeliest = if roman.is_some_and(|(_, number)| number == 1) { [roman, letter] } else { [letter, roman] };
    Some(likeliest.into_iter().flatten().collect::<Vec<_>>()).filter(|readings| !readings.is_empty())
}

fn letter_number(text: &str) -> Option<i64> {
    let mut letters = text.bytes();
    let letter = letters.next().filter(u8::is_ascii_alphabetic)?;
    letters.next().is_none().then(|| i64::from(letter.to_ascii_lowercase() - b'a') + 1)
}

/// Roman numbers up to 49, all of one case.
fn roman_number(text: &str) -> Option<i64> {
    let lower = text.to_ascii_lowercase();
    if lower != text && text.to_ascii_uppercase() != text {
        return None;
    }
    let ones = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let tens = ["", "x", "xx", "xxx", "xl"];
    (1..50)
        .find(|number| {
            let part = |parts: &[&'static str], index: usize| parts.get(index).copied().unwrap_or_default();
            [part(&tens, number / 10), part(&ones, number % 10)].concat() == lower
        })?
        .try_into()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_is_a_sign_or_a_number() {
        let read = |marker: &str| {
            let name = |(counting, number): (Counting, i64)| match (counting.ordered, counting.numbering) {
                (false, _) => "bullet".to_owned(),
                (true, numbering) => format!("{}{number}", numbering.map(|n| format!("{n:?} ")).unwrap_or_default()),
            };
            read_marker(marker).map(|readings| readings.into_iter().map(name).collect::<Vec<_>>().join(", "))
        };
        for (marker, expected) in [
            ("Ø\u{a0}\u{a0} ", Some("bullet")),
            ("·", Some("bullet")),
            ("o", Some("bullet")),
            ("-", Some("bullet")),
            ("\u{f0b7}", Some("bullet")),
            ("", Some("bullet")),
            ("1.\u{a0}", Some("1")),
            ("12)", Some("12")),
            ("(3)", Some("3")),
            ("a)", Some("LowerAlpha 1")),
            ("B.", Some("UpperAlpha 2")),
            ("i.", Some("LowerRoman 1, LowerAlpha 9")),
            ("(v)", Some("LowerAlpha 22, LowerRoman 5")),
            ("XIV.", Some("UpperRoman 14")),
            ("1.1.", None),
            ("Điều 1.", None),
            ("đ)", None),
            ("99999999999.", None),
        ] {
            assert_eq!(read(marker).as_deref(), expected, "{marker}");
        }
    }

    #[test]
    fn the_level_is_read_where_word_writes_it() {
        for (style, expected) in [
            ("text-indent:-18.0pt;mso-list:l0 level2 lfo1", Some(("l0".to_owned(), 2))),
            ("mso-list: L3 Level1 lfo2 !important", Some(("l3".to_owned(), 1))),
            ("mso-list:none", None),
            ("mso-list:Ignore", None),
            ("margin:0", None),
        ] {
            assert_eq!(place_of(style), expected, "{style}");
        }
    }
}
