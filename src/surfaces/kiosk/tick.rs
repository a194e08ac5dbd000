//! What the display does by itself, once a second and once a minute: one clock drives all of it, and its beat is what the
//! boot script watches. So a rotation cannot stop while the display seems alive.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;

use super::log;
use super::presence::{Presence, presence};
use super::store::{Index, Store, View, set_if_changed};
use crate::browser::{self, Deadline, display};
use crate::content::client;
use crate::content::model::{KioskSettings, WorkerState};
use crate::text::Lang;

/// How long a picture may take until its story is shown without it.
const PICTURE_SECONDS: f64 = 5.0;
/// Until the layer behind lets go of its picture: the fade is over by then.
const FADE: Duration = Duration::from_millis(1_600);
/// Where the worker is asked to look for a new edition. It answers after twenty seconds at the latest.
const CHECK: &str = "/kiosk/worker/check.json";
/// The same, however often it has failed lately.
pub const CHECK_NOW: &str = "/kiosk/worker/check.json?now";
const CHECK_LIMIT: Duration = Duration::from_secs(30);
/// In the display's own document, and in no other page that may answer in its place.
const MARK: &str = "data-surface=\"kiosk\"";
/// Under which name the edition is kept that the display has started afresh for: once for each.
const TRIED: &str = "kiosk:tried";
const POLL_SECONDS: f64 = 60.0;
/// How soon what was never there is asked for again.
const RETRY_SECONDS: f64 = 10.0;
/// Failed checks in a row, after which the display starts afresh once an hour.
const FAILURES_TO_RESTART: u32 = 30;
const HOUR: f64 = 3_600.0;
/// Moves of the whole picture against burn-in, in pixels: one a minute.
const DRIFT: [(i8, i8); 8] = [(0, 0), (6, 3), (10, 8), (6, 12), (0, 10), (-6, 12), (-10, 8), (-6, 3)];

/// What the ticks remember.
#[derive(Clone, Copy, Default)]
struct Memory {
    beats: u64,
    next_story: f64,
    preparing_since: Option<f64>,
    next_poll: f64,
    next_try: f64,
    had_worker: bool,
    minute: u64,
    /// The minute since 1970 that the clock shows.
    told_minute: i64,
    is_restart_due: bool,
    was_reloading_minute: bool,
    next_restart: f64,
}

/// Ticks for as long as the app lives.
pub fn start(store: Store) {
    let memory = StoredValue::new(Memory::default());
    tick(store, memory);
    let _ = set_interval_with_handle(move || tick(store, memory), Duration::from_secs(1));
}

fn tick(store: Store, memory: StoredValue<Memory>) {
    let mut kept = memory.get_value();
    let open = display::seconds_open();
    kept.beats += 1;
    display::set_root_attribute("data-beat", Some(&kept.beats.to_string()));
    tell_time(store, &mut kept);
    let settings = untrack(|| store.settings());
    if let Some(settings) = &settings {
        look_for_people(store, settings, open);
        let clock = store.clock.get_untracked();
        let night = settings.night.as_ref();
        let is_night =
            clock.zip(night).is_some_and(|(clock, night)| clock.is_between(night.from_minute, night.until_minute));
        set_if_changed(store.is_night, is_night);
        let is_reloading_minute = clock.is_some_and(|clock| clock.minute == settings.reload_minute);
        kept.is_restart_due |= is_reloading_minute && !kept.was_reloading_minute && open > 120.0;
        kept.was_reloading_minute = is_reloading_minute;
    }
    if let Some(seconds) = store.cleaning.get_untracked() {
        store.cleaning.set(seconds.checked_sub(1).filter(|seconds| *seconds > 0));
        store.note_input();
    }

    // As soon as a worker answers for the page it is told to look for an edition.
    let has_worker = display::has_worker();
    if open >= kept.next_poll || (has_worker && !kept.had_worker) {
        kept.had_worker = has_worker;
        kept.next_poll = open + POLL_SECONDS;
        poll(store, has_worker);
        if let Some(settings) = &settings {
            heartbeat(store, settings);
            if display::memory_mb() > settings.memory_limit_mb && open > 600.0 {
                log::note("memory", &format!("{} MB", display::memory_mb()));
                kept.is_restart_due = true;
            }
        }
    }
    // What did not come; and the main language, which the next person is to find.
    let lacks_index = store.index.with_untracked(|index| matches!(index, Index::Failed));
    if lacks_index && open >= kept.next_try {
        kept.next_try = open + RETRY_SECONDS;
        store.load_index();
    }
    let is_foreign = store.is_attracting() && store.lang.get_untracked() != Lang::default();
    if (store.kiosk.with_untracked(Option::is_none) || is_foreign) && open >= kept.next_try {
        kept.next_try = open + RETRY_SECONDS;
        store.load(Lang::default());
    }

    let minute = (open / 60.0) as u64;
    if minute != kept.minute {
        kept.minute = minute;
        drift(minute);
    }
    let is_cut_off = store.worker.with_untracked(|worker| worker.as_ref().map_or(0, |worker| worker.failures));
    if is_cut_off >= FAILURES_TO_RESTART && open > HOUR {
        kept.is_restart_due = true;
    }

    if store.is_attracting() && store.cleaning.get_untracked().is_none() {
        let staged =
            store.worker.with_untracked(|worker| worker.as_ref()?.staged.as_ref().map(|edition| edition.id.clone()));
        // Once for each: while another window is open the worker keeps the edition back.
        let is_new = staged.is_some() && staged != browser::read_kept(browser::tab_storage(), TRIED);
        if is_new || (kept.is_restart_due && open >= kept.next_restart) {
            kept.is_restart_due = false;
            // Where nothing could be shown afterwards it is put off; an hour later it is tried again.
            kept.next_restart = open + HOUR;
            if let Some(staged) = staged {
                browser::keep(browser::tab_storage(), TRIED, &staged);
            }
            restart(store, if is_new { "new edition" } else { "by schedule or health" });
        }
        let seconds = settings.map_or(12, |settings| settings.story_seconds);
        take_turns(store, &mut kept, memory, open, f64::from(seconds));
    }
    memory.set_value(kept);
}

