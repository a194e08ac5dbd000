//! The document around the app: its root, its inlined data, its head, its focus.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusOptions, HtmlElement};

/// Where the API is unless the shell says otherwise.
const DEFAULT_API_BASE: &str = "/api/v1";

/// The element the app lives in.
pub fn app_root() -> Option<HtmlElement> {
    document().get_element_by_id("app")?.dyn_into().ok()
}

/// The page's inlined data, as JSON.
pub fn inlined_page() -> Option<String> {
    document().get_element_by_id("page-data")?.text_content()
}

/// Whether a page is on screen, and not just the shell.
pub fn has_heading() -> bool {
    find("#app h1").is_some()
}

/// The content API's base, without a trailing slash.
pub fn content_api_base() -> String {
    let named = find("meta[name=content-api]").and_then(|meta| meta.get_attribute("content"));
    let named = named.map(|base| base.trim_end_matches('/').to_owned()).filter(|base| !base.is_empty());
    named.unwrap_or_else(|| DEFAULT_API_BASE.to_owned())
}

/// With which build of the app the document was published; `None` where it does not say.
pub fn build() -> Option<String> {
    document().document_element()?.get_attribute("data-build")
}

/// Loads the address anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// Whether the content API is another site's, as the shell says with its whole address.
pub fn is_api_elsewhere() -> bool {
    content_api_base().contains("://")
}

/// Says on the root element that the app has taken over.
pub fn mark_ready() {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-app", "ready");
    }
}

/// What the head says of the page on screen.
pub struct DocumentHead<'a> {
    /// A BCP 47 tag.
    pub lang: &'a str,
    pub title: &'a str,
    pub description: Option<&'a str>,
    /// Absolute.
    pub canonical: Option<&'a str>,
    pub robots: Option<&'a str>,
}

/// Title and metadata of the page now on screen.
pub fn set_head(head: &DocumentHead<'_>) {
    if let Some(root) = document().document_element() {
        say(&root, "lang", head.lang);
    }
    document().set_title(head.title);
    set_or_remove("meta[name=description]", "content", "meta", ("name", "description"), head.description);
    set_or_remove("link[rel=canonical]", "href", "link", ("rel", "canonical"), head.canonical);
    set_or_remove("meta[name=robots]", "content", "meta", ("name", "robots"), head.robots);
}

/// Sets an attribute, unless it says so already: browsers make the style of the whole page anew when its `lang` is set, even to what it was.
pub(super) fn say(element: &Element, attribute: &str, value: &str) {
    if element.get_attribute(attribute).as_deref() != Some(value) {
        let _ = element.set_attribute(attribute, value);
    }
}

/// Makes an element of the head say `value`, or takes it away.
fn set_or_remove(selector: &str, attribute: &str, tag: &str, marker: (&str, &str), value: Option<&str>) {
    match (find(selector), value) {
        (Some(element), Some(value)) => say(&element, attribute, value),
        (Some(element), None) => element.remove(),
        (None, Some(value)) => {
            let (Ok(element), Some(head)) = (document().create_element(tag), document().head()) else { return };
            let _ = element.set_attribute(marker.0, marker.1);
            let _ = element.set_attribute(attribute, value);
            let _ = head.append_child(&element);
        }
        (None, None) => {}
    }
}

/// Moves the focus to the page's heading, without scrolling.
pub fn focus_heading() {
    focus("#app h1");
}

/// Moves the focus to the first element that a selector names, without scrolling.
pub fn focus(selector: &str) {
    let element = find(selector).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
    }
}

/// Tells the scripts around the app that another page is on screen.
pub fn announce_navigation() {
    if let Ok(event) = Event::new("portal:navigated") {
        let _ = document().dispatch_event(&event);
    }
}

/// Seconds since 1970.
pub fn now() -> i64 {
    (js_sys::Date::now() / 1_000.0) as i64
}

/// Whether the page is in a tab that is seen.
pub fn is_visible() -> bool {
    !window().document().is_some_and(|document| document.hidden())
}

fn find(selector: &str) -> Option<Element> {
    document().query_selector(selector).ok().flatten()
}
