//! The parts pages are made of. They take model values and return markup; none of them asks for data.
//!
//! The folders depend on each other one way: `tools → forms → article → frame → lists`, each on those before it.

mod article;
mod context;
mod forms;
mod frame;
mod lists;
mod tools;

pub use article::*;
pub use context::*;
pub use forms::*;
pub use frame::*;
pub use lists::*;
pub use tools::*;
