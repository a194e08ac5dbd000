//! Plain clicks on links of this site.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent};

/// A link of this site that a plain click follows.
pub struct Link {
    pub pathname: String,
    /// With its `?`, or empty.
    pub search: String,
    /// With its `#`, or empty.
    pub hash: String,
}

/// Listens to clicks on the site's links. Dropping it stops that.
pub struct LinkListener {
    closure: Closure<dyn FnMut(MouseEvent)>,
}

impl LinkListener {
    /// `follow` takes a link over by returning `Some`; otherwise the browser follows it as it always did.
    ///
    /// It sits on the document, below the router's own listener on the window, which never sees a link click.
    pub fn start(follow: impl Fn(Link) -> Option<()> + 'static) -> Self {
        let closure = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
            if let Some(link) = plain_click_on_link(&event) {
                event.stop_propagation();
                if follow(link).is_some() {
                    event.prevent_default();
                }
            }
        });
        let _ = document().add_event_listener_with_callback("click", closure.as_ref().unchecked_ref());
        Self { closure }
    }
}

impl Drop for LinkListener {
    fn drop(&mut self) {
        let _ = document().remove_event_listener_with_callback("click", self.closure.as_ref().unchecked_ref());
    }
}

/// The link that an event comes from inside of.
pub(super) fn pressed_anchor(event: &Event) -> Option<HtmlAnchorElement> {
    event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??.dyn_into().ok()
}

/// The link of this site that was clicked with nothing held down, if any.
fn plain_click_on_link(event: &MouseEvent) -> Option<Link> {
    let is_plain =
        event.button() == 0 && !event.meta_key() && !event.ctrl_key() && !event.shift_key() && !event.alt_key();
    if !is_plain || event.default_prevented() {
        return None;
    }
    let anchor = pressed_anchor(event)?;
    let origin = window().location().origin().ok()?;
    if !anchor.target().is_empty() || anchor.has_attribute("download") || anchor.origin() != origin {
        return None;
    }
    Some(Link { pathname: anchor.pathname(), search: anchor.search(), hash: anchor.hash() })
}
