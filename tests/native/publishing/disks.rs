//! Disks that are full, may not be written, or go away while a publish is running.
//!
//! The real ones are small file systems in the memory, which need root: without it they are left out.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use portal_publisher::release::rollback;

use super::killed::{check_whole, times, tracer};
use super::release::{FIRST, releases};
use super::rights::has_root;
use crate::workshop::Workshop;

const FLAGS: [&str; 8] =
    ["publish", "--at", "now", "--lang", "en", "--no-share-pictures", "--no-search", "--no-compression"];

/// Runs a shell's commands where a file system of its own is mounted for them alone; `None` without the right to.
fn in_own_mounts(commands: &str, arguments: &[&Path]) -> Option<Output> {
    let mut shell = Command::new("unshare");
    shell.args(["-m", "sh", "-eu", "-c", commands, "sh"]).args(arguments);
    has_root().then(|| shell.output().unwrap())
}

/// Publishes once with much room, then fills the disk, publishes, makes room, publishes again: `$1` is the disk, `$2` the
/// program, `$3` the content, `$4` the app, `$5` what is added to the content in between.
const FILLED: &str = r#"
mount -t tmpfs -o size=64m,nr_inodes=4000 none "$1"
publish() { "$2" publish --lang en --no-share-pictures --no-search --no-compression --content "$3" --app "$4" --out "$1/site"; }
sum() { (cd "$1/site/" && find . -type f | sort | xargs sha256sum | sha256sum); readlink "$1/site" "$1/site.deploy"; }
publish "$@" > /dev/null
before=$(sum "$1")
cp "$5" "$3/articles/"
"$6" "$1" "$7"
if publish "$@" 2> "$1.told"; then echo "it was not refused"; exit 1; fi
[ "$before" = "$(sum "$1")" ] || { echo "the site is another"; exit 1; }
[ ! -e "$1/site.releases/.staging" ] || { echo "what is half written is left"; exit 1; }
[ "$(ls "$1/site.releases")" = 1 ] || { echo "there is another release"; exit 1; }
rm -r "$1/filling"
publish "$@" > /dev/null
[ "$before" != "$(sum "$1")" ] || { echo "nothing was published"; exit 1; }
umount "$1"
"#;

/// Leaves so many kB, or inodes, of the disk free.
const FILL: &str = r#"#!/bin/sh
mkdir "$1/filling"
case $2 in
*i) free=$(df --output=iavail "$1" | tail -1); count=$((free - ${2%i})); cd "$1/filling"; seq $count | xargs touch ;;
*) free=$(df --output=avail -k "$1" | tail -1); head -c $(((free - $2) * 1024)) /dev/zero > "$1/filling/zeros" ;;
esac
"#;

#[test]
fn a_full_disk_is_told_leaves_the_site_and_is_no_trouble_once_there_is_room() {
    let all = ["0", "0i", "200", "40i", "40", "600", "3i", "90i"];
    let is_long = times("PORTAL_KILLS", 20) > 20;
    for left in all.into_iter().take(if is_long { all.len() } else { 4 }) {
        let workshop = Workshop::new(&[FIRST]);
        let folder = workshop.content().parent().unwrap().to_owned();
        let (disk, added, fill) = (folder.join("disk"), folder.join("aaaa02.md"), folder.join("fill.sh"));
        fs::create_dir(&disk).unwrap();
        // Every page has the list of the newest, so it is made again.
        workshop.write_article("aaaa02", "published_at = \"2021-03-13\"");
        fs::rename(workshop.content().join("articles/aaaa02.md"), &added).unwrap();
        fs::write(&fill, FILL).unwrap();
        fs::set_permissions(&fill, fs::Permissions::from_mode(0o755)).unwrap();
        let program = PathBuf::from(env!("CARGO_BIN_EXE_portal"));
        let (content, app) = (workshop.content(), workshop.app());
        let left_free = PathBuf::from(left);
        let arguments = [&disk, &program, &content, &app, &added, &fill, &left_free].map(PathBuf::as_path);
        let Some(output) = in_own_mounts(FILLED, &arguments) else { return };
        let told = fs::read_to_string(disk.with_extension("told")).unwrap_or_default();
        let said = [output.stdout, output.stderr].concat();
        assert!(output.status.success(), "{left}: {}\n{told}", String::from_utf8_lossy(&said));
        for part in ["site.releases", "No space left on device", "df -i", UNCHANGED] {
            assert!(told.contains(part), "{left}: {told}");
        }
    }
}

