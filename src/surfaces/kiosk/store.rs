//! What the display shows, as signals. Handles only, so it is copied freely.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::HtmlElement;

use super::log;
use super::search::Searchable;
use crate::browser::display::{self, PageLink};
use crate::browser::{self, Deadline, Utterance};
use crate::content::client::{self, Asked};
use crate::content::error::ContentError;
use crate::content::model::{Kiosk, KioskIndex, KioskSettings, Notice, Site, WorkerState};
use crate::content::page_data::PageData;
use crate::path::AppPath;
use crate::path::word::Slug;
use crate::text::typing::{Method, Typing};
use crate::text::{Lang, LocalTime};

/// The steps of the text size, in percent.
pub const SIZES: [u32; 5] = [100, 125, 150, 175, 200];
/// The steps of the voice's volume, in percent.
pub const VOLUMES: [u32; 5] = [20, 40, 60, 80, 100];
const USUAL_VOLUME: usize = 3;
/// For how long touches are ignored while somebody wipes the glass.
const CLEANING_SECONDS: u32 = 30;
/// Letters a second of the slowest voice, and seconds that any may take to begin.
const SLOWEST_SPEECH: f64 = 5.0;
const SPEECH_PATIENCE: f64 = 20.0;
/// A second tap that follows a change of view was meant for what is gone.
const GUARD_SECONDS: f64 = 0.35;

/// What is on screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum View {
    /// Stories take turns; nobody is there.
    Attract,
    Home,
    Latest,
    Section(Slug),
    /// An article or a standing page.
    Reading(AppPath),
    Contact,
    Search,
    Help,
    /// An address to be opened on one's phone.
    Code {
        title: String,
        address: String,
    },
    /// The operator's panel, and the PIN before it.
    Pin,
    Panel,
}

/// The document of `View::Reading`.
#[derive(Clone, Debug)]
pub enum Document {
    Loading,
    Ready(Box<PageData>),
    Failed(ContentError),
}

/// What is searched, in the language that is shown.
pub enum Index {
    Missing,
    Loading,
    Failed,
    Ready(Searchable),
}

impl Index {
    pub fn ready(&self) -> Option<&Searchable> {
        if let Self::Ready(pages) = self { Some(pages) } else { None }
    }
}

/// Everything of one language.
#[derive(Clone)]
pub struct Documents {
    pub site: Site,
    pub kiosk: Kiosk,
}

/// Everything on screen.
#[derive(Clone, Copy)]
pub struct Store {
    pub lang: RwSignal<Lang>,
    pub site: RwSignal<Option<Site>>,
    pub kiosk: RwSignal<Option<Kiosk>>,
    pub index: RwSignal<Index>,
    pub notice: RwSignal<Option<Notice>>,
    pub view: RwSignal<View>,
    pub document: RwSignal<Document>,
    /// The links of the document on the stage.
    pub links: RwSignal<Vec<PageLink>>,
    /// The index of the text size in `SIZES`, and of the volume in `VOLUMES`.
    pub size: RwSignal<usize>,
    pub volume: RwSignal<usize>,
    pub is_contrast: RwSignal<bool>,
    pub typing: RwSignal<Typing>,
    /// The block being spoken, counted from the top; `None` in silence.
    pub spoken: RwSignal<Option<usize>>,
    pub has_no_voice: RwSignal<bool>,
    /// Seconds left to answer whether somebody is there.
    pub countdown: RwSignal<Option<u32>>,
    /// Seconds that touches are still ignored.
    pub cleaning: RwSignal<Option<u32>>,
    /// The hall's clock; `None` while the device's clock cannot be right.
    pub clock: RwSignal<Option<LocalTime>>,
    /// Seconds since 1970.
    pub now: RwSignal<Option<i64>>,
    pub worker: RwSignal<Option<WorkerState>>,
    /// Polls in a row without an answer, where there is no worker.
    pub failures: RwSignal<u32>,
    /// The places in `Kiosk::stories` of the two layers that take turns.
    pub layers: [RwSignal<Option<usize>>; 2],
    pub front: RwSignal<usize>,
    pub is_night: RwSignal<bool>,
    /// This display's name, as its address or its operator said.
    pub name: RwSignal<Option<String>>,
    /// Wrong PINs in a row, and when the last one was entered.
    pub(super) wrong_pins: StoredValue<(u32, f64)>,
    /// What the next person is to find: everything of the main language.
    main: StoredValue<Option<Documents>>,
    /// Whether the site has answered what its notice is.
    has_asked_for_notice: StoredValue<bool>,
    /// Counts the loads: an answer that is not the last one's is late.
    loads: StoredValue<u32>,
    trail: StoredValue<Vec<View>>,
    /// When somebody last did something, and when the view last changed, in seconds since the page was opened.
    pub(super) last_input: StoredValue<f64>,
    view_changed: StoredValue<f64>,
    /// When the voice ought to be through with what it says.
    spoken_until: StoredValue<f64>,
    /// What had the focus before the question.
    focused: StoredValue<Option<HtmlElement>, LocalStorage>,
    utterance: StoredValue<Option<Utterance>, LocalStorage>,
    reading: StoredValue<Option<Deadline>, LocalStorage>,
}

