//! What is published: for those who bring it elsewhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::error::ReleaseError;
use super::file_record::Content;
use super::folders::Folders;
use super::record::Record;

/// The published release. It stays on the disk until two later ones have been published.
pub struct PublishedFiles {
    pub release: u64,
    /// The web root.
    pub www: PathBuf,
    /// What web servers are told.
    pub deploy: PathBuf,
    /// What was written of each file, by its path below the web root; compressed forms are not among them.
    pub files: BTreeMap<String, Content>,
}

/// The release that is published at `out`, with what it keeps of earlier ones.
///
/// # Errors
/// `NothingPublished`, or `NoRecord` when the release's record is lost.
pub fn published_files(out: &Path) -> Result<PublishedFiles, ReleaseError> {
    let folders = Folders::of(out)?;
    folders.check_links()?;
    let release = folders.current().ok_or_else(|| ReleaseError::NothingPublished(out.to_owned()))?;
    let folder = folders.release(release);
    let record = Record::read(&folder).ok_or_else(|| ReleaseError::NoRecord(Record::path(&folder)))?;
    let kept = record.kept.into_iter().map(|(path, kept)| (path, kept.file.content));
    let own = record.files.into_iter().map(|(path, file)| (path.into(), file.content));
    Ok(PublishedFiles {
        release,
        www: folder.join("www"),
        deploy: folder.join("deploy"),
        files: kept.chain(own).collect(),
    })
}
