//! What a display in a hall needs of its browser, beside what every page needs.

use std::pin::pin;
use std::time::Duration;

use futures::channel::oneshot;
use futures::future::{Either, select};
use js_sys::{Array, Intl, Object, Reflect, Uint8Array};
use leptos::prelude::{document, set_timeout, window};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, Event, HtmlElement, HtmlImageElement, MouseEvent, PointerEvent};

use super::document::say;
use super::links::pressed_anchor;
use super::timer::Timer;

/// Sets or removes an attribute of `<html>`, for the style sheet and the boot script.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    match value {
        Some(value) => say(&root, name, value),
        None => {
            let _ = root.remove_attribute(name);
        }
    }
}

/// Sets a custom property of `<html>`.
pub fn set_root_property(name: &str, value: &str) {
    let root = document().document_element().and_then(|root| root.dyn_into::<HtmlElement>().ok());
    if let Some(root) = root {
        let _ = root.style().set_property(name, value);
    }
}

/// Hears an event anywhere in the page before anything else does, for as long as the page lives.
pub fn listen_everywhere(event: &str, listener: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(listener);
    let _ = window().add_event_listener_with_callback_and_bool(event, closure.as_ref().unchecked_ref(), true);
    closure.forget();
}

/// Seconds since the page was opened; a wrong clock that is set right does not change them.
pub fn seconds_open() -> f64 {
    window().performance().map_or_else(|| js_sys::Date::now() / 1000.0, |performance| performance.now() / 1000.0)
}

/// Milliseconds since 1970 by the device's clock.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// What clocks in a time zone say at a moment: year, month, day, hour, minute. `None` where the browser knows no such zone.
pub fn local_time(zone: &str, at_ms: f64) -> Option<[u32; 5]> {
    let options = Object::new();
    let set = |name: &str, value: &str| Reflect::set(&options, &name.into(), &value.into()).ok();
    set("timeZone", zone)?;
    set("hourCycle", "h23")?;
    for field in ["year", "month", "day", "hour", "minute"] {
        set(field, "numeric")?;
    }
    let locales = Array::of1(&"en-US".into());
    // An unknown zone is an exception, so the format is made where one can be caught.
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let make = Reflect::get(&intl, &"DateTimeFormat".into());
    let make: js_sys::Function = make.ok()?.dyn_into().ok()?;
    let format = Reflect::construct(&make, &Array::of2(&locales, &options)).ok()?;
    let format: Intl::DateTimeFormat = format.dyn_into().ok()?;
    let parts = format.format_to_parts(&js_sys::Date::new(&at_ms.into()));
    let part = |name: &str| {
        let found = parts.iter().find(|part| {
            Reflect::get(part, &"type".into()).is_ok_and(|kind| kind.as_string().as_deref() == Some(name))
        })?;
        Reflect::get(&found, &"value".into()).ok()?.as_string()?.parse::<u32>().ok()
    };
    Some([part("year")?, part("month")?, part("day")?, part("hour")? % 24, part("minute")?])
}

/// Waits until a picture of the page can be drawn, or until it is known that it cannot: the one the browser has chosen for
/// its place. Where there is none, at once.
pub async fn decode_picture(selector: &str) {
    let image = document().query_selector(selector).ok().flatten();
    if let Some(image) = image.and_then(|image| image.dyn_into::<HtmlImageElement>().ok()) {
        let _ = JsFuture::from(image.decode()).await;
    }
}

/// Waits for something, but no longer than that many seconds; `None` when it takes longer.
pub async fn within<T>(seconds: f64, work: impl Future<Output = T>) -> Option<T> {
    let (told, over) = oneshot::channel::<()>();
    let _timer = Timer::start(Duration::from_secs_f64(seconds), move || drop(told));
    match select(pin!(work), over).await {
        Either::Left((result, _)) => Some(result),
        Either::Right(_) => None,
    }
}

/// A parameter of the address' query.
pub fn query_parameter(name: &str) -> Option<String> {
    let search = window().location().search().ok()?;
    let pairs = search.strip_prefix('?')?.split('&');
    let value = pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?.1.to_owned();
    js_sys::decode_uri_component(&value).ok()?.as_string()
}

/// Megabytes that the page's script objects and its wasm take; pictures are not in it.
pub fn memory_mb() -> u32 {
    let get = |from: &JsValue, name: &str| Reflect::get(from, &name.into()).ok();
    let heap =
        window().performance().and_then(|performance| get(&get(&performance, "memory")?, "usedJSHeapSize")?.as_f64());
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let wasm = get(&memory.buffer(), "byteLength").and_then(|length| length.as_f64());
    ((heap.unwrap_or_default() + wasm.unwrap_or_default()) / 1_000_000.0) as u32
}

