//! Room in memory: pictures are read at the same time only as far as their pixels fit into it.

use std::sync::{Condvar, Mutex, PoisonError};

/// Room for so many pixels.
pub struct Room {
    whole: u64,
    free: Mutex<u64>,
    given_back: Condvar,
}

/// What was taken of it; given back when dropped.
pub struct Taken<'a> {
    room: &'a Room,
    pixels: u64,
}

impl Room {
    pub const fn new(pixels: u64) -> Self {
        Self { whole: pixels, free: Mutex::new(pixels), given_back: Condvar::new() }
    }

    /// Waits until there is room for a picture; one that is larger than all of it is read alone.
    pub fn take(&self, pixels: u64) -> Taken<'_> {
        let pixels = pixels.min(self.whole);
        let free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let enough = self.given_back.wait_while(free, |free| *free < pixels);
        *enough.unwrap_or_else(PoisonError::into_inner) -= pixels;
        Taken { room: self, pixels }
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        *self.room.free.lock().unwrap_or_else(PoisonError::into_inner) += self.pixels;
        self.room.given_back.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};
    use std::thread;

    use super::*;

    #[test]
    fn no_more_is_taken_than_there_is() {
        let (room, used) = (Room::new(50), AtomicU64::new(0));
        thread::scope(|scope| {
            for pixels in [20, 30, 1, 49, 50, 80, 20, 20].repeat(20) {
                let (room, used) = (&room, &used);
                scope.spawn(move || {
                    let _taken = room.take(pixels);
                    let pixels = pixels.min(50);
                    assert!(used.fetch_add(pixels, Ordering::SeqCst) + pixels <= 50);
                    thread::yield_now();
                    used.fetch_sub(pixels, Ordering::SeqCst);
                });
            }
        });
        assert_eq!(*room.free.lock().unwrap(), 50, "all of it was given back");
    }
}
