//! Guesses what a misspelt word was meant to be.

use std::fmt::Display;

use unicode_normalization::UnicodeNormalization;

/// How many of a hundred letters may differ, the first not counted: one letter of three makes another word, and one of
/// four may be a slip.
const MOST_EDITS: usize = 45;

/// Comparing takes time in the product of both lengths, and no name is as long as this.
const LONGEST: usize = 1_000;

/// "Did you mean `a` or `b`?" with the nearest names; `None` when nothing is near.
pub fn did_you_mean<T: Display>(word: &str, candidates: impl IntoIterator<Item = T>) -> Option<String> {
    if word.len() > LONGEST {
        return None;
    }
    let mut near = candidates
        .into_iter()
        .map(|candidate| candidate.to_string())
        .filter_map(|candidate| Some((edits_between(word, &candidate)?, candidate)))
        .collect::<Vec<_>>();
    near.sort();
    near.dedup();
    let names = near.iter().map(|(_, name)| name).take(3).collect::<Vec<_>>();
    match names.as_slice() {
        [] => None,
        [name] => Some(format!("Did you mean `{name}`?")),
        [name, second] => Some(format!("Did you mean `{name}` or `{second}`?")),
        [name, second, third, ..] => Some(format!("Did you mean `{name}` or `{second}` or `{third}`?")),
    }
}

/// How many letters and marks of two words differ; `None` when they are too many. A shared extension is no likeness of
/// files.
fn edits_between(word: &str, candidate: &str) -> Option<usize> {
    let (word, candidate) = match (word.rsplit_once('.'), candidate.rsplit_once('.')) {
        (Some((word, one)), Some((candidate, other))) if one == other => (word, candidate),
        _ => (word, candidate),
    };
    let [word, candidate] = [word, candidate].map(|word| word.nfd().collect::<String>());
    let [one, other] = [&word, &candidate].map(|word| word.chars().count());
    let are_few = |edits: usize| edits * 100 <= one.max(other).saturating_sub(1) * MOST_EDITS;
    // As many differ at least; comparing takes much longer than counting.
    if !are_few(one.abs_diff(other)) {
        return None;
    }
    Some(strsim::damerau_levenshtein(&word, &candidate)).filter(|edits| are_few(*edits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_words_are_named_and_no_others() {
        let words = ["published_at", "publish_at", "title", "tags"];
        assert_eq!(did_you_mean("publshed_at", words).as_deref(), Some("Did you mean `published_at` or `publish_at`?"));
        assert_eq!(did_you_mean("tựa đề", words), None);
        assert_eq!(did_you_mean("tag", words).as_deref(), Some("Did you mean `tags`?"));
        assert_eq!(did_you_mean("", [""; 0]), None);
        assert_eq!(did_you_mean(&"title".repeat(1_000_000), words), None);
    }

    #[test]
    fn short_names_of_files_are_alike_by_more_than_their_ends() {
        let files = ["c23.jpg", "hop.jpg", "quang-canh-hoi-nghi.jpg"];
        assert_eq!(did_you_mean("c53.jpg", files), None);
        assert_eq!(did_you_mean("a.jpg", files), None);
        assert_eq!(did_you_mean("họp.jpg", files).as_deref(), Some("Did you mean `hop.jpg`?"));
        let near = did_you_mean("quang-canh-hoinghi.jpg", files);
        assert_eq!(near.as_deref(), Some("Did you mean `quang-canh-hoi-nghi.jpg`?"));
    }
}
