//! The operator's panel: behind a hidden gesture and a PIN, which keep passers-by out. Nothing behind it is secret or
//! destroys anything.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::parts::{heading, press, screen, way_back, words};
use crate::browser::display;
use crate::surfaces::kiosk::log;
use crate::surfaces::kiosk::store::{Store, View};
use crate::surfaces::kiosk::tick::{CHECK_NOW, ask_worker, restart};

/// Wrong PINs in a row, after which further ones have to wait.
const MOST_WRONG: u32 = 5;
const LOCKED_SECONDS: f64 = 60.0;

/// Digits, until the PIN is right.
pub fn pin(store: Store) -> AnyView {
    let (_, kiosk) = words(store.lang.get_untracked());
    let digits = RwSignal::new(String::new());
    let said = RwSignal::new(String::new());
    // The display's, not the view's: who leaves and comes back has not more tries.
    let wrong = store.wrong_pins;
    let enter = move || {
        let (count, since) = wrong.get_value();
        let left = since + LOCKED_SECONDS - display::seconds_open();
        if count >= MOST_WRONG && left > 0.0 {
            said.set((kiosk.pin_locked)(left.ceil() as u32));
            return;
        }
        let Some(pin) = untrack(|| store.settings()).and_then(|settings| settings.pin) else { return };
        let typed = digits.get_untracked();
        digits.set(String::new());
        spawn_local(async move {
            if is_right(&pin, &typed).await {
                wrong.set_value((0, 0.0));
                store.back();
                store.go(View::Panel);
            } else {
                wrong.update_value(|(count, since)| {
                    *count += 1;
                    *since = display::seconds_open();
                });
                if wrong.get_value().0 % MOST_WRONG == 1 {
                    log::note("pin", "a wrong PIN was entered");
                }
                said.set(kiosk.wrong_pin.to_owned());
            }
        });
    };
    let keys = (0..10).map(|place| (place + 1) % 10).map(|digit: u32| {
        view! { <button class="key" type="button" on:click=move |_| digits.update(|digits| if digits.len() < 12 { digits.push_str(&digit.to_string()) })>{digit}</button> }
    });
    let keys = keys.collect::<Vec<_>>();
    let stage = view! {
        {heading(kiosk.enter_pin)}
        <p class="stage__query" aria-label=kiosk.enter_pin>{move || "•".repeat(digits.with(String::len))}</p>
        <p class="stage__hint" role="status">{said}</p>
    };
    let controls = view! {
        <div class="keyboard"><div class="keyboard__row keyboard__row--digits">{keys}</div></div>
        <div class="controls__bar">
            {way_back(store)}
            {press(kiosk.delete, move || digits.update(|digits| { digits.pop(); }))}
            {press("OK", enter)}
        </div>
    };
    screen(stage.into_any(), controls.into_any())
}

/// Whether a PIN is the one whose hash the settings have.
async fn is_right(hashed: &str, pin: &str) -> bool {
    let mut parts = hashed.splitn(3, ':');
    let (Some("sha256"), Some(salt), Some(hash)) = (parts.next(), parts.next(), parts.next()) else { return false };
    display::sha256(&format!("{salt}{pin}")).await.as_deref() == Some(hash)
}

/// How the display is, and what has happened to it.
pub fn panel(store: Store) -> AnyView {
    let (text, kiosk) = words(store.lang.get_untracked());
    let moment = move |ms: u64| {
        store.hall_time(ms as f64).map(|local| {
            let (year, month, day) = local.day();
            format!("{} {}", (text.date)(year, month, day), local.time_of_day())
        })
    };
    let facts = move || {
        let worker = store.worker.get();
        let edition = |name: Option<&crate::content::model::EditionName>| {
            name.map_or("–".to_owned(), |name| format!("{} ({})", name.id, name.made_at.format_for_people(text)))
        };
        let worker = worker.as_ref();
        let [shown, waiting, contact, failures, memory, open] = kiosk.facts;
        let rows = [
            (kiosk.display_name, store.name.get().unwrap_or_else(|| kiosk.unnamed.to_owned())),
            (shown, edition(worker.and_then(|worker| worker.current.as_ref()))),
            (waiting, edition(worker.and_then(|worker| worker.staged.as_ref()))),
            (contact, worker.and_then(|worker| moment(worker.contact_at?)).unwrap_or_else(|| "–".to_owned())),
            (failures, worker.map_or(store.failures.get(), |worker| worker.failures).to_string()),
            (memory, format!("{} MB", display::memory_mb())),
            (open, ((display::seconds_open() / 60.0) as u64).to_string()),
        ];
        rows.map(|(label, fact)| view! { <div><dt>{label}</dt><dd>{fact}</dd></div> }).into_iter().collect::<Vec<_>>()
    };
    let events = move || {
        let refusals = store.worker.get().map(|worker| worker.refusals).unwrap_or_default();
        let refusals = refusals.into_iter().map(|refusal| {
            let id = refusal.id.unwrap_or_default();
            (moment(refusal.at).unwrap_or_default(), (kiosk.refused)(&id, &refusal.reason))
        });
        let events = log::read().into_iter().rev().map(|event| (event.at, format!("{}: {}", event.kind, event.detail)));
        let rows = refusals.chain(events).collect::<Vec<_>>();
        if rows.is_empty() {
            return view! { <p>{kiosk.no_events}</p> }.into_any();
        }
        view! { <ul class="events">{rows.into_iter().map(|(at, what)| view! { <li><time>{at}</time> " " {what}</li> }).collect::<Vec<_>>()}</ul> }.into_any()
    };
    let stage = view! {
        {heading(kiosk.operator)}
        <dl class="facts" data-unspoken>{facts}</dl>
        <h2>{kiosk.events}</h2>
        {events}
    };
    let check = move || {
        spawn_local(async move {
            ask_worker(store, CHECK_NOW).await;
        });
    };
    let controls = view! {
        <div class="controls__bar">
            {way_back(store)}
            {press(kiosk.check_now, check)}
            {press(kiosk.reload, move || restart(store, "by the operator"))}
            {press(kiosk.clean, move || store.clean())}
            {press(kiosk.scroll_up, || display::scroll_by_part(".stage", -0.8))}
            {press(kiosk.scroll_down, || display::scroll_by_part(".stage", 0.8))}
        </div>
    };
    screen(stage.into_any(), controls.into_any())
}
