//! `portal rollback`: the release before the published one, published again.

use std::path::PathBuf;

use portal_app::text::Lang;

use crate::commands::report::{self, Told};
use crate::delivery;
use crate::release::{ReleaseError, deploy_folder, rollback};

/// Goes back to the release before the published one.
#[derive(clap::Args)]
pub struct RollbackArgs {
    /// The published web root.
    #[arg(long, default_value = "target/site")]
    out: PathBuf,
    #[command(flatten)]
    told: Told,
}

pub fn run(args: &RollbackArgs) -> Result<(), ReleaseError> {
    let before = deploy_folder(&args.out)?;
    let (release, unconfirmed) = match rollback(&args.out) {
        Err(ReleaseError::Unconfirmed(unconfirmed)) => (unconfirmed.release, Some(unconfirmed)),
        done => (done?, None),
    };
    let folders = before.zip(deploy_folder(&args.out)?);
    let needs_reload = folders.is_some_and(|(before, now)| delivery::needs_reload(&before, &now));
    let (out, lang) = (args.out.display(), args.told.lang);
    match lang {
        Lang::Vi => println!("bản {release} được đăng lại vào {out}"),
        Lang::En => println!("release {release} is published in {out} again"),
    }
    if needs_reload {
        println!("{}", report::reload(lang));
    }
    unconfirmed.map_or(Ok(()), |unconfirmed| Err(ReleaseError::Unconfirmed(unconfirmed)))
}
