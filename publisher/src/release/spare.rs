//! The folder of a release that nobody goes back to any more. The next release is written into it: of a hundred thousand
//! files it needs but those changed that the two differ in, where a folder of its own needs all of them linked, and the old
//! one all of them removed.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::file_record::{Content, FileRecord};
use super::folders::Folders;
use super::listing::{self, Differences};
use super::making::Looks;
use super::record::Record;
use super::table::{Table, Walk};
use super::turn::Turn;

/// What there is in the folder that a release is written into.
pub(super) struct Spare {
    /// What its own release recorded.
    record: Record,
    /// What is there and was not recorded.
    strange: Vec<String>,
    /// What it has of each file of the last release, in their order.
    in_place: Vec<InPlace>,
}

/// What the folder has of a file of the last release: that very file, or a copy of it with its time.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct InPlace {
    pub file: bool,
    /// All its compressed forms.
    pub forms: bool,
}

impl Spare {
    /// Puts the web root of a spare folder in the place of the empty one that a release would be written into, to take over what
    /// the `last` release has. `None` where there is none that is the same to web servers and to whoever publishes.
    pub fn take(folders: &Folders, last: &Table, looks: Looks) -> Option<Self> {
        let spare = folders.spare();
        let (old, fresh) = (spare.join("www"), folders.staging().join("www"));
        let record = Record::read(&spare)?;
        if !is_alike(&old, &fresh).unwrap_or(false) {
            return None;
        }
        let turn = Turn::of(record.files.len(), looks.listed, record.round + 1);
        let Differences { missing, strange } = listing::list(&old, &record, turn).ok()?;
        let is_there = |path: &str, suffix: &str| missing.is_empty() || !missing.contains(&format!("{path}{suffix}"));
        let mut own = Walk::over(&record.files);
        let in_place = last.iter().map(|(path, file)| {
            own.find(path).map_or(InPlace::default(), |own| in_place(own, file, |suffix| is_there(path, suffix)))
        });
        let in_place = in_place.collect();
        // An empty folder is replaced.
        fs::rename(&old, &fresh).ok()?;
        let _ = fs::remove_dir_all(&spare);
        Some(Self { record, strange, in_place })
    }

    /// Of the release that is written into it: how many have been before.
    pub fn round(&self) -> u64 {
        self.record.round + 1
    }

    /// What it has of the last release's file of this number.
    pub fn in_place(&self, index: usize) -> InPlace {
        self.in_place.get(index).copied().unwrap_or_default()
    }

    /// Removes from `www` what the release has not, and folders that this leaves empty.
    pub fn leave(&self, www: &Path, release: &Record) -> io::Result<()> {
        let mut strange = self.strange.iter().filter(|path| !release.names(path));
        strange.try_for_each(|path| remove(www, path))?;
        let remove = |path: &str| if release.names(path) { Ok(()) } else { remove(www, path) };
        let mut files = Walk::over(&release.files);
        for (path, own) in self.record.all() {
            let file = files.find(path);
            if file.is_none() {
                remove(path)?;
            }
            let forms = own.forms().filter(|(suffix, _)| file.is_none_or(|file| file.form(suffix).is_none()));
            forms.map(|(suffix, _)| format!("{path}{suffix}")).try_for_each(|form| remove(&form))?;
        }
        Ok(())
    }
}

/// What the folder has of a file of the last release, when its own is this.
fn in_place(own: &FileRecord, last: &FileRecord, is_there: impl Fn(&str) -> bool) -> InPlace {
    let is_form = |suffix: &str, form: &Content| own.form(suffix) == Some(form) && is_there(suffix);
    InPlace {
        file: own.made != 0 && own.made == last.made && own.content == last.content && is_there(""),
        forms: own.pressed != 0
            && own.pressed == last.pressed
            && last.forms().all(|(suffix, form)| is_form(suffix, form)),
    }
}

/// Removes a file, and folders that this leaves empty.
fn remove(www: &Path, path: &str) -> io::Result<()> {
    let file = www.join(path);
    match fs::remove_file(&file).map_err(|error| error.kind()) {
        // A folder of the release, or a file of it, has taken its place.
        Ok(()) | Err(io::ErrorKind::NotFound | io::ErrorKind::IsADirectory | io::ErrorKind::NotADirectory) => {}
        Err(kind) => return Err(kind.into()),
    }
    // One that is not empty is not removed.
    let above = file.ancestors().skip(1).take_while(|folder| folder.starts_with(www) && *folder != www);
    above.map(fs::remove_dir).take_while(Result::is_ok).for_each(drop);
    Ok(())
}

/// Whether two web roots are the same user's, and as open to others.
fn is_alike(spare: &Path, fresh: &Path) -> io::Result<bool> {
    let about = |folder: Metadata| (folder.uid(), folder.gid(), folder.mode(), folder.dev());
    Ok(about(fs::metadata(spare)?) == about(fs::metadata(fresh)?))
}
