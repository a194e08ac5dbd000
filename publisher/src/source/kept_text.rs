//! Long texts that are seldom asked for: in memory, or in a file beside many others.

use std::borrow::Cow;
use std::io;
use std::sync::Arc;

use super::encoded::{Encoded, Input};
use super::texts::{TextFile, checksum};

/// A text. A clone of one that is in a file is the same one.
#[derive(Clone, Debug)]
pub(super) enum Text {
    Here(String),
    There(Place),
}

/// Where a text is.
#[derive(Clone, Debug)]
pub(super) struct Place {
    file: Arc<TextFile>,
    at: u64,
    bytes: usize,
    checksum: u64,
}

impl Text {
    pub fn bytes(&self) -> usize {
        match self {
            Self::Here(text) => text.len(),
            Self::There(place) => place.bytes,
        }
    }

    /// # Errors
    /// When the file cannot be read, or no longer has it.
    pub fn read(&self) -> io::Result<Cow<'_, str>> {
        match self {
            Self::Here(text) => Ok(Cow::Borrowed(text)),
            Self::There(Place { file, at, bytes, checksum }) => file.read(*at, *bytes, *checksum).map(Cow::Owned),
        }
    }

    /// The same text in `file`; as it is where it cannot be put there.
    pub fn moved_to(self, file: &Arc<TextFile>) -> Self {
        let put = self.read().and_then(|text| {
            let (bytes, checksum) = (text.len(), checksum(text.as_bytes()));
            Ok(Place { file: Arc::clone(file), at: file.add(text.as_bytes())?, bytes, checksum })
        });
        put.map_or(self, Self::There)
    }

    pub fn is_in(&self, file: &Arc<TextFile>) -> bool {
        matches!(self, Self::There(place) if Arc::ptr_eq(&place.file, file))
    }
}

/// Only one that is in the file of the input.
impl Encoded for Text {
    fn encode(&self, out: &mut Vec<u8>) {
        if let Self::There(Place { at, bytes, checksum, .. }) = self {
            at.encode(out);
            bytes.encode(out);
            checksum.encode(out);
        }
    }

    fn decode(from: &mut Input<'_>) -> Option<Self> {
        let (at, bytes, checksum) = (u64::decode(from)?, usize::decode(from)?, u64::decode(from)?);
        let is_within = at.checked_add(bytes as u64).is_some_and(|end| end <= from.texts.end());
        is_within.then(|| Self::There(Place { file: Arc::clone(from.texts), at, bytes, checksum }))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_text_is_what_was_put_there_or_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = Arc::new(TextFile::in_folder(folder.path()).unwrap());
        let texts = ["một", "", "hai"].map(|text| Text::Here(text.to_owned()).moved_to(&file));
        assert!(texts.iter().all(|text| text.is_in(&file)));
        assert_eq!(texts.each_ref().map(|text| text.read().unwrap()), ["một", "", "hai"]);
        fs::write(file.path(), "mọt, hai").unwrap();
        assert!(texts[0].read().is_err() && texts[2].read().is_err(), "the file has other texts");
        fs::write(file.path(), "").unwrap();
        assert!(texts[0].read().is_err(), "it was cut");
    }
}
