//! What a person calls: each command of `portal` is a module, which says what the command takes, does it and tells what
//! came of it.

mod api_check;
pub mod built_app;
pub mod check;
pub mod display;
pub mod follow;
mod long_run;
mod loopback;
pub mod new;
pub mod preview;
pub mod publish;
pub mod report;
pub mod rollback;
pub mod serve;
pub mod shell;
mod sync;
mod umask;
pub mod upload;
mod watch;

use std::env;
use std::error::Error;
use std::process::ExitCode;

use clap::builder::{OsStr, Resettable};
use clap::{Arg, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

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
    ApiCheck(api_check::ApiCheckArgs),
    Publish(publish::PublishArgs),
    Rollback(rollback::RollbackArgs),
    Upload(upload::UploadArgs),
    Shell(shell::ShellArgs),
    New(new::NewArgs),
    Sync(sync::SyncArgs),
    Serve(serve::ServeArgs),
    Follow(follow::FollowArgs),
    Display(display::DisplayArgs),
}

impl Arguments {
    /// Reads the command line, and the variables beside it. A variable that is empty counts as none: files of settings
    /// leave values empty.
    pub fn read() -> Self {
        let command = Self::command().mut_subcommands(|command| command.mut_args(without_empty_variable));
        Self::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
    }
}

fn without_empty_variable(argument: Arg) -> Arg {
    let is_empty = argument.get_env().and_then(env::var_os).is_some_and(|value| value.is_empty());
    if is_empty { argument.env(Resettable::<OsStr>::Reset) } else { argument }
}

/// Does what the command line asks for; a check that finds something fails without a word more.
pub fn run(arguments: Arguments) -> Result<ExitCode, Box<dyn Error>> {
    match arguments.command {
        Command::Check(args) => return check::run(&args),
        Command::ApiCheck(args) => return api_check::run(&args),
        Command::Sync(args) => return sync::run(&args),
        Command::Publish(args) => publish::run(args)?,
        Command::Rollback(args) => rollback::run(&args)?,
        Command::Upload(args) => upload::run(&args)?,
        Command::Shell(args) => shell::run(args)?,
        Command::New(args) => new::run(&args)?,
        Command::Serve(args) => serve::run(args)?,
        Command::Follow(args) => follow::run(args)?,
        Command::Display(args) => display::run(args)?,
    }
    Ok(ExitCode::SUCCESS)
}
