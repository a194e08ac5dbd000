//! What an upload does, in which order, and which addresses a CDN may hold that have become another thing.
//!
//! At every moment each page that is there finds what it names: new files come before the pages that name them, and nothing is
//! removed before the last page that names it has changed.

use std::collections::{BTreeMap, BTreeSet};

use super::objects::{Object, Objects};
use super::record::{Record, State};
use crate::delivery::encode_path;
use crate::delivery::headers::FileClass;

/// The order in which objects are written. Between two of them everything of the earlier one has arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Turn {
    /// What has a hash in its name: nothing names it yet.
    Hashed,
    /// Pages and documents that were not there: lists lead to them.
    New,
    /// Pages and documents that are another thing now.
    Changed,
    /// What names all the others: feeds, the sitemap, service workers, the search index's entry, a display's edition.
    Last,
}

/// What is known of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// What is there now.
    now: Option<String>,
    /// What was there before an upload that was killed.
    before: Option<String>,
    /// Whether it is the matter of an upload that was killed.
    is_underway: bool,
}

/// What an upload does.
pub struct Plan {
    /// The paths to write, by their turns.
    pub puts: BTreeMap<Turn, Vec<String>>,
    /// The paths to remove, after all else.
    pub removals: Vec<String>,
    /// The addresses that a CDN may hold as they were.
    pub purge: BTreeSet<String>,
    /// What the bucket's record has to say while this is done.
    pub meanwhile: BTreeMap<String, State>,
    /// Whether there is anything to do or to record.
    pub is_empty: bool,
}

impl Known {
    /// What a record says; `found` is what is there of what it does not know.
    pub fn of(state: &State, found: Option<String>) -> Self {
        match state {
            State::Whole(mark) => Self { now: Some(mark.clone()), ..Self::default() },
            State::Underway { before } => Self { now: found, before: before.clone(), is_underway: true },
        }
    }

    /// What is there though no record says so.
    pub fn found(mark: String) -> Self {
        Self { now: Some(mark), before: None, is_underway: true }
    }

    fn was(&self) -> Option<&String> {
        self.before.as_ref().or(self.now.as_ref())
    }
}

impl Plan {
    /// Brings what is `known` to what is to be there.
    pub fn new(objects: &Objects, known: &BTreeMap<String, Known>) -> Self {
        let none = Known::default();
        let mut plan = Self {
            puts: BTreeMap::new(),
            removals: Vec::new(),
            purge: BTreeSet::new(),
            meanwhile: BTreeMap::new(),
            is_empty: true,
        };
        for (path, object) in &objects.by_path {
            let known = known.get(path).unwrap_or(&none);
            let is_there = known.now.as_ref() == Some(&object.mark);
            if !is_there {
                plan.puts.entry(turn(object, known)).or_default().push(path.clone());
            }
            plan.note(path, Some(&object.mark), known, is_there);
            if !is_hashed(object.class) && known.was().is_some_and(|was| *was != object.mark || !is_there) {
                plan.purge.insert(address(path));
            }
        }
        for (path, known) in known.iter().filter(|(path, _)| !objects.by_path.contains_key(*path)) {
            plan.removals.push(path.clone());
            plan.note(path, None, known, false);
            // A file of the app does no harm in a cache. A picture that was taken back does.
            if !path.starts_with("assets/") {
                plan.purge.insert(address(path));
            }
        }
        plan
    }

    fn note(&mut self, path: &str, mark: Option<&String>, known: &Known, is_there: bool) {
        let state = match mark {
            Some(mark) if is_there && !known.is_underway => State::Whole(mark.clone()),
            _ => {
                self.is_empty = false;
                State::Underway { before: known.was().cloned() }
            }
        };
        self.meanwhile.insert(path.to_owned(), state);
    }

    /// How many objects are written.
    pub fn count(&self) -> usize {
        self.puts.values().map(Vec::len).sum()
    }
}

/// The record once all is done.
pub fn record_of(objects: &Objects) -> Record {
    let whole = objects.by_path.iter().map(|(path, object)| (path.clone(), State::Whole(object.mark.clone())));
    Record::new(&objects.origin, whole.collect())
}

fn turn(object: &Object, known: &Known) -> Turn {
    match object.class {
        class if is_hashed(class) => Turn::Hashed,
        FileClass::Document | FileClass::Embed | FileClass::Kiosk | FileClass::Api | FileClass::Online => {
            if known.was().is_none() { Turn::New } else { Turn::Changed }
        }
        _ => Turn::Last,
    }
}

fn is_hashed(class: FileClass) -> bool {
    matches!(class, FileClass::Asset | FileClass::Media)
}

/// The address of an object as readers ask for it.
fn address(path: &str) -> String {
    encode_path(&match path.strip_suffix("index.html") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => format!("/{folder}"),
        _ => format!("/{path}"),
    })
}
