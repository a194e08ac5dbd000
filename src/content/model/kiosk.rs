//! What a display in a public hall shows, and how.

use super::article::Summary;
use super::label::{Crumb, SectionName};
use super::listing::HomeSection;
use crate::path::word::{Href, SitePath, Slug};
use crate::text::Lang;
use crate::text::moment::Moment;

documents! {
    /// `kiosk.json`: all that a display needs to begin with. Articles and standing pages are the documents of the
    /// content API.
    pub struct Kiosk {
        pub lang: Lang = optional,
        /// For a display without a name, or with one that nobody set up.
        pub settings: KioskSettings,
        /// Named displays, each with all of its settings.
        pub displays: Vec<KioskDisplay> = optional,
        /// What takes turns while nobody touches the display, in that order.
        pub stories: Vec<Summary>,
        /// Every section that some display shows, with its newest articles.
        pub sections: Vec<HomeSection>,
        pub pages: Vec<Crumb>,
    }

    /// A display with a name of its own.
    pub struct KioskDisplay {
        pub name: Slug,
        pub settings: KioskSettings,
    }

    /// How a display behaves.
    pub struct KioskSettings {
        /// The sections shown, in that order.
        pub sections: Vec<SectionName>,
        /// Seconds that a story stays.
        pub story_seconds: u32,
        /// Seconds without a touch or key, after which the display asks whether somebody is still there.
        pub idle_seconds: u32,
        /// Seconds that it waits for the answer.
        pub countdown_seconds: u32,
        pub night: Option<NightHours> = optional,
        /// The minute of the day, counted from midnight, at which the display starts afresh.
        pub reload_minute: u32,
        /// The share of the screen's height, counted from below, that holds all controls, in percent.
        pub reach_percent: u32,
        /// Opens the operator's panel: `sha256:`, a salt, `:`, and the hash of salt and PIN in hexadecimal digits.
        /// Without it there is no panel.
        pub pin: Option<String> = optional,
        /// Is told once a minute how the display is.
        pub heartbeat_url: Option<Href> = optional,
        /// Megabytes of memory, beyond which the display starts afresh when nobody uses it.
        pub memory_limit_mb: u32,
    }

    /// When the display is dimmed: minutes of the day, counted from midnight. They may span midnight.
    pub struct NightHours {
        pub from_minute: u32,
        pub until_minute: u32,
    }

    /// `/kiosk/worker/state.json`: what the display's service worker knows of the editions it keeps. It answers by itself;
    /// no server has this document.
    pub struct WorkerState {
        /// What is shown.
        pub current: Option<EditionName> = optional,
        /// What is whole, and shown from the next start on.
        pub staged: Option<EditionName> = optional,
        /// When the site last answered, in milliseconds since 1970 by the device's clock.
        pub contact_at: Option<u64> = optional,
        /// How far the site's clock is ahead of the device's, in milliseconds.
        pub clock_offset_ms: Option<i64> = optional,
        /// Checks in a row that failed.
        pub failures: u32,
        pub is_checking: bool,
        /// Editions that were not taken, oldest first.
        pub refusals: Vec<WorkerFault> = optional,
        pub last_fault: Option<WorkerFault> = optional,
        /// `denied` where the browser keeps nothing.
        pub storage: Option<String> = optional,
    }

    /// An edition, and when it was published.
    pub struct EditionName {
        pub id: String,
        pub made_at: Moment,
        pub taken_at: Option<u64> = optional,
    }

    /// What the worker could not do.
    pub struct WorkerFault {
        /// Milliseconds since 1970 by the device's clock.
        pub at: u64,
        pub reason: String,
        /// Of the edition it was about.
        pub id: Option<String> = optional,
    }

    /// `kiosk-search.json`: what a display searches by itself.
    pub struct KioskIndex {
        pub lang: Lang = optional,
        pub entries: Vec<KioskEntry>,
    }

    /// A page that can be found.
    pub struct KioskEntry {
        pub path: SitePath,
        pub title: String,
        pub section: Option<String> = optional,
        pub published_at: Option<Moment> = optional,
        /// Summary and body, without marks.
        pub text: String,
    }
}
