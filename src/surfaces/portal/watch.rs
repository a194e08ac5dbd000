//! What is done again each time a signal changes.

use leptos::prelude::Effect;

/// Acts once the app is drawn, and again each time a signal that was read meanwhile changes.
pub fn watch(act: impl FnMut() + 'static) {
    // One type, so that the browser is sent the code around it once.
    let mut act: Box<dyn FnMut()> = Box::new(act);
    Effect::new(move |_: Option<()>| act());
}
