//! Brings a published site to a bucket of an object storage (Amazon S3's API), from which a CDN gives it to readers.
//!
//! `address` is where, `objects` what is to be there, `record` what is there, `plan` what is to be done, `lease` by whom alone,
//! `bucket` how. Local files are only read, but for the list of what a CDN has to forget.
//!
//! It can be ended at any moment: no page that is there ever names a file that is not, and the next upload does the rest.

pub mod address;
pub mod bucket;
pub mod error;
pub mod lease;

mod objects;
mod plan;
mod record;
mod redirects;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures::stream::{self, StreamExt as _, TryStreamExt as _};

use self::address::BucketAddress;
use self::bucket::{Bucket, Settings};
use self::error::StorageError;
use self::lease::{Lease, Patience};
use self::objects::{Object, Objects, Source};
use self::plan::{Known, Plan, record_of};
use self::record::{Found, RECORD, Record, State};
use crate::delivery::cdn::UPLOADS;
use crate::output::progress::Progress;
use crate::release::published_files;

/// Requests under way at once.
const AT_ONCE: usize = 16;

/// Objects that are removed by one request.
const REMOVED_AT_ONCE: usize = 1_000;

/// The list of the addresses that a CDN has to forget, in the release's deploy folder.
const PURGE: &str = "purge.txt";

/// Which site goes where.
pub struct Upload<'a> {
    /// The published web root.
    pub out: &'a Path,
    pub to: &'a BucketAddress,
    pub settings: &'a Settings,
    pub patience: Patience,
    /// Whether it is only told what would be done.
    pub only_tells: bool,
}

/// What was done, or would be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uploaded {
    pub release: u64,
    /// Objects that were written, and their bytes.
    pub written: usize,
    pub bytes: u64,
    pub removed: usize,
    pub unchanged: usize,
    /// How many addresses a CDN has to forget, and where they are listed.
    pub purge: usize,
    pub purge_list: Option<PathBuf>,
}

impl Upload<'_> {
    /// Whether a bucket can be asked for; nothing is asked.
    ///
    /// # Errors
    /// When the settings cannot be right.
    pub fn check(to: &BucketAddress, settings: &Settings) -> Result<(), StorageError> {
        Bucket::open(to.clone(), settings, RECORD).map(drop)
    }

    /// Brings the bucket to the state of the published release.
    ///
    /// # Errors
    /// Whatever part of it was done stays, and the next upload goes on from there.
    pub fn run(&self) -> Result<Uploaded, StorageError> {
        let published = published_files(self.out)?;
        let (release, deploy) = (published.release, published.deploy.clone());
        let objects = Objects::of(published)?;
        let bucket = Arc::new(Bucket::open(self.to.clone(), self.settings, RECORD)?);
        let runtime = tokio::runtime::Runtime::new().map_err(StorageError::Runtime)?;
        let plan = runtime.block_on(self.bring(&bucket, &objects, &deploy.join(PURGE)))?;
        let written = plan.puts.values().flatten().filter_map(|path| objects.by_path.get(path));
        Ok(Uploaded {
            release,
            written: plan.count(),
            bytes: written.map(Object::bytes).sum(),
            removed: plan.removals.len(),
            unchanged: objects.by_path.len() - plan.count(),
            purge: plan.purge.len(),
            purge_list: (!self.only_tells).then(|| deploy.join(PURGE)),
        })
    }

    async fn bring(&self, bucket: &Arc<Bucket>, objects: &Objects, purge: &Path) -> Result<Plan, StorageError> {
        let found = Record::read(bucket, &objects.origin).await?;
        if self.only_tells {
            return Ok(Plan::new(objects, &look(bucket, objects, &found).await?));
        }
        if let Some(known) = found.known() {
            let plan = Plan::new(objects, &known);
            if plan.is_empty {
                write_purge(purge, &plan.purge)?;
                return Ok(plan);
            }
        }
        let lease = Lease::take(bucket, self.patience).await?;
        let done = bring_alone(bucket, objects, purge, &lease).await;
        // Nobody who cannot be reached has to be told.
        if !matches!(done, Err(StorageError::Unreachable { .. } | StorageError::NoName { .. })) {
            lease.release().await;
        }
        done
    }
}

