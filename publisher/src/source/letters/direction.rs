//! Characters that nobody sees and that turn the direction of text around: those that end where they begin may stay.

use std::collections::BTreeSet;

/// Embeds or overrides a direction until the next `POP`.
fn embeds(c: char) -> bool {
    matches!(c, '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}')
}

const POP: char = '\u{202c}';

/// Isolates a direction until the next `POP_ISOLATE`.
fn isolates(c: char) -> bool {
    matches!(c, '\u{2066}'..='\u{2068}')
}

const POP_ISOLATE: char = '\u{2069}';

/// Whether it begins or ends a direction of its own.
pub(super) fn is_control(c: char) -> bool {
    embeds(c) || isolates(c) || matches!(c, POP | POP_ISOLATE)
}

/// Where those are that end in the text, and their ends. Others would turn around what follows the text.
pub(super) fn balanced(text: &str) -> BTreeSet<usize> {
    let (mut balanced, mut open, mut isolated) = (BTreeSet::new(), Vec::new(), 0_usize);
    for (at, c) in text.char_indices().filter(|(_, c)| is_control(*c)) {
        if embeds(c) || isolates(c) {
            isolated += usize::from(isolates(c));
            open.push((at, isolates(c)));
        } else if c == POP {
            let begin = open.pop_if(|(_, is_isolate)| !*is_isolate);
            balanced.extend(begin.into_iter().flat_map(|(begin, _)| [begin, at]));
        } else if isolated > 0 {
            // Ends what is embedded in it as well.
            while open.pop_if(|(_, is_isolate)| !*is_isolate).is_some() {}
            balanced.extend(open.pop().into_iter().flat_map(|(begin, _)| [begin, at]));
            isolated -= 1;
        }
    }
    balanced
}

/// A letter of Hebrew, Arabic or their neighbours.
pub(super) fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}')
        && c != '\u{61c}'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_direction_that_ends_is_balanced() {
        let written = |text: &str| {
            let text = text.chars().map(|c| match c {
                '[' => '\u{202e}',
                ']' => POP,
                '(' => '\u{2066}',
                ')' => POP_ISOLATE,
                c => c,
            });
            text.collect::<String>()
        };
        for (text, count) in [
            ("[a]", 2),
            ("(a)", 2),
            ("([a])", 4),
            ("[a", 0),
            ("a]", 0),
            ("(a]", 0),
            ("[(a]b)]", 4),
            ("([a)]", 2),
            ("))", 0),
            ("", 0),
        ] {
            assert_eq!(balanced(&written(text)).len(), count, "{text}");
        }
        assert_eq!(balanced(&written(&"[(".repeat(100_000))).len(), 0);
    }
}
