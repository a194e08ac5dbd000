//! The pictures and files of the content folder that pages show or link to.

use std::io;

use super::error::OutputError;
use crate::release::files::Files;
use crate::site::plan::Plan;
use crate::source::media::MediaFile;

/// Writes them. Two names of the same content are one published file.
///
/// # Errors
/// `Changed` for a file that is no longer what was read: its name bears the hash of that, and browsers keep what has such
/// a name for a year.
pub fn write(plan: &Plan, files: &Files) -> Result<(), OutputError> {
    plan.media.iter().try_for_each(|(src, file)| {
        let path = src.as_str().trim_start_matches('/');
        let changed = || OutputError::Changed(file.path.clone());
        files.put(path, &read(file)?)?;
        files.content_of(path).filter(|(_, sha256)| *sha256 == file.sha256).map(drop).ok_or_else(changed)
    })
}

/// What a medium's file holds now.
pub fn read(file: &MediaFile) -> Result<Vec<u8>, OutputError> {
    file.read().map_err(|source| match source.kind() {
        io::ErrorKind::NotFound => OutputError::Changed(file.path.clone()),
        _ => OutputError::Io { path: file.path.clone(), source },
    })
}
