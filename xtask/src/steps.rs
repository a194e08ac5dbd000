//! A run of named steps: a heading and a duration for each, a stop at the first that fails, and a last line of
//! counts that machines read too.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;

use crate::project::Project;

/// One step of a command: its name and what it does.
pub type Step = (&'static str, fn(&Project) -> Result<()>);

/// Runs the steps in order. The last line printed is `N passed, N failed`, alone.
pub fn run(project: &Project, steps: &[Step]) -> ExitCode {
    let started = Instant::now();
    for (done, (name, step)) in steps.iter().enumerate() {
        let number = done + 1;
        let count = steps.len();
        let step_started = Instant::now();
        eprintln!("\n── {number}/{count} {name}");
        if let Err(error) = step(project) {
            eprintln!("\nfailed: {name}, after {:.1} s: {error:#}", step_started.elapsed().as_secs_f64());
            let left = steps.iter().skip(number).map(|(name, _)| *name).collect::<Vec<_>>();
            if !left.is_empty() {
                eprintln!("not run: {}", left.join(" · "));
            }
            println!("{done} passed, 1 failed");
            return ExitCode::FAILURE;
        }
        eprintln!("   {:.1} s", step_started.elapsed().as_secs_f64());
    }
    eprintln!("\nall of it in {:.1} s", started.elapsed().as_secs_f64());
    println!("{} passed, 0 failed", steps.len());
    ExitCode::SUCCESS
}
