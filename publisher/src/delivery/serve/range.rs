//! The part of a file that is asked for (RFC 9110, 14.2). What cannot be understood asks for nothing: the whole file is
//! the answer, as the standard wants for other units than bytes and allows for the rest.

use axum::http::{HeaderMap, HeaderValue, header};

/// One part, in bytes from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Range {
    /// From the first named byte to the last named one.
    Between(u64, u64),
    /// From this byte on.
    From(u64),
    /// The last so many bytes.
    Last(u64),
}

impl Range {
    /// `None` where none is asked for, or nothing that can be understood, or several parts: the whole file is shorter than
    /// their answer may be.
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        let mut lines = headers.get_all(header::RANGE).iter();
        let (line, None) = (lines.next()?, lines.next()) else { return None };
        let (unit, ranges) = line.to_str().ok()?.split_once('=')?;
        let mut ranges =
            ranges.split(',').map(|range| range.trim_matches([' ', '\t'])).filter(|range| !range.is_empty());
        let (range, None) = (ranges.next()?, ranges.next()) else { return None };
        if !unit.eq_ignore_ascii_case("bytes") {
            return None;
        }
        match range.split_once('-')? {
            ("", last) => Some(Self::Last(number(last)?)),
            (first, "") => Some(Self::From(number(first)?)),
            (first, last) => {
                let (first, last) = (number(first)?, number(last)?);
                (first <= last).then_some(Self::Between(first, last))
            }
        }
    }

    pub(super) fn to_header(self) -> HeaderValue {
        let text = match self {
            Self::Between(first, last) => format!("bytes={first}-{last}"),
            Self::From(first) => format!("bytes={first}-"),
            Self::Last(count) => format!("bytes=-{count}"),
        };
        // Digits and signs, which no header refuses.
        HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static("bytes=0-"))
    }
}

/// More digits than a number has here are more than any file.
fn number(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_in_bytes_is_understood_and_anything_else_is_the_whole_file() {
        let read = |lines: &[&str]| {
            let values = lines.iter().map(|line| (header::RANGE, HeaderValue::from_str(line).unwrap()));
            Range::read(&values.collect())
        };
        for (line, expected) in [
            ("bytes=2-4", Range::Between(2, 4)),
            ("Bytes=02-4", Range::Between(2, 4)),
            ("bytes=2-", Range::From(2)),
            ("bytes=-3", Range::Last(3)),
            ("bytes=-999999", Range::Last(999_999)),
            ("bytes=0-99999999999999999999999", Range::Between(0, u64::MAX)),
            ("bytes=, 2-4 ,", Range::Between(2, 4)),
        ] {
            assert_eq!(read(&[line]), Some(expected), "{line}");
        }
        for line in [
            "",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=4-2",
            "bytes=a-b",
            "bytes=+1-2",
            "bytes=1-2-3",
            "bytes=0x1-2",
            "bytes=1-2,4-5",
            "pages=1-2",
            "items=0-0",
            " bytes=1-2",
            "bytes =1-2",
            "bytes=1 - 2",
        ] {
            assert_eq!(read(&[line]), None, "{line}");
        }
        assert_eq!(read(&["bytes=0-1", "bytes=2-3"]), None);
        assert_eq!(read(&[]), None);
    }
}