/// The hall's clock: the device's, set right by the site's where that has answered. A device that believes to be before
/// the edition it shows has no right time, and none is shown.
fn tell_time(store: Store, kept: &mut Memory) {
    let (offset, made_at) = store.worker.with_untracked(|worker| {
        let Some(worker) = worker else { return (0, None) };
        // The site's own time needs no proof: an edition may have been made by a clock that was ahead.
        if let Some(offset) = worker.clock_offset_ms.filter(|offset| offset.abs() > 1_000) {
            return (offset, None);
        }
        (0, worker.current.as_ref().and_then(|edition| edition.made_at.seconds_since(0)))
    });
    let now = display::now_ms() + offset as f64;
    let seconds = (now / 1_000.0) as i64;
    let is_right = made_at.is_none_or(|made_at| seconds > made_at - 86_400);
    // Asking the browser for a zone's time is dear, and it changes once a minute.
    let is_told = is_right && kept.told_minute == seconds / 60 && store.clock.get_untracked().is_some();
    if !is_told {
        kept.told_minute = seconds / 60;
        set_if_changed(store.clock, is_right.then(|| store.hall_time(now)).flatten());
    }
    if !is_right {
        set_if_changed(store.now, None);
    } else if store.now.get_untracked().is_none_or(|shown| (seconds - shown).abs() >= 60) {
        store.now.set(Some(seconds));
    }
}

/// Asks whether somebody is there, and wipes what they did when nobody answers. Reading aloud is use.
fn look_for_people(store: Store, settings: &KioskSettings, open: f64) {
    if store.is_attracting() {
        return;
    }
    if store.is_speaking() {
        store.last_input.set_value(open);
    }
    match presence(open - store.last_input.get_value(), settings.idle_seconds, settings.countdown_seconds) {
        Presence::Here => set_if_changed(store.countdown, None),
        Presence::Asked(seconds) => store.ask(seconds),
        Presence::Gone => store.finish(),
    }
}

/// The next story fades in when its picture can be drawn, or without it.
fn take_turns(store: Store, kept: &mut Memory, memory: StoredValue<Memory>, open: f64, seconds: f64) {
    let count = store.kiosk.with_untracked(|kiosk| kiosk.as_ref().map_or(0, |kiosk| kiosk.stories.len()));
    let front = store.front.get_untracked();
    let layer = move |place: usize| store.layers.get(place % 2).copied();
    let shown = layer(front).and_then(|layer| layer.get_untracked());
    // The first one, which is there at once, has its time as well.
    if count > 0 && kept.next_story == 0.0 {
        kept.next_story = open + seconds;
    }
    let is_due = open >= kept.next_story || shown.is_none();
    let is_waiting = kept.preparing_since.is_some_and(|since| open - since < PICTURE_SECONDS + 2.0);
    if count == 0 || !is_due || is_waiting || (count == 1 && shown.is_some()) {
        return;
    }
    if shown.is_none() {
        // The first one is there at once: nothing is better than nothing.
        if let Some(layer) = layer(front) {
            layer.set(Some(0));
        }
        kept.next_story = open + seconds;
        return;
    }
    kept.preparing_since = Some(open);
    let next = shown.map_or(0, |shown| (shown + 1) % count);
    let (Some(old), Some(new)) = (layer(front), layer(front + 1)) else { return };
    // Behind the story that is shown, so that the browser chooses the picture of its place.
    new.set(Some(next));
    spawn_local(async move {
        leptos::task::tick().await;
        display::within(PICTURE_SECONDS, display::decode_picture(".slide--back img")).await;
        memory.update_value(|kept| {
            kept.preparing_since = None;
            kept.next_story = display::seconds_open() + seconds;
        });
        // Other stories have come meanwhile.
        if new.get_untracked() != Some(next) {
            return;
        }
        store.front.set((front + 1) % 2);
        set_timeout(
            move || {
                // Unless it has come to the front again meanwhile.
                if store.front.get_untracked() != front {
                    old.set(None);
                }
            },
            FADE,
        );
    });
}

