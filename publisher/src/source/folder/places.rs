//! Where the fields of a file are, for problems that are found when all files have been read.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::source::encoded::encoded;
use crate::source::kept_text::Text;
use crate::source::problem::{Fault, Problem};
use crate::source::texts::TextFile;

/// Where each field of a file is. The elements of a list are found by their position among the valid ones.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub file: PathBuf,
    /// Of each field the name it is found by, and what its place is, all with a `SEPARATOR` behind it: most files have no
    /// problem, and one text takes a tenth of the room of a table.
    fields: Text,
}

encoded! {
    Places (file) { fields }
}

/// TOML has no such character.
const SEPARATOR: char = '\0';

pub(super) struct Place {
    /// As problems name it: `related[2]`, counted from 1.
    pub name: String,
    pub line: usize,
    pub written: String,
}

impl Places {
    /// A file with no fields yet.
    pub fn new(file: &Path) -> Self {
        Self { file: file.to_owned(), fields: Text::Here(String::new()) }
    }

    pub fn insert(&mut self, field: String, place: Place) {
        let Text::Here(fields) = &mut self.fields else { return };
        let line = place.line.to_string();
        for part in [&field, &place.name, &line, &place.written] {
            fields.extend(part.chars().filter(|c| *c != SEPARATOR).chain([SEPARATOR]));
        }
    }

    /// Whether the file has this field.
    pub fn has(&self, field: &str) -> bool {
        self.find(field).is_some()
    }

    /// The one that was inserted last.
    fn find(&self, field: &str) -> Option<Place> {
        let fields = self.fields.read().ok()?;
        let mut parts = fields.split(SEPARATOR);
        let place = |field, parts: &mut std::str::Split<'_, char>| {
            let (name, line, written) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
            Some((field, Place { name: name.to_owned(), line, written: written.to_owned() }))
        };
        let places = std::iter::from_fn(|| parts.next().and_then(|field| place(field, &mut parts)));
        places.filter(|(name, _)| *name == field).last().map(|(_, place)| place)
    }

    /// The same, in `file` where they can be put there.
    pub fn moved_to(self, file: &Arc<TextFile>) -> Self {
        Self { fields: self.fields.moved_to(file), ..self }
    }

    pub fn is_in(&self, file: &Arc<TextFile>) -> bool {
        self.fields.is_in(file)
    }

    /// How long they are in a file.
    pub fn bytes(&self) -> usize {
        self.fields.bytes()
    }

    /// A problem at a field; one that the file leaves to its default has no line.
    pub fn problem(&self, field: &str, fault: Fault) -> Problem {
        let problem = Problem::new(&self.file, fault);
        match self.find(field) {
            Some(place) => problem.at_line(place.line).in_field(&place.name).with_value(&place.written),
            None => problem.in_field(field),
        }
    }
}
