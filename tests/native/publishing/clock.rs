//! A machine whose clock has been set back, and a site that is shown as of a later moment.

use std::fs;
use std::process::{Command, Output};

use chrono::{DateTime, FixedOffset, SubsecRound as _, TimeDelta, Utc};
use portal_app::text::Lang;
use portal_publisher::commands::publish::clock::{self, ClockBehind};
use portal_publisher::release::{published_moment, rollback};

use super::release::{FIRST, release_number};
use crate::workshop::Workshop;

const PUBLISHED: &str = "2026-11-02T08:00:00+07:00";

fn moment(text: &str) -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339(text).unwrap()
}

/// The moment to publish as of, when the clock says `now`.
fn as_of(workshop: &Workshop, now: &str) -> Result<(DateTime<FixedOffset>, Option<ClockBehind>), ClockBehind> {
    clock::moment(published_moment(&workshop.out()).unwrap(), moment(now))
}

#[test]
fn a_clock_that_is_a_little_behind_is_warned_of_and_one_that_is_far_behind_is_refused() {
    let workshop = Workshop::new(&[FIRST]);
    let as_of = |text: &str| as_of(&workshop, text);
    assert!(matches!(as_of("2020-01-01T00:00:00+07:00"), Ok((_, None))), "nothing is published yet");
    workshop.publish_at(PUBLISHED);
    for (now, is_warned) in [
        ("2026-11-02T08:00:00+07:00", false),
        ("2026-11-02T01:00:01Z", false),
        ("2026-11-02T07:59:59+07:00", true),
        ("2026-11-02T00:59:59Z", true),
        ("2026-11-02T07:00:00+07:00", true),
    ] {
        let (at, warning) = as_of(now).unwrap();
        assert_eq!(at, moment(now).max(moment(PUBLISHED)), "{now}");
        assert_eq!(warning.is_some(), is_warned, "{now}");
    }
    let (_, warning) = as_of("2026-11-02T07:30:00+07:00").unwrap();
    let told = warning.unwrap().warning(Lang::En);
    assert!(told.contains("2026-11-02T07:30:00+07:00") && told.contains(PUBLISHED), "{told}");
    for now in ["2026-11-02T06:59:59+07:00", "2026-11-01T23:00:00Z", "1970-01-01T00:00:00Z"] {
        let error = as_of(now).unwrap_err();
        assert!(error.refusal(Lang::En).contains("--at now"), "{now}: {error:?}");
    }
    let told = as_of("2026-11-02T06:00:00+07:00").unwrap_err().refusal(Lang::Vi);
    for part in ["06:00:00 ngày 02/11/2026", "08:00:00 ngày 02/11/2026", "--at now"] {
        assert!(told.contains(part), "{told}");
    }
}

#[test]
fn after_a_rollback_the_moment_is_that_of_what_is_published_again() {
    let workshop = Workshop::new(&[FIRST]);
    workshop.publish_at(PUBLISHED);
    workshop.publish_at("2038-01-01T00:00:00+07:00");
    assert!(as_of(&workshop, "2026-11-02T09:00:00+07:00").is_err());
    rollback(&workshop.out()).unwrap();
    assert!(matches!(as_of(&workshop, "2026-11-02T09:00:00+07:00"), Ok((_, None))));
    assert!(as_of(&workshop, "2026-11-02T06:00:00+07:00").is_err());
}

/// Displays refuse an edition that is older than theirs, and may have the one that was taken back.
#[test]
fn a_displays_edition_is_no_older_than_one_that_was_taken_back() {
    let workshop = Workshop::new(&[FIRST]);
    let made_at = || {
        let edition = fs::read(workshop.out().join("kiosk/edition.json")).unwrap();
        moment(serde_json::from_slice::<serde_json::Value>(&edition).unwrap()["made_at"].as_str().unwrap())
    };
    workshop.publish_at(PUBLISHED);
    workshop.publish_at("2026-11-02T10:00:00+07:00");
    rollback(&workshop.out()).unwrap();
    workshop.publish_at("2026-11-02T09:00:00+07:00");
    assert_eq!(made_at(), moment("2026-11-02T10:00:00+07:00"));
}

/// `portal publish` as it is called on the machine, by its own clock.
fn publish(workshop: &Workshop, flags: &[&str]) -> Output {
    let mut portal = Command::new(env!("CARGO_BIN_EXE_portal"));
    portal.args(["publish", "--no-compression", "--no-share-pictures", "--no-search", "--lang", "en", "--content"]);
    portal.arg(workshop.content()).arg("--app").arg(workshop.app()).arg("--out").arg(workshop.out());
    portal.args(flags).output().unwrap()
}

#[test]
fn the_program_says_so_and_takes_the_clock_as_it_is_when_told() {
    let workshop = Workshop::new(&[FIRST]);
    // A moment that is written has whole seconds.
    let now = Utc::now().trunc_subsecs(0);
    let (soon, late) = (now + TimeDelta::minutes(50), now + TimeDelta::days(3));
    let error = |output: &Output| String::from_utf8_lossy(&output.stderr).into_owned();
    for (at, succeeds, told) in [(soon, true, "warning: this machine's clock"), (late, false, "say --at now")] {
        assert!(publish(&workshop, &["--at", &at.to_rfc3339()]).status.success());
        let number = release_number(&workshop);
        let output = publish(&workshop, &[]);
        assert_eq!(output.status.success(), succeeds, "{}", error(&output));
        assert!(error(&output).contains(told), "{}", error(&output));
        assert_eq!(release_number(&workshop), number + u64::from(succeeds));
        assert_eq!(published_moment(&workshop.out()).unwrap().map(|at| at.to_utc()), Some(at));
    }
    let output = publish(&workshop, &["--at", "now"]);
    assert!(output.status.success(), "{}", error(&output));
    assert!(published_moment(&workshop.out()).unwrap().unwrap() < soon);
}
