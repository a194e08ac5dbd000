//! What the folder that a release is written into has other than is recorded of it: files that somebody has put there, files
//! that are gone. Of very many folders those are listed whose turn it is.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

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
    let (mut found, mut gone) = (Differences::default(), HashSet::new());
    for (folder, mut names) in expected(record, turn) {
        let (place, path_of) = (www.join(folder), |name: &str| below(folder, name));
        let metadata = fs::symlink_metadata(&place);
        if !metadata.is_ok_and(|metadata| metadata.is_dir()) {
            gone.insert(folder.to_owned());
            continue;
        }
        for entry in fs::read_dir(&place)? {
            let entry = entry?;
            let name = entry.file_name().into_string().map_err(|_| io::ErrorKind::InvalidData)?;
            let (kind, path) = (entry.file_type()?, path_of(&name));
            match names.get(&name) {
                Some(true) if kind.is_dir() => drop(names.remove(&name)),
                Some(false) if kind.is_file() => drop(names.remove(&name)),
                Some(true) => fs::remove_file(entry.path())?,
                Some(false) | None if kind.is_dir() => found.strange.extend(files_below(www, &entry.path())?),
                Some(false) => {}
                None => found.strange.push(path),
            }
        }
        for (name, is_folder) in names {
            let set = if is_folder { &mut gone } else { &mut found.missing };
            set.insert(path_of(&name));
        }
    }
    if !gone.is_empty() {
        let is_gone = |path: &str| {
            path.match_indices('/').any(|(at, _)| path.get(..at).is_some_and(|folder| gone.contains(folder)))
        };
        found.missing.extend(names_of(record).filter(|path| is_gone(path)));
    }
    Ok(found)
}

/// What the folders whose turn it is are to have.
fn expected(record: &Record, turn: Turn) -> HashMap<&str, Names> {
    let is_due = |folder: &str| folder.is_empty() || turn.is_of(crc32fast::hash(folder.as_bytes()));
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