impl Store {
    /// Signals need an owner, so call it under one.
    pub fn new(name: Option<String>) -> Self {
        Self {
            lang: RwSignal::new(Lang::default()),
            site: RwSignal::new(None),
            kiosk: RwSignal::new(None),
            index: RwSignal::new(Index::Missing),
            notice: RwSignal::new(None),
            view: RwSignal::new(View::Attract),
            document: RwSignal::new(Document::Loading),
            links: RwSignal::new(Vec::new()),
            size: RwSignal::new(0),
            volume: RwSignal::new(USUAL_VOLUME),
            is_contrast: RwSignal::new(false),
            typing: RwSignal::new(Typing::new(Method::Telex)),
            spoken: RwSignal::new(None),
            has_no_voice: RwSignal::new(false),
            countdown: RwSignal::new(None),
            cleaning: RwSignal::new(None),
            clock: RwSignal::new(None),
            now: RwSignal::new(None),
            worker: RwSignal::new(None),
            failures: RwSignal::new(0),
            layers: [RwSignal::new(None), RwSignal::new(None)],
            front: RwSignal::new(0),
            is_night: RwSignal::new(false),
            name: RwSignal::new(name),
            wrong_pins: StoredValue::new((0, 0.0)),
            main: StoredValue::new(None),
            has_asked_for_notice: StoredValue::new(false),
            loads: StoredValue::new(0),
            trail: StoredValue::new(Vec::new()),
            last_input: StoredValue::new(0.0),
            view_changed: StoredValue::new(0.0),
            spoken_until: StoredValue::new(0.0),
            focused: StoredValue::new_local(None),
            utterance: StoredValue::new_local(None),
            reading: StoredValue::new_local(None),
        }
    }

    /// This display's settings; `None` until they are there.
    pub fn settings(&self) -> Option<KioskSettings> {
        let name = self.name.get();
        self.kiosk.with(|kiosk| {
            let kiosk = kiosk.as_ref()?;
            let own = kiosk.displays.iter().find(|display| Some(display.name.as_str()) == name.as_deref());
            Some(own.map_or(&kiosk.settings, |display| &display.settings).clone())
        })
    }

    /// An address of the site as somebody's phone needs it.
    pub fn address_of(&self, path: &impl fmt::Display) -> String {
        let origin = self.site.with_untracked(|site| site.as_ref().map(|site| site.url.clone()));
        format!("{}{path}", origin.unwrap_or_default())
    }

    /// What the hall's clock says at a moment, in milliseconds since 1970; `None` until the site's time zone is known.
    pub fn hall_time(&self, at_ms: f64) -> Option<LocalTime> {
        let zone = self.site.with_untracked(|site| site.as_ref().map(|site| site.time_zone.clone()))?;
        let [year, month, day, hour, minute] = display::local_time(&zone, at_ms)?;
        LocalTime::new(year, month, day, hour, minute)
    }

    /// Ignores touches and keys for as long as it takes to wipe the glass.
    pub fn clean(&self) {
        self.cleaning.set(Some(CLEANING_SECONDS));
    }

    pub fn is_attracting(&self) -> bool {
        self.view.with_untracked(|view| *view == View::Attract)
    }

    /// Opens a view; *back* leads to the one before.
    pub fn go(&self, view: View) {
        let left = self.view.get_untracked();
        if left == view {
            return;
        }
        if left != View::Attract {
            self.trail.update_value(|trail| trail.push(left));
        }
        self.show(view);
    }

    /// Opens the view before.
    pub fn back(&self) {
        let before = self.trail.try_update_value(Vec::pop).flatten();
        self.show(before.unwrap_or(View::Home));
    }

    fn show(&self, view: View) {
        self.silence();
        self.links.set(Vec::new());
        self.reading.set_value(None);
        self.guard();
        if let View::Reading(path) = &view {
            self.read(path.clone());
        }
        self.view.set(view);
        display::soon(|| {
            // Elements of the view before are used again.
            [".stage", ".controls", ".controls .choices"].into_iter().for_each(display::scroll_to_top);
            browser::focus(".stage h1");
        });
    }