/// What only one upload at a time does.
async fn bring_alone(bucket: &Bucket, objects: &Objects, purge: &Path, lease: &Lease) -> Result<Plan, StorageError> {
    let found = Record::read(bucket, &objects.origin).await?;
    let plan = Plan::new(objects, &look(bucket, objects, &found).await?);
    let version = match found {
        Found::None => None,
        Found::Damaged(version) | Found::Whole(_, version) => Some(version),
    };
    let meanwhile = Record::new(&objects.origin, plan.meanwhile.clone());
    let version = meanwhile.write(bucket, version).await?;
    let progress = Progress::new("objects", plan.count());
    for paths in plan.puts.values() {
        let puts = stream::iter(paths).map(|path| put(bucket, objects, lease, path)).buffer_unordered(AT_ONCE);
        puts.try_for_each(|()| {
            progress.advance();
            async { Ok(()) }
        })
        .await?;
    }
    progress.finish();
    for paths in plan.removals.chunks(REMOVED_AT_ONCE) {
        lease.check()?;
        bucket.remove(paths.to_vec()).await?;
    }
    // Before the record says that all is done: an upload that is killed here tells the same addresses again.
    write_purge(purge, &plan.purge)?;
    lease.check()?;
    record_of(objects).write(bucket, Some(version)).await?;
    Ok(plan)
}

async fn put(bucket: &Bucket, objects: &Objects, lease: &Lease, path: &str) -> Result<(), StorageError> {
    let Some(Object { source, headers, mark, .. }) = objects.by_path.get(path) else { return Ok(()) };
    lease.check()?;
    match source {
        Source::File(file, content) => bucket.put_file(path, file, content, headers, mark).await,
        Source::Made(bytes) => bucket.put(path, bytes.clone(), headers, mark).await,
    }
}

/// What is there: what the record says, and of what it does not know what the objects themselves say.
async fn look(bucket: &Bucket, objects: &Objects, found: &Found) -> Result<BTreeMap<String, Known>, StorageError> {
    if let Some(known) = found.known() {
        return Ok(known);
    }
    let listed = bucket.list().await?.into_iter().filter(|path| !path.starts_with(UPLOADS));
    let Found::Whole(record, _) = found else {
        let marks = marks(bucket, listed.collect()).await?.into_iter();
        return Ok(marks
            .filter_map(|(path, mark)| {
                // In the place of a page, but not by this site: it is replaced, and nothing is known of it.
                let mark = mark.or_else(|| objects.by_path.contains_key(&path).then(String::new))?;
                Some((path, Known::found(mark)))
            })
            .collect());
    };
    let is_underway = |path: &String| matches!(record.objects.get(path), Some(State::Underway { .. }));
    let mut marks = marks(bucket, listed.filter(is_underway).collect()).await?;
    let known =
        record.objects.iter().map(|(path, state)| (path.clone(), Known::of(state, marks.remove(path).flatten())));
    Ok(known.collect())
}

impl Found {
    /// What the record says, where it knows all.
    fn known(&self) -> Option<BTreeMap<String, Known>> {
        let Self::Whole(record, _) = self else { return None };
        let is_whole = record.objects.values().all(|state| matches!(state, State::Whole(_)));
        is_whole.then(|| record.objects.iter().map(|(path, state)| (path.clone(), Known::of(state, None))).collect())
    }
}

async fn marks(bucket: &Bucket, paths: Vec<String>) -> Result<BTreeMap<String, Option<String>>, StorageError> {
    let asked = stream::iter(paths).map(|path| async move {
        let mark = bucket.mark(&path).await?;
        Ok((path, mark))
    });
    asked.buffer_unordered(AT_ONCE).try_collect().await
}

fn write_purge(file: &Path, addresses: &BTreeSet<String>) -> Result<(), StorageError> {
    let lines = addresses.iter().map(|address| format!("{address}\n")).collect::<String>();
    fs::write(file, lines).map_err(|source| StorageError::Purge { path: file.to_owned(), source })
}
