//! `portal publish`, `rollback` and `follow` killed at any moment, and what they do before it can no longer be undone.
//!
//! `PORTAL_KILLS=300` is the long form. What a power cut does is the order of the system calls, which `strace` tells, and what
//! it leaves of files that were not written through, which `damaged` has.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use portal_fixtures::random::Random;
use portal_publisher::release::Content;
use portal_publisher::release::record::Record;

use super::release::{published, set_build, tree};
use super::rights::has_ptrace;
use crate::workshop::Workshop;

/// How often, from the environment or in the short form.
pub fn times(variable: &str, short: u64) -> u64 {
    std::env::var(variable).ok().and_then(|times| times.parse().ok()).unwrap_or(short)
}

/// Every file that the published release has recorded is there, with its length and hash; so is every file of its web root
/// recorded, but for what a rollback that was killed has put there.
pub fn check_whole(workshop: &Workshop, what: &str) {
    let release = fs::canonicalize(workshop.out()).unwrap().parent().unwrap().to_owned();
    let record = Record::read(&release).unwrap_or_else(|| panic!("{what}: no record"));
    let mut files = tree(&release.join("www"));
    for (path, file) in record.all() {
        let forms = file.forms().map(|(suffix, content)| (format!("{path}{suffix}"), content));
        for (path, content) in forms.chain([(path.to_owned(), &file.content)]) {
            let bytes = files.remove(&path).unwrap_or_else(|| panic!("{what}: {path} is missing"));
            assert_eq!(*content, Content::of(&bytes), "{what}: {path}");
        }
    }
    let unrecorded = files.into_keys().filter(|path| !path.starts_with("assets/")).collect::<Vec<_>>();
    assert_eq!(unrecorded, Vec::<String>::new(), "{what}");
    assert!(release.join("deploy/routes.json").is_file() && workshop.out().join("index.html").is_file(), "{what}");
}

/// What is published, apart from what is kept of other builds.
fn pages(workshop: &Workshop, build: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = published(workshop);
    let home = String::from_utf8_lossy(&files["www/index.html"]).into_owned();
    let (_, tools) = home.split_once("data-build=\"").unwrap();
    let tools = format!("www/assets/{}/", tools.split('"').next().unwrap());
    let is_of_a_build = |file: &str| file.starts_with("www/assets/portal-app-") || file.contains("/tools/");
    files.retain(|file, _| !is_of_a_build(file) || file.contains(build) || file.starts_with(&tools));
    // Displays are given none that is of an earlier moment than what a killed `follow` has published.
    files.remove("www/kiosk/edition.json");
    files
}

fn check_same(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>, what: &str) {
    let names = found.keys().chain(expected.keys());
    let other = names.filter(|name| found.get(*name) != expected.get(*name)).collect::<Vec<_>>();
    assert_eq!(other, Vec::<&String>::new(), "{what}");
}

/// The states that content and app go through, by turns.
const STATES: u64 = 3;

fn set_state(workshop: &Workshop, state: u64) -> String {
    let build = format!("{:016x}", 0xabc0 + state % 2);
    set_build(workshop, &build);
    for number in 0..6 {
        let title = if number == 0 { state } else { 0 };
        workshop.write_article(
            &format!("aaaa0{number}"),
            &format!("published_at = \"2021-03-12\"\ntitle = \"Bài {title}\""),
        );
    }
    build
}

/// What each state is when it is published from nothing.
fn afresh() -> Vec<BTreeMap<String, Vec<u8>>> {
    let publish = |state| {
        let workshop = Workshop::new(&[]);
        let build = set_state(&workshop, state);
        assert!(portal(&workshop, &PUBLISH).status().unwrap().success());
        pages(&workshop, &build)
    };
    (0..STATES).map(publish).collect()
}

const AT: &str = "2026-11-02T08:00:00+07:00";
const PUBLISH: [&str; 6] = ["publish", "--at", AT, "--no-share-pictures", "--no-compression", "--no-search"];

fn portal(workshop: &Workshop, arguments: &[&str]) -> Command {
    let mut portal = Command::new(env!("CARGO_BIN_EXE_portal"));
    add_folders(&mut portal, workshop, arguments);
    portal
}

fn add_folders(command: &mut Command, workshop: &Workshop, arguments: &[&str]) {
    command.args(arguments).arg("--out").arg(workshop.out()).stdout(Stdio::null()).stderr(Stdio::null());
    if arguments[0] != "rollback" {
        command.arg("--content").arg(workshop.content()).arg("--app").arg(workshop.app());
    }
}

/// How long it takes by itself.
fn duration(mut command: Command) -> Duration {
    let started = Instant::now();
    assert!(command.status().unwrap().success());
    started.elapsed()
}

fn kill_after(mut command: Command, after: Duration) {
    let mut child = command.spawn().unwrap();
    thread::sleep(after);
    let _ = child.kill();
    child.wait().unwrap();
}

