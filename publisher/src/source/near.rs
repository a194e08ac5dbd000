//! Guesses what a misspelt word was meant to be.

use std::fmt::Display;

/// How similar two words must be for a suggestion, from 0 to 1.
const LIKENESS: f64 = 0.55;

/// Comparing takes time in the product of both lengths, and no name is as long as this.
const LONGEST: usize = 1_000;

/// "Did you mean `a` or `b`?" with the nearest names; `None` when nothing is near.
pub(super) fn did_you_mean<T: Display>(word: &str, candidates: impl IntoIterator<Item = T>) -> Option<String> {
    if word.len() > LONGEST {
        return None;
    }
    let mut near = candidates
        .into_iter()
        .map(|candidate| candidate.to_string())
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, &candidate), candidate))
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .collect::<Vec<_>>();
    near.sort_by(|(a, name_a), (b, name_b)| b.total_cmp(a).then_with(|| name_a.cmp(name_b)));
    near.dedup();
    let names = near.iter().map(|(_, name)| name).take(3).collect::<Vec<_>>();
    match names.as_slice() {
        [] => None,
        [name] => Some(format!("Did you mean `{name}`?")),
        [name, second] => Some(format!("Did you mean `{name}` or `{second}`?")),
        [name, second, third, ..] => Some(format!("Did you mean `{name}` or `{second}` or `{third}`?")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_words_are_named_and_no_others() {
        let words = ["published_at", "publish_at", "title", "tags"];
        assert_eq!(did_you_mean("publshed_at", words).as_deref(), Some("Did you mean `published_at` or `publish_at`?"));
        assert_eq!(did_you_mean("tựa đề", words), None);
        assert_eq!(did_you_mean("", [""; 0]), None);
        assert_eq!(did_you_mean(&"title".repeat(1_000_000), words), None);
    }
}
