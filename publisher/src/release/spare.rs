//! The folder of a release that nobody goes back to any more. The next release is written into it: of a hundred thousand
//! files it needs but those changed that the two differ in, where a folder of its own needs all of them linked, and the old
//! one all of them removed.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::file_record::FileRecord;
use super::folders::Folders;
use super::record::Record;

/// What there is in the folder that a release is written into.
pub(super) struct Spare {
    record: Record,
    /// Every file, by its path below the web root.
    there: HashSet<String>,
}

impl Spare {
    /// Puts the web root of a spare folder in the place of the empty one that a release would be written into. `None` where there
    /// is none that is the same to web servers and to whoever publishes.
    pub fn take(folders: &Folders) -> Option<Self> {
        let spare = folders.spare();
        let (old, fresh) = (spare.join("www"), folders.staging().join("www"));
        let record = Record::read(&spare)?;
        if !is_alike(&old, &fresh).unwrap_or(false) {
            return None;
        }
        let there = files_below(&old).ok()?;
        // An empty folder is replaced.
        fs::rename(&old, &fresh).ok()?;
        let _ = fs::remove_dir_all(&spare);
        Some(Self { record, there })
    }

    /// Whether a file of the last release is in it, as the same file or as a copy of it with its time.
    pub fn has(&self, path: &str, file: &FileRecord) -> bool {
        let is_same = |own: &FileRecord| own.made != 0 && own.made == file.made && own.content == file.content;
        self.record.find(path).is_some_and(is_same) && self.there.contains(path)
    }

    /// Whether a compressed form of a file of the last release is in it.
    pub fn has_form(&self, path: &str, file: &FileRecord, suffix: &str) -> bool {
        let is_form = |own: &FileRecord| own.form(suffix).is_some_and(|form| file.form(suffix) == Some(form));
        let is_same = |own: &FileRecord| own.pressed != 0 && own.pressed == file.pressed && is_form(own);
        self.record.find(path).is_some_and(is_same) && self.there.contains(&format!("{path}{suffix}"))
    }

    /// Removes from `www` what the release has not, and folders that this leaves empty.
    pub fn leave(&self, www: &Path, release: &Record) -> io::Result<()> {
        for path in self.there.iter().filter(|path| !release.names(path)) {
            let file = www.join(path);
            match fs::remove_file(&file).map_err(|error| error.kind()) {
                // A folder of the release, or a file of it, has taken its place.
                Ok(()) | Err(io::ErrorKind::NotFound | io::ErrorKind::IsADirectory | io::ErrorKind::NotADirectory) => {}
                Err(kind) => return Err(kind.into()),
            }
            // One that is not empty is not removed.
            let above = file.ancestors().skip(1).take_while(|folder| folder.starts_with(www) && *folder != www);
            above.map(fs::remove_dir).take_while(Result::is_ok).for_each(drop);
        }
        Ok(())
    }
}

/// Whether two web roots are the same user's, and as open to others.
fn is_alike(spare: &Path, fresh: &Path) -> io::Result<bool> {
    let about = |folder: Metadata| (folder.uid(), folder.gid(), folder.mode(), folder.dev());
    Ok(about(fs::metadata(spare)?) == about(fs::metadata(fresh)?))
}

/// What is below a folder, but folders.
fn files_below(www: &Path) -> io::Result<HashSet<String>> {
    let is_folder = |entry: &walkdir::Result<DirEntry>| entry.as_ref().is_ok_and(|entry| entry.file_type().is_dir());
    let paths = WalkDir::new(www).into_iter().filter(|entry| !is_folder(entry)).map(|entry| {
        let entry = entry?;
        let path = entry.path().strip_prefix(www).unwrap_or(entry.path());
        // No file of a release has a name that is no UTF-8.
        path.to_str().map(str::to_owned).ok_or_else(|| io::ErrorKind::InvalidData.into())
    });
    paths.collect()
}