#[test]
fn killed_at_any_moment_the_site_is_whole_and_the_next_publish_is_as_from_nothing() {
    let afresh = afresh();
    let workshop = Workshop::new(&[]);
    set_state(&workshop, 0);
    let longest = duration(portal(&workshop, &PUBLISH));
    let mut dice = Random::of(times("PORTAL_SEED", 1), "killed");
    for kill in 1..=times("PORTAL_KILLS", 20) {
        let build = set_state(&workshop, kill % STATES);
        let after = longest * u32::try_from(dice.below(1_100)).unwrap() / 1_000;
        let command: &[&str] = match kill % 5 {
            0 => &["rollback"],
            1 => &["follow", "--no-serve", "--no-share-pictures", "--no-compression", "--no-search"],
            _ => &PUBLISH,
        };
        let what = format!("kill {kill} of {command:?} after {after:?}");
        kill_after(portal(&workshop, command), if command.len() == 1 { after / 20 } else { after });
        check_whole(&workshop, &what);
        // The clock of this machine may be later than the moment that is published as of.
        assert!(portal(&workshop, &PUBLISH).status().unwrap().success(), "{what}");
        check_whole(&workshop, &what);
        check_same(&pages(&workshop, &build), &afresh[usize::try_from(kill % STATES).unwrap()], &what);
        assert!(!workshop.releases().join(".staging").exists(), "{what}");
    }
}

/// `strace` of a command and all it starts; `None` where the machine lets nobody trace.
pub fn tracer() -> Option<Command> {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq"]);
    has_ptrace().then_some(command)
}

/// `portal` under `strace`.
fn strace(workshop: &Workshop, log: &Path, flags: &[&str], arguments: &[&str]) -> Option<Command> {
    let mut command = tracer()?;
    command.args(["-y", "-o"]).arg(log).args(flags).arg(env!("CARGO_BIN_EXE_portal"));
    add_folders(&mut command, workshop, arguments);
    Some(command)
}

/// The few moments that chance would seldom meet: before each of the calls by which a release is swapped in.
#[test]
fn killed_at_each_step_of_the_swap_the_site_is_whole_and_the_next_publish_is_as_from_nothing() {
    let afresh = afresh();
    for command in [&PUBLISH[..], &["rollback"]] {
        let workshop = Workshop::new(&[]);
        for state in 0..2 {
            set_state(&workshop, state);
            assert!(portal(&workshop, &PUBLISH).status().unwrap().success());
        }
        for (calls, most) in [("rename,renameat,renameat2", 3), ("syncfs", 1)] {
            for when in 1..=most {
                let build = set_state(&workshop, 2);
                let inject = format!("inject={calls}:signal=KILL:when={when}");
                let log = workshop.app().with_file_name("strace.log");
                let flags = ["-e", &format!("trace={calls}"), "-e", &inject];
                let Some(mut strace) = strace(&workshop, &log, &flags, command) else { return };
                let what = format!("{command:?}, {inject}");
                assert!(!strace.status().unwrap().success(), "{what}: it was not killed");
                check_whole(&workshop, &what);
                assert!(portal(&workshop, &PUBLISH).status().unwrap().success(), "{what}");
                check_whole(&workshop, &what);
                check_same(&pages(&workshop, &build), &afresh[2], &what);
                let links =
                    ["site", "site.deploy"].map(|link| fs::read_link(workshop.out().with_file_name(link)).unwrap());
                assert_eq!(links[0].parent(), links[1].parent(), "{what}");
            }
        }
    }
}

/// Where a line of a log has what is looked for; after `from`.
fn find(lines: &[&str], from: usize, parts: &[&str]) -> usize {
    let found = lines.iter().skip(from).position(|line| parts.iter().all(|part| line.contains(part)));
    from + found.unwrap_or_else(|| panic!("{parts:?} is not after line {from} of\n{}", lines.join("\n")))
}

/// A disk may drop what it was not told to keep: files, then the folders that name them, then the link.
#[test]
fn everything_is_written_through_before_the_swap_and_the_swap_before_it_is_told() {
    let workshop = Workshop::new(&[]);
    let log = workshop.app().with_file_name("strace.log");
    let traced =
        "trace=openat,mkdir,mkdirat,link,linkat,rename,renameat,renameat2,symlink,symlinkat,syncfs,fsync,write";
    for (state, command) in [(0, &PUBLISH[..]), (1, &PUBLISH), (1, &["rollback"])] {
        set_state(&workshop, state);
        let Some(mut strace) = strace(&workshop, &log, &["-e", traced], command) else { return };
        assert!(strace.status().unwrap().success());
        let text = fs::read_to_string(&log).unwrap();
        let lines = text.lines().collect::<Vec<_>>();
        let synced = find(&lines, 0, &["syncfs("]);
        let renamed = find(&lines, synced, &["rename"]);
        let folder = find(&lines, renamed, &["fsync(", "site.releases"]);
        let deploy = find(&lines, folder, &["rename", "site.deploy.new"]);
        let site = find(&lines, deploy, &["rename", "site.new"]);
        let parent = find(&lines, site, &["fsync("]);
        let is_change = |line: &str| {
            line.contains("O_CREAT") || ["mkdir", "link(", "linkat("].iter().any(|call| line.contains(call))
        };
        let below_staging = |line: &str| line.contains(".staging") || line.contains("/www/assets/");
        let late = lines[synced..].iter().find(|line| is_change(line) && below_staging(line));
        assert_eq!(late, None, "{command:?}: written after it was synced");
        // Nobody hears that it is published before it is on the disk.
        let told = lines.iter().position(|line| line.contains("write(1<"));
        assert!(told.is_some_and(|told| told > parent), "{command:?}: told at {told:?}, on the disk at {parent}");
    }
}
