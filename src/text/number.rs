//! Numbers as people write them: `1.234` and `1,2 MB` in Vietnamese, `1,234` and `1.2 MB` in English.

/// A whole number with a mark between thousands: `1.234.567`.
pub fn format_count(count: u32, thousands: char) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(thousands);
        }
        text.push(digit);
    }
    text
}

/// A file's size in kB (1000 bytes) or MB, one decimal at most: `12 kB`, `1,2 MB`.
pub fn format_bytes(bytes: u64, decimal: char) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => {
            let tenths = bytes.div_ceil(100_000);
            match tenths % 10 {
                0 => format!("{} MB", tenths / 10),
                tenth => format!("{}{decimal}{tenth} MB", tenths / 10),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        for (count, text) in [(0, "0"), (554, "554"), (1_000, "1.000"), (12_345, "12.345"), (1_234_567, "1.234.567")] {
            assert_eq!(format_count(count, '.'), text);
        }
    }

    #[test]
    fn sizes_are_rounded_up_to_one_decimal() {
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_001, "2 kB"),
            (1_000_000, "1 MB"),
            (1_150_000, "1,2 MB"),
            (20_000_000, "20 MB"),
        ] {
            assert_eq!(format_bytes(bytes, ','), text);
        }
    }
}