/// Asks the worker to look for a new edition, and the site for its urgent notice. Without a worker, and where they are in
/// no edition because the content API is another site's, the documents themselves are asked for.
fn poll(store: Store, has_worker: bool) {
    spawn_local(async move {
        let has_answered = has_worker && ask_worker(store, CHECK).await;
        let is_alone = !has_answered && store.worker.with_untracked(Option::is_none);
        let asks_itself = is_alone || browser::is_api_elsewhere();
        // What is not there at all is asked for sooner.
        if asks_itself && store.is_attracting() && store.kiosk.with_untracked(Option::is_some) {
            store.load(store.lang.get_untracked());
        }
    });
    store.load_notice();
}

/// Has the worker look for a new edition, and shows what it knows; `false` where there is none that keeps anything.
pub async fn ask_worker(store: Store, url: &str) -> bool {
    let deadline = Deadline::of(CHECK_LIMIT);
    let state = client::fetch_from::<WorkerState>(url, &deadline.signal()).await.ok();
    let is_denied = state.as_ref().is_some_and(|state| state.storage.as_deref() == Some("denied"));
    if is_denied {
        // It keeps nothing any more: the display is on its own.
        store.worker.set(None);
    } else if state.is_some() {
        store.worker.set(state);
        return true;
    }
    false
}

/// Loads the page anew, from the copy the worker keeps; never while there is nothing to load it from.
pub fn restart(store: Store, reason: &'static str) {
    let is_stored = store.worker.with_untracked(|worker| {
        worker.as_ref().is_some_and(|worker| worker.current.is_some() || worker.staged.is_some())
    });
    spawn_local(async move {
        let deadline = Deadline::start();
        if is_stored || client::answers("/kiosk/", MARK, &deadline.signal()).await {
            log::note("reload", reason);
            browser::reload();
        } else {
            log::note("reload", &format!("{reason}: put off, nothing is stored and the site does not answer"));
        }
    });
}

/// Tells whom the settings name how the display is.
fn heartbeat(store: Store, settings: &KioskSettings) {
    let Some(url) = settings.heartbeat_url.as_ref().map(ToString::to_string) else { return };
    let worker = store.worker.get_untracked();
    let edition = worker.as_ref().and_then(|worker| worker.current.as_ref());
    let log = log::read();
    let beat = json!({
        "site": store.site.with_untracked(|site| site.as_ref().map(|site| site.url.clone())),
        "display": store.name.get_untracked(),
        "at": display::now_text(),
        "mode": if store.is_attracting() { "attract" } else { "touch" },
        "edition": edition.map(|edition| edition.id.clone()),
        "edition_made_at": edition.map(|edition| edition.made_at.to_string()),
        "failures": worker.as_ref().map_or(store.failures.get_untracked(), |worker| worker.failures),
        "memory_mb": display::memory_mb(),
        "seconds_open": display::seconds_open() as u64,
        "last_event": log.last().map(|last| json!({ "at": last.at, "kind": last.kind, "detail": last.detail })),
    });
    spawn_local(async move {
        let deadline = Deadline::start();
        // A receiver that is down is nobody's concern in the hall.
        let _ = client::post(&url, beat.to_string(), &deadline.signal()).await;
    });
}

fn drift(minute: u64) {
    let place = (minute % DRIFT.len() as u64) as usize;
    let (across, down) = DRIFT.get(place).copied().unwrap_or_default();
    display::set_root_property("--drift-x", &format!("{across}px"));
    display::set_root_property("--drift-y", &format!("{down}px"));
}

/// Wakes the display: whoever touched it finds what there is.
pub fn wake(store: Store) {
    store.note_input();
    if store.is_attracting() && store.kiosk.with_untracked(Option::is_some) {
        store.go(View::Home);
        store.load_index();
    }
}
