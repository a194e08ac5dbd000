//! Files that are made together. Of a hundred thousand pages nearly all are left as they are, and none of the files of those is
//! asked for by its path.

use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

use super::keys::{Hash, Key};

/// Files that are made of the same things: which there are, and what is in each, follows from one key.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    pub(super) name: Name,
    pub(super) key: Key,
}

/// What tells a group from others, in short. Where two have the same by chance, their keys differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode, Serialize, Deserialize)]
#[cbor(transparent)]
#[serde(transparent)]
pub struct Name(#[n(0)] u64);

impl Group {
    /// The group of this name; `key` is of all that decides its files, how often they are read included.
    pub fn new(name: &str, key: Key) -> Self {
        Self { name: Name(Hash::of(name).first()), key }
    }
}
