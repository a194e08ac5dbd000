//! What goes wrong on a display, as its log, its heartbeats and the operators' list name it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Local};

/// Kinds of faults, by the names that heartbeats give them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The site does not answer: no network, no name, nobody there.
    Unreachable,
    /// It has no certificate that this machine accepts; with a wrong clock none is.
    Certificate,
    /// It answers too slowly, or stops in the middle.
    Timeout,
    /// It answers with an error.
    Status,
    /// It leads elsewhere, as captive portals do.
    Redirected,
    /// What answers is no edition.
    Malformed,
    /// The edition is another site's than what is kept.
    OtherSite,
    /// It is older than what is kept.
    Older,
    /// A file is not what the edition says.
    WrongFile,
    /// There is no room left to keep a new edition.
    DiskFull,
    /// The folder cannot be written.
    DiskReadOnly,
    /// The folder cannot be read or written for another reason.
    Disk,
    /// What is kept was damaged.
    Damaged,
    /// The browser does not start.
    BrowserStart,
    /// It has ended.
    BrowserGone,
    /// The tab has crashed.
    TabCrashed,
    /// The tab does not answer.
    TabStuck,
    /// The tab shows nothing, or something else.
    Blank,
    /// The browser's profile is not usable and was made anew.
    Profile,
    /// The browser takes too much memory.
    Memory,
    /// The screen cannot be turned or switched.
    Screen,
    /// Heartbeats are not taken.
    Report,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreachable => "site-unreachable",
            Self::Certificate => "certificate",
            Self::Timeout => "timeout",
            Self::Status => "status",
            Self::Redirected => "redirected",
            Self::Malformed => "no-edition",
            Self::OtherSite => "other-site",
            Self::Older => "older-edition",
            Self::WrongFile => "wrong-file",
            Self::DiskFull => "disk-full",
            Self::DiskReadOnly => "disk-read-only",
            Self::Disk => "disk",
            Self::Damaged => "damaged",
            Self::BrowserStart => "browser-start",
            Self::BrowserGone => "browser-gone",
            Self::TabCrashed => "tab-crashed",
            Self::TabStuck => "tab-stuck",
            Self::Blank => "blank",
            Self::Profile => "profile",
            Self::Memory => "memory",
            Self::Screen => "screen",
            Self::Report => "report",
        }
    }
}

/// One fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub kind: Kind,
    /// What was seen, and where it helps, what to do.
    pub detail: String,
}

impl Fault {
    pub fn new(kind: Kind, detail: impl fmt::Display) -> Self {
        Self { kind, detail: detail.to_string() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.kind.name(), self.detail)
    }
}

impl std::error::Error for Fault {}

/// Which part of the display a fault is of: each has at most one that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    Mirror,
    Browser,
    Screen,
    Report,
}

/// The faults that hold, and the last one.
#[derive(Default)]
pub struct Faults(Mutex<Noted>);

#[derive(Default)]
struct Noted {
    now: BTreeMap<Part, Fault>,
    last: Option<(DateTime<Local>, Fault)>,
}

impl Faults {
    /// A fault has happened and holds until `end`. What goes on is logged once.
    pub fn begin(&self, part: Part, fault: Fault) {
        let mut noted = self.lock();
        if noted.now.get(&part).is_none_or(|holding| holding.kind != fault.kind) {
            let Fault { kind, detail } = &fault;
            tracing::warn!("{}: {detail}", kind.name());
        }
        noted.last = Some((Local::now(), fault.clone()));
        noted.now.insert(part, fault);
    }

    /// The part is well again.
    pub fn end(&self, part: Part) {
        if let Some(fault) = self.lock().now.remove(&part) {
            tracing::info!("{}: is over", fault.kind.name());
        }
    }

    pub fn holding(&self) -> Vec<Kind> {
        self.lock().now.values().map(|fault| fault.kind).collect()
    }

    pub fn last(&self) -> Option<(DateTime<Local>, Fault)> {
        self.lock().last.clone()
    }

    /// A thread that panicked while noting left nothing half done.
    fn lock(&self) -> MutexGuard<'_, Noted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
