use crate::markup::{Element, el};

/// A button behind which a script of `public/tools` stands: `data-tool` names it. Where scripts don't run it is hidden.
pub fn tool_button(class: &'static str, tool: &'static str, failed: &'static str) -> Element {
    el("button").class(class).attr("type", "button").attr("data-tool", tool).attr("data-failed", failed)
}

/// Where a tool says what became of it.
pub fn tool_status() -> Element {
    el("p").class("tool-status").attr("role", "status").attr("data-slot", "")
}
