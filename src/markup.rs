//! Markup as data: what components return.
//!
//! Leptos makes a type of every shape of element, and code to draw, hydrate and change each; most of a portal's markup
//! never changes while it is on screen. Here an element is a value, so the browser is sent that code once. What does change
//! (a closure, a listener) is a Leptos view inside: [`Markup::from`] takes one. Hydration walks only the elements that
//! hold such a view.
//!
//! `value` is the data, `tags` the elements there are, `notation` the macro [`markup!`] that writes them; `draw`, `hydrate` and
//! `write` put it into a document, over one, and into HTML; `view` answers to Leptos.

mod draw;
mod hydrate;
mod notation;
pub mod tags;
pub mod value;
mod view;
#[cfg(feature = "ssr")]
mod write;

pub use draw::MarkupState;
pub use notation::markup;
pub use tags::Tag;
pub use value::{Element, Markup, el};
