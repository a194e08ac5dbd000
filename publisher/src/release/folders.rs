//! Where the releases of a site are, and the two links that say which one is published.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{self, Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rustix::fs::Access;

use super::error::{ReleaseError, Unconfirmed, at};

/// In a mode: what others than the owner may do.
const OTHERS: u32 = 0o077;

/// Who has just ended may hold the lock a moment longer: a program that is being started has inherited it until it runs.
const LOCK_WAIT: Duration = Duration::from_secs(2);

/// The folders of one site.
pub struct Folders {
    out: PathBuf,
    deploy: PathBuf,
    releases: PathBuf,
}

impl Folders {
    /// The web root may be written with a slash at its end, as shells complete it.
    ///
    /// # Errors
    /// `NoName` when the path ends in no name: `.`, `..`, `/`, none at all.
    pub fn of(out: &Path) -> Result<Self, ReleaseError> {
        let named = out.components().collect::<PathBuf>();
        if named.file_name().is_none() {
            return Err(ReleaseError::NoName(out.to_owned()));
        }
        let [deploy, releases] = [".deploy", ".releases"].map(|ending| with_ending(&named, ending));
        Ok(Self { out: named, deploy, releases })
    }

    /// The folder of all releases.
    pub fn all(&self) -> &Path {
        &self.releases
    }

    /// The folder of one release, whether it exists or not.
    pub fn release(&self, number: u64) -> PathBuf {
        self.releases.join(number.to_string())
    }

    /// Where a release is written.
    pub fn staging(&self) -> PathBuf {
        self.releases.join(".staging")
    }

    /// What is left of a release that nobody goes back to any more, for the next one to be written into.
    pub fn spare(&self) -> PathBuf {
        self.releases.join(".spare")
    }

    /// The numbers of the finished releases, oldest first.
    pub fn numbers(&self) -> io::Result<Vec<u64>> {
        let mut numbers = Vec::new();
        for entry in fs::read_dir(&self.releases)? {
            numbers.extend(entry?.file_name().to_str().and_then(|name| name.parse::<u64>().ok()));
        }
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// The number of the published release.
    pub fn current(&self) -> Option<u64> {
        number_of(&fs::read_link(&self.out).ok()?)
    }

    /// Makes the folder of releases and those above it, and checks that the web root's link can be put beside it: a
    /// publish must not fail after minutes of work.
    pub fn prepare(&self) -> Result<(), ReleaseError> {
        let parent = self.parent();
        let there = parent.ancestors().find(|folder| folder.exists());
        if let Some(file) = there.filter(|folder| !folder.is_dir()) {
            return Err(ReleaseError::NotAFolder(file.to_owned()));
        }
        let made = fs::create_dir_all(&self.releases).map_err(|source| (there.unwrap_or(parent), source));
        let may_write = |folder| Ok(rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK)?);
        let writable = made.and_then(|()| {
            let mut folders = [parent, &self.releases].into_iter();
            folders.try_for_each(|folder| may_write(folder).map_err(|source| (folder, source)))
        });
        writable.map_err(|(folder, source): (&Path, io::Error)| match source.kind() {
            io::ErrorKind::PermissionDenied => ReleaseError::NotWritable { path: folder.to_owned(), source },
            io::ErrorKind::ReadOnlyFilesystem => ReleaseError::ReadOnly { path: folder.to_owned(), source },
            _ => ReleaseError::Io { path: self.releases.clone(), source },
        })
    }

    /// Lets a web server in where a publish under an umask of 077 kept everybody out: as far as it would be let into a
    /// folder like `fresh`, made now.
    pub fn open_to_others(&self, fresh: &Path) -> Result<(), ReleaseError> {
        let mode = |folder: &Path| Ok(fs::metadata(folder).map_err(at(folder))?.permissions().mode());
        let (old, fresh) = (mode(&self.releases)?, mode(fresh)?);
        match old & OTHERS {
            0 if fresh & OTHERS != 0 => {
                let permissions = Permissions::from_mode(old | fresh & OTHERS);
                fs::set_permissions(&self.releases, permissions).map_err(at(&self.releases))
            }
            _ => Ok(()),
        }
    }

    /// The deploy folder of the published release.
    pub fn published_deploy(&self) -> Option<PathBuf> {
        let folder = self.release(self.current()?).join("deploy");
        folder.is_dir().then_some(folder)
    }

    /// Locked by the process that writes.
    pub fn lock(&self) -> Result<File, ReleaseError> {
        self.lock_by(".lock", ReleaseError::Busy)
    }

    /// Locked by the one that follows the content, as long as it runs.
    pub fn lock_following(&self) -> Result<File, ReleaseError> {
        self.lock_by(".following", ReleaseError::Followed)
    }

