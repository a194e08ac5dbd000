//! Where the time of a publish goes: stage by stage, as the clock and as the processors tell it.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use procfs::process::Process;

/// What a publish does, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Reading,
    /// Smaller forms of the content's pictures.
    Pictures,
    Planning,
    /// Looking at what there is in the folder that is written into.
    TakingSpare,
    /// Pages, their documents of the API, and widgets.
    Pages,
    /// Feeds, sitemap, icons, and what servers are told.
    Rest,
    Share,
    Search,
    Media,
    Displays,
    /// Recording, syncing, the swap, removing the oldest release.
    Finishing,
}

/// What a stage took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StageTime {
    pub stage: Stage,
    pub wall: Duration,
    /// Of all threads, by the kernel's tick of some 10 ms; none where it is not told.
    pub processor: Option<Duration>,
}

/// Times stages.
#[derive(Debug, Default)]
pub struct Profile(RefCell<Vec<StageTime>>);

impl Profile {
    /// A stage may come in several parts.
    pub fn time<T>(&self, stage: Stage, act: impl FnOnce() -> T) -> T {
        let (begun, processor) = (Instant::now(), processor_time());
        let done = act();
        let (wall, since) = (begun.elapsed(), processor_time());
        let processor = processor.zip(since).map(|(before, after)| after.saturating_sub(before));
        let mut times = self.0.borrow_mut();
        match times.iter_mut().find(|time| time.stage == stage) {
            Some(time) => {
                time.wall += wall;
                time.processor = time.processor.zip(processor).map(|(sum, more)| sum + more);
            }
            None => times.push(StageTime { stage, wall, processor }),
        }
        done
    }

    /// In the order in which the stages began.
    pub fn into_times(self) -> Vec<StageTime> {
        self.0.into_inner()
    }
}

/// What this process has had of the processors.
fn processor_time() -> Option<Duration> {
    let stat = Process::myself().ok()?.stat().ok()?;
    let ticks = stat.utime + stat.stime;
    Some(Duration::from_millis(ticks.saturating_mul(1_000).checked_div(procfs::ticks_per_second())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_stage_are_one_line() {
        let profile = Profile::default();
        assert_eq!(profile.time(Stage::Pages, || 1), 1);
        profile.time(Stage::Share, || ());
        profile.time(Stage::Pages, || std::thread::sleep(Duration::from_millis(2)));
        let times = profile.into_times();
        assert_eq!(times.iter().map(|time| time.stage).collect::<Vec<_>>(), [Stage::Pages, Stage::Share]);
        assert!(times.first().is_some_and(|time| time.wall >= Duration::from_millis(2) && time.processor.is_some()));
    }
}
