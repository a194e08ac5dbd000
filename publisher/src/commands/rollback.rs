//! `portal rollback`: the release before the published one, published again.

use std::path::PathBuf;

use crate::release::{ReleaseError, rollback};

/// Goes back to the release before the published one.
#[derive(clap::Args)]
pub struct RollbackArgs {
    /// The published web root.
    #[arg(long, default_value = "target/site")]
    out: PathBuf,
}

pub fn run(args: &RollbackArgs) -> Result<(), ReleaseError> {
    println!("release {} is published in {} again", rollback(&args.out)?, args.out.display());
    Ok(())
}
