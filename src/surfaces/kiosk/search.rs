//! The display's own search: over the pages of its edition, so that it needs no network.
//!
//! Syllables are compared without marks and case; a text with the very marks that were asked for comes before one without.

use std::ops::Range;

use crate::content::model::{KioskEntry, KioskIndex};
use crate::text::fold::fold;

/// The most results, and the most suggestions, that are of use on a display.
const MOST_RESULTS: usize = 60;
const MOST_SUGGESTIONS: usize = 4;

/// What the index says, ready to be searched.
#[derive(Clone)]
pub struct Searchable {
    pages: Vec<Page>,
}

#[derive(Clone)]
struct Page {
    entry: KioskEntry,
    title: Words,
    text: Words,
}

/// The syllables of a text, as they are and folded.
#[derive(Clone, Default)]
struct Words {
    /// In small letters.
    plain: Vec<String>,
    folded: Vec<String>,
}

impl Words {
    fn of(text: &str) -> Self {
        let plain = text.to_lowercase();
        let plain = plain.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        let plain = plain.map(str::to_owned).collect::<Vec<_>>();
        let folded = plain.iter().map(|word| fold(word)).collect();
        Self { plain, folded }
    }

    /// The places of a syllable; the beginning of one is enough while it `is_typed`.
    fn places<'a>(&'a self, folded: &'a str, is_typed: bool) -> impl Iterator<Item = usize> + 'a {
        let is_it = move |word: &str| word == folded || (is_typed && word.starts_with(folded));
        self.folded.iter().enumerate().filter(move |(_, word)| is_it(word)).map(|(place, _)| place)
    }
}

impl Searchable {
    pub fn new(index: KioskIndex) -> Self {
        let page = |entry: KioskEntry| Page { title: Words::of(&entry.title), text: Words::of(&entry.text), entry };
        Self { pages: index.entries.into_iter().map(page).collect() }
    }

    /// The pages that have every syllable of the query, best first; of equals, in the order of the index.
    pub fn find(&self, query: &str, is_typed: bool) -> Vec<&KioskEntry> {
        let query = Words::of(query);
        if query.folded.is_empty() {
            return Vec::new();
        }
        let scored = self.pages.iter().filter_map(|page| Some((score(page, &query, is_typed)?, &page.entry)));
        let mut scored = scored.collect::<Vec<_>>();
        scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        let has_meant = scored.iter().any(|(score, _)| score.is_meant);
        scored.retain(|(score, _)| score.is_meant || !has_meant);
        scored.into_iter().take(MOST_RESULTS).map(|(_, entry)| entry).collect()
    }

    /// Phrases of titles that begin with what is typed, the most frequent first.
    pub fn suggest(&self, typed: &str) -> Vec<String> {
        let typed = Words::of(typed);
        if typed.folded.is_empty() {
            return Vec::new();
        }
        let mut counted: Vec<(String, usize)> = Vec::new();
        for page in &self.pages {
            for start in 0..page.title.folded.len() {
                let Some(phrase) = phrase_at(&page.title, start, &typed.folded) else { continue };
                match counted.iter_mut().find(|(known, _)| *known == phrase) {
                    Some((_, count)) => *count += 1,
                    None => counted.push((phrase, 1)),
                }
            }
        }
        counted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counted.into_iter().map(|(phrase, _)| phrase).take(MOST_SUGGESTIONS).collect()
    }
}

/// What begins at a place of a title with the typed syllables, and goes on to the end of a pair of syllables.
fn phrase_at(title: &Words, start: usize, typed: &[String]) -> Option<String> {
    let (last, before) = typed.split_last()?;
    let range = |range: Range<usize>| title.folded.get(range);
    let is_here = range(start..start + before.len())? == before
        && title.folded.get(start + before.len())?.starts_with(last.as_str());
    // A syllable alone says too little, unless it is all there is.
    let length = (before.len() + 1).max(2).min(title.plain.len());
    let phrase = title.plain.get(start..start + length).filter(|_| is_here)?.join(" ");
    Some(phrase)
}

/// How well a page answers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    /// Whether each syllable has its very marks, or stands beside its neighbour in the query: “Sơn La” is not asked for by
    /// a page with “sơn” here and “là” there.
    is_meant: bool,
    points: u32,
}

