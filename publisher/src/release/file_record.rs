//! What is recorded of a file: its length and hash, its compressed forms, what it was made from and by which release.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use minicbor::decode::Error as DecodeError;
use minicbor::encode::{Error as EncodeError, Write};
use minicbor::{Decode, Decoder, Encode, Encoder};
use serde::{Deserialize, Serialize};

use super::compress::Read;
use super::group;
use super::keys::{Hash, Key};
use crate::delivery::media_types::COMPRESSED_SUFFIXES;

/// A file, and its compressed forms.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(array)]
pub struct FileRecord {
    /// The key of what it was made from; none for files that cost nothing to make.
    #[n(0)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    #[n(1)]
    #[serde(flatten)]
    pub content: Content,
    /// None where they are still to be made, empty where the file is too small for any.
    #[n(2)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forms: Option<Forms>,
    /// What the compressed forms were made for.
    #[n(3)]
    #[serde(default, skip_serializing_if = "Read::is_often")]
    pub read: Read,
    /// The number of the release that wrote it; those after that have taken it over. 0 in releases of earlier versions.
    #[n(4)]
    #[serde(default)]
    pub made: u64,
    /// The same of its compressed forms, which may have been made later.
    #[n(5)]
    #[serde(default)]
    pub pressed: u64,
    /// Of files that are made together.
    #[n(6)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<group::Name>,
}

/// A file's length and hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, Serialize, Deserialize)]
#[cbor(array)]
pub struct Content {
    #[n(0)]
    pub bytes: u64,
    #[n(1)]
    pub sha256: Hash,
}

/// A file's compressed forms by the ending of their names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, Content>", into = "BTreeMap<String, Content>")]
pub struct Forms(Vec<(&'static str, Content)>);

impl FileRecord {
    /// Its compressed form with this ending.
    pub fn form(&self, suffix: &str) -> Option<&Content> {
        self.forms().find(|(known, _)| *known == suffix).map(|(_, content)| content)
    }

    /// Its compressed forms, where it has any.
    pub fn forms(&self) -> impl Iterator<Item = (&'static str, &Content)> {
        self.forms.iter().flat_map(Forms::iter)
    }

    /// The file and its compressed forms, as they are on the disk: how many, and their bytes.
    pub fn weight(&self) -> (usize, u64) {
        let forms = self.forms().map(|(_, content)| content);
        [&self.content]
            .into_iter()
            .chain(forms)
            .fold((0, 0), |(files, bytes), content| (files + 1, bytes + content.bytes))
    }
}

impl Content {
    pub fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sha256: Hash::of(bytes) }
    }

    /// Whether the file at `path` is whole: a power loss or a failing disk may have cut or changed it.
    pub fn is_at(&self, path: &Path) -> bool {
        self.is_as_long_as(path) && fs::read(path).is_ok_and(|bytes| Self::of(&bytes) == *self)
    }

    /// Whether the file at `path` has its length.
    pub fn is_as_long_as(&self, path: &Path) -> bool {
        fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == self.bytes)
    }
}

impl Forms {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Content)> {
        self.0.iter().map(|(suffix, content)| (*suffix, content))
    }
}

impl FromIterator<(&'static str, Content)> for Forms {
    fn from_iter<T: IntoIterator<Item = (&'static str, Content)>>(forms: T) -> Self {
        Self(forms.into_iter().collect())
    }
}

impl From<Forms> for BTreeMap<String, Content> {
    fn from(forms: Forms) -> Self {
        forms.0.into_iter().map(|(suffix, content)| (suffix.to_owned(), content)).collect()
    }
}

impl TryFrom<BTreeMap<String, Content>> for Forms {
    type Error = UnknownSuffix;

    fn try_from(forms: BTreeMap<String, Content>) -> Result<Self, UnknownSuffix> {
        forms.into_iter().map(|(suffix, content)| Ok((known(&suffix)?, content))).collect()
    }
}

impl<C> Encode<C> for Forms {
    fn encode<W: Write>(&self, encoder: &mut Encoder<W>, context: &mut C) -> Result<(), EncodeError<W::Error>> {
        encoder.array(self.0.len() as u64)?;
        self.0.iter().try_for_each(|form| form.encode(encoder, context))
    }
}

impl<'a, C> Decode<'a, C> for Forms {
    fn decode(decoder: &mut Decoder<'a>, context: &mut C) -> Result<Self, DecodeError> {
        let forms = decoder.array_iter_with::<C, (&str, Content)>(context)?;
        forms
            .map(|form| form.and_then(|(suffix, content)| Ok((known(suffix).map_err(DecodeError::custom)?, content))))
            .collect()
    }
}

/// No compressed form has such a name.
#[derive(Debug, thiserror::Error)]
#[error("no ending of a compressed form")]
pub struct UnknownSuffix;

fn known(suffix: &str) -> Result<&'static str, UnknownSuffix> {
    COMPRESSED_SUFFIXES.into_iter().find(|known| *known == suffix).ok_or(UnknownSuffix)
}
