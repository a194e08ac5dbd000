//! Chromium as processes of this machine: which one, its flags, how much memory it takes, and its end.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::{fs, io};

use rustix::process::{Pid, Signal, getuid, kill_process, kill_process_group};
use tokio::process::{Child, Command};

use crate::display::fault::{Fault, Kind};
use crate::display::memory::memory_of;
use crate::display::screen::is_wayland;

/// By what names it is looked for, the first that is there.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// Where Chromium writes the port it is watched by.
const PORT_FILE: &str = "DevToolsActivePort";

/// What turns a browser into a display, as far as flags can: no bars, bubbles or dialogs, nothing fetched by itself.
const FLAGS: [&str; 23] = [
    "--kiosk",
    "--no-first-run",
    "--no-default-browser-check",
    "--noerrdialogs",
    "--disable-session-crashed-bubble",
    "--hide-crash-restore-bubble",
    "--disable-infobars",
    "--disable-pinch",
    "--overscroll-history-navigation=0",
    "--disable-features=Translate,MediaRouter,OptimizationHints",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--check-for-update-interval=31536000",
    "--password-store=basic",
    "--autoplay-policy=no-user-gesture-required",
    // Keeps 64 MB of drawn pictures instead of 512.
    "--enable-low-end-device-mode",
    "--enable-speech-dispatcher",
    // A free one, which Chromium names in a file.
    "--remote-debugging-port=0",
    "--remote-debugging-address=127.0.0.1",
];

/// A browser that runs.
pub struct Process {
    child: Child,
    pub watched: Watched,
}

/// What is to be seen of a browser from outside.
#[derive(Clone)]
pub struct Watched {
    group: Option<Pid>,
    port_file: PathBuf,
}

/// Finds a browser.
///
/// # Errors
/// What to install, when there is none.
pub fn find(named: Option<&Path>) -> Result<PathBuf, Fault> {
    let missing = |detail| Fault::new(Kind::BrowserStart, detail);
    match named {
        Some(path) => which::which(path)
            .map_err(|_| missing(format!("{} is not a program; give --browser another", path.display()))),
        None => NAMES.iter().find_map(|name| which::which(name).ok()).ok_or_else(|| {
            let names = NAMES.join(", ");
            missing(format!("none of {names} is on PATH; `apt-get install chromium`, or name a browser by --browser"))
        }),
    }
}

impl Process {
    /// Starts a browser on an address, with a profile of its own.
    pub fn start(browser: &Path, profile: &Path, size: Option<(u32, u32)>, url: &str) -> io::Result<Self> {
        let port_file = profile.join(PORT_FILE);
        let _ = fs::remove_file(&port_file);
        let mut command = Command::new(browser);
        command.args(FLAGS).arg(format!("--user-data-dir={}", profile.display()));
        if let Some((width, height)) = size {
            command.args(["--window-position=0,0".to_owned(), format!("--window-size={width},{height}")]);
        }
        if getuid().is_root() {
            // Chromium's own sandbox does not start as root.
            command.arg("--no-sandbox");
        }
        if is_wayland() {
            command.arg("--ozone-platform=wayland");
        }
        let child = command
            .arg(url)
            .env("LANGUAGE", "vi")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // All its processes end with one signal.
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?;
        let group = child.id().and_then(|id| Pid::from_raw(id.cast_signed()));
        Ok(Self { child, watched: Watched { group, port_file } })
    }

    /// Ready when it has ended; with what the system says of it.
    pub async fn ended(&mut self) -> String {
        match self.child.wait().await {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        }
    }

    /// Ends all its processes, and waits for the first.
    pub async fn kill(mut self) {
        self.kill_group();
        let _ = self.child.kill().await;
    }

    fn kill_group(&self) {
        if let Some(group) = self.watched.group {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill_group();
    }
}

impl Watched {
    /// The address it is watched by, once it is up.
    pub fn address(&self) -> Option<String> {
        let text = fs::read_to_string(&self.port_file).ok()?;
        let (port, path) = text.split_once('\n')?;
        let port = port.parse::<u16>().ok()?;
        Some(format!("ws://127.0.0.1:{port}{}", path.trim()))
    }

    /// The memory of all its processes in bytes, what they share counted once.
    pub fn memory(&self) -> u64 {
        let Some(group) = self.group else { return 0 };
        let is_ours = |process: &procfs::process::Process| {
            process.stat().is_ok_and(|stat| stat.pgrp == group.as_raw_nonzero().get())
        };
        processes().filter(is_ours).map(|process| memory_of(&process)).sum()
    }
}

/// Ends what an earlier start has left running with this profile.
pub fn kill_leftovers(profile: &Path) {
    let flag = format!("--user-data-dir={}", profile.display());
    let is_leftover = |process: &procfs::process::Process| process.cmdline().is_ok_and(|line| line.contains(&flag));
    for process in processes().filter(is_leftover) {
        if let Some(pid) = Pid::from_raw(process.pid()) {
            let _ = kill_process(pid, Signal::KILL);
        }
    }
}

fn processes() -> impl Iterator<Item = procfs::process::Process> {
    procfs::process::all_processes().into_iter().flatten().filter_map(Result::ok)
}
