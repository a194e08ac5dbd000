//! How a release is made.

/// How a release is made.
#[derive(Clone, Copy, Debug)]
pub struct Making {
    /// Compressed forms make a site fast to load and slow to publish. Those that are there already are kept either way.
    pub compresses: bool,
    /// Takes over no file of the last release.
    pub rebuilds: bool,
    /// Is to outlive a loss of power, so it waits for the disk and believes it nothing. A preview need not.
    pub lasts: bool,
}
