//! What a text has asked of the media folder, to know later whether it would be told the same.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::source::encoded::encoded;

/// Questions, each with whether it was one for an address, and what was answered, in a number.
#[derive(Debug, Default)]
pub(super) struct Notes(Mutex<BTreeMap<(String, bool), u64>>);

/// A question, and what was answered.
#[derive(Clone, Debug)]
pub struct Asked {
    pub(super) name: String,
    /// Whether it was asked for the file at a published address, and not for one of a name.
    pub(super) is_address: bool,
    pub(super) answer: u64,
}

encoded! {
    Asked { name, is_address, answer }
}

impl Notes {
    pub fn note(&self, name: &str, is_address: bool, answer: u64) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.insert((name.to_owned(), is_address), answer);
    }

    pub fn into_asked(self) -> Box<[Asked]> {
        let notes = self.0.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter();
        notes.map(|((name, is_address), answer)| Asked { name, is_address, answer }).collect()
    }
}
