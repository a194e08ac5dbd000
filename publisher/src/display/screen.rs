//! The screen: that there is one, which way up it is, and when it is off.
//!
//! The tools of the window system do it: `xrandr` and `xset` under X, `wlr-randr` under Wayland compositors of the wlroots
//! family, as cage.

use std::os::unix::net::UnixStream;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;
use std::{env, fmt};

use chrono::{Local, NaiveTime};
use tokio::process::Command;
use tokio::time::{sleep, timeout};

use super::fault::{Fault, Faults, Kind, Part};
use super::mirror::Mirror;
use super::status::Status;

const TOOL_LIMIT: Duration = Duration::from_secs(5);
/// Between two looks at the clock; and how soon a screen that somebody has touched goes off again.
const BETWEEN_LOOKS: Duration = Duration::from_secs(60);

/// Which way the screen is turned, clockwise from how it was built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Rotation {
    Normal,
    Right,
    Inverted,
    Left,
}

/// A time of the day in which the screen is off, which may go over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    from: NaiveTime,
    to: NaiveTime,
}

impl Hours {
    /// Reads `22:00-06:00`.
    ///
    /// # Errors
    /// How it has to be written.
    pub fn parse(text: &str) -> Result<Self, String> {
        let time = |text: &str| NaiveTime::parse_from_str(text.trim(), "%H:%M").ok();
        let hours = text.split_once('-').and_then(|(from, to)| Some(Self { from: time(from)?, to: time(to)? }));
        hours.filter(|hours| hours.from != hours.to).ok_or_else(|| "write it as 22:00-06:00".to_owned())
    }

    fn hold(&self, time: NaiveTime) -> bool {
        match self.from < self.to {
            true => (self.from..self.to).contains(&time),
            false => time >= self.from || time < self.to,
        }
    }
}

/// What draws on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    X,
    Wayland,
}

impl System {
    /// Compositors name an X server for old programs as well.
    fn here() -> Self {
        if is_wayland() { Self::Wayland } else { Self::X }
    }
}

pub fn is_wayland() -> bool {
    env::var_os("WAYLAND_DISPLAY").is_some()
}

/// Whether there is a screen to start a browser on.
///
/// # Errors
/// What is missing, and how to get it.
pub fn check() -> Result<(), Fault> {
    let none = |detail: String| Err(Fault::new(Kind::Screen, detail));
    if is_wayland() {
        return Ok(());
    }
    let Some(display) = env::var("DISPLAY").ok().filter(|display| !display.is_empty()) else {
        return none(
            "no screen: neither DISPLAY nor WAYLAND_DISPLAY is set. Start it as `xinit /usr/bin/portal display … -- :0 vt1` \
             (`apt-get install xserver-xorg xinit`) or as `cage -- portal display …` (`apt-get install cage`)"
                .to_owned(),
        );
    };
    // Only a local server can be asked without a library; Chromium itself finds the others, or says so.
    if let Some(number) = display.strip_prefix(':').map(|rest| rest.split('.').next().unwrap_or(rest)) {
        let socket = format!("/tmp/.X11-unix/X{number}");
        if let Err(error) = UnixStream::connect(&socket) {
            return none(format!(
                "no X server answers at DISPLAY={display} ({socket}: {error}); start one, as by `xinit`"
            ));
        }
    }
    Ok(())
}

/// The screen of a display.
pub struct Screen {
    rotation: Option<Rotation>,
    off: Option<Hours>,
    mirror: Arc<Mirror>,
    status: Arc<Status>,
    faults: Arc<Faults>,
    /// Whether it has been told not to go blank by itself.
    is_awake: bool,
    /// The outputs that are as they have to be: one that is plugged in later is turned then.
    turned: Vec<String>,
}

impl Screen {
    pub fn new(
        (rotation, off): (Option<Rotation>, Option<Hours>),
        (mirror, status, faults): (Arc<Mirror>, Arc<Status>, Arc<Faults>),
    ) -> Self {
        Self { rotation, off, mirror, status, faults, is_awake: false, turned: Vec::new() }
    }

    /// Keeps it so, for ever.
    pub async fn keep(mut self) {
        loop {
            sleep(BETWEEN_LOOKS).await;
            self.set_up().await;
        }
    }

    /// Turns the screen, keeps it from going blank by itself, and off in its hours.
    pub async fn set_up(&mut self) {
        match self.try_set_up(System::here()).await {
            Ok(()) => self.faults.end(Part::Screen),
            Err(fault) => self.faults.begin(Part::Screen, fault),
        }
    }

    async fn try_set_up(&mut self, system: System) -> Result<(), Fault> {
        if system == System::X && !self.is_awake {
            run("xset", &["s", "off", "s", "noblank"]).await?;
            // A server that cannot switch the screen off does not do so by itself.
            let _ = run("xset", &["-dpms"]).await;
            self.is_awake = true;
        }
        if self.rotation.is_none() && self.off.is_none() {
            return Ok(());
        }
        let outputs = outputs(system).await?;
        for output in &outputs {
            if let Some(rotation) = self.rotation.filter(|_| !self.turned.contains(output)) {
                turn(system, output, rotation).await?;
            }
        }
        self.turned = outputs;
        let Some(hours) = self.off else { return Ok(()) };
        let is_on = self.mirror.trusted_time().is_none_or(|now| !hours.hold(now.with_timezone(&Local).time()));
        switch(system, &self.turned, is_on).await?;
        self.status.set_screen(is_on);
        Ok(())
    }
}

