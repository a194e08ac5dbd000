//! Links of this site: plain clicks on them, and what foretells one.

use std::time::Duration;

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

use super::timer::Timer;

/// A link of this site that a plain click follows.
pub struct Link {
    pub pathname: String,
    /// With its `?`, or empty.
    pub search: String,
    /// With its `#`, or empty.
    pub hash: String,
}

/// How long a pointer or the focus rests on a link that is about to be followed.
const REST: Duration = Duration::from_millis(80);

const EVENTS: [&str; 5] = ["click", "keyup", "pointercancel", "pointerdown", "pointerover"];

/// Listens to what is done with the site's links. Dropping it stops that.
pub struct LinkListener {
    closure: Closure<dyn FnMut(MouseEvent)>,
}

impl LinkListener {
    /// `follow` takes a link that is clicked over by returning `Some`; otherwise the browser follows it as it always did.
    /// `foresee` is told of one that is pressed, or that a pointer or the keyboard's focus has rested on; without one, of a touch that has become
    /// a scroll. The focus alone tells nothing: scripts give it, too.
    ///
    /// It sits on the document, below the router's own listener on the window, which never sees a link click.
    pub fn start(
        follow: impl Fn(Link) -> Option<()> + 'static,
        foresee: impl Fn(Option<Link>) + Copy + 'static,
    ) -> Self {
        let mut resting: Option<Timer> = None;
        let mut place = None;
        let closure = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
            let kind = event.type_();
            if kind.starts_with("pointer") {
                let before = place.replace((event.client_x(), event.client_y()));
                // Under a pointer that stands still the page has moved, or has just come.
                if kind == "pointerover" && (before.is_none() || before == place) {
                    return;
                }
            }
            drop(resting.take());
            match (kind.as_str(), link_of(&event)) {
                ("pointercancel", _) => foresee(None),
                (_, None) => {}
                ("click", Some(link)) if is_plain(&event) => {
                    event.stop_propagation();
                    if follow(link).is_some() {
                        event.prevent_default();
                    }
                }
                ("click", _) => {}
                ("pointerdown", link) => foresee(link),
                (_, link) => drop(resting.replace(Timer::start(REST, move || foresee(link)))),
            }
        });
        for event in EVENTS {
            let _ = document().add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        }
        Self { closure }
    }
}

impl Drop for LinkListener {
    fn drop(&mut self) {
        for event in EVENTS {
            let _ = document().remove_event_listener_with_callback(event, self.closure.as_ref().unchecked_ref());
        }
    }
}

/// The link that an event comes from inside of.
pub(super) fn pressed_anchor(event: &Event) -> Option<HtmlAnchorElement> {
    event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??.dyn_into().ok()
}

/// The link of this site that an event comes from, if the browser would open it in this tab.
fn link_of(event: &Event) -> Option<Link> {
    let anchor = pressed_anchor(event)?;
    let origin = window().location().origin().ok()?;
    if !anchor.target().is_empty() || anchor.has_attribute("download") || anchor.origin() != origin {
        return None;
    }
    Some(Link { pathname: anchor.pathname(), search: anchor.search(), hash: anchor.hash() })
}

/// Whether nothing is held down, and nobody else has answered to the click.
fn is_plain(event: &MouseEvent) -> bool {
    let is_modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    event.button() == 0 && !is_modified && !event.default_prevented()
}
