//! A web server runs as another user than whoever publishes, and has to be able to read the site.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use walkdir::WalkDir;

use super::release::FIRST;
use crate::published::AT;
use crate::workshop::Workshop;

/// As a service with `UMask=0077` publishes, or a careful administrator.
fn publish_under(umask: &str, workshop: &Workshop) {
    let mut shell = Command::new("sh");
    shell.args([
        "-c",
        &format!("umask {umask}; exec \"$@\""),
        "sh",
        env!("CARGO_BIN_EXE_portal"),
        "publish",
        "--at",
        AT,
    ]);
    shell.args(["--no-share-pictures", "--no-search", "--content"]).arg(workshop.content());
    shell.arg("--app").arg(workshop.app()).arg("--out").arg(workshop.out());
    let output = shell.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// What of the published site nobody but its owner may read.
fn hidden(workshop: &Workshop) -> Vec<String> {
    let release = fs::canonicalize(workshop.out()).unwrap().parent().unwrap().to_owned();
    let entries = WalkDir::new(&release).into_iter().map(Result::unwrap);
    let is_hidden = |path: &Path| {
        let metadata = fs::metadata(path).unwrap();
        let needed = if metadata.is_dir() { 0o055 } else { 0o044 };
        metadata.mode() & needed != needed
    };
    let inside = entries.map(|entry| entry.into_path()).filter(|path| is_hidden(path));
    let mut found = inside.map(|path| path.to_str().unwrap().to_owned()).collect::<Vec<_>>();
    if is_hidden(&workshop.releases()) {
        found.push("the folder of releases".to_owned());
    }
    found
}

#[test]
fn under_any_umask_others_may_read_what_is_published() {
    for umask in ["077", "027", "022"] {
        let workshop = Workshop::new(&[FIRST]);
        publish_under(umask, &workshop);
        assert_eq!(hidden(&workshop), Vec::<String>::new(), "{umask}");
    }
}

/// As an earlier version of this program left it.
#[test]
fn what_an_earlier_release_keeps_to_its_owner_is_readable_in_the_next_and_keeps_its_time() {
    let workshop = Workshop::new(&[FIRST]);
    publish_under("022", &workshop);
    let time = |file: &str| fs::metadata(workshop.out().join(file)).unwrap().modified().unwrap();
    let files = ["index.html", "index.html.br", "api/v1/site.json", "fonts/OFL.txt.gz"];
    let before = files.map(time);
    let hide = |folder: &Path| {
        for entry in WalkDir::new(folder).contents_first(true).into_iter().map(Result::unwrap) {
            let mode = entry.metadata().unwrap().mode() & 0o700;
            fs::set_permissions(entry.path(), Permissions::from_mode(mode)).unwrap();
        }
    };
    hide(&workshop.releases());
    assert!(!hidden(&workshop).is_empty());
    publish_under("077", &workshop);
    assert_eq!(hidden(&workshop), Vec::<String>::new());
    assert_eq!(files.map(time), before, "the bytes are the same, so what readers have cached stays valid");
}

/// Whoever lets only some in does so on purpose.
#[test]
fn a_folder_of_releases_that_is_open_to_a_group_stays_as_it_is() {
    let workshop = Workshop::new(&[FIRST]);
    publish_under("022", &workshop);
    fs::set_permissions(workshop.releases(), Permissions::from_mode(0o750)).unwrap();
    publish_under("022", &workshop);
    assert_eq!(fs::metadata(workshop.releases()).unwrap().mode() & 0o777, 0o750);
}
