//! What a disk can do: an edition that was whole is shown after every start.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use portal_publisher::release::keys::sha256_hex;

use super::fake_site::{FakeSite, Trouble, edition_files};
use super::player::{Player, copy_of};

/// Kills of the long form: `PORTAL_KILLS=200`.
fn kills() -> u64 {
    std::env::var("PORTAL_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(20)
}

/// A folder that keeps two editions, and the site that it has them of.
fn kept() -> (FakeSite, tempfile::TempDir, String) {
    let (site, data) = (FakeSite::start(), tempfile::tempdir().unwrap());
    let origin = format!("http://{}", site.address);
    let player = Player::start(&origin, data.path(), &[]);
    player.wait_for_edition(&site.edition_id());
    site.publish(2);
    player.wait_for_edition(&site.edition_id());
    (site, data, origin)
}

#[test]
fn killed_at_any_moment_it_shows_a_whole_edition_at_the_next_start() {
    let (site, data, origin) = kept();
    for kill in 0..kills() {
        let number = 3 + u32::try_from(kill).unwrap();
        site.publish(number);
        let mut player = Player::start(&origin, data.path(), &[]);
        // Spread over the time that an edition takes, and a little longer.
        thread::sleep(Duration::from_micros(kill * 7_919 % 60_000));
        player.kill();
        site.set(Trouble::Cut);
        let player = Player::start(&origin, data.path(), &[]);
        let list = player.list().expect("there is an edition");
        player.check_whole(&list);
        site.set(Trouble::None);
    }
    let player = Player::start(&origin, data.path(), &[]);
    player.wait_for_edition(&site.edition_id());
    player.wait("only two editions are kept", |_| names(&mirror(data.path()).join("editions")).len() == 2);
}

#[test]
fn whichever_file_was_torn_an_edition_is_shown_and_made_whole_again() {
    let (site, data, origin) = kept();
    let newest = site.edition_id();
    let shared = sha256_hex(&edition_files(1)["/assets/shared-all"]);
    type Tear = (&'static str, fn(&Path));
    let torn: [Tear; 3] = [
        ("removed", |path| fs::remove_file(path).unwrap()),
        ("cut short", |path| {
            fs::write(path, &fs::read(path).unwrap()[..fs::metadata(path).unwrap().len() as usize / 2]).unwrap()
        }),
        ("full of nothing", |path| fs::write(path, vec![0; fs::metadata(path).unwrap().len() as usize]).unwrap()),
    ];
    let files = ["editions", "files"].iter().flat_map(|folder| {
        let folder = mirror(data.path()).join(folder);
        names(&folder).into_iter().map(move |name| folder.join(name))
    });
    // Of the pictures one is like another.
    let files = files
        .filter(|path| path.extension().is_some() || fs::metadata(path).unwrap().len() != 60_000)
        .collect::<Vec<_>>();
    assert!(files.len() >= 5, "{files:?}");
    for file in files {
        for (name, tear) in torn {
            let copy = copy_of(data.path());
            tear(&copy.path().join(file.strip_prefix(data.path()).unwrap()));
            site.set(Trouble::Cut);
            let player = Player::start(&origin, copy.path(), &[]);
            let list = player.list().unwrap_or_else(|| panic!("{} {name}: nothing is shown", file.display()));
            // What both editions share is there once; it comes again as soon as the site answers.
            if !file.ends_with(&shared) {
                player.check_whole(&list);
            }
            site.set(Trouble::None);
            player.wait_for_edition(&newest);
            player.wait("all of it is there", |player| player.faults().is_empty());
            player.check_whole(&player.list().unwrap());
        }
    }
}

#[test]
fn a_full_disk_keeps_what_it_has_and_goes_on_when_there_is_room() {
    let (site, data, origin) = kept();
    let shown = site.edition_id();
    site.publish(3);
    let room = data.path().join("room");
    // The small disk is a file system of this test alone; the file `ballast` is what fills it.
    let script = format!(
        "mkdir {room} && mount -t tmpfs -o size=4m none {room} && cp -a {data}/127* {room} && \
         (dd if=/dev/zero of={room}/ballast bs=64k || true) 2>/dev/null && \
         (while [ ! -e {data}/make-room ]; do sleep 0.1; done; rm {room}/ballast) & \
         while [ ! -e {room}/ballast ]; do sleep 0.1; done; sleep 0.5; exec \"$@\" --data {room}",
        room = room.display(),
        data = data.path().display(),
    );
    let player = Player::run(in_own_mounts(&script, &origin));
    player.wait_for_fault("disk-full");
    assert_eq!(player.edition(), Some(shown));
    player.check_whole(&player.list().unwrap());
    fs::write(data.path().join("make-room"), b"").unwrap();
    player.wait_for_edition(&site.edition_id());
    player.check_whole(&player.list().unwrap());
}

#[test]
fn a_read_only_disk_shows_what_it_has() {
    let (site, data, origin) = kept();
    let shown = site.edition_id();
    site.publish(3);
    let script = format!(
        "mount -o bind {data} {data} && mount -o remount,ro,bind {data} && exec \"$@\" --data {data}",
        data = data.path().display(),
    );
    let player = Player::run(in_own_mounts(&script, &origin));
    player.wait_for_fault("disk-read-only");
    assert_eq!(player.edition(), Some(shown));
    player.check_whole(&player.list().unwrap());
}

/// `portal display`, started by a shell whose mounts nobody else sees.
fn in_own_mounts(script: &str, origin: &str) -> Command {
    let mut command = Command::new("unshare");
    command.args(["--mount", "--map-root-user", "sh", "-c", script, "sh", env!("CARGO_BIN_EXE_portal")]);
    command.args(["display", "--name", "a", "--no-browser", "--check-seconds", "1", "--site", origin]);
    command
}

fn mirror(data: &Path) -> PathBuf {
    let site = names(data).into_iter().find(|name| name.starts_with("127")).unwrap();
    data.join(site).join("mirror")
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}
