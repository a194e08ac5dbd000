//! Whether what is seen of a tab is the display, and lives. Time is passed in.

use std::time::{Duration, Instant};

use super::tab::Look;
use crate::display::edition::DOCUMENT;
use crate::display::fault::{Fault, Kind};

/// What is seen of one tab, look by look.
pub struct Judge {
    /// The display's origin on this machine.
    origin: String,
    /// Without anything of the display, and without a sign of the app's life.
    blank: Duration,
    beat: Duration,
    shown_at: Instant,
    last_beat: String,
    beat_at: Instant,
}

impl Judge {
    pub fn new(origin: String, blank: Duration, beat: Duration, now: Instant) -> Self {
        Self { origin, blank, beat, shown_at: now, last_beat: String::new(), beat_at: now }
    }

    /// The display is there now, and is looked at from now on.
    pub fn begin(&mut self, now: Instant) {
        (self.shown_at, self.beat_at) = (now, now);
    }

    /// Whether the display is in the tab. Before the first edition that is the page that waits for it.
    pub fn shows(&self, look: &Look, has_edition: bool) -> bool {
        let path = look.address.strip_prefix(&self.origin).unwrap_or_default();
        let is_there = path.strip_prefix(DOCUMENT).is_some_and(|rest| rest.is_empty() || rest.starts_with(['?', '#']));
        is_there && look.has_text && (look.surface == "kiosk" || !has_edition)
    }

    /// The fault that has lasted too long.
    pub fn judge(&mut self, look: Option<&Look>, has_edition: bool, now: Instant) -> Option<Fault> {
        let shown = look.filter(|look| self.shows(look, has_edition));
        let Some(look) = shown else {
            let is_over = now.duration_since(self.shown_at) >= self.blank;
            let seen = look.map_or_else(|| "no answer".to_owned(), |look| format!("{} is", look.address));
            return is_over.then(|| Fault::new(Kind::Blank, format!("{seen} in the tab, and not the display")));
        };
        self.shown_at = now;
        if look.beat != self.last_beat || !has_edition {
            self.last_beat.clone_from(&look.beat);
            self.beat_at = now;
        }
        let silence = now.duration_since(self.beat_at);
        let is_silent = silence >= self.beat;
        is_silent.then(|| Fault::new(Kind::TabStuck, format!("the app has had no beat for {} s", silence.as_secs())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(address: &str, surface: &str, beat: &str) -> Look {
        let text = |text: &str| text.to_owned();
        Look { surface: text(surface), beat: text(beat), mode: text(""), address: text(address), has_text: true }
    }

    fn judge(now: Instant) -> Judge {
        Judge::new("http://127.0.0.1:8090".to_owned(), Duration::from_secs(2), Duration::from_secs(60), now)
    }

    const HERE: &str = "http://127.0.0.1:8090/kiosk/?display=a";

    #[test]
    fn the_display_is_what_its_document_says() {
        let judge = judge(Instant::now());
        assert!(judge.shows(&look(HERE, "kiosk", ""), true));
        assert!(judge.shows(&look("http://127.0.0.1:8090/kiosk/", "", ""), false));
        for other in [
            look(HERE, "", "1"),
            look("about:blank", "kiosk", "1"),
            look("http://127.0.0.1:8090.elsewhere.example/kiosk/", "kiosk", "1"),
            look("http://127.0.0.1:8090/", "kiosk", "1"),
            look("chrome-error://chromewebdata/", "", ""),
            Look { has_text: false, ..look(HERE, "kiosk", "1") },
        ] {
            assert!(!judge.shows(&other, true), "{other:?}");
        }
    }

    #[test]
    fn what_lasts_too_long_is_a_fault() {
        let start = Instant::now();
        let at = |seconds: u64| start + Duration::from_secs(seconds);
        let mut judge = judge(start);
        assert_eq!(judge.judge(None, true, at(1)), None);
        assert_eq!(judge.judge(Some(&look(HERE, "kiosk", "1")), true, at(1)), None);
        assert_eq!(judge.judge(Some(&look("about:blank", "", "")), true, at(2)), None);
        assert_eq!(judge.judge(None, true, at(3)).unwrap().kind, Kind::Blank);
        assert_eq!(judge.judge(Some(&look(HERE, "kiosk", "2")), true, at(4)), None);
        assert_eq!(judge.judge(Some(&look(HERE, "kiosk", "2")), true, at(63)), None);
        assert_eq!(judge.judge(Some(&look(HERE, "kiosk", "2")), true, at(64)).unwrap().kind, Kind::TabStuck);
        // The page that waits has no app.
        assert_eq!(judge.judge(Some(&look(HERE, "", "")), false, at(200)), None);
    }
}
