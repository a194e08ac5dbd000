//! A public agency's news and information portal: the app, for the browser (`hydrate`) and for prerendering (`ssr`).

pub mod content;
pub mod path;
pub mod text;