    /// Whether a press of that time, in seconds since the page was opened, was meant for a view that has gone. A busy
    /// device tells of it later.
    pub fn is_guarded(&self, pressed: f64) -> bool {
        pressed - self.view_changed.get_value() < GUARD_SECONDS
    }

    /// Makes the click that follows be ignored.
    pub fn guard(&self) {
        self.view_changed.set_value(display::seconds_open());
    }

    /// Asks whether somebody is still there.
    pub fn ask(&self, seconds: u32) {
        if self.countdown.get_untracked().is_none() {
            self.focused.set_value(display::focused());
            display::soon(|| browser::focus(".question__stay"));
        }
        self.countdown.set(Some(seconds));
    }

    /// Notes that somebody is there.
    pub fn note_input(&self) {
        self.last_input.set_value(display::seconds_open());
        if self.countdown.get_untracked().is_some() {
            self.countdown.set(None);
            if let Some(focused) = self.focused.try_update_value(Option::take).flatten() {
                // Once the question is gone, which keeps it away.
                display::soon(move || drop(focused.focus()));
            }
        }
    }

    /// Wipes what somebody did, so that the next person finds nothing, and lets stories take turns again.
    pub fn finish(&self) {
        self.trail.set_value(Vec::new());
        self.typing.set(Typing::new(Method::Telex));
        self.size.set(0);
        self.volume.set(USUAL_VOLUME);
        self.is_contrast.set(false);
        self.countdown.set(None);
        self.focused.set_value(None);
        self.document.set(Document::Loading);
        self.loads.update_value(|loads| *loads += 1);
        self.show(View::Attract);
        if let Some(main) = self.main.get_value().filter(|_| self.lang.get_untracked() != Lang::default()) {
            self.take(Lang::default(), main);
        }
    }

    /// Fetches everything of a language, then shows it; without an answer what is shown stays.
    pub fn load(&self, lang: Lang) {
        let store = *self;
        store.loads.update_value(|loads| *loads += 1);
        let load = store.loads.get_value();
        spawn_local(async move {
            match fetch_documents(lang).await {
                _ if store.loads.get_value() != load => {}
                Ok(documents) => store.take(lang, documents),
                Err(error) => {
                    store.failures.update(|failures| *failures += 1);
                    if store.kiosk.with_untracked(Option::is_none) {
                        log::note("load", &error.to_string());
                    }
                }
            }
        });
    }

    /// Shows documents; equal ones change nothing on screen.
    fn take(&self, lang: Lang, Documents { site, kiosk }: Documents) {
        self.failures.set(0);
        let is_same = self.lang.get_untracked() == lang
            && self.kiosk.with_untracked(|shown| shown.as_ref() == Some(&kiosk))
            && self.site.with_untracked(|shown| shown.as_ref() == Some(&site));
        if is_same {
            return;
        }
        let changes_language = self.lang.get_untracked() != lang;
        let is_first = self.kiosk.with_untracked(Option::is_none);
        if !changes_language && !is_first && !self.is_attracting() {
            // Nothing changes under somebody's hands.
            return;
        }
        if lang == Lang::default() {
            self.main.set_value(Some(Documents { site: site.clone(), kiosk: kiosk.clone() }));
        }
        // The edition may still have a notice that the site has taken back.
        let is_taken_back = self.has_asked_for_notice.get_value() && self.notice.with_untracked(Option::is_none);
        if !is_taken_back && (changes_language || self.notice.with_untracked(Option::is_none)) {
            self.notice.set(site.notice.clone());
        }
        let has_stories = !kiosk.stories.is_empty();
        let front = self.front.get_untracked();
        self.index.set(Index::Missing);
        self.site.set(Some(site));
        self.kiosk.set(Some(kiosk));
        // The first of the new stories is there at once.
        for (place, layer) in self.layers.into_iter().enumerate() {
            layer.set((place == front && has_stories).then_some(0));
        }
        if changes_language {
            self.trail.set_value(Vec::new());
            self.lang.set(lang);
            self.load_notice();
            if !self.is_attracting() {
                self.show(View::Home);
            }
        }
    }

    /// Fetches what the search needs, unless it is there or on its way.
    pub fn load_index(&self) {
        let store = *self;
        if store.index.with_untracked(|index| matches!(index, Index::Loading | Index::Ready(_))) {
            return;
        }
        // What failed is still told to have failed while it is tried again.
        if store.index.with_untracked(|index| matches!(index, Index::Missing)) {
            store.index.set(Index::Loading);
        }
        let lang = store.lang.get_untracked();
        spawn_local(async move {
            let deadline = Deadline::start();
            let index =
                client::fetch::<KioskIndex>(&format!("{}kiosk-search.json", lang.prefix()), &deadline.signal()).await;
            if store.lang.get_untracked() == lang {
                store.index.set(index.map_or(Index::Failed, |index| Index::Ready(Searchable::new(index))));
            }
        });
    }

