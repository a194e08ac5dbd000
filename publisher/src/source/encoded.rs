//! Values as bytes, for a file that only the program that wrote it reads again.
//!
//! The types of the content model are here, all others beside what they are. Whether the bytes are still what was written is
//! for whoever keeps them to know; what is no value is none, and never a panic.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use portal_app::content::model::{
    Attribution, Audio, FileLink, HistoryEntry, HistoryKind, Image, ImageSource, Tag, Withdrawal,
};
use portal_app::path::word::{ArticleId, Href, MediaAddress, SitePath, Slug};
use portal_app::text::Lang;
use portal_app::text::moment::Moment;

use super::texts::TextFile;

/// A value that can be read back from its bytes.
pub(super) trait Encoded: Sized {
    fn encode(&self, out: &mut Vec<u8>);

    /// `None` when the bytes are those of something else.
    fn decode(from: &mut Input<'_>) -> Option<Self>;
}

/// Bytes being read, and what is not repeated in them.
pub(super) struct Input<'a> {
    pub bytes: &'a [u8],
    /// Of which content file they tell.
    pub file: &'a Path,
    /// Where the long texts are.
    pub texts: &'a Arc<TextFile>,
}

impl<'a> Input<'a> {
    pub fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(taken)
    }

    /// A text with its length before it.
    pub fn text(&mut self) -> Option<&'a str> {
        let length = usize::decode(self)?;
        std::str::from_utf8(self.take(length)?).ok()
    }
}

/// A text with its length before it.
pub(super) fn encode_text(text: &str, out: &mut Vec<u8>) {
    text.len().encode(out);
    out.extend_from_slice(text.as_bytes());
}

/// A struct is its fields, one after another, without the one that names the file; one that gets another field does not
/// compile until it is named here.
macro_rules! encoded {
    ($($name:ident $(($file:ident))? { $($field:ident),* $(,)? })*) => {$(
        impl $crate::source::encoded::Encoded for $name {
            fn encode(&self, out: &mut Vec<u8>) {
                let Self { $($file: _,)? $($field),* } = self;
                $($crate::source::encoded::Encoded::encode($field, out);)*
            }

            fn decode(from: &mut $crate::source::encoded::Input<'_>) -> Option<Self> {
                Some(Self { $($file: from.file.to_owned(),)? $($field: $crate::source::encoded::Encoded::decode(from)?),* })
            }
        }
    )*};
}
pub(super) use encoded;

encoded! {
    Attribution { name, url }
    Audio { src, media_type, duration_secs }
    FileLink { name, src, media_type, bytes }
    HistoryEntry { at, kind, note }
    Image { src, alt, width, height, sources }
    ImageSource { src, width, media_type }
    Tag { slug, name }
    Withdrawal { at, note }
}

