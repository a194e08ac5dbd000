//! Changing the page on screen so that one fades into the other, where the browser can and the reader likes motion.

use js_sys::{Function, Reflect};
use leptos::prelude::{document, request_animation_frame, window};
use leptos::task::tick;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::future_to_promise;

/// Calls `change`, and `settle` once what it changed stands in the document.
pub fn transition(change: impl FnOnce() + 'static, settle: impl FnOnce() + 'static) {
    let Some(start) = view_transition() else {
        change();
        request_animation_frame(settle);
        return;
    };
    let update = Closure::once_into_js(move || {
        change();
        future_to_promise(async move {
            tick().await;
            settle();
            Ok(JsValue::UNDEFINED)
        })
    });
    let _ = start.call1(&document(), &update);
}

/// The browser's `startViewTransition`, unless motion is unwelcome or nobody sees it.
fn view_transition() -> Option<Function> {
    let is_calm = window().match_media("(prefers-reduced-motion: reduce)").ok()??.matches();
    let start = Reflect::get(&document(), &"startViewTransition".into()).ok()?.dyn_into::<Function>().ok()?;
    (!is_calm && !document().hidden()).then_some(start)
}
