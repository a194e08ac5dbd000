//! The words of the index and how often it has them: what a mistyped word may have been.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::writing::{CROSSED_D, END};

/// How often there is each form of a word, by the word's plain letters.
pub(super) type Words = BTreeMap<String, BTreeMap<String, usize>>;

/// Adds the words of a record's content, as `writing` writes it.
pub(super) fn add_words(words: &mut Words, content: &str) {
    for written in content.split(' ') {
        let Some(word) = written.strip_suffix(END) else { continue };
        let word = word.to_lowercase();
        let folded = word.nfd().filter(|letter| !is_combining_mark(*letter)).collect::<String>();
        // A number one digit away is another number.
        if folded.chars().count() > 1 && folded.chars().all(char::is_alphabetic) {
            *words.entry(folded).or_default().entry(word.replace(CROSSED_D, "đ")).or_default() += 1;
        }
    }
}

/// Adds the words of another part.
pub(super) fn merge(words: &mut Words, others: Words) {
    for (word, forms) in others {
        let known = words.entry(word).or_default();
        forms.into_iter().for_each(|(form, count)| *known.entry(form).or_default() += count);
    }
}

/// The words, the most frequent first, each with its forms, the most frequent first.
pub(super) fn listed(words: Words) -> Vec<String> {
    let words = words.into_values().map(|forms| (forms.values().sum::<usize>(), by_count(forms).join(" ")));
    by_count(words.map(|(count, forms)| (forms, count)))
}

/// The most frequent first.
fn by_count(counted: impl IntoIterator<Item = (String, usize)>) -> Vec<String> {
    let mut counted = counted.into_iter().map(|(word, count)| (Reverse(count), word)).collect::<Vec<_>>();
    counted.sort();
    counted.into_iter().map(|(_, word)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::super::writing::Writing;
    use super::*;

    fn words_of(text: &str) -> Words {
        let (mut writing, mut words) = (Writing::new(false), Words::new());
        writing.add_passage(text);
        add_words(&mut words, &writing.into_content());
        words
    }

    #[test]
    fn words_that_may_have_been_meant_are_in_their_most_frequent_form() {
        assert_eq!(listed(words_of("Bầu cử, bầu cử, bậu. Đường 2021 a")), ["bầu bậu", "cử", "đường"]);
    }

    #[test]
    fn words_of_parts_are_those_of_the_whole() {
        let mut words = words_of("Bậu cử, bậu");
        merge(&mut words, words_of("bầu bầu, đường"));
        merge(&mut words, words_of("đường bầu"));
        assert_eq!(words, words_of("Bậu cử, bậu bầu bầu, đường đường bầu"));
        assert_eq!(listed(words), ["bầu bậu", "đường", "cử"]);
    }
}
