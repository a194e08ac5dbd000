//! The operators' list of displays: what `portal serve --displays` hears from the boxes in halls, and asks of them.
//!
//! `message` holds the types that both sides speak, `tokens` who may speak, `heartbeat` what is taken, `register` and
//! `orders` the list, `list` its file, `desk` all of that together, `answers` the requests; `page` and the templates show it in
//! the `words` of one file.

mod answers;
mod desk;
mod heartbeat;
mod list;
pub mod message;
mod orders;
mod page;
mod register;
mod tokens;
mod words;

pub(super) use answers::router;
pub use desk::{Displays, DisplaysOptions, WallClock, wall_clock};
