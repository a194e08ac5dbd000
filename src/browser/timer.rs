//! Something that is done once, later, or never.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::set_timeout;

type Act = Box<dyn FnOnce()>;

/// What is still to be done. Dropping it calls it off.
///
/// The browser's timeout goes off all the same, and then does nothing: only so is its memory let go of. Leptos keeps that of
/// a timeout that is cleared for good, which a display that runs for months would feel.
pub struct Timer {
    act: Rc<RefCell<Option<Act>>>,
}

impl Timer {
    /// The clock starts now.
    pub fn start(after: Duration, act: impl FnOnce() + 'static) -> Self {
        let act: Act = Box::new(act);
        let act = Rc::new(RefCell::new(Some(act)));
        let later = Rc::clone(&act);
        set_timeout(
            move || {
                let act = later.take();
                if let Some(act) = act {
                    act();
                }
            },
            after,
        );
        Self { act }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.act.take();
    }
}
