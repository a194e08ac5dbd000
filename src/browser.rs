//! Thin, safe wrappers around the browser: the only place that names `web_sys` types by hand.
//!
//! A wrapper does one thing, and does nothing where the browser lacks it: no page may fail for want of a nicety.

mod deadline;
pub mod display;
mod document;
mod history;
mod links;
mod request;
mod speech;
mod storage;
mod timer;

pub use deadline::Deadline;
pub use document::{
    DocumentHead, announce_navigation, app_root, build, content_api_base, focus, focus_heading, has_heading,
    inlined_page, is_api_elsewhere, is_visible, mark_ready, now, reload, set_head,
};
pub use history::{
    correct_address, current_address, current_pathname, history_entry, keep_scroll_by_hand, mark_entry, push_entry,
    scroll_position, scroll_to, scroll_to_fragment,
};
pub use links::{Link, LinkListener};
pub use request::{Answer, Asked, BodyError, get, may_look_ahead, post_json};
pub use speech::{Utterance, prepare_voices};
pub use storage::{device_storage, keep, read_kept, tab_storage};
pub use timer::Timer;

use wasm_bindgen::JsValue;

/// Tells the operator of something that was skipped.
pub fn log_warning(message: &str) {
    web_sys::console::warn_1(&JsValue::from_str(message));
}

/// Tells the operator of something that failed.
pub fn log_error(message: &str) {
    web_sys::console::error_1(&JsValue::from_str(message));
}
