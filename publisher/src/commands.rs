//! What a person calls: each command of `portal` is a module, which says what the command takes, does it and tells what
//! came of it.

pub mod check;
pub mod display;
pub mod new;
pub mod preview;
pub mod publish;
pub mod rollback;
pub mod serve;