/// SHA-256 of a text, in hexadecimal digits; `None` where the page is not in a secure context.
pub async fn sha256(text: &str) -> Option<String> {
    let subtle = window().crypto().ok()?.subtle();
    let promise = subtle.digest_with_str_and_buffer_source("SHA-256", &Uint8Array::from(text.as_bytes())).ok()?;
    let digest = Uint8Array::new(&JsFuture::from(promise).await.ok()?);
    Some(digest.to_vec().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A link of the page on screen: what it says, and where it leads as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageLink {
    pub label: String,
    pub href: String,
}

/// The links, films and sound of what is on the stage, each address once; they cannot be followed by themselves any more.
pub fn take_links(selector: &str) -> Vec<PageLink> {
    let mut links: Vec<PageLink> = Vec::new();
    for element in find_all(&format!("{selector} :is(a[href], video[src], audio[src])")) {
        let _ = element.set_attribute("tabindex", "-1");
        let _ = element.remove_attribute("controls");
        let name = if element.has_attribute("src") { "src" } else { "href" };
        let Some(href) = element.get_attribute(name).filter(|href| !href.starts_with('#')) else { continue };
        let label = element.get_attribute("aria-label").or_else(|| element.text_content()).unwrap_or_default();
        let label = label.trim();
        let label = if label.is_empty() { href.clone() } else { label.to_owned() };
        // A picture leads to itself: there is nothing more to see.
        let is_picture = element.class_list().contains("content-figure__link");
        if !is_picture && links.iter().all(|link| link.href != href) {
            links.push(PageLink { label, href });
        }
    }
    links
}

/// Where a pressed link leads, as it is written; `None` when no link was pressed.
pub fn pressed_link(event: &Event) -> Option<String> {
    pressed_anchor(event)?.get_attribute("href")
}

/// Whether an event comes from inside what a selector names.
pub fn is_within(event: &Event, selector: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.and_then(|target| target.closest(selector).ok().flatten()).is_some()
}

/// The words of each block that a selector names, in the order of the page. A block within another is a part of that.
pub fn read_blocks(selector: &str) -> Vec<String> {
    let words = |block: Element| block.text_content().unwrap_or_default().trim().to_owned();
    find_blocks(selector).map(words).collect()
}

/// Marks the n-th block that a selector names as the one being spoken, and brings it into view; `None` marks none.
pub fn mark_block(selector: &str, place: Option<usize>) {
    for (position, block) in find_blocks(selector).enumerate() {
        if place == Some(position) {
            let _ = block.set_attribute("data-spoken", "");
            block.scroll_into_view_with_bool(true);
        } else {
            let _ = block.remove_attribute("data-spoken");
        }
    }
}

fn find_blocks(selector: &str) -> impl Iterator<Item = Element> {
    let has_words = |block: &Element| block.text_content().is_some_and(|words| !words.trim().is_empty());
    let is_part = |block: &Element| {
        block.parent_element().is_some_and(|parent| parent.closest(selector).ok().flatten().is_some())
    };
    find_all(selector).into_iter().filter(move |block| has_words(block) && !is_part(block))
}

/// Does something once what is on its way to the screen has arrived there.
pub fn soon(act: impl FnOnce() + 'static) {
    set_timeout(act, Duration::ZERO);
}

/// Moves the focus to the first element that a selector names, and brings it into view.
pub fn focus_in_view(selector: &str) {
    if let Some(element) = find_html(selector) {
        element.scroll_into_view_with_bool(true);
        let _ = element.focus();
    }
}

/// What has the focus, to be given it again.
pub fn focused() -> Option<HtmlElement> {
    document().active_element()?.dyn_into().ok()
}

/// Moves the focus on among the controls that a selector names, round and round.
pub fn move_focus(selector: &str, is_forward: bool) {
    let controls = find_all(selector);
    let active = document().active_element();
    let here = controls.iter().position(|control| active.as_ref() == Some(control));
    let count = controls.len();
    let next = match (here, is_forward) {
        (Some(here), true) => here + 1,
        (Some(here), false) => here + count - 1,
        (None, _) => 0,
    };
    let control = controls.get(next % count.max(1)).and_then(|control| control.dyn_ref::<HtmlElement>());
    if let Some(control) = control {
        let _ = control.focus();
    }
}

/// Scrolls what a selector names by a part of its height.
pub fn scroll_by_part(selector: &str, part: f64) {
    if let Some(element) = find_html(selector) {
        let distance = f64::from(element.client_height()) * part;
        element.set_scroll_top(element.scroll_top() + distance as i32);
    }
}

/// Scrolls what a selector names to its top.
pub fn scroll_to_top(selector: &str) {
    if let Some(element) = find_html(selector) {
        element.set_scroll_top(0);
    }
}

fn find_html(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

fn find_all(selector: &str) -> Vec<Element> {
    let Ok(list) = document().query_selector_all(selector) else { return Vec::new() };
    (0..list.length()).filter_map(|place| list.get(place)?.dyn_into().ok()).collect()
}

/// The moment by the device's clock, in RFC 3339.
pub fn now_text() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}

/// The document's title.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Whether a click comes from a finger or a mouse; one by a key has no count.
pub fn is_by_pointer(event: &Event) -> bool {
    event.dyn_ref::<MouseEvent>().is_some_and(|event| event.detail() > 0)
}

/// How far a mouse has come since its event before, in pixels; `None` of a finger or a pen.
pub fn mouse_distance(event: &Event) -> Option<i32> {
    let event = event.dyn_ref::<PointerEvent>().filter(|event| event.pointer_type() == "mouse")?;
    Some(event.movement_x().abs() + event.movement_y().abs())
}

/// When somebody did what an event tells of, in seconds since the page was opened.
pub fn seconds_of(event: &Event) -> f64 {
    event.time_stamp() / 1000.0
}

/// Whether a service worker answers for this page.
pub fn has_worker() -> bool {
    let get = |from: &JsValue, name: &str| Reflect::get(from, &name.into()).ok().filter(|value| value.is_truthy());
    let container = get(&window(), "navigator").and_then(|navigator| get(&navigator, "serviceWorker"));
    container.and_then(|container| get(&container, "controller")).is_some()
}

/// Marks what holds a picture, named by a selector, when the picture could not be had.
pub fn mark_broken_picture(event: &Event, holder: &str) {
    let picture = event.target().and_then(|target| target.dyn_into::<HtmlImageElement>().ok());
    if let Some(Ok(Some(holder))) = picture.map(|picture| picture.closest(holder)) {
        let _ = holder.set_attribute("data-broken", "");
    }
}
