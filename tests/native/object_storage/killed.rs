//! Uploads that end at any moment, and two at once.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use hyper::StatusCode;
use object_store::PutMode;
use portal_publisher::storage::bucket::Bucket;
use portal_publisher::storage::error::StorageError;
use portal_publisher::storage::lease::Lease;

use super::bucket_site::{BucketSite, PATIENCE};
use super::server::{BUCKET, Storage};
use crate::publishing::killed::times;
use crate::publishing::release::set_build;

/// A release of another build, with an edit, a new article and one that is gone.
fn change(site: &BucketSite) {
    set_build(&site.workshop, "fedcba9876543210");
    site.workshop.write_article("aaaa02", "published_at = \"2021-03-13\"\ntitle = \"Bài hai\"\nslug = \"bai-aaaa02\"");
    site.workshop.write_article("aaaa04", "published_at = \"2021-03-15\"");
    fs::remove_file(site.workshop.content().join("articles/aaaa01.md")).unwrap();
    site.workshop.publish();
}

/// A site with such a release, the storage that has the one before, and what that holds.
fn uploaded_and_changed() -> (Storage, BucketSite, BTreeMap<PathBuf, Vec<u8>>) {
    let (storage, site) = (Storage::start(), BucketSite::new("tinh/"));
    site.upload(&storage).unwrap();
    change(&site);
    let before = storage.kept();
    (storage, site, before)
}

#[test]
fn an_upload_that_is_killed_at_any_moment_leaves_a_whole_site_and_the_next_does_the_rest() {
    let (storage, site, before) = uploaded_and_changed();
    storage.writes();
    let whole = site.upload(&storage).unwrap();
    let (writes, purge) = (all_but_the_lock(&storage), site.purge());
    let step = writes / usize::try_from(times("PORTAL_KILLS", 10)).unwrap().min(writes);
    // The record before and after, what goes last, and some moments between them.
    let moments = (0..writes).filter(|moment| *moment < 3 || writes - moment < 4 || moment % step == 0);
    for moment in moments {
        let what = format!("killed after {moment} of {writes} writes");
        storage.put_back(&before);
        storage.allow(Some(moment));
        let error = site.upload(&storage).map(drop);
        assert!(matches!(error, Err(StorageError::Refused { .. })), "{what}: {error:?}");
        storage.allow(None);
        site.check_names(&storage, &what);
        let _ = fs::remove_file(lock(&storage, site.prefix));
        let done = site.upload(&storage).unwrap();
        site.check_complete(&storage, &what);
        // The first write is the record's; what was under way with the one that was refused may not have arrived.
        let rest = whole.written.saturating_sub(moment.saturating_sub(1));
        assert!((rest..=rest + 16).contains(&done.written), "{what}: only the rest, {rest}: {done:?}");
        assert_eq!(site.purge(), purge, "{what}: every cache is told of what changed before and after");
        assert_eq!(site.upload(&storage).unwrap().written, 0, "{what}");
    }
}

#[test]
fn the_program_is_killed_and_the_next_upload_does_the_rest() {
    let (storage, site, before) = uploaded_and_changed();
    for writes in [1, 8, 40] {
        let what = format!("killed after some {writes} writes");
        storage.put_back(&before);
        storage.writes();
        let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
        command.args(["upload", "--to", &format!("s3://{BUCKET}/tinh"), "--out"]).arg(site.workshop.out());
        let mut upload = command.envs(storage.variables()).stdout(Stdio::null()).spawn().unwrap();
        while storage.count() < writes && upload.try_wait().unwrap().is_none() {
            thread::sleep(Duration::from_millis(1));
        }
        upload.kill().unwrap();
        upload.wait().unwrap();
        site.check_names(&storage, &what);
        let _ = fs::remove_file(lock(&storage, site.prefix));
        site.upload(&storage).unwrap();
        site.check_complete(&storage, &what);
    }
}

