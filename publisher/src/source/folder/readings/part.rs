//! A part of the index: readings that are written and checked as one.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::source::encoded::{Encoded, Input};
use crate::source::memory::{Reading, Stamp};
use crate::source::texts::{TextFile, checksum};

/// Readings in a part.
const READINGS: usize = 1_000;

/// What is before a part, eight bytes each: its length and its checksum.
const HEAD: usize = 16;

/// A part, ready to be written.
pub(super) struct Part {
    bytes: Vec<u8>,
    pub readings: usize,
}

impl Part {
    pub fn new(bytes: Vec<u8>, readings: usize) -> Self {
        Self { bytes, readings }
    }

    /// Readings of one kind, in parts.
    pub fn of<T: Encoded + Send + Sync>(kind: u8, content: &Path, readings: &[(&PathBuf, &Reading<T>)]) -> Vec<Self> {
        let part = |readings: &[(&PathBuf, &Reading<T>)]| {
            let mut bytes = vec![kind];
            for (file, reading) in readings {
                let name = file.strip_prefix(content).unwrap_or(file).as_os_str().as_bytes();
                name.len().encode(&mut bytes);
                bytes.extend_from_slice(name);
                reading.stamp.encode(&mut bytes);
                reading.given.encode(&mut bytes);
            }
            Self::new(bytes, readings.len())
        };
        readings.par_chunks(READINGS).map(part).collect()
    }

    /// How many bytes were written.
    pub fn write(&self, out: &mut impl Write) -> io::Result<u64> {
        out.write_all(&(self.bytes.len() as u64).to_le_bytes())?;
        out.write_all(&checksum(&self.bytes).to_le_bytes())?;
        out.write_all(&self.bytes)?;
        Ok((HEAD + self.bytes.len()) as u64)
    }
}

/// A part as it was found.
pub(super) struct Found<'a> {
    checksum: u64,
    bytes: &'a [u8],
}

impl<'a> Found<'a> {
    /// The parts of an index, one after another.
    pub fn all(mut rest: &'a [u8]) -> impl Iterator<Item = Self> {
        let number = |bytes: &[u8]| Some(u64::from_le_bytes(bytes.try_into().ok()?));
        std::iter::from_fn(move || {
            let (head, behind) = rest.split_at_checked(HEAD)?;
            let (length, checksum) = head.split_at_checked(HEAD / 2)?;
            let (bytes, behind) = behind.split_at_checked(usize::try_from(number(length)?).ok()?)?;
            rest = behind;
            Some(Self { checksum: number(checksum)?, bytes })
        })
    }

    /// Its bytes, where they are still what was written.
    pub fn sound(&self) -> Option<&'a [u8]> {
        (checksum(self.bytes) == self.checksum).then_some(self.bytes)
    }

    /// How long it is in the index.
    pub fn length(&self) -> u64 {
        (HEAD + self.bytes.len()) as u64
    }
}

/// The readings of a part, without the byte that names their kind.
pub(super) fn readings<T: Encoded>(
    mut bytes: &[u8],
    content: &Path,
    texts: &Arc<TextFile>,
) -> Option<Vec<(PathBuf, Reading<T>)>> {
    let mut readings = Vec::with_capacity(READINGS);
    while !bytes.is_empty() {
        let mut input = Input { bytes, file: content, texts };
        let length = usize::decode(&mut input)?;
        let file = content.join(OsStr::from_bytes(input.take(length)?));
        let mut input = Input { bytes: input.bytes, file: &file, texts };
        let reading = Reading::saved(Stamp::decode(&mut input)?, T::decode(&mut input)?);
        bytes = bytes.get(bytes.len() - input.bytes.len()..)?;
        readings.push((file, reading));
    }
    Some(readings)
}
