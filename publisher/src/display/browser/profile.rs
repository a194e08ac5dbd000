//! The browser's profile: its copy of the display's files, which nothing depends on. So it is made anew whenever it may be
//! to blame, and elsewhere when the disk takes nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// What a new profile begins with: no offer to translate the page.
const PREFERENCES: &str = r#"{"translate":{"enabled":false}}"#;

/// Where a browser keeps its profile.
pub struct Profile {
    folder: PathBuf,
    /// In the place of `folder`, as long as that cannot be written.
    elsewhere: Option<TempDir>,
}

impl Profile {
    pub fn new(folder: PathBuf) -> Self {
        Self { folder, elsewhere: None }
    }

    /// A folder that can be written, free of what an earlier browser locked.
    ///
    /// # Errors
    /// When neither the folder nor the machine's folder for temporary files can be written.
    pub fn prepare(&mut self) -> io::Result<&Path> {
        match can_write(&self.folder) {
            Ok(()) => self.elsewhere = None,
            Err(error) if self.elsewhere.is_none() => {
                let folder = self.folder.display();
                tracing::warn!(%folder, %error, "the profile is a temporary one until its folder can be written");
                self.elsewhere = Some(temporary()?);
            }
            Err(_) => {}
        }
        for name in ["SingletonLock", "SingletonSocket", "SingletonCookie"] {
            let _ = fs::remove_file(self.path().join(name));
        }
        let preferences = self.path().join("Default/Preferences");
        if !preferences.exists() {
            fs::create_dir_all(self.path().join("Default"))?;
            fs::write(preferences, PREFERENCES)?;
        }
        Ok(self.path())
    }

    pub fn path(&self) -> &Path {
        self.elsewhere.as_ref().map_or(&self.folder, |elsewhere| elsewhere.path())
    }

    /// Whether a newer browser than this one has written it.
    pub fn is_newer_than(&self, version: u32) -> bool {
        let written = fs::read_to_string(self.path().join("Last Version")).ok();
        written.and_then(|written| major(&written)).is_some_and(|written| written > version)
    }

    /// Forgets everything in it.
    pub fn renew(&mut self) {
        if self.elsewhere.take().is_none() {
            // What cannot be deleted cannot be written either, and the next one begins elsewhere.
            let _ = fs::remove_dir_all(&self.folder).or_else(|_| fs::remove_file(&self.folder));
        }
    }
}

fn temporary() -> io::Result<TempDir> {
    tempfile::Builder::new().prefix("portal-display-").tempdir()
}

/// The first number of a browser's version.
pub fn version_of(browser: &Path) -> Option<u32> {
    let output = Command::new(browser).arg("--version").output().ok()?;
    major(&String::from_utf8_lossy(&output.stdout))
}

/// `Chromium 156.0.8078.73 built on Debian` → 156.
fn major(text: &str) -> Option<u32> {
    text.split_whitespace().find_map(|word| word.split('.').next()?.parse().ok())
}

fn can_write(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let path = folder.join(".writable");
    // A full disk takes a name, but nothing in it.
    let written = fs::write(&path, [0; 64 * 1024]);
    let removed = fs::remove_file(path);
    written.and(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_of_a_newer_browser_is_known() {
        let folder = tempfile::tempdir().unwrap();
        let profile = Profile::new(folder.path().to_owned());
        assert!(!profile.is_newer_than(156));
        fs::write(folder.path().join("Last Version"), "157.0.1.2").unwrap();
        assert!(profile.is_newer_than(156));
        assert!(!profile.is_newer_than(157));
        assert_eq!(major("Chromium 156.0.8078.73 built on Debian GNU/Linux 12"), Some(156));
    }

    #[test]
    fn a_place_that_cannot_be_written_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let taken = folder.path().join("profile");
        fs::write(&taken, "a file").unwrap();
        let mut profile = Profile::new(taken.clone());
        assert_ne!(profile.prepare().unwrap(), taken);
        fs::remove_file(&taken).unwrap();
        assert_eq!(profile.prepare().unwrap(), taken);
    }
}
