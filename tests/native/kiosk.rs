//! The kiosk as published: its settings, its document, what it shows, and its edition.

mod document;
mod edition;
mod settings;
mod shown;
