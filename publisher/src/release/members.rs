//! Finds the files of a group in a release.

use rayon::prelude::*;

use super::group::Name;
use super::table::Table;

/// The files of each group, by their places in a table.
#[derive(Debug, Default)]
pub(super) struct Members(Vec<(Name, usize)>);

impl Members {
    pub fn of(files: &Table) -> Self {
        let named = files.iter().enumerate().filter_map(|(place, (_, file))| Some((file.group?, place)));
        let mut members = named.collect::<Vec<_>>();
        members.par_sort_unstable();
        Self(members)
    }

    /// The places of a group's files.
    pub fn places(&self, name: Name) -> impl Iterator<Item = usize> + Clone {
        let first = self.0.partition_point(|(other, _)| *other < name);
        let members = self.0.get(first..).unwrap_or_default().iter();
        members.take_while(move |(other, _)| *other == name).map(|(_, place)| *place)
    }
}

#[cfg(test)]
mod tests {
    use super::super::compress::Read;
    use super::super::file_record::{Content, FileRecord};
    use super::super::group::Group;
    use super::super::keys::Key;
    use super::*;

    #[test]
    fn the_files_of_a_group_are_found_wherever_they_are() {
        let group = |name| Group::new(name, Key::of([])).name;
        let file = |path: &str, group| {
            let content = Content::of(path.as_bytes());
            (path.into(), FileRecord { key: None, content, forms: None, read: Read::Often, made: 1, pressed: 1, group })
        };
        let files = [("z", "one"), ("a", "one"), ("b", "two"), ("y", "two"), ("m", "one")];
        let files = files.map(|(path, name)| file(path, Some(group(name))));
        let table = files.into_iter().chain([file("c", None)]).collect::<Table>();
        let members = Members::of(&table);
        let paths = |name| members.places(group(name)).filter_map(|place| Some(table.at(place)?.0)).collect::<Vec<_>>();
        assert_eq!((paths("one"), paths("two")), (vec!["a", "m", "z"], vec!["b", "y"]));
        assert!(paths("three").is_empty() && Members::default().places(group("one")).next().is_none());
    }
}
