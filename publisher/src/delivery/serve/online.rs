//! How many people are online: the distinct readers of the last five minutes, kept only in memory.
//!
//! A reader is a hash of address and user agent under a random key that never leaves this process: nobody can be
//! recognised from it, and after a restart not even a known address can be looked up. Of one address only some count: a
//! household or an office, not whoever changes the user agent.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;

use super::holder::holder_of;

/// How long a reader counts after the last request.
const WINDOW: Duration = Duration::from_secs(5 * 60);

/// The most readers remembered: about 10 MB. Beyond this, those seen longest ago are forgotten.
const CAPACITY: NonZeroUsize = NonZeroUsize::MIN.saturating_add(99_999);

/// The most readers that count of one address, or of one customer's IPv6 /64. More people share the addresses of offices
/// and of mobile networks; the number says at least how many there are.
const MOST_OF_ONE: usize = 5;

/// The readers of the last five minutes.
pub(super) struct Online {
    salt: RandomState,
    seen: Mutex<Seen>,
}

struct Seen {
    /// When a reader was here and of which address; the least recent first, because time only moves on.
    readers: LruCache<u64, (Instant, u64)>,
    /// How many of them are of an address.
    of_one: HashMap<u64, usize>,
}

impl Default for Online {
    fn default() -> Self {
        Self::with_capacity(CAPACITY)
    }
}

impl Online {
    fn with_capacity(capacity: NonZeroUsize) -> Self {
        let seen = Seen { readers: LruCache::new(capacity), of_one: HashMap::new() };
        Self { salt: RandomState::new(), seen: Mutex::new(seen) }
    }

    /// Records a request of a reader.
    pub(super) fn note(&self, address: IpAddr, agent: &[u8], now: Instant) {
        let holder = self.salt.hash_one(holder_of(address));
        let reader = self.salt.hash_one((holder, agent));
        let mut seen = self.lock();
        seen.forget(now);
        if seen.readers.get_mut(&reader).map(|(at, _)| *at = now).is_some() {
            return;
        }
        let of_one = seen.of_one.entry(holder).or_default();
        if *of_one < MOST_OF_ONE {
            *of_one += 1;
            if let Some((_, (_, pushed_out))) = seen.readers.push(reader, (now, holder)) {
                seen.release(pushed_out);
            }
        }
    }

    /// How many readers there were in the last five minutes.
    pub(super) fn count(&self, now: Instant) -> usize {
        let mut seen = self.lock();
        seen.forget(now);
        seen.readers.len()
    }

    /// A thread that panicked while counting left nothing half done.
    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seen {
    /// Forgets whoever was not here for as long as a reader counts.
    fn forget(&mut self, now: Instant) {
        let is_over = |at: Instant| now.saturating_duration_since(at) >= WINDOW;
        while self.readers.peek_lru().is_some_and(|(_, (at, _))| is_over(*at)) {
            if let Some((_, (_, holder))) = self.readers.pop_lru() {
                self.release(holder);
            }
        }
    }

    fn release(&mut self, holder: u64) {
        if let Some(of_one) = self.of_one.get_mut(&holder) {
            *of_one = of_one.saturating_sub(1);
            if *of_one == 0 {
                self.of_one.remove(&holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::Ipv6Addr;

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
    fn whoever_changes_the_user_agent_is_no_crowd() {
        let (online, start) = (Online::default(), Instant::now());
        for agent in 0..3_000_u32 {
            online.note(address(1), &agent.to_le_bytes(), start);
            let network = Ipv6Addr::new(0x2001, 0xdb8, 0, 1, 0, 0, 0, agent as u16);
            online.note(network.into(), b"a", start);
        }
        online.note(address(2), b"a", start);
        // Five of the address, five of the network would be ten; a network's addresses with one agent are one reader.
        assert_eq!(online.count(start), 5 + 1 + 1);
        let later = start + WINDOW;
        online.note(address(1), b"new", later);
        assert_eq!(online.count(later), 1, "the places of an address are free again");
        assert_eq!(online.lock().of_one.len(), 1);
    }

    #[test]
    fn a_flood_forgets_those_seen_longest_ago() {
        let online = Online::with_capacity(NonZeroUsize::new(10).unwrap());
        let now = Instant::now();
        for last in 0..=255 {
            online.note(address(last), b"", now);
        }
        assert_eq!(online.count(now), 10);
        assert_eq!(online.lock().of_one.len(), 10);
    }
}
