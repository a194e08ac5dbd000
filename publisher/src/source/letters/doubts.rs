//! What was spoilt before it came here, and only an editor can put right.

use html_escape::decode_html_entities;
use portal_app::text::typing::is_syllable;

use super::vietnamese::is_vietnamese;
use super::{latin, sign, tcvn3, vni};
use crate::source::problem::Fault;

/// Words shown with a doubt, from the first that it is about.
const SHOWN_WORDS: usize = 8;

/// The longest name or number of an entity.
const ENTITY: usize = 32;

/// Longer words are none.
const WORD: usize = 40;

/// What may be wrong with a text's letters, each kind once, with the words from where it begins and their line in the
/// text, counted from 1.
pub fn doubts(text: &str) -> impl Iterator<Item = (String, Fault)> {
    let found = if text.is_ascii() {
        [None, None, None, escaped(text), None]
    } else {
        [lost(text), misread(text), private(text), escaped(text), of_no_font(text)]
    };
    let line = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    found.into_iter().flatten().map(move |(at, fault)| (words_at(text, at).join(" "), fault.at_line(line(at))))
}

/// Tells of text in an old font whose letters are not all letters of it.
pub fn of_old_font(name: &str) -> Fault {
    let message = format!("it is in the old font {name}, and some of its letters are not letters of that font");
    Fault::warning(message, "Write it again without that font.")
}

type Found = Option<(usize, Fault)>;

/// The words of a text from the one at a byte.
fn words_at(text: &str, at: usize) -> Vec<&str> {
    let (before, _) = text.split_at_checked(at).unwrap_or_default();
    let start = before.rfind(char::is_whitespace).and_then(|space| before.get(space..)).unwrap_or(before).trim_start();
    let rest = text.get(at - start.len()..).unwrap_or_default();
    rest.split_whitespace().take(SHOWN_WORDS).collect()
}

fn lost(text: &str) -> Found {
    let help = "Write the words again, or copy them once more from where they come from.";
    Some((text.find('\u{fffd}')?, Fault::warning("letters of it are lost: readers see � instead", help)))
}

fn private(text: &str) -> Found {
    let (at, c) = text.char_indices().find(|(_, c)| sign::is_private(*c) && sign::bullet(*c).is_none())?;
    let message = format!("the character U+{:04X} means nothing outside the font it was written in", u32::from(c));
    Some((at, Fault::warning(message, "Write the sign that was meant, for example • or –, or remove it.")))
}

/// UTF-8 that was read as Windows-1252.
fn misread(text: &str) -> Found {
    let is_meant = |c: char| c.is_ascii() || is_vietnamese(c) || matches!(c, '\u{a0}' | '‐'..='…');
    let before = |word: &str| latin::before(word).filter(|before| before.chars().all(is_meant));
    let (at, _) = words_with(text, |c| matches!(c, 'Ã' | 'Ä' | 'Å' | 'Æ' | 'á' | 'â' | 'Â'))
        .find(|(_, word)| before(word).is_some())?;
    let words = words_at(text, at).into_iter().map(|word| before(word).unwrap_or_else(|| word.to_owned()));
    Some((at, garbled(&words.collect::<Vec<_>>().join(" "))))
}

fn garbled(meant: &str) -> Fault {
    let help = format!("Write it in Unicode. It is probably \"{meant}\".");
    Fault::warning("its letters are those of another encoding, and readers cannot read them", help)
}

/// An entity that readers see as it is written.
fn escaped(text: &str) -> Found {
    let mut ampersands = text.match_indices('&');
    ampersands.find_map(|(at, _)| {
        let rest = text.get(at..)?.get(1..)?;
        let end = rest.bytes().take(ENTITY).position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'#'))?;
        let entity = text.get(at..at + end + 2).filter(|entity| entity.ends_with(';'))?;
        let meant = decode_html_entities(entity);
        let message = format!("readers see {entity} instead of a letter or sign");
        let help = "Write the letter or sign itself; in HTML source, `&amp;` in front of such a name is one too many.";
        (meant != entity).then(|| (at, Fault::warning(message, help)))
    })
}

/// Text of an old font that has lost the font. Two different words must read as Vietnamese in the font's encoding and
/// not as they are, and nearly all around them as well: words of French, German or Danish do not.
fn of_no_font(text: &str) -> Found {
    let is_odd = |c: char| !is_vietnamese(c) && matches!(c, '\u{a1}'..='\u{ff}') && !matches!(c, '«' | '»' | '°' | '©');
    text.chars().any(is_odd).then_some(())?;
    let encodings: [fn(&str) -> Option<String>; 2] = [tcvn3::read, vni::read];
    let at = encodings.iter().find_map(|read| first_typed_for(text, *read).map(|at| (at, read)));
    let (at, read) = at?;
    let words = words_at(text, at).into_iter().map(|word| read(word).unwrap_or_else(|| word.to_owned()));
    Some((at, garbled(&words.collect::<Vec<_>>().join(" "))))
}

