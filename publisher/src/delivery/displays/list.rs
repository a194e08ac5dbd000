//! The list and its file: changed in memory, written now and then, read at the start.
//!
//! `displays.json` is replaced by one rename, so it is whole at any moment. A disk that takes nothing costs the memory of
//! a restart and nothing else.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use super::register::Register;

/// The list's file in the folder.
const FILE: &str = "displays.json";

pub(super) struct List {
    file: PathBuf,
    state: Mutex<State>,
    /// Held while writing, so that an older list never replaces a newer one.
    saved: Mutex<Saved>,
}

struct State {
    register: Register,
    /// Counts changes.
    revision: u64,
}

struct Saved {
    revision: u64,
    /// Said once, until it is over.
    is_failing: bool,
}

impl List {
    /// Reads the list. A damaged file is set aside, and the list begins anew.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let file = folder.join(FILE);
        let register = match fs::read(&file) {
            Ok(json) => serde_json::from_slice(&json).unwrap_or_else(|error| {
                set_aside(&file, &error);
                Register::default()
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Register::default(),
            Err(error) => {
                return Err(io::Error::new(error.kind(), format!("{} cannot be read: {error}", file.display())));
            }
        };
        let saved = Saved { revision: 0, is_failing: false };
        Ok(Self { file, state: Mutex::new(State { register, revision: 0 }), saved: Mutex::new(saved) })
    }

    pub(super) fn read<T>(&self, look: impl FnOnce(&Register) -> T) -> T {
        look(&lock(&self.state).register)
    }

    pub(super) fn change<T>(&self, act: impl FnOnce(&mut Register) -> T) -> T {
        let mut state = lock(&self.state);
        state.revision += 1;
        act(&mut state.register)
    }

    /// Writes what has changed since the last time; it blocks.
    pub(super) fn save(&self) {
        let mut saved = lock(&self.saved);
        let (json, revision) = {
            let state = lock(&self.state);
            if state.revision == saved.revision {
                return;
            }
            (serde_json::to_vec(&state.register), state.revision)
        };
        match json.map_err(io::Error::from).and_then(|json| replace(&self.file, &json)) {
            Ok(()) => {
                if saved.is_failing {
                    tracing::info!(file = %self.file.display(), "the list of displays is written again");
                }
                *saved = Saved { revision, is_failing: false };
            }
            Err(error) => {
                if !saved.is_failing {
                    tracing::error!(
                        file = %self.file.display(), %error,
                        "the list of displays cannot be written and goes on in memory: make room, or make the folder writable"
                    );
                }
                saved.is_failing = true;
            }
        }
    }
}

fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut written = NamedTempFile::new_in(file.parent().unwrap_or(Path::new(".")))?;
    written.write_all(bytes)?;
    written.as_file().sync_all()?;
    written.persist(file)?;
    Ok(())
}

fn set_aside(file: &Path, error: &serde_json::Error) {
    let aside = file.with_extension("json.damaged");
    match fs::rename(file, &aside) {
        Ok(()) => tracing::error!(
            file = %aside.display(), %error,
            "the list of displays was damaged and is set aside; displays come back with their next heartbeats"
        ),
        Err(refused) => tracing::error!(
            file = %file.display(), %error, %refused,
            "the list of displays is damaged and cannot be set aside; displays come back with their next heartbeats"
        ),
    }
}

/// A thread that panicked while it held the list left nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use portal_app::path::word::Slug;

    use super::*;
    use crate::delivery::displays::heartbeat::Heard;
    use crate::delivery::displays::message::{Heartbeat, OrderKind};

    fn hear(list: &List, name: &str) {
        let heard = Heard { name: Slug::new(name).unwrap(), heartbeat: Heartbeat::default(), picture: None };
        list.change(|register| register.hear(heard, 7)).unwrap();
    }

    #[test]
    fn the_list_is_there_again_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let list = List::open(folder.path()).unwrap();
        hear(&list, "a");
        list.change(|register| register.order(&Slug::new("a").unwrap(), OrderKind::Reload)).unwrap();
        list.save();
        let again = List::open(folder.path()).unwrap();
        assert_eq!(again.read(Register::clone), list.read(Register::clone));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing else is left behind");
    }

    #[test]
    fn a_damaged_list_is_set_aside_whatever_is_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(FILE);
        for damaged in ["", "{", "[]", r#"{"displays":{"KHÔNG":{}}}"#, "\u{0}\u{0}\u{0}"] {
            fs::write(&file, damaged).unwrap();
            let list = List::open(folder.path()).unwrap();
            assert_eq!(list.read(Register::clone), Register::default());
            assert_eq!(fs::read_to_string(folder.path().join("displays.json.damaged")).unwrap(), damaged);
            hear(&list, "a");
            list.save();
            assert!(
                List::open(folder.path()).unwrap().read(|register| register.find(&Slug::new("a").unwrap()).is_some())
            );
        }
    }

    #[test]
    fn a_disk_that_takes_nothing_stops_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let list = List::open(folder.path()).unwrap();
        let moved = folder.path().with_extension("moved");
        fs::rename(folder.path(), &moved).unwrap();
        hear(&list, "a");
        list.save();
        assert!(lock(&list.saved).is_failing);
        fs::rename(&moved, folder.path()).unwrap();
        list.save();
        assert!(!lock(&list.saved).is_failing && folder.path().join(FILE).exists());
    }
}