/// How large the screen is, in pixels, as X says it; elsewhere a window finds out by itself. Without a window manager nobody
/// else tells the browser.
pub async fn size() -> Option<(u32, u32)> {
    if System::here() != System::X {
        return None;
    }
    let said = run("xrandr", &["--query"]).await.ok()?;
    let (width, height) = said.split("current ").nth(1)?.split(',').next()?.split_once(" x ")?;
    Some((width.trim().parse().ok()?, height.trim().parse().ok()?))
}

/// The connected screens.
async fn outputs(system: System) -> Result<Vec<String>, Fault> {
    let (tool, arguments): (_, &[&str]) = match system {
        System::X => ("xrandr", &["--query"]),
        System::Wayland => ("wlr-randr", &[]),
    };
    let said = run(tool, arguments).await?;
    let names = match system {
        System::X => said.lines().filter(|line| line.contains(" connected")).collect::<Vec<_>>(),
        System::Wayland => said.lines().filter(|line| !line.starts_with(' ') && !line.is_empty()).collect(),
    };
    let names = names.into_iter().filter_map(|line| line.split_whitespace().next()).map(str::to_owned);
    let names = names.collect::<Vec<_>>();
    if names.is_empty() {
        return Err(Fault::new(
            Kind::Screen,
            format!("{tool} names no connected screen; see to its cable and its power"),
        ));
    }
    Ok(names)
}

async fn turn(system: System, output: &str, rotation: Rotation) -> Result<(), Fault> {
    match system {
        System::X => run("xrandr", &["--output", output, "--rotate", &rotation.to_string()]).await?,
        System::Wayland => run("wlr-randr", &["--output", output, "--transform", rotation.transform()]).await?,
    };
    tracing::info!("the screen {output} is turned: {rotation}");
    Ok(())
}

async fn switch(system: System, outputs: &[String], is_on: bool) -> Result<(), Fault> {
    match system {
        System::X if is_on => {
            // Said to a screen that is on already, it would flicker.
            if run("xset", &["q"]).await?.contains("Monitor is Off") {
                run("xset", &["dpms", "force", "on"]).await?;
            }
            // A server that cannot switch the screen off does not do so by itself.
            let _ = run("xset", &["-dpms"]).await;
        }
        System::X => {
            run("xset", &["+dpms"]).await?;
            run("xset", &["dpms", "force", "off"]).await?;
        }
        System::Wayland => {
            for output in outputs {
                run("wlr-randr", &["--output", output, if is_on { "--on" } else { "--off" }]).await?;
            }
        }
    }
    Ok(())
}

/// Runs a tool and gives what it prints.
async fn run(tool: &str, arguments: &[&str]) -> Result<String, Fault> {
    let words = [&[tool], arguments].concat().join(" ");
    let failed = |detail: String| Fault::new(Kind::Screen, format!("{words}: {detail}"));
    let command = Command::new(tool).args(arguments).stdin(Stdio::null()).kill_on_drop(true).output();
    let output = match timeout(TOOL_LIMIT, command).await {
        Ok(Ok(output)) => output,
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::NotFound => {
            let package = if tool == "wlr-randr" { "wlr-randr" } else { "x11-xserver-utils" };
            return Err(Fault::new(Kind::Screen, format!("{tool} is missing: `apt-get install {package}`")));
        }
        Ok(Err(error)) => return Err(failed(error.to_string())),
        Err(_) => return Err(failed(format!("no answer within {} s", TOOL_LIMIT.as_secs()))),
    };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(failed(said.trim().lines().next().unwrap_or("it says nothing").to_owned()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

impl Rotation {
    /// As Wayland counts: anticlockwise, in degrees.
    fn transform(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Right => "270",
            Self::Inverted => "180",
            Self::Left => "90",
        }
    }
}

impl fmt::Display for Rotation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Normal => "normal",
            Self::Right => "right",
            Self::Inverted => "inverted",
            Self::Left => "left",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_may_go_over_midnight() {
        let time = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").unwrap();
        let night = Hours::parse("22:00-06:30").unwrap();
        for (at, expected) in [("21:59", false), ("22:00", true), ("00:00", true), ("06:29", true), ("06:30", false)] {
            assert_eq!(night.hold(time(at)), expected, "{at}");
        }
        let noon = Hours::parse("11:30 - 13:00").unwrap();
        assert!(noon.hold(time("12:00")) && !noon.hold(time("13:00")) && !noon.hold(time("23:00")));
        for wrong in ["", "22-6", "22:00", "25:00-06:00", "06:00-06:00"] {
            assert!(Hours::parse(wrong).is_err(), "{wrong}");
        }
    }
}
