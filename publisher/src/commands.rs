//! What a person calls: each command of `portal` is a module, which says what the command takes, does it and tells what
//! came of it.

pub mod built_app;
pub mod check;
pub mod display;
pub mod new;
pub mod preview;
pub mod publish;
pub mod rollback;
pub mod serve;

use std::error::Error;

use clap::{Parser, Subcommand};

/// Publishes, serves and shows a public agency's portal.
#[derive(Parser)]
#[command(name = "portal", version, about)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::CheckArgs),
    Publish(publish::PublishArgs),
    Rollback(rollback::RollbackArgs),
    New(new::NewArgs),
    Serve(serve::ServeArgs),
    Display(display::DisplayArgs),
}

/// Does what the command line asks for.
pub fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    match arguments.command {
        Command::Check(args) => check::run(&args)?,
        Command::Publish(args) => publish::run(args)?,
        Command::Rollback(args) => rollback::run(&args)?,
        Command::New(args) => new::run(&args)?,
        Command::Serve(args) => serve::run(args)?,
        Command::Display(args) => display::run(args)?,
    }
    Ok(())
}
