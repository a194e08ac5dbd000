//! Why a release could not be made or swapped in.

use std::io;
use std::path::{Path, PathBuf};

/// Why a release could not be made or swapped in.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    #[error("{path}: {source}. Nothing of the published site was changed; {} and try again.", remedy(.source))]
    Io { path: PathBuf, source: io::Error },
    #[error(
        "{0:?} does not name a web root: a link of a name of its own is put there. Write the folder and the name, as in \
         --out /var/www/portal/site."
    )]
    NoName(PathBuf),
    #[error("{0} is a file, and the web root is to be a link in a folder. Name another folder in --out.")]
    NotAFolder(PathBuf),
    #[error(
        "{path} cannot be written in ({source}). Publish as the user whom the folder belongs to; where the folder of the site is not \
         there yet, make it for that user: install -d -o USER FOLDER"
    )]
    NotWritable { path: PathBuf, source: io::Error },
    #[error(
        "{path} is on a disk that can only be read ({source}). Mount it for writing, or name another folder in --out."
    )]
    ReadOnly { path: PathBuf, source: io::Error },
    #[error(
        "{} is in the content folder {}, so each publish would change what is published. Name a folder outside it in --out.",
        out.display(), content.display()
    )]
    InContent { out: PathBuf, content: PathBuf },
    #[error("{0} is a folder or file, not the link that publish makes. Move it away and publish again.")]
    NotALink(PathBuf),
    #[error(
        "{} is a link to {}, which is no release of this site, so it is somebody else's. Choose another --out, or move the link away, and try again.",
        link.display(), target.display()
    )]
    AnothersLink { link: PathBuf, target: PathBuf },
    #[error("another publish is running (it holds {0}). Wait until it has ended.")]
    Busy(PathBuf),
    #[error(
        "another `portal follow` publishes this site (it holds {0}). One is enough: `fuser -v {0}` says which process it is; \
         stop that one, or leave it alone."
    )]
    Followed(PathBuf),
    #[error("{0} cannot be read, so it is not known which release was before. Publish again, which needs no record.")]
    NoRecord(PathBuf),
    #[error("nothing is published in {0}. Name the web root as it was named to publish: --out FOLDER/site.")]
    NothingPublished(PathBuf),
    #[error("there is no release before the one that is published in {0}.")]
    NothingBefore(PathBuf),
    #[error("two pages want the file {0}. One of them needs another slug or alias.")]
    Twice(String),
    #[error(transparent)]
    Unconfirmed(Unconfirmed),
}

/// A release was swapped in, and the disk did not confirm that it has kept the swap.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{}: {reason}. Release {release} is published all the same, but the disk did not confirm the swap: after a loss of power the site may \
     be the one before. Look at the disk (dmesg | tail); once it is in order: sync {}", .folder.display(), .folder.display()
)]
pub struct Unconfirmed {
    pub release: u64,
    /// What the links of the site are in.
    pub folder: PathBuf,
    /// What the file system said.
    pub reason: String,
}

/// What to do about an error of the file system.
fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::StorageFull => "the disk is full: make room (`df -h` says of bytes, `df -i` of inodes)",
        io::ErrorKind::QuotaExceeded => {
            "the quota of the user who publishes is used up: raise it, or remove what is not needed"
        }
        io::ErrorKind::NotFound => "the folder went away meanwhile: see that its disk is mounted",
        _ => "fix the cause",
    }
}

/// Adds the path to an error of the file system.
pub(super) fn at(path: &Path) -> impl FnOnce(io::Error) -> ReleaseError {
    let path = path.to_owned();
    move |source| ReleaseError::Io { path, source }
}
