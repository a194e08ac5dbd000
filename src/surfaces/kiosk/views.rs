//! What the display shows: a file for each view, and what they are made of (`parts`, `keyboard`, `qr`).

pub mod attract;
pub mod help;
pub mod panel;
pub mod parts;
pub mod search;
pub mod touch;

mod keyboard;
mod qr;