    fn lock_by(&self, name: &str, taken: fn(PathBuf) -> ReleaseError) -> Result<File, ReleaseError> {
        let path = self.releases.join(name);
        let file = File::create(&path).map_err(at(&path))?;
        let deadline = Instant::now() + LOCK_WAIT;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(fs::TryLockError::WouldBlock) if Instant::now() < deadline => thread::sleep(LOCK_WAIT / 40),
                Err(fs::TryLockError::WouldBlock) => return Err(taken(path)),
                Err(fs::TryLockError::Error(source)) => return Err(ReleaseError::Io { path, source }),
            }
        }
    }

    /// Checks that both links lead to a release of this site or do not exist yet; any others are somebody else's.
    pub fn check_links(&self) -> Result<(), ReleaseError> {
        for (link, part) in [(&self.out, "www"), (&self.deploy, "deploy")] {
            match fs::read_link(link) {
                Ok(target) if self.is_of_a_release(&target, part) => {}
                Ok(target) => return Err(ReleaseError::AnothersLink { link: link.clone(), target }),
                Err(_) if link.exists() => return Err(ReleaseError::NotALink(link.clone())),
                Err(_) => {}
            }
        }
        Ok(())
    }

    /// Whether a link's target is `{site}.releases/{number}/{part}`, relative as publish writes it or from the root on.
    fn is_of_a_release(&self, target: &Path, part: &str) -> bool {
        let beside = |folder: &Path| folder.join(self.releases.file_name().unwrap_or_default());
        let parent = self.parent();
        let places = [
            Some(beside(Path::new(""))),
            path::absolute(&self.releases).ok(),
            parent.canonicalize().ok().map(|folder| beside(&folder)),
        ];
        let inside = places.into_iter().flatten().find_map(|place| target.strip_prefix(place).ok().map(Path::to_owned));
        let parts = inside.as_deref().map(|inside| inside.iter().collect::<Vec<_>>());
        matches!(parts.as_deref(), Some([number, last]) if *last == part && number.to_str().is_some_and(|number| number.parse::<u64>().is_ok()))
    }

    /// The folder that the links are in.
    fn parent(&self) -> &Path {
        self.out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// Makes both links lead to release `number`; each changes in one step, the web root last. Then that release is published,
    /// whatever the disk says of it.
    ///
    /// # Errors
    /// The published release is the one before; `clear` removes what is left.
    pub fn point_to(&self, number: u64) -> Result<Option<Unconfirmed>, ReleaseError> {
        self.check_links()?;
        sync_folder(&self.releases).map_err(at(&self.releases))?;
        let links = [(&self.deploy, "deploy"), (&self.out, "www")];
        // Both are made before one is renamed: a full disk has no room for a link, and takes a rename.
        links.into_iter().try_for_each(|(link, part)| self.make_link(link, part, number))?;
        links.into_iter().try_for_each(|(link, _)| fs::rename(fresh(link), link).map_err(at(link)))?;
        let folder = path::absolute(self.parent()).unwrap_or_else(|_| self.parent().to_owned());
        let unconfirmed = |error: io::Error| Unconfirmed { release: number, folder, reason: error.to_string() };
        Ok(sync_folder(self.parent()).err().map(unconfirmed))
    }

    /// Leads web servers to the rules of the release that is published: a swap that ended between the two links has left them
    /// those of the other one.
    pub fn align(&self) -> Result<(), ReleaseError> {
        let Some(current) = self.current() else { return Ok(()) };
        if fs::read_link(&self.deploy).ok().is_none_or(|target| number_of(&target) == Some(current)) {
            return Ok(());
        }
        self.make_link(&self.deploy, "deploy", current)?;
        let renamed = fs::rename(fresh(&self.deploy), &self.deploy);
        renamed.inspect_err(|_| drop(fs::remove_file(fresh(&self.deploy)))).map_err(at(&self.deploy))
    }

    /// Removes what a failed publish or rollback has left, the release `number` as well when it is not the published one.
    pub fn clear(&self, number: Option<u64>) {
        let _ = fs::remove_dir_all(self.staging());
        [&self.deploy, &self.out].into_iter().for_each(|link| drop(fs::remove_file(fresh(link))));
        let unpublished = number.filter(|number| self.current() != Some(*number));
        if let (Some(number), Ok(())) = (unpublished, self.align()) {
            let _ = fs::remove_dir_all(self.release(number));
        }
        let is_ours = fs::read_link(&self.deploy).is_ok_and(|target| self.is_of_a_release(&target, "deploy"));
        if is_ours && self.current().is_none() && !self.deploy.exists() {
            let _ = fs::remove_file(&self.deploy);
        }
    }

    /// Removes releases that nobody goes back to; where the next one is to be written into it, the last of them is kept for that.
    /// Returns those that could not be removed.
    pub fn retire(&self, old: Vec<PathBuf>, keeps_spare: bool) -> Vec<PathBuf> {
        let spare = self.spare();
        if spare.exists() && (!keeps_spare || !old.is_empty()) {
            let _ = fs::remove_dir_all(&spare);
        }
        let last = old.last().cloned().filter(|old| keeps_spare && !spare.exists() && old.join("www").is_dir());
        let is_kept = |old: &PathBuf| Some(old) == last.as_ref() && fs::rename(old, &spare).is_ok();
        old.into_iter().filter(|old| !is_kept(old) && fs::remove_dir_all(old).is_err()).collect()
    }

    /// Makes, beside a link, the one that is to take its place.
    fn make_link(&self, link: &Path, part: &str, number: u64) -> Result<(), ReleaseError> {
        let (fresh, releases) = (fresh(link), self.releases.file_name().unwrap_or_default());
        let _ = fs::remove_file(&fresh);
        let target = Path::new(releases).join(number.to_string()).join(part);
        std::os::unix::fs::symlink(target, &fresh).map_err(at(&fresh))
    }
}

/// What is to take a link's place.
fn fresh(link: &Path) -> PathBuf {
    with_ending(link, ".new")
}

/// The number of the release that a link leads to.
fn number_of(target: &Path) -> Option<u64> {
    target.parent()?.file_name()?.to_str()?.parse().ok()
}

/// `/var/www/site` → `/var/www/site.deploy`.
fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut text = path.as_os_str().to_owned();
    text.push(ending);
    text.into()
}

/// Syncs a folder's entries to the disk.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
