//! `portal`: publishes, serves and shows a portal. Everything is in the library; its `commands` are what a person calls.

use std::process::ExitCode;

use portal_publisher::commands::{Arguments, run};

fn main() -> ExitCode {
    match run(Arguments::read()) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