/// Seven bits a byte, the lowest first: most numbers are small.
impl Encoded for u64 {
    fn encode(&self, out: &mut Vec<u8>) {
        let mut rest = *self;
        while rest >= 0x80 {
            out.push((rest & 0x7f) as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        let mut number = 0;
        for shift in (0..Self::BITS).step_by(7) {
            let byte = *from.take(1)?.first()?;
            number |= Self::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

macro_rules! as_u64 {
    ($($number:ty),*) => {$(
        impl Encoded for $number {
            fn encode(&self, out: &mut Vec<u8>) {
                (*self as u64).encode(out);
            }

            fn decode(from: &mut Input<'_>) -> Option<Self> {
                Self::try_from(u64::decode(from)?).ok()
            }
        }
    )*};
}
as_u64!(u8, u32, usize);

/// Times before 1970 have a negative number.
impl Encoded for i64 {
    fn encode(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_le_bytes());
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        Some(Self::from_le_bytes(from.take(8)?.try_into().ok()?))
    }
}

impl Encoded for bool {
    fn encode(&self, out: &mut Vec<u8>) {
        out.push((*self).into());
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        match from.take(1)? {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }
}

impl Encoded for String {
    fn encode(&self, out: &mut Vec<u8>) {
        encode_text(self, out);
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        from.text().map(Self::from)
    }
}

impl Encoded for Box<str> {
    fn encode(&self, out: &mut Vec<u8>) {
        encode_text(self, out);
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        from.text().map(Self::from)
    }
}

impl<T: Encoded> Encoded for Option<T> {
    fn encode(&self, out: &mut Vec<u8>) {
        self.is_some().encode(out);
        self.iter().for_each(|value| value.encode(out));
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        Some(if bool::decode(from)? { Some(T::decode(from)?) } else { None })
    }
}

impl<T: Encoded, E: Encoded> Encoded for Result<T, E> {
    fn encode(&self, out: &mut Vec<u8>) {
        self.is_ok().encode(out);
        match self {
            Ok(value) => value.encode(out),
            Err(error) => error.encode(out),
        }
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        Some(if bool::decode(from)? { Ok(T::decode(from)?) } else { Err(E::decode(from)?) })
    }
}

impl<T: Encoded> Encoded for Vec<T> {
    fn encode(&self, out: &mut Vec<u8>) {
        self.len().encode(out);
        self.iter().for_each(|value| value.encode(out));
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        let length = usize::decode(from)?;
        (0..length).map(|_| T::decode(from)).collect()
    }
}

impl<T: Encoded> Encoded for Box<[T]> {
    fn encode(&self, out: &mut Vec<u8>) {
        self.len().encode(out);
        self.iter().for_each(|value| value.encode(out));
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        Vec::decode(from).map(Vec::into_boxed_slice)
    }
}

macro_rules! words {
    ($($word:ident),*) => {$(
        impl Encoded for $word {
            fn encode(&self, out: &mut Vec<u8>) {
                encode_text(self.as_str(), out);
            }

            fn decode(from: &mut Input<'_>) -> Option<Self> {
                $word::new(from.text()?)
            }
        }
    )*};
}
words!(ArticleId, Href, MediaAddress, SitePath, Slug);

impl Encoded for Lang {
    fn encode(&self, out: &mut Vec<u8>) {
        encode_text(self.tag(), out);
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        Self::from_tag(from.text()?)
    }
}

impl Encoded for HistoryKind {
    fn encode(&self, out: &mut Vec<u8>) {
        out.push(match self {
            Self::Published => 0,
            Self::Updated => 1,
            Self::Corrected => 2,
            Self::Withdrawn => 3,
        });
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        Some(match from.take(1)? {
            [0] => Self::Published,
            [1] => Self::Updated,
            [2] => Self::Corrected,
            [3] => Self::Withdrawn,
            _ => return None,
        })
    }
}

impl Encoded for DateTime<FixedOffset> {
    fn encode(&self, out: &mut Vec<u8>) {
        self.timestamp().encode(out);
        self.timestamp_subsec_nanos().encode(out);
        i64::from(self.offset().local_minus_utc()).encode(out);
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        let utc = DateTime::from_timestamp(i64::decode(from)?, u32::decode(from)?)?;
        let offset = FixedOffset::east_opt(i64::decode(from)?.try_into().ok()?)?;
        Some(utc.with_timezone(&offset))
    }
}

impl Encoded for Moment {
    fn encode(&self, out: &mut Vec<u8>) {
        match self {
            Self::At(at) => {
                out.push(0);
                at.encode(out);
            }
            Self::Day(day) => {
                out.push(1);
                i64::from(day.to_epoch_days()).encode(out);
            }
        }
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        match from.take(1)? {
            [0] => DateTime::decode(from).map(Self::At),
            [1] => chrono::NaiveDate::from_epoch_days(i64::decode(from)?.try_into().ok()?).map(Self::Day),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn again<T: Encoded>(value: &T) -> T {
        let (mut bytes, texts) =
            (Vec::new(), Arc::new(TextFile::in_folder(tempfile::tempdir().unwrap().path()).unwrap()));
        value.encode(&mut bytes);
        for cut in 0..bytes.len() {
            T::decode(&mut Input { bytes: &bytes[..cut], file: Path::new("a"), texts: &texts });
        }
        let mut input = Input { bytes: &bytes, file: Path::new("a"), texts: &texts };
        let value = T::decode(&mut input).unwrap();
        assert_eq!(input.bytes, [0_u8; 0], "all of it was read");
        value
    }

    #[test]
    fn what_is_decoded_is_what_was_encoded() {
        for number in [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX] {
            assert_eq!(again(&number), number);
        }
        for text in ["1969-12-31T23:59:59.123456789+07:00", "2021-04-07T16:36:43-03:30", "0001-01-01", "2021-03-12"] {
            let moment = Moment::parse(text).unwrap();
            assert_eq!(again(&moment), moment, "{text}");
        }
        let kinds = [HistoryKind::Published, HistoryKind::Updated, HistoryKind::Corrected, HistoryKind::Withdrawn];
        let entries = kinds.map(|kind| HistoryEntry {
            at: Moment::parse("2021-03-12").unwrap(),
            kind,
            note: (kind == HistoryKind::Updated).then(|| "Đã sửa".to_owned()),
        });
        assert_eq!(again(&entries.to_vec()), entries);
        let slug = Slug::new("tin-tuc").unwrap();
        assert_eq!(again(&Ok::<_, String>(Some(slug.clone()))), Ok(Some(slug)));
        assert_eq!(again(&Err::<bool, _>("không".to_owned())), Err("không".to_owned()));
        assert_eq!((again(&Lang::En), again(&Lang::Vi)), (Lang::En, Lang::Vi));
    }
}
