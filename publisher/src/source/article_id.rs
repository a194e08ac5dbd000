//! Ids of new articles: made by chance for what is written here, of what another system calls its own for what comes from there.

use portal_app::path::word::ArticleId;

/// No vowels, so that no id is a word, and nothing that looks like something else.
const ID_LETTERS: &[u8; 28] = b"23456789bcdfghjkmnpqrstvwxyz";

/// An id of eight letters and digits; `None` never happens, as all of them are allowed in an id.
pub fn to_id(bytes: [u8; 8]) -> Option<ArticleId> {
    let letters = bytes.iter().filter_map(|byte| ID_LETTERS.get(usize::from(*byte) % ID_LETTERS.len()));
    ArticleId::new(letters.map(|letter| char::from(*letter)).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_eight_letters_and_digits_without_vowels() {
        for random in [[0; 8], [255; 8], [1, 27, 28, 56, 99, 128, 200, 254]] {
            let id = to_id(random).map(String::from).unwrap_or_default();
            assert!(id.len() == 8 && !id.contains(['a', 'e', 'i', 'o', 'u', '0', '1', 'l']), "{id}");
        }
    }
}
