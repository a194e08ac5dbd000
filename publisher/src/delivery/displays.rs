//! The operators' list of displays: what `portal serve --displays` hears from the boxes in halls, and asks of them.
//!
//! `message` holds the types that both sides speak.

pub mod message;
