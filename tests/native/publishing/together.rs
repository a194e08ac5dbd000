//! Several of `publish`, `rollback` and `follow` on one web root.

use std::process::{Child, Command, Stdio};

use portal_publisher::release::{ReleaseError, claim_following};

use super::killed::{check_whole, times};
use super::release::{FIRST, release_number};
use crate::serving::process::Process;
use crate::workshop::Workshop;

fn portal(workshop: &Workshop, command: &str) -> Command {
    let mut portal = Command::new(env!("CARGO_BIN_EXE_portal"));
    portal.args([command, "--lang", "en", "--out"]).arg(workshop.out());
    if command != "rollback" {
        portal.args(["--no-compression", "--no-share-pictures", "--no-search"]);
        portal.arg("--content").arg(workshop.content()).arg("--app").arg(workshop.app());
    }
    portal.stdout(Stdio::piped()).stderr(Stdio::piped());
    portal
}

fn start(workshop: &Workshop, command: &str) -> Child {
    portal(workshop, command).spawn().unwrap()
}

#[test]
fn of_several_at_once_each_succeeds_or_is_told_to_wait_and_the_site_is_whole() {
    let workshop = Workshop::new(&[FIRST]);
    for _ in 0..2 {
        assert!(portal(&workshop, "publish").output().unwrap().status.success());
    }
    for round in 0..times("PORTAL_ROUNDS", 2) {
        workshop.write_article("aaaa01", &format!("published_at = \"2021-03-12\"\ntitle = \"Vòng {round}\""));
        let before = release_number(&workshop);
        let running =
            ["publish", "rollback", "publish", "rollback"].map(|command| (command, start(&workshop, command)));
        let mut succeeded = 0;
        for (command, child) in running {
            let output = child.wait_with_output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            succeeded += u64::from(output.status.success());
            let is_told = ["another publish is running", "no release before"].iter().any(|part| told.contains(part));
            assert!(output.status.success() || is_told, "{command}: {told}");
        }
        // Whoever has the lock first; how long the others would have to wait for it is the disk's matter.
        assert!(succeeded > 0, "none of four succeeded");
        check_whole(&workshop, &format!("round {round}, from release {before}"));
        assert!(portal(&workshop, "publish").output().unwrap().status.success());
        check_whole(&workshop, &format!("after round {round}"));
    }
}

fn follow(workshop: &Workshop) -> Process {
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    command.args(["follow", "--lang", "en", "--content"]).arg(workshop.content()).arg("--app").arg(workshop.app());
    command.args(["--no-compression", "--no-share-pictures", "--no-search", "--out"]).arg(workshop.out());
    Process::start_command(command)
}

#[test]
fn two_never_follow_one_site_and_the_second_is_told_so_at_once() {
    let workshop = Workshop::new(&[FIRST]);
    let first = follow(&workshop);
    first.wait_for("as release 1");
    let mut second = portal(&workshop, "follow");
    let output = second.args(["--address", "127.0.0.1:0"]).output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{told}");
    assert!(told.contains("another `portal follow` publishes this site") && told.contains(".following"), "{told}");
    assert!(matches!(claim_following(&workshop.out()), Err(ReleaseError::Followed(_))));
    // One that was killed leaves nothing behind.
    first.kill();
    drop(follow(&workshop));
}

#[test]
fn whoever_follows_goes_on_after_others_have_published_and_rolled_back() {
    let workshop = Workshop::new(&[FIRST]);
    let follower = follow(&workshop);
    follower.wait_for("as release 1");
    assert!(portal(&workshop, "publish").output().unwrap().status.success());
    assert!(portal(&workshop, "rollback").output().unwrap().status.success());
    assert_eq!(release_number(&workshop), 1);
    workshop.write_article("aaaa02", "published_at = \"2021-03-13\"");
    follower.wait_for("as release 3");
    check_whole(&workshop, "after all of them");
    assert!(workshop.out().join("tin-tuc/bai-aaaa02-aaaa02/index.html").is_file());
}
