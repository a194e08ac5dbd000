//! What the folder that a release is written into has other than is recorded of it: files that somebody has put there, files
//! that are gone. Of very many folders those are listed whose turn it is.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::record::Record;
use super::turn::Turn;

/// What is other than recorded, by its path below the web root.
#[derive(Default)]
pub(super) struct Differences {
    /// Recorded files, and compressed forms of such, that are not there.
    pub missing: HashSet<String>,
    /// What is there and is not recorded, but folders.
    pub strange: Vec<String>,
}

/// What a recorded folder is to have, by name: whether that is a folder.
type Names = HashMap<String, bool>;

/// Lists the folders of a release whose turn it is. What is no folder where one was is removed, so that nothing is written
/// through it.
///
/// # Errors
/// Any of the file system, and `InvalidData` for a name that no file of a release has.
pub(super) fn list(www: &Path, record: &Record, turn: Turn) -> io::Result<Differences> {
    let folders = expected(record, turn).into_par_iter();
    let found = folders.map(|(folder, names)| list_folder(www, folder, names));
    let found = found.try_reduce(Found::default, |one, other| Ok(one.and(other)))?;
    let Found { mut differences, gone } = found;
    if !gone.is_empty() {
        let is_gone = |path: &str| {
            path.match_indices('/').any(|(at, _)| path.get(..at).is_some_and(|folder| gone.contains(folder)))
        };
        differences.missing.extend(names_of(record).filter(|path| is_gone(path)));
    }
    Ok(differences)
}

/// What is found in folders.
#[derive(Default)]
struct Found {
    differences: Differences,
    /// Recorded folders that are not there.
    gone: HashSet<String>,
}

impl Found {
    fn and(mut self, other: Self) -> Self {
        self.differences.missing.extend(other.differences.missing);
        self.differences.strange.extend(other.differences.strange);
        self.gone.extend(other.gone);
        self
    }
}

/// Lists one folder, which is to have these `names`.
fn list_folder(www: &Path, folder: &str, mut names: Names) -> io::Result<Found> {
    let (place, mut found) = (www.join(folder), Found::default());
    if !fs::symlink_metadata(&place).is_ok_and(|metadata| metadata.is_dir()) {
        found.gone.insert(folder.to_owned());
        return Ok(found);
    }
    for entry in fs::read_dir(&place)? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|_| io::ErrorKind::InvalidData)?;
        let kind = entry.file_type()?;
        match names.get(&name).copied() {
            Some(true) if kind.is_dir() => drop(names.remove(&name)),
            Some(false) if kind.is_file() => drop(names.remove(&name)),
            Some(true) => fs::remove_file(entry.path())?,
            Some(false) | None if kind.is_dir() => {
                found.differences.strange.extend(files_below(www, &entry.path())?);
            }
            Some(false) => {}
            None => found.differences.strange.push(below(folder, &name)),
        }
    }
    for (name, is_folder) in names {
        let set = if is_folder { &mut found.gone } else { &mut found.differences.missing };
        set.insert(below(folder, &name));
    }
    Ok(found)
}

/// What the folders whose turn it is are to have.
fn expected(record: &Record, turn: Turn) -> HashMap<&str, Names> {
    let is_due = |folder: &str| folder.is_empty() || turn.is_of(crc32fast::hash(folder.as_bytes()).into());
    let mut folders = HashMap::<_, Names>::new();
    let (mut before, mut is_before_due) = (None, false);
    for (path, file) in record.all() {
        let (mut folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if before != Some(folder) {
            (before, is_before_due) = (Some(folder), is_due(folder));
            if is_before_due {
                folders.entry(folder).or_default();
            }
            while !folder.is_empty() {
                let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
                if is_due(above) {
                    folders.entry(above).or_default().insert(name.to_owned(), true);
                }
                folder = above;
            }
        }
        if is_before_due {
            let names = folders.entry(before.unwrap_or_default()).or_default();
            names.insert(name.to_owned(), false);
            names.extend(file.forms().map(|(suffix, _)| (format!("{name}{suffix}"), false)));
        }
    }
    folders
}

/// All files of a release, compressed forms included.
fn names_of(record: &Record) -> impl Iterator<Item = String> {
    record.all().flat_map(|(path, file)| {
        let forms = file.forms().map(move |(suffix, _)| format!("{path}{suffix}"));
        [path.to_owned()].into_iter().chain(forms)
    })
}

/// What is below a folder, but folders.
fn files_below(www: &Path, folder: &Path) -> io::Result<Vec<String>> {
    let entries =
        WalkDir::new(folder).into_iter().filter(|entry| !entry.as_ref().is_ok_and(|entry| entry.file_type().is_dir()));
    let path = |entry: walkdir::Result<walkdir::DirEntry>| {
        let entry = entry?;
        let path = entry.path().strip_prefix(www).map(PathBuf::from).unwrap_or_default();
        path.into_os_string().into_string().map_err(|_| io::ErrorKind::InvalidData.into())
    };
    entries.map(path).collect()
}

fn below(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}
