//! `portal-manual FOLDER`: writes what is installed beside `portal` to explain it, from the same description of the command
//! line: man pages and completions. Only packaging runs it (`cargo xtask dist`).

use std::env;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::{Generator, Shell, generate};
use portal_publisher::commands::Arguments;

fn main() -> ExitCode {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        eprintln!("Usage: portal-manual FOLDER");
        return ExitCode::FAILURE;
    };
    match write(&folder) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}

/// Writes what belongs below `/usr/share`.
fn write(folder: &Path) -> io::Result<()> {
    let pages = folder.join("man/man1");
    fs::create_dir_all(&pages)?;
    clap_mangen::generate_to(Arguments::command(), &pages)?;
    write_completions(Shell::Bash, &folder.join("bash-completion/completions/portal"))?;
    write_completions(Shell::Zsh, &folder.join("zsh/vendor-completions/_portal"))?;
    write_completions(Shell::Fish, &folder.join("fish/vendor_completions.d/portal.fish"))
}

fn write_completions(shell: impl Generator, file: &Path) -> io::Result<()> {
    let mut text = Vec::new();
    generate(shell, &mut Arguments::command(), "portal", &mut text);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, text)
}
