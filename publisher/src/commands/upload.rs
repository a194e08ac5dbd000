//! `portal upload`: the published site to a bucket of an object storage.

use std::path::{Path, PathBuf};

use portal_app::text::Lang;

use crate::commands::report::{Told, uploaded};
use crate::release::published;
use crate::storage::Upload;
use crate::storage::address::BucketAddress;
use crate::storage::bucket::Settings;
use crate::storage::error::StorageError;
use crate::storage::lease::Patience;

/// Brings the published site to a bucket of an object storage: only what has changed, new files before the pages that name
/// them. Keys and storage are named by the variables of Amazon's tools: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION,
/// AWS_ENDPOINT_URL.
#[derive(clap::Args)]
pub struct UploadArgs {
    /// The published web root.
    #[arg(long, default_value = "target/site")]
    out: PathBuf,
    /// The bucket, and where in it the site is to be.
    #[arg(long, value_name = "s3://BUCKET/PREFIX")]
    to: BucketAddress,
    /// Says what would be done, and does nothing.
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    told: Told,
}

pub fn run(args: &UploadArgs) -> Result<(), StorageError> {
    upload(&args.out, &args.to, args.dry_run, args.told.lang)
}

/// Whether the settings can be right: asked before what takes minutes.
pub fn check(to: &BucketAddress) -> Result<(), StorageError> {
    Upload::check(to, &Settings::from_env())
}

/// Uploads and tells what was done; once more where another release was published meanwhile.
pub fn upload(out: &Path, to: &BucketAddress, only_tells: bool, lang: Lang) -> Result<(), StorageError> {
    let (settings, patience) = (Settings::from_env(), Patience::default());
    loop {
        let done = Upload { out, to, settings: &settings, patience, only_tells }.run()?;
        print!("{}", uploaded::told(&done, to, lang));
        if only_tells || published(out).is_none_or(|release| release == done.release) {
            return Ok(());
        }
    }
}
