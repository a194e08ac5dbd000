//! What the threads of a publish spend their time on in a release.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What is done with files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    Compressing,
    Writing,
    /// Comparing with the record, and linking.
    TakingOver,
    Syncing,
    /// Of the oldest release.
    Removing,
}

impl Work {
    pub const ALL: [Self; 5] = [Self::Compressing, Self::Writing, Self::TakingOver, Self::Syncing, Self::Removing];
}

/// The time of all threads together, waiting included, in the order of `Work::ALL`.
pub type Times = [Duration; 5];

/// Nanoseconds for each kind of work.
#[derive(Debug, Default)]
pub(super) struct Spent([AtomicU64; 5]);

impl Spent {
    pub fn time<T>(&self, work: Work, act: impl FnOnce() -> T) -> T {
        let begun = Instant::now();
        let done = act();
        let nanos = u64::try_from(begun.elapsed().as_nanos()).unwrap_or(u64::MAX);
        self.0.iter().zip(Work::ALL).filter(|(_, of)| *of == work).for_each(|(sum, _)| {
            sum.fetch_add(nanos, Ordering::Relaxed);
        });
        done
    }

    pub fn times(&self) -> Times {
        self.0.each_ref().map(|nanos| Duration::from_nanos(nanos.load(Ordering::Relaxed)))
    }
}
