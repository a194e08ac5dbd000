//! How much a source may lose at once before that looks like a fault of the source.

/// This many may always go, as long as something stays.
const FEW: usize = 3;

/// Whether `gone` of `known` are too many to be believed: more than a tenth and more than a few, or all.
pub fn are_too_many(known: usize, gone: usize) -> bool {
    gone > 0 && (gone >= known || gone > FEW && gone * 10 > known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_or_a_few_may_go_and_never_all() {
        for (known, gone, too_many) in [
            (0, 0, false),
            (100, 0, false),
            (100, 10, false),
            (100, 11, true),
            (5, 3, false),
            (5, 4, true),
            (3, 3, true),
            (1, 1, true),
            (5_000, 500, false),
            (5_000, 501, true),
        ] {
            assert_eq!(are_too_many(known, gone), too_many, "{gone} of {known}");
        }
    }
}
