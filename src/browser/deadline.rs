//! A time limit on requests.

use std::cell::Cell;
use std::time::Duration;

use web_sys::{AbortController, AbortSignal};

use super::timer::Timer;

/// How long an answer may take, its body included.
const TIME_LIMIT: Duration = Duration::from_secs(15);

/// A time limit on requests. Dropping it cancels what still runs.
pub struct Deadline {
    controller: AbortController,
    _timer: Timer,
    ticket: u32,
}

thread_local! {
    static LAST_TICKET: Cell<u32> = const { Cell::new(0) };
}

impl Deadline {
    /// The clock starts now.
    pub fn start() -> Self {
        Self::of(TIME_LIMIT)
    }

    /// For an answer that takes its time. The clock starts now.
    #[expect(clippy::expect_used, reason = "every browser that runs WebAssembly has AbortController")]
    pub fn of(limit: Duration) -> Self {
        let controller = AbortController::new().expect("AbortController");
        let aborted = controller.clone();
        let timer = Timer::start(limit, move || aborted.abort());
        let ticket = LAST_TICKET.get().wrapping_add(1);
        LAST_TICKET.set(ticket);
        Self { controller, _timer: timer, ticket }
    }

    /// For the requests that the limit is for.
    pub fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }

    /// Tells this deadline from every other.
    pub fn ticket(&self) -> u32 {
        self.ticket
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        self.controller.abort();
    }
}
