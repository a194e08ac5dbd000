//! Whether somebody uses the display: reckoned in seconds since the page was opened, which no wrong clock changes.

/// What the display does about the time since somebody last did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Here,
    /// It asks; seconds that are left for the answer.
    Asked(u32),
    Gone,
}

/// After `idle` seconds without anything the display asks, and waits `countdown` seconds for an answer.
pub fn presence(seconds_quiet: f64, idle: u32, countdown: u32) -> Presence {
    let waited = seconds_quiet - f64::from(idle);
    let left = f64::from(countdown) - waited;
    match () {
        () if waited < 0.0 => Presence::Here,
        () if left > 0.0 => Presence::Asked(left.ceil() as u32),
        () => Presence::Gone,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_asks_before_it_goes() {
        for (quiet, expected) in [
            (0.0, Presence::Here),
            (59.9, Presence::Here),
            (60.0, Presence::Asked(20)),
            (60.5, Presence::Asked(20)),
            (79.0, Presence::Asked(1)),
            (80.0, Presence::Gone),
            (1e9, Presence::Gone),
        ] {
            assert_eq!(presence(quiet, 60, 20), expected, "{quiet}");
        }
    }
}
