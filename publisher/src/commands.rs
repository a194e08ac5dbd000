//! What a person calls: each command of `portal` is a module.

pub mod new;
pub mod preview;
pub mod publish;
