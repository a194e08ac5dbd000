//! A record's text as Pagefind takes it: an index that knows where every word stands, and what is between words.
//!
//! Pagefind indexes what is between spaces, by its place. Here gaps and words take turns, a gap first, so that the words
//! of a phrase are two places apart whatever is between them. `public/tools/search-record.js` reads it back;
//! `public/tools/search-index.js` asks for words as they are written here:
//!
//! - A word ends with a letter of its own (`END`). Pagefind finds what *begins* like a query; with that letter at the end
//!   of the query it finds the whole word, without it what a reader is still typing.
//! - `đ` is `d` with a mark (`STROKE`). Pagefind finds a letter without its marks by taking it apart, as Unicode knows
//!   to do with every Vietnamese letter but this one.
//! - Capitals after a word's first letter are noted in the gap before it: Pagefind would index the parts of `ChinhPhu`.
//! - Between two passages stands a word without letters, so that no phrase reaches from one into the other.
//! - Three parts follow one another: title, labels, text. The places they begin at are fixed, so that a place tells the part.
//! - The words of what comes after the news, whatever else is equal, stand at even places, those of all else at odd ones.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// The mark of the `đ`: a letter to Unicode, so that it does not split words; a combining one, so that it can be removed.
/// No language uses it alone.
const STROKE: char = '\u{345}';

pub(super) const CROSSED_D: &str = "d\u{345}";

/// The click `ǀ` of Khoisan languages: a letter that Pagefind neither folds nor splits at.
pub(super) const END: char = '\u{1c0}';

/// In gaps; of Unicode's private use, so that no text has them.
const SPACE: char = '\u{e000}';
const PASSAGE: char = '\u{e001}';
const PART: char = '\u{e002}';
/// Before a word of capitals alone; of other words, before a `+` for each letter that is one and a `-` for the others.
const CAPITALS: char = '\u{e003}';
/// What stands at a place that nothing needs.
const FILLER: &str = "\u{e004}";

/// Where the labels begin, and where the text: room for the longest of usual titles. What is longer runs on.
const PART_PLACES: usize = 128;

/// Letters of a word: what is longer is no word, and is cut.
const LONGEST_WORD: usize = 60;

/// Writes the content of a record, part after part, with what `PagefindIndex` is to index of it.
pub(super) struct Writing {
    content: String,
    places: usize,
    gap: String,
}

impl Writing {
    /// `is_demoted`: what comes after the news.
    pub fn new(is_demoted: bool) -> Self {
        let mut writing = Self { content: String::new(), places: 0, gap: String::new() };
        if is_demoted {
            writing.add_place(FILLER);
        }
        writing
    }

    /// One text that stands alone.
    pub fn add_passage(&mut self, text: &str) {
        let mut word = String::new();
        let text = text.nfc().filter(|letter| !is_unwanted(*letter)).collect::<String>();
        for letter in text.trim().chars() {
            if letter.is_alphanumeric() || is_combining_mark(letter) {
                word.push(letter);
                continue;
            }
            self.add_word(&mut word);
            match letter.is_whitespace() {
                true if self.gap.ends_with(SPACE) => {}
                true => self.gap.push(SPACE),
                false => self.gap.push(letter),
            }
        }
        self.add_word(&mut word);
        self.gap.push(PASSAGE);
        self.end_gap();
        self.add_place(FILLER);
    }

    /// Ends the title, then the labels: what follows begins at the place of the next part.
    pub fn end_part(&mut self) {
        self.gap.push(PART);
        self.end_gap();
        self.add_place(FILLER);
        let parity = self.places % 2;
        while self.places % PART_PLACES != parity {
            self.add_place(FILLER);
        }
    }

    pub fn into_content(self) -> String {
        self.content
    }

    /// A word and the gap before it, if there is one.
    fn add_word(&mut self, word: &mut String) {
        if word.is_empty() {
            return;
        }
        let is_cut = word.chars().count() > LONGEST_WORD;
        let letters = word.chars().take(LONGEST_WORD).collect::<Vec<_>>();
        let is_capital = |letter: &char| letter.is_uppercase();
        if letters.iter().skip(1).any(is_capital) {
            self.gap.push(CAPITALS);
            if letters.iter().any(|letter| letter.is_lowercase()) {
                self.gap.extend(letters.iter().map(|letter| if is_capital(letter) { '+' } else { '-' }));
            }
        }
        self.end_gap();
        let mut written = String::with_capacity(word.len() + END.len_utf8());
        for (place, letter) in letters.into_iter().enumerate() {
            match letter {
                'Đ' if place == 0 => written.extend(['D', STROKE]),
                'đ' | 'Đ' => written.push_str(CROSSED_D),
                _ if place == 0 => written.push(letter),
                _ => written.extend(letter.to_lowercase()),
            }
        }
        written.push(END);
        self.add_place(&written);
        if is_cut {
            self.gap.push('…');
        }
        word.clear();
    }