    /// Asks the site for its urgent notice; without an answer what is shown stays.
    pub fn load_notice(&self) {
        let store = *self;
        let lang = store.lang.get_untracked();
        spawn_local(async move {
            let deadline = Deadline::start();
            let notice =
                client::fetch::<Option<Notice>>(&format!("{}notice.json", lang.prefix()), &deadline.signal()).await;
            if let Ok(notice) = notice
                && store.lang.get_untracked() == lang
            {
                store.has_asked_for_notice.set_value(true);
                set_if_changed(store.notice, notice);
            }
        });
    }

    fn read(&self, path: AppPath) {
        let store = *self;
        store.document.set(Document::Loading);
        let deadline = Deadline::start();
        let signal = deadline.signal();
        let ticket = deadline.ticket();
        // Leaving the page drops the deadline, and so the request.
        store.reading.set_value(Some(deadline));
        spawn_local(async move {
            let result = client::fetch_page(&path, Asked::Now, &signal).await;
            let is_awaited =
                store.reading.with_value(|reading| reading.as_ref().is_some_and(|last| last.ticket() == ticket));
            if is_awaited {
                store.document.set(match result {
                    Ok(page) => Document::Ready(Box::new(page)),
                    Err(error) => Document::Failed(error),
                });
            }
        });
    }

    /// Reads the blocks of the stage aloud, from the first one; again, it falls silent.
    pub fn toggle_speech(&self, blocks: &'static str) {
        if self.spoken.get_untracked().is_some() {
            self.silence();
        } else {
            self.speak(blocks, 0);
        }
    }

    fn speak(&self, blocks: &'static str, place: usize) {
        let store = *self;
        let texts = display::read_blocks(blocks);
        let Some(text) = texts.get(place) else { return store.silence() };
        let is_over = AtomicBool::new(false);
        let on_end = move || {
            // An error and an end may both be told of one text.
            if !is_over.swap(true, Ordering::Relaxed) && store.spoken.get_untracked() == Some(place) {
                // Not within the voice's own event, which goes on with the text that is over.
                display::soon(move || store.speak(blocks, place + 1));
            }
        };
        let lang = store.lang.get_untracked().tag();
        let percent = VOLUMES.get(store.volume.get_untracked()).copied().unwrap_or(100);
        store.spoken.set(Some(place));
        let seconds = SPEECH_PATIENCE + text.chars().count() as f64 / SLOWEST_SPEECH;
        store.spoken_until.set_value(display::seconds_open() + seconds);
        // The one before falls silent first, since silencing reaches every text.
        store.utterance.set_value(None);
        let utterance = Utterance::speak(text, lang, percent as f32 / 100.0, on_end);
        store.has_no_voice.set(utterance.is_none());
        match utterance {
            Some(utterance) => {
                store.utterance.set_value(Some(utterance));
                display::mark_block(blocks, Some(place));
            }
            None => store.silence_only(),
        }
    }

    /// Whether the voice is speaking. One that has been at it for too long never ends, and is given up.
    pub fn is_speaking(&self) -> bool {
        let is_stuck = display::seconds_open() > self.spoken_until.get_value();
        if is_stuck && self.spoken.get_untracked().is_some() {
            log::note("voice", "it did not come to an end");
            self.silence();
        }
        self.spoken.get_untracked().is_some()
    }

    fn silence(&self) {
        self.has_no_voice.set(false);
        self.silence_only();
    }

    fn silence_only(&self) {
        self.utterance.set_value(None);
        if self.spoken.get_untracked().is_some() {
            self.spoken.set(None);
            display::mark_block(".stage [data-spoken]", None);
        }
    }
}

/// A signal that is set draws anew, whatever it is set to.
pub fn set_if_changed<T: PartialEq + Clone + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|shown| *shown != value) {
        signal.set(value);
    }
}

async fn fetch_documents(lang: Lang) -> Result<Documents, ContentError> {
    let deadline = Deadline::start();
    let signal = deadline.signal();
    let site = client::fetch(&format!("{}site.json", lang.prefix()), &signal).await?;
    let kiosk = client::fetch(&format!("{}kiosk.json", lang.prefix()), &signal).await?;
    Ok(Documents { site, kiosk })
}
