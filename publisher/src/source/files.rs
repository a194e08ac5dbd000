//! Lists the files of a content folder, in the same order everywhere, without the temporary files of editors.

use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::source::problem::{Fault, Problem, Problems};

/// Every file below `folder`, sorted by name; a missing folder has none. Symbolic links are refused: they could
/// lead out of the folder.
pub(super) fn list_files(folder: &Path, problems: &mut Problems) -> Vec<PathBuf> {
    let mut files = Vec::new();
    if folder.is_symlink() {
        problems.push(refuse_link(folder));
        return files;
    }
    if !folder.exists() {
        return files;
    }
    let walk = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| !is_left_behind(&entry.file_name().to_string_lossy())) {
        match entry {
            Ok(entry) if entry.path_is_symlink() => problems.push(refuse_link(entry.path())),
            Ok(entry) if entry.file_type().is_file() => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) => {
                let fault = Fault::new(format!("it cannot be read ({error})"), "Check that it may be read.");
                problems.push(Problem::new(error.path().unwrap_or(folder), fault));
            }
        }
    }
    files
}

/// A file that the system cannot read.
pub(super) fn unreadable(file: &Path, error: &std::io::Error) -> Problem {
    Problem::new(file, Fault::new(format!("it cannot be read ({error})"), "Check that it exists and may be read."))
}

fn refuse_link(path: &Path) -> Problem {
    Problem::new(path, Fault::new("it is a symbolic link", "Put the file itself here."))
}

/// Files of editors and systems: hidden ones, back-ups, swap files, Word's locks.
pub(crate) fn is_left_behind(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    name.starts_with(['.', '~'])
        || name.ends_with('~')
        || name.starts_with('#') && name.ends_with('#')
        || [".swp", ".swo", ".bak", ".tmp", ".orig"].iter().any(|ending| lower.ends_with(ending))
        || ["thumbs.db", "desktop.ini"].contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_content_is_listed() {
        for name in [".DS_Store", ".x.md.swp", "x.md~", "x.swp", "~$bao-cao.docx", "#x.md#", "Thumbs.db", ".git"] {
            assert!(is_left_behind(name), "{name}");
        }
        for name in ["x.md", "Ảnh (2).jpg", "a~b.png", "tmp", "2021", "#1 Hội nghị.jpg"] {
            assert!(!is_left_behind(name), "{name}");
        }
    }
}
