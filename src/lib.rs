//! A public agency's news and information portal: the app, for the browser (`hydrate`) and for prerendering (`ssr`).
//!
//! Dependencies point one way: `text → content → markup → components → pages → app`. Only `content::client` sends requests,
//! only `browser` names `web_sys`.

pub mod app;
#[cfg(feature = "hydrate")]
pub mod browser;
pub mod components;
pub mod content;
pub mod markup;
pub mod pages;
pub mod path;
#[cfg(feature = "ssr")]
pub mod prerender;
pub mod text;
