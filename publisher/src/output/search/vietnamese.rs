//! Vietnamese text as Pagefind takes it: written so that `d` finds `đ`, and `đ` finds `đ` first.
//!
//! Pagefind finds a letter without its marks by taking it apart (Unicode's decomposition), which Unicode knows for
//! every Vietnamese letter but `đ`. So `đ` is `d` with a mark of its own. `public/tools/search-index.js` writes
//! queries in the same way, and what it shows back.

/// The mark: a letter to Unicode, so that it does not split words; a combining one, so that it can be removed. No
/// language uses it alone.
const STROKE: char = '\u{345}';

/// Text for the fields of a record.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            'đ' => encoded.extend(['d', STROKE]),
            'Đ' => encoded.extend(['D', STROKE]),
            // Pagefind takes the zero-width space for its own.
            STROKE | '\u{200b}' => {}
            _ => encoded.push(letter),
        }
    }
    encoded
}

/// Text for a record's content, in which Pagefind resolves character references and reads orders of its own.
pub(super) fn encode_content(text: &str) -> String {
    encode(text).replace('&', "&amp;").replace("___", "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crossed_d_is_a_d_with_a_mark() {
        for (text, encoded) in [
            ("đường", "d\u{345}ường"),
            ("Đoàn ĐBQH", "D\u{345}oàn D\u{345}BQH"),
            ("bầu cử", "bầu cử"),
            ("d\u{345}", "d"),
            ("", ""),
        ] {
            assert_eq!(encode(text), encoded, "{text}");
        }
    }

    #[test]
    fn content_can_give_no_orders() {
        assert_eq!(encode_content("&lt;b&gt; ___PAGEFIND_WEIGHT___9"), "&amp;lt;b&amp;gt; _PAGEFIND_WEIGHT_9");
    }
}
