//! Markup as data: what components return.
//!
//! Leptos makes a type of every shape of element, and code to draw, hydrate and change each; most of a portal's markup
//! never changes while it is on screen. Here an element is a value, so the browser is sent that code once. What does change
//! is a closure, as a child ([`live`], [`Element::contents`]) or as an attribute ([`Element::live_attr`]); an element may listen
//! ([`Element::on_click`]). Hydration walks only the elements that hold any of these.
//!
//! `value` is the data, `tags` the elements there are, `notation` the macro [`markup!`] that writes them; `draw`, `hydrate` and
//! `write` put it into a document, over one, and into HTML; `view` answers to Leptos.

mod contents;
mod draw;
mod hydrate;
mod notation;
pub mod tags;
pub mod value;
mod view;
#[cfg(feature = "ssr")]
mod write;

pub use contents::{Contents, live};
pub use draw::MarkupState;
pub use hydrate::{has_met_foreign_nodes, over};
pub use notation::markup;
pub use tags::Tag;
pub use value::{Element, Markup, el};