/// A publish under `strace`, which answers one kind of call with an error; `None` where the machine lets nobody trace.
fn publish_with(workshop: &Workshop, calls: &str, error: &str, when: &str) -> Option<Output> {
    let mut strace = tracer_with(calls, error, when)?;
    strace.args(FLAGS).arg("--content").arg(workshop.content()).arg("--app").arg(workshop.app());
    Some(strace.arg("--out").arg(workshop.out()).output().unwrap())
}

/// A rollback, the same way.
fn roll_back_with(workshop: &Workshop, calls: &str, error: &str, when: &str) -> Option<Output> {
    let mut strace = tracer_with(calls, error, when)?;
    Some(strace.args(["rollback", "--lang", "en", "--out"]).arg(workshop.out()).output().unwrap())
}

fn tracer_with(calls: &str, error: &str, when: &str) -> Option<Command> {
    let mut strace = tracer()?;
    let (trace, inject) = (format!("trace={calls}"), format!("inject={calls}:error={error}:when={when}"));
    // Calls are counted by thread: with one for all pages it is always the same that fails.
    strace.env("RAYON_NUM_THREADS", "1");
    strace.args(["--seccomp-bpf", "-o", "/dev/null", "-e", &trace, "-e", &inject]);
    strace.arg(env!("CARGO_BIN_EXE_portal"));
    Some(strace)
}

const RENAME: &str = "rename,renameat,renameat2";
const SYMLINK: &str = "symlink,symlinkat";
const UNCHANGED: &str = "Nothing of the published site was changed";

fn check_no_link_is_left(workshop: &Workshop, what: &str) {
    for link in ["site.new", "site.deploy.new"] {
        assert!(!workshop.out().with_file_name(link).is_symlink(), "{what}: {link}");
    }
}

#[test]
fn whichever_call_fails_the_site_stays_nothing_is_left_and_the_next_publish_succeeds() {
    let workshop = Workshop::new(&[FIRST]);
    let mut published = 1;
    workshop.publish();
    for (calls, when, error, told) in [
        (RENAME, "1", "ENOSPC", "the disk is full"),
        (RENAME, "2", "EIO", "site.deploy"),
        (RENAME, "3", "EIO", "fix the cause"),
        (SYMLINK, "1", "ENOSPC", "df -i"),
        (SYMLINK, "2", "EDQUOT", "quota"),
        ("syncfs", "1", "EIO", "Input/output error"),
        ("syncfs", "1", "ENOSPC", "the disk is full"),
        ("fsync", "1", "EIO", "site.releases"),
        ("mkdir,mkdirat", "2", "EDQUOT", "raise it"),
        ("mkdir,mkdirat", "2", "EROFS", "Read-only"),
        // Each time: a folder whose parent is missing is made with its parent.
        ("mkdir,mkdirat", "2+", "ENOENT", "mounted"),
    ] {
        let what = format!("{calls} {when} {error}");
        let Some(output) = publish_with(&workshop, calls, error, when) else {
            return;
        };
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{what} was not told");
        assert!(said.contains(told) && said.contains("/site"), "{what}: {said}");
        check_whole(&workshop, &what);
        assert_eq!(super::release::release_number(&workshop), published, "{what}");
        assert!(!workshop.releases().join(".staging").exists(), "{what}");
        assert!(!releases(&workshop).contains(&(published + 1).to_string()), "{what}");
        check_no_link_is_left(&workshop, &what);
        published = workshop.try_publish().unwrap().finished.release;
        check_whole(&workshop, &what);
    }
}

