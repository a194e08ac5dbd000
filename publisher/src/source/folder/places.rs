//! Where the fields of a file are, for problems that are found when all files have been read.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::source::problem::{Fault, Problem};

/// Where each field of a file is. The elements of a list are found by their position among the valid ones.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub file: PathBuf,
    fields: BTreeMap<String, Place>,
}

#[derive(Clone, Debug)]
pub(super) struct Place {
    /// As problems name it: `related[2]`, counted from 1.
    pub name: String,
    pub line: usize,
    pub written: String,
}

impl Places {
    /// A file with no fields yet.
    pub fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), fields: BTreeMap::new() }
    }

    pub fn insert(&mut self, field: String, place: Place) {
        self.fields.insert(field, place);
    }

    /// A problem at a field; one that the file leaves to its default has no line.
    pub fn problem(&self, field: &str, fault: Fault) -> Problem {
        let problem = Problem::new(&self.file, fault);
        match self.fields.get(field) {
            Some(place) => problem.at_line(place.line).in_field(&place.name).with_value(&place.written),
            None => problem.in_field(field),
        }
    }
}