    fn end_gap(&mut self) {
        let gap = std::mem::take(&mut self.gap);
        self.add_place(if gap.is_empty() { FILLER } else { &gap });
    }

    /// In a record's content Pagefind resolves character references.
    fn add_place(&mut self, written: &str) {
        if self.places > 0 {
            self.content.push(' ');
        }
        self.content.push_str(&written.replace('&', "&amp;"));
        self.places += 1;
    }
}

/// Letters that nobody sees, and those that mean something here.
fn is_unwanted(letter: char) -> bool {
    let is_invisible = matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    is_invisible || matches!(letter, STROKE | END | SPACE..='\u{e004}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(passages: &[&str]) -> String {
        let mut writing = Writing::new(false);
        passages.iter().for_each(|passage| writing.add_passage(passage));
        writing.into_content().replace(SPACE, "_").replace(PASSAGE, "¶").replace(CAPITALS, "^").replace(FILLER, ".")
    }

    #[test]
    fn gaps_and_words_take_turns() {
        for (text, content) in [
            ("Bầu cử", ". Bầuǀ _ cửǀ ¶ ."),
            ("“Lai Châu”,  rồi\nSơn La.", "“ Laiǀ _ Châuǀ ”,_ rồiǀ _ Sơnǀ _ Laǀ .¶ ."),
            ("133/2020/NQ-UBTVQH14", ". 133ǀ / 2020ǀ /^ Nqǀ -^ Ubtvqh14ǀ ¶ ."),
            ("đường Đoàn ĐBQH TTg", ". d\u{345}ườngǀ _ D\u{345}oànǀ _^ D\u{345}bqhǀ _^++- Ttgǀ ¶ ."),
            ("a\u{200b}b d\u{345} \u{e001}c", ". abǀ _ dǀ _ cǀ ¶ ."),
            ("A & B", ". Aǀ _&amp;_ Bǀ ¶ ."),
            ("___PAGEFIND_WEIGHT___9", "___^ Pagefindǀ _^ Weightǀ ___ 9ǀ ¶ ."),
        ] {
            assert_eq!(written(&[text]), content, "{text}");
        }
    }

    #[test]
    fn no_phrase_reaches_from_one_passage_into_the_next() {
        assert_eq!(written(&["Một.", "Hai"]), ". Mộtǀ .¶ . . Haiǀ ¶ .");
    }

    #[test]
    fn a_text_is_composed_and_a_word_without_end_is_cut() {
        assert_eq!(written(&["ba\u{302}\u{300}u"]), ". bầuǀ ¶ .");
        assert_eq!(written(&[&"a".repeat(100)]), format!(". {}ǀ …¶ .", "a".repeat(60)));
    }

    /// Places are what the search goes by.
    fn places_of(word: &str, is_demoted: bool, title: &str) -> Vec<usize> {
        let mut writing = Writing::new(is_demoted);
        writing.add_passage(title);
        writing.end_part();
        writing.add_passage("nhãn");
        writing.end_part();
        writing.add_passage("chữ");
        let content = writing.into_content();
        content
            .split(' ')
            .enumerate()
            .filter(|(_, written)| written.strip_suffix(END) == Some(word))
            .map(|(place, _)| place)
            .collect()
    }

    #[test]
    fn a_place_tells_the_part_and_what_comes_after_the_news() {
        assert_eq!(
            (places_of("một", false, "một"), places_of("nhãn", false, "một"), places_of("chữ", false, "một")),
            (vec![1], vec![129], vec![257])
        );
        assert_eq!(
            (places_of("một", true, "một"), places_of("nhãn", true, "một"), places_of("chữ", true, "một")),
            (vec![2], vec![130], vec![258])
        );
        let long = "dài ".repeat(100);
        assert_eq!((places_of("nhãn", false, &long), places_of("chữ", false, &long)), (vec![257], vec![385]));
    }
}
