//! `portal`: publishes, serves and shows a portal. Everything is in the library; its `commands` are what a person calls.

use std::process::ExitCode;

use portal_publisher::commands::{Arguments, run};

/// Publishing makes and drops millions of small things: a fifth of its time was the C library's allocator (docs/decisions/0077).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run(Arguments::read()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