#[test]
fn whichever_call_of_a_rollback_fails_the_site_stays_nothing_is_left_and_the_next_rollback_succeeds() {
    for (calls, when) in [
        ("syncfs", "1"),
        // The record of the release that comes back; then the rules for web servers, then the web root.
        (RENAME, "1"),
        (RENAME, "2"),
        (RENAME, "3"),
        (SYMLINK, "1"),
        (SYMLINK, "2"),
        ("fsync", "1"),
        ("fsync", "3"),
    ] {
        let what = format!("{calls} {when}");
        let workshop = Workshop::new(&[FIRST]);
        (0..2).for_each(|_| drop(workshop.publish()));
        let Some(output) = roll_back_with(&workshop, calls, "EIO", when) else { return };
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains(UNCHANGED) && said.contains("/site"), "{what}: {said}");
        assert_eq!(super::release::release_number(&workshop), 2, "{what}");
        check_no_link_is_left(&workshop, &what);
        check_whole(&workshop, &what);
        assert_eq!(rollback(&workshop.out()).unwrap(), 1, "{what}");
        check_whole(&workshop, &what);
    }
}

/// By then the site is the other release: whoever is told that nothing was changed looks in the wrong place.
#[test]
fn a_swap_that_the_disk_does_not_confirm_is_told_as_done_and_not_confirmed() {
    let workshop = Workshop::new(&[FIRST]);
    (0..3).for_each(|_| drop(workshop.publish()));
    let check = |output: Output, release: u64, announced: &str| {
        let (told, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(super::release::release_number(&workshop), release, "{said}");
        assert!(!output.status.success() && !said.contains(UNCHANGED), "{said}");
        let published = format!("Release {release} is published all the same");
        for part in [published.as_str(), "Input/output error", "dmesg", "sync /"] {
            assert!(said.contains(part), "{part} is not in {said}");
        }
        assert!(told.contains(announced), "{told}");
        check_no_link_is_left(&workshop, announced);
        check_whole(&workshop, announced);
    };
    let Some(output) = publish_with(&workshop, "fsync", "EIO", "2") else { return };
    check(output, 4, "as release 4 in ");
    assert_eq!(releases(&workshop), ["2", "3", "4"], "the oldest is removed as ever");
    let Some(output) = roll_back_with(&workshop, "fsync", "EIO", "4") else { return };
    check(output, 3, "release 3 is published in ");
    assert_eq!(workshop.try_publish().unwrap().finished.release, 5);
}

/// A first publish has no release to go back to.
#[test]
fn a_first_publish_that_fails_in_the_swap_leaves_no_link() {
    for when in ["1", "2", "3"] {
        let workshop = Workshop::new(&[FIRST]);
        let Some(output) = publish_with(&workshop, RENAME, "ENOSPC", when) else { return };
        assert!(!output.status.success());
        for link in ["site", "site.deploy", "site.new", "site.deploy.new"] {
            assert!(!workshop.out().with_file_name(link).is_symlink(), "{when}: {link}");
        }
        assert_eq!(releases(&workshop), Vec::<String>::new(), "{when}");
        workshop.publish();
        check_whole(&workshop, &format!("after rename {when}"));
    }
}

#[test]
fn a_folder_of_others_or_on_a_disk_that_is_read_only_is_told_with_what_to_do() {
    if !has_root() {
        return;
    }
    let workshop = Workshop::new(&[FIRST]);
    let folder = workshop.content().parent().unwrap().to_owned();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    workshop.publish();
    let others = r#"exec setpriv --reuid=65534 --regid=65534 --clear-groups "$1" publish --at now --lang en --content "$2" --app "$3" --out "$4""#;
    let read_only = r#"mount --bind "$5" "$5" && mount -o remount,ro,bind "$5" && exec "$1" publish --at now --lang en --content "$2" --app "$3" --out "$4""#;
    // The program where everybody may run it.
    let program = folder.join("portal");
    fs::copy(env!("CARGO_BIN_EXE_portal"), &program).unwrap();
    let (content, app, out) = (workshop.content(), workshop.app(), workshop.out());
    for (commands, parts) in [
        (others, ["cannot be written in", "install -d -o USER"]),
        (read_only, ["can only be read", "Mount it for writing"]),
    ] {
        let Some(output) = in_own_mounts(commands, &[&program, &content, &app, &out, &folder]) else { continue };
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && parts.iter().all(|part| told.contains(part)), "{told}");
        check_whole(&workshop, commands);
    }
    workshop.publish();
}
