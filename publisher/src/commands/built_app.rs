//! Where the built app is, when nobody says: in the checkout it was built in, else where it is installed with this program.

use std::env;
use std::fmt;
use std::path::{Path, PathBuf};

/// Of a checkout, from its root.
const IN_CHECKOUT: &str = "target/app";
/// Of an installation, from the folder of the program: `/usr/bin/portal` has `/usr/share/portal/app`.
const INSTALLED: &str = "share/portal/app";

/// The folder that was named, else the first where an app is.
pub fn folder(named: Option<PathBuf>) -> Result<PathBuf, MissingApp> {
    named.map_or_else(|| find(&places()), Ok)
}

/// The same, for whoever needs the app to be there at the start.
pub fn checked_folder(named: Option<PathBuf>) -> Result<PathBuf, MissingApp> {
    find(&[folder(named)?])
}

fn places() -> Vec<PathBuf> {
    // Its real path: a link to the program may be anywhere.
    let program = env::current_exe().and_then(|program| program.canonicalize()).ok();
    let installed = program.as_deref().and_then(|program| Some(program.parent()?.parent()?.join(INSTALLED)));
    [PathBuf::from(IN_CHECKOUT)].into_iter().chain(installed).collect()
}

fn find(places: &[PathBuf]) -> Result<PathBuf, MissingApp> {
    let found = places.iter().find(|place| is_app(place));
    found.cloned().ok_or_else(|| MissingApp { looked_at: places.to_vec() })
}

fn is_app(folder: &Path) -> bool {
    folder.join("index.html").is_file()
}

/// There is no app to publish with.
#[derive(Debug)]
pub struct MissingApp {
    looked_at: Vec<PathBuf>,
}

impl std::error::Error for MissingApp {}

impl fmt::Display for MissingApp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places =
            self.looked_at.iter().map(|place| place.display().to_string()).collect::<Vec<_>>().join(" nor in ");
        write!(
            formatter,
            "the built app is not in {places}. Install the portal's package again, build the app in a checkout (cargo \
             xtask build), or say where it is: --app FOLDER"
        )
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_checkouts_app_comes_before_the_installed_one_and_an_empty_folder_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let (checkout, installed) = (folder.path().join("target/app"), folder.path().join("usr/share/portal/app"));
        for place in [&checkout, &installed] {
            fs::create_dir_all(place).unwrap();
        }
        let places = [checkout.clone(), installed.clone()];
        let missing = find(&places).unwrap_err().to_string();
        for place in &places {
            assert!(missing.contains(&place.display().to_string()), "{missing}");
        }
        assert!(missing.contains("--app"), "{missing}");

        fs::write(installed.join("index.html"), "").unwrap();
        assert_eq!(find(&places).unwrap(), installed);
        fs::write(checkout.join("index.html"), "").unwrap();
        assert_eq!(find(&places).unwrap(), checkout);
    }
}
