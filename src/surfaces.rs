//! What readers meet, each with a frame and a way of its own around the same pages and components.

pub mod kiosk;
pub mod portal;
