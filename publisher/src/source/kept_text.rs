//! Long texts that are seldom asked for: in memory, or in a file beside many others.

use std::borrow::Cow;
use std::fs::File;
use std::hash::{DefaultHasher, Hasher as _};
use std::io;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::encoded::{Encoded, Input};

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
            Self::There(place) => place.read().map(Cow::Owned),
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

impl Place {
    fn read(&self) -> io::Result<String> {
        let mut bytes = vec![0; self.bytes];
        let read = self.file.file.read_exact_at(&mut bytes, self.at);
        let text = read.and_then(|()| match checksum(&bytes) == self.checksum {
            true => String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData.into()),
            false => Err(io::ErrorKind::InvalidData.into()),
        });
        text.inspect_err(|_| self.file.is_damaged.store(true, Ordering::Relaxed))
    }
}

/// Of bytes that chance may have changed, and nobody on purpose.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
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

/// A file that texts are only ever added to.
#[derive(Debug)]
pub(super) struct TextFile {
    file: File,
    path: PathBuf,
    end: AtomicU64,
    /// Whether a text of it could not be read.
    is_damaged: AtomicBool,
}

/// How the names of such files begin.
const PREFIX: &str = "texts-";

impl TextFile {
    /// A new one.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        let (file, path) =
            tempfile::Builder::new().prefix(PREFIX).tempfile_in(folder)?.keep().map_err(io::Error::from)?;
        Ok(Self { file, path, end: AtomicU64::new(0), is_damaged: AtomicBool::new(false) })
    }

    /// One that is there.
    pub fn open(path: PathBuf) -> io::Result<Self> {
        let file = File::options().read(true).write(true).open(&path)?;
        let end = AtomicU64::new(file.metadata()?.len());
        Ok(Self { file, path, end, is_damaged: AtomicBool::new(false) })
    }

    /// Whether a file of this name is one.
    pub fn has_name(name: &str) -> bool {
        name.starts_with(PREFIX) && !name.contains('/')
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn is_damaged(&self) -> bool {
        self.is_damaged.load(Ordering::Relaxed)
    }

    pub fn end(&self) -> u64 {
        self.end.load(Ordering::Relaxed)
    }

    /// Begins behind what others have added meanwhile.
    pub fn reach_end(&self) {
        if let Ok(metadata) = self.file.metadata() {
            self.end.fetch_max(metadata.len(), Ordering::Relaxed);
        }
    }

    fn add(&self, text: &[u8]) -> io::Result<u64> {
        let at = self.end.fetch_add(text.len() as u64, Ordering::Relaxed);
        self.file.write_all_at(text, at)?;
        Ok(at)
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