/// Where text begins that seems to be in an encoding.
fn first_typed_for(text: &str, read: fn(&str) -> Option<String>) -> Option<usize> {
    let (mut first, mut other, mut fitting, mut all) = (None, None, 0, 0);
    for (at, word) in words_with(text, |_| true) {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation() || matches!(c, '“' | '”' | '…' | '–'));
        if word.is_empty() || word.len() > WORD || word.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        all += 1;
        if is_syllable(word) {
            fitting += 1;
        } else if !word.is_ascii() && read(word).is_some_and(|read| is_syllable(&read)) {
            fitting += 1;
            match first {
                None => first = Some((at, word)),
                Some((_, known)) if known != word => other = Some(word),
                Some(_) => {}
            }
        }
    }
    other.filter(|_| fitting * 5 >= all * 4)?;
    first.map(|(at, _)| at)
}

/// The words of a text with a character of some kind, and where they begin.
fn words_with(text: &str, is_wanted: fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let is_space = |c: char| c.is_ascii_whitespace();
    let mut at = 0;
    text.split(is_space).filter_map(move |word| {
        let start = at;
        at += word.len() + 1;
        word.contains(is_wanted).then_some((start, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        doubts(text)
            .map(|(words, fault)| format!("{}: {words}: {}. {}", fault.line.unwrap_or(0), fault.message, fault.help))
            .collect()
    }

    #[test]
    fn what_was_spoilt_is_told_with_its_line_and_words() {
        let other = "its letters are those of another encoding, and readers cannot read them. \
                     Write it in Unicode. It is probably";
        for (text, problem) in [
            ("một\nHội ngh� hai", "2: ngh� hai: letters of it are lost: readers see � instead. Write the words again"),
            (
                "a \u{e123}b",
                "1: \u{e123}b: the character U+E123 means nothing outside the font it was written in. Write",
            ),
            (
                "Sáng 5/3,\nHá»™i nghá»‹ tá»•ng káº¿t",
                &format!("2: Há»™i nghá»‹ tá»•ng káº¿t: {other} \"Hội nghị tổng kết\"."),
            ),
            ("â€œDân vậnâ€\u{9d} Ä‘iá»ƒm", &format!("1: Ä‘iá»ƒm: {other} \"điểm\".")),
            ("Hội&nbsp;nghị", "1: Hội&nbsp;nghị: readers see &nbsp; instead of a letter or sign. Write the letter"),
            ("c&#7911;a", "1: c&#7911;a: readers see &#7911; instead of a letter or sign."),
            ("Céng hßa x· héi", &format!("1: Céng hßa x· héi: {other} \"Cộng hòa xã hội\".")),
            ("Th«ng b¸o", &format!("1: Th«ng b¸o: {other} \"Thông báo\".")),
            ("Coäng hoøa xaõ hoäi", &format!("1: Coäng hoøa xaõ hoäi: {other} \"Cộng hòa xã hội\".")),
        ] {
            let told = told(text);
            assert!(matches!(told.as_slice(), [one] if one.starts_with(problem)), "{text}: {told:?}");
        }
    }

    #[test]
    fn sound_text_is_not_doubted() {
        for text in [
            "Cộng hòa xã hội chủ nghĩa Việt Nam, «tỉnh» Lai Châu; 30°C; 5 m²; ½ ngày; © 2021; Điều 5·6; N·m",
            "HỘI NGHỊ “TỔNG KẾT” – ÔNG NGUYỄN VĂN Á, XÃ Ý; à, ờ, ừ, ô, ơ; thuế, thuê; 100 µm, 5 ‰, §5",
            "Où étiez-vous l'été dernier? Le maïs, Noël, la forêt, le château et l'île où naît le garçon déçu.",
            "L'hôtel coûte cher; la dîme, vît, fût, goût, août, ça, là, «ça va», «a, b, c»",
            "Schöne Grüße aus München: für die Straße, über Öl, müde Bäume, Größe, Österreich, Ärger",
            "På en ø så må man få gå där; än är det så här: åä ö, två män",
            "El niño soñó mañana con la señora pingüino en España, ¿qué año? ¡Olé! Nª Sª",
            "Ação, coração, não, pão, você, água; Føroyar, Ærøskøbing, Þórður, Sigurður, Guðrún",
            "The naïve café's façade; résumé & co; AT&T; a=1&b=2; R&D; &; &x; &#; &foo;",
            "Xem https://example.org/?a=1&copy=2 và \u{f0b7} mục",
            "👨‍👩‍👧 🇻🇳 北京 Москва ελληνικά עברית",
            "",
            "\n\n",
        ] {
            assert_eq!(told(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn endless_text_is_read_once() {
        for text in ["&".repeat(1_000_000), "&amp".repeat(300_000), "ß".repeat(500_000), "x¸ y· ".repeat(10_000)] {
            assert!(doubts(&text).count() <= 1);
        }
    }
}
