//! What the scripts of `public/tools` are used by.

use crate::markup::{Element, markup};

/// A button that a script of `public/tools` answers to: `data-tool` names it. Where scripts don't run it is hidden.
pub fn tool_button(class: &'static str, tool: &'static str, failed: &'static str) -> Element {
    markup! { button class=(class) type="button" data-tool=(tool) data-failed=(failed); }
}

/// Where a tool says what became of it.
pub fn tool_status() -> Element {
    markup! { p "tool-status" role="status" data-slot; }
}
