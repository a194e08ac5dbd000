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
}
