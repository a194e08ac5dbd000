//! A public agency's news and information portal: the app, for the browser (`hydrate`) and for prerendering (`ssr`).
//!
//! Dependencies point one way: `reader → text → path → content → markup → components → pages →
//! surfaces`. Only `content::client` sends requests,
//! only `browser` names `web_sys`.

#[cfg(feature = "hydrate")]
pub mod browser;
pub mod components;
pub mod content;
pub mod markup;
pub mod pages;
pub mod path;
#[cfg(feature = "ssr")]
pub mod prerender;
pub mod reader;
pub mod surfaces;
pub mod text;
