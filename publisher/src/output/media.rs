//! The pictures and files of the content folder that pages show or link to.

use super::error::OutputError;
use crate::release::files::Files;
use crate::site::plan::Plan;

/// Writes them. Two names of the same content are one published file.
pub fn write(plan: &Plan, files: &Files) -> Result<(), OutputError> {
    plan.media.iter().try_for_each(|(src, file)| {
        let bytes = file.read().map_err(|source| OutputError::Io { path: file.path.clone(), source })?;
        Ok(files.put(src.as_str().trim_start_matches('/'), &bytes)?)
    })
}
