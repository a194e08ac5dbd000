//! How a release is made.

use chrono::TimeDelta;

/// For how long the app's files of earlier releases stay, for pages that are still open, unless it is said otherwise.
pub const KEPT_OPEN: TimeDelta = TimeDelta::days(30);

/// How a release is made.
#[derive(Clone, Copy, Debug)]
pub struct Making {
    /// Compressed forms make a site fast to load and slow to publish. Those that are there already are kept either way.
    pub compresses: bool,
    /// Takes over no file of the last release.
    pub rebuilds: bool,
    /// Is to outlive a loss of power, so it waits for the disk and believes it nothing. A preview need not.
    pub lasts: bool,
    /// For how long after it was last part of the site a file stays that an open page may load.
    pub keeps: TimeDelta,
    pub looks: Looks,
}

/// How many files of a large site one publish looks at though nothing has to be done with them: of hundreds of thousands
/// nobody is to wait for all. The next publish looks at others, so that each file has its turn.
#[derive(Clone, Copy, Debug)]
pub struct Looks {
    /// Compared with what was recorded, byte by byte: some 0.1 ms each.
    pub compared: usize,
    /// Seen to be there with their length: some 2 µs each.
    pub seen: usize,
    /// In the folders that are listed for what somebody has put there or taken away.
    pub listed: usize,
}

impl Looks {
    pub const USUAL: Self = Self { compared: 10_000, seen: 50_000, listed: 50_000 };
}
