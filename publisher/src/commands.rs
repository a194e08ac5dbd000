//! The commands of `portal`, one module each.

pub mod new;
pub mod preview;
pub mod publish;
