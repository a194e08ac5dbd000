//! The display of a public hall: it shows stories by itself, and serves whoever walks up.
//!
//! `store` holds what is shown, `tick` changes it by the clock, `input` by touches and keys, `boot` starts it. A view has two
//! parts: a *stage* that is looked at, and *controls* below it, within the reach of a person in a wheelchair.

#[cfg(feature = "hydrate")]
pub mod boot;
#[cfg(feature = "hydrate")]
mod input;
#[cfg(feature = "hydrate")]
mod log;
mod presence;
mod search;
#[cfg(feature = "hydrate")]
mod store;
#[cfg(feature = "hydrate")]
mod tick;
#[cfg(feature = "hydrate")]
mod views;

pub use presence::{Presence, presence};
pub use search::Searchable;