/// `None` when a syllable is missing.
fn score(page: &Page, query: &Words, is_typed: bool) -> Option<Score> {
    let last = query.folded.len() - 1;
    let mut score = Score { is_meant: true, points: 0 };
    for (place, (folded, plain)) in query.folded.iter().zip(&query.plain).enumerate() {
        let is_typed = is_typed && place == last;
        let (mut best, mut is_meant) = (0, last == 0);
        for (words, worth) in [(&page.title, 40), (&page.text, 10)] {
            for found in words.places(folded, is_typed) {
                let is_at = |asked: Option<&String>, found: Option<usize>| {
                    asked.is_some() && found.and_then(|found| words.folded.get(found)) == asked
                };
                let is_exact = words.plain.get(found) == Some(plain);
                let is_followed = is_at(query.folded.get(place + 1), Some(found + 1));
                let is_preceded =
                    is_at(place.checked_sub(1).and_then(|before| query.folded.get(before)), found.checked_sub(1));
                is_meant |= is_exact || is_followed || is_preceded;
                best = best.max(worth + u32::from(is_exact) * 5 + u32::from(is_followed) * worth);
            }
        }
        score.points += (best > 0).then_some(best)?;
        score.is_meant &= is_meant;
    }
    Some(score)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::word::SitePath;

    fn searchable(pages: &[(&str, &str)]) -> Searchable {
        let entry = |(place, (title, text)): (usize, &(&str, &str))| KioskEntry {
            path: SitePath::new(format!("/trang/p{place}/")).unwrap(),
            title: (*title).to_owned(),
            section: None,
            published_at: None,
            text: (*text).to_owned(),
        };
        Searchable::new(KioskIndex { lang: Default::default(), entries: pages.iter().enumerate().map(entry).collect() })
    }

    fn titles<'a>(found: &[&'a KioskEntry]) -> Vec<&'a str> {
        found.iter().map(|entry| entry.title.as_str()).collect()
    }

    #[test]
    fn whole_syllables_are_found_without_marks_and_titles_come_first() {
        let pages = searchable(&[
            ("Thông báo", "Lịch bầu cử đại biểu"),
            ("Của cải", "cuộc"),
            ("Tổng kết công tác bầu cử", "Hội nghị"),
        ]);
        assert_eq!(titles(&pages.find("bau cu", false)), ["Tổng kết công tác bầu cử", "Thông báo"]);
        assert_eq!(titles(&pages.find("BẦU CỬ", false)), ["Tổng kết công tác bầu cử", "Thông báo"]);
        assert!(pages.find("cu", false).iter().all(|entry| entry.title != "Của cải"), "cu is not the beginning of của");
        assert!(pages.find("bầu xyz", false).is_empty());
        assert!(pages.find(" , . ", false).is_empty());
    }

    #[test]
    fn letters_that_stand_apart_are_none_where_a_page_has_what_was_meant() {
        let pages = searchable(&[("Núi sơn", "Đó là"), ("Tỉnh Sơn La", ""), ("Cây sơn", "la lối")]);
        assert_eq!(titles(&pages.find("son la", false)), ["Tỉnh Sơn La"]);
        assert_eq!(titles(&pages.find("Sơn La", false)), ["Tỉnh Sơn La", "Cây sơn"]);
        assert_eq!(pages.find("la son", false).len(), 3, "nothing has it: what has the letters is better than nothing");
    }

    #[test]
    fn the_last_syllable_may_be_half_typed_while_typing() {
        let pages = searchable(&[("Địa giới hành chính", "")]);
        assert_eq!(pages.find("dia gi", true).len(), 1);
        assert_eq!(pages.find("dia gi", false).len(), 0);
        assert_eq!(pages.find("di gioi", true).len(), 0, "only the last one");
    }

    #[test]
    fn the_marks_that_were_asked_for_come_first() {
        let pages = searchable(&[("Ma túy", ""), ("Mã số", ""), ("Má", "")]);
        assert_eq!(titles(&pages.find("mã", false))[0], "Mã số");
        assert_eq!(titles(&pages.find("ma", false))[0], "Ma túy");
    }

    #[test]
    fn suggestions_are_phrases_of_titles() {
        let pages = searchable(&[("Họp bầu cử", ""), ("Bầu cử đại biểu", ""), ("Bàn phím", "")]);
        assert_eq!(pages.suggest("b"), ["bầu cử", "bàn phím"]);
        assert_eq!(pages.suggest("bau c"), ["bầu cử"]);
        assert_eq!(pages.suggest("cu dai b"), ["cử đại biểu"]);
        assert_eq!(searchable(&[("Contact", ""), ("Site map", "")]).suggest("con"), ["contact"]);
        assert!(pages.suggest("x").is_empty());
        assert!(pages.suggest("").is_empty());
    }
}
