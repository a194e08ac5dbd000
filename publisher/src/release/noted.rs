//! What a release has so far, as all threads that write it tell. Of a file that is taken over as it was nothing but that is
//! noted: of a large site nearly all are.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::file_record::{Content, FileRecord};
use super::table::Table;

/// A file of the last release that this one has not, or not yet.
const UNKNOWN: u8 = 0;
/// One that this release has, or is writing.
const CLAIMED: u8 = 1;
/// One that this release has as the last one recorded it.
const TAKEN_OVER: u8 = 2;

pub(super) struct Noted {
    /// For each file of the last release, in its order.
    of_last: Vec<AtomicU8>,
    /// What is recorded of all files that are not taken over as they were; `None` for one that is still being written.
    fresh: Mutex<BTreeMap<String, Option<FileRecord>>>,
}

impl Noted {
    /// Nothing yet; the last release had so many files.
    pub fn new(of_last: usize) -> Self {
        Self { of_last: (0..of_last).map(|_| AtomicU8::new(UNKNOWN)).collect(), fresh: Mutex::default() }
    }

    /// Notes that a file is being written, of the last release's the one at `index`. Returns whether it is the first of its path.
    pub fn claim(&self, path: &str, index: Option<usize>) -> bool {
        match index.and_then(|index| self.of_last.get(index)) {
            Some(state) => state.swap(CLAIMED, Ordering::Relaxed) == UNKNOWN,
            None => self.lock().insert(path.to_owned(), None).is_none(),
        }
    }

    /// Notes that a claimed file of the last release is taken over as it was.
    pub fn take_over(&self, index: usize) {
        if let Some(state) = self.of_last.get(index) {
            state.store(TAKEN_OVER, Ordering::Relaxed);
        }
    }

    /// Notes what a claimed file is now.
    pub fn note(&self, path: &str, file: FileRecord) {
        self.lock().insert(path.to_owned(), Some(file));
    }

    /// What a file is, where it is written and was not taken over as it was.
    pub fn content(&self, path: &str) -> Option<Content> {
        Some(self.lock().get(path)?.as_ref()?.content)
    }

    pub fn is_taken_over(&self, index: usize) -> bool {
        self.of_last.get(index).is_some_and(|state| state.load(Ordering::Relaxed) == TAKEN_OVER)
    }

    /// All files that are written, those that are taken over from the last release's.
    pub fn into_table(self, mut last: Table) -> Table {
        let mut states = self.of_last.into_iter().map(AtomicU8::into_inner);
        last.retain(|| states.next() == Some(TAKEN_OVER));
        let fresh = self.fresh.into_inner().unwrap_or_else(PoisonError::into_inner);
        last.extend(fresh.into_iter().filter_map(|(path, file)| Some((path.into(), file?))));
        last
    }

    /// A thread that panicked while writing has ended the publish anyway.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Option<FileRecord>>> {
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
