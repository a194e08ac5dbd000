//! How many people are online: the distinct readers of the last five minutes, kept only in memory.
//!
//! A reader is a hash of address and user agent under a random key that never leaves this process: nobody can be
//! recognised from it, and after a restart not even a known address can be looked up.

use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;

/// How long a reader counts after the last request.
const WINDOW: Duration = Duration::from_secs(5 * 60);

/// The most readers remembered: about 10 MB. Beyond this, those seen longest ago are forgotten.
const CAPACITY: NonZeroUsize = NonZeroUsize::MIN.saturating_add(99_999);

/// The readers of the last five minutes.
pub(super) struct Online {
    salt: RandomState,
    /// Least recently seen first, because time only moves on.
    seen: Mutex<LruCache<u64, Instant>>,
}

impl Default for Online {
    fn default() -> Self {
        Self::with_capacity(CAPACITY)
    }
}

impl Online {
    fn with_capacity(capacity: NonZeroUsize) -> Self {
        Self { salt: RandomState::new(), seen: Mutex::new(LruCache::new(capacity)) }
    }

    /// Records a request of a reader.
    pub(super) fn note(&self, address: IpAddr, agent: &[u8], now: Instant) {
        let reader = self.salt.hash_one((address, agent));
        self.lock().put(reader, now);
    }

    /// How many readers there were in the last five minutes.
    pub(super) fn count(&self, now: Instant) -> usize {
        let mut seen = self.lock();
        while seen.peek_lru().is_some_and(|(_, at)| now.saturating_duration_since(*at) >= WINDOW) {
            seen.pop_lru();
        }
        seen.len()
    }

    /// A thread that panicked while counting left nothing half done.
    fn lock(&self) -> MutexGuard<'_, LruCache<u64, Instant>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(last: u8) -> IpAddr {
        [203, 0, 113, last].into()
    }

    #[test]
    fn a_reader_counts_once_and_for_five_minutes() {
        let online = Online::default();
        let start = Instant::now();
        assert_eq!(online.count(start), 0);
        online.note(address(1), b"a", start);
        online.note(address(1), b"a", start + Duration::from_secs(60));
        online.note(address(1), b"b", start + Duration::from_secs(60));
        online.note(address(2), b"a", start + Duration::from_secs(120));
        assert_eq!(online.count(start + Duration::from_secs(120)), 3);
        assert_eq!(online.count(start + Duration::from_secs(359)), 3);
        assert_eq!(online.count(start + Duration::from_secs(360)), 1);
        assert_eq!(online.count(start + Duration::from_secs(420)), 0);
    }

    #[test]
    fn a_flood_forgets_those_seen_longest_ago() {
        let online = Online::with_capacity(NonZeroUsize::new(10).unwrap());
        let now = Instant::now();
        for last in 0..=255 {
            online.note(address(last), b"", now);
        }
        assert_eq!(online.count(now), 10);
    }
}