#[test]
fn who_was_not_heard_of_or_was_taken_over_writes_nothing_more() {
    let storage = Storage::start();
    let to = format!("s3://{BUCKET}").parse().unwrap();
    let bucket = Arc::new(Bucket::open(to, &storage.settings(), "record").unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let lease = Lease::take(&bucket, PATIENCE).await.unwrap();
        tokio::time::sleep(PATIENCE.silence * 2).await;
        lease.check().unwrap();
        storage.answer(Some((StatusCode::FORBIDDEN, "AccessDenied")));
        tokio::time::sleep(PATIENCE.silence).await;
        assert!(matches!(lease.check(), Err(StorageError::Overtaken(_))), "nobody has heard of it");
        storage.answer(None);
        tokio::time::sleep(PATIENCE.beat * 5).await;
        lease.check().unwrap();
        let other = b"{\"upload\":\"x\",\"beat\":0}".to_vec();
        bucket.put_if(".portal-upload/lock.json", other, PutMode::Overwrite).await.unwrap();
        tokio::time::sleep(PATIENCE.beat * 5).await;
        assert!(matches!(lease.check(), Err(StorageError::Overtaken(_))), "it is somebody else's");
        lease.release().await;
    });
    assert!(lock(&storage, "").is_file(), "the other one's stays");
}

/// How many writes there were. The last one removes the lock, by a request that names no object.
fn all_but_the_lock(storage: &Storage) -> usize {
    storage.writes().len() - 1
}

/// The object of whoever is uploading.
fn lock(storage: &Storage, prefix: &str) -> PathBuf {
    storage.bucket().join(prefix).join(".portal-upload/lock.json")
}

#[test]
fn what_was_removed_by_an_upload_that_was_killed_comes_back_with_the_article() {
    let (storage, site) = (Storage::start(), BucketSite::new(""));
    site.upload(&storage).unwrap();
    let article = site.workshop.content().join("articles/aaaa01.md");
    let text = fs::read_to_string(&article).unwrap();
    fs::remove_file(&article).unwrap();
    site.workshop.publish();
    let before = storage.kept();
    storage.writes();
    site.upload(&storage).unwrap();
    // All but the record's last state.
    let writes = all_but_the_lock(&storage);
    storage.put_back(&before);
    storage.allow(Some(writes - 1));
    site.upload(&storage).unwrap_err();
    storage.allow(None);
    assert!(!storage.objects().keys().any(|key| key.contains("aaaa01")));
    fs::write(&article, text).unwrap();
    site.workshop.publish();
    site.upload(&storage).unwrap();
    site.check_complete(&storage, "back");
    site.check_names(&storage, "back");
}

#[test]
fn of_two_uploads_at_once_one_is_refused_and_nothing_is_lost() {
    let (storage, site) = (Storage::start(), BucketSite::new(""));
    let uploads = thread::scope(|scope| {
        let both = [(); 2].map(|()| scope.spawn(|| site.upload(&storage)));
        both.map(|upload| upload.join().unwrap())
    });
    // The later one may have come when the first was done.
    assert!(uploads.iter().any(Result::is_ok), "{uploads:?}");
    let refused = uploads.iter().filter_map(|upload| upload.as_ref().err());
    refused.for_each(|error| assert!(matches!(error, StorageError::Busy(_)), "{error}"));
    site.upload(&storage).unwrap();
    site.check_complete(&storage, "two");
}

#[test]
fn who_still_beats_is_left_alone_and_who_was_killed_is_taken_over() {
    let (storage, site) = (Storage::start(), BucketSite::new(""));
    let lock = lock(&storage, "");
    let beat = |number: u32| {
        fs::create_dir_all(lock.parent().unwrap()).unwrap();
        fs::write(&lock, format!("{{\"upload\":\"x\",\"beat\":{number}}}")).unwrap();
    };
    beat(0);
    let refused = thread::scope(|scope| {
        let upload = scope.spawn(|| site.upload(&storage));
        let start = Instant::now();
        for number in 1.. {
            thread::sleep(Duration::from_millis(60));
            beat(number);
            if upload.is_finished() || start.elapsed() > Duration::from_secs(20) {
                break;
            }
        }
        upload.join().unwrap()
    });
    assert!(matches!(refused, Err(StorageError::Busy(_))), "{refused:?}");
    assert!(site.objects(&storage).is_empty(), "it has written nothing");
    let start = Instant::now();
    site.upload(&storage).unwrap();
    assert!(start.elapsed() >= PATIENCE.silence);
    site.check_complete(&storage, "taken over");
}
