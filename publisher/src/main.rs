//! `portal`: publishes, serves and shows a portal. This file reads the command line; each command is a module of the library.

use std::error::Error;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use portal_publisher::commands::check::{self, CheckArgs};
use portal_publisher::commands::display::{self, DisplayArgs};
use portal_publisher::commands::new::{self, NewArgs};
use portal_publisher::commands::publish::{self, PublishArgs};
use portal_publisher::commands::rollback::{self, RollbackArgs};
use portal_publisher::commands::serve::{self, ServeArgs};

/// Publishes, serves and shows a public agency's portal.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(CheckArgs),
    Publish(PublishArgs),
    Rollback(RollbackArgs),
    New(NewArgs),
    Serve(ServeArgs),
    Display(DisplayArgs),
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn Error>> {
    match command {
        Command::Check(args) => check::run(&args)?,
        Command::Publish(args) => publish::run(args)?,
        Command::Rollback(args) => rollback::run(&args)?,
        Command::New(args) => new::run(&args)?,
        Command::Serve(args) => serve::run(args)?,
        Command::Display(args) => display::run(args)?,
    }
    Ok(())
}
