//! What a display asks the window system's tools for: here tools that write down what they are asked.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use super::fake_site::FakeSite;
use super::player::Player;

/// A folder of tools. Each writes its name and what it is asked into `asked`; some answer.
fn tools(folder: &Path) {
    let tool = |name: &str, does: &str| {
        let path = folder.join(name);
        let script = format!("#!/bin/sh\necho \"{name} $*\" >> {}/asked\n{does}\n", folder.display());
        fs::write(&path, script).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    };
    tool("chromium", "[ \"$1\" = --version ] || exec sleep 60");
    let screen = "Screen 0: minimum 8 x 8, current 1080 x 1920, maximum 32767 x 32767";
    tool("xrandr", &format!("printf '%s\\n' '{screen}' 'HDMI-1 connected primary' 'DP-1 disconnected'"));
    tool("xset", "[ \"$1\" != q ] || echo '  Monitor is Off'");
    tool("wlr-randr", "printf '%s\\n' 'HDMI-A-1 \"A screen\"' '  Enabled: yes'");
}

/// What a display asks for with these options, until it has started its browser.
fn asked(options: &[&str], environment: &[(&str, &str)]) -> Vec<String> {
    let (site, folder) = (FakeSite::start(), tempfile::tempdir().unwrap());
    tools(folder.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_portal"));
    command.args(["display", "--name", "a", "--site", &format!("http://{}", site.address), "--data"]);
    command.arg(folder.path().join("data")).args(options);
    command.env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY").envs(environment.iter().copied());
    command.env("PATH", format!("{}:/usr/bin:/bin", folder.path().display()));
    let _player = Player::run(command);
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        let asked = fs::read_to_string(folder.path().join("asked")).unwrap_or_default();
        if asked.contains("--kiosk") {
            return asked.lines().map(str::to_owned).collect();
        }
        assert!(Instant::now() < deadline, "no browser was started: {asked}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// An X server's socket, which is all of it that is looked for.
fn x_server() -> (UnixListener, String) {
    let folder = Path::new("/tmp/.X11-unix");
    fs::create_dir_all(folder).unwrap();
    let number = 40_000 + std::process::id() % 20_000;
    let path = folder.join(format!("X{number}"));
    let _ = fs::remove_file(&path);
    let listener = UnixListener::bind(&path).unwrap();
    (listener, format!(":{number}"))
}

#[test]
fn under_x_the_screen_stays_awake_is_turned_and_the_browser_is_told_its_size() {
    let (_socket, display) = x_server();
    let asked = asked(&["--rotate", "left"], &[("DISPLAY", &display)]);
    for expected in ["xset s off s noblank", "xset -dpms", "xrandr --output HDMI-1 --rotate left"] {
        assert!(asked.iter().any(|line| line == expected), "{expected}: {asked:?}");
    }
    assert!(!asked.iter().any(|line| line.contains("DP-1")), "{asked:?}");
    let browser = asked.iter().find(|line| line.contains("--kiosk")).unwrap();
    assert!(browser.contains("--window-position=0,0 --window-size=1080,1920"), "{browser}");
    assert!(browser.ends_with("/kiosk/?display=a"), "{browser}");
    assert!(!browser.contains("wayland"), "{browser}");
    let _ = fs::remove_file(format!("/tmp/.X11-unix/X{}", &display[1..]));
}

#[test]
fn under_wayland_the_compositor_is_asked() {
    let environment = [("WAYLAND_DISPLAY", "wayland-9"), ("DISPLAY", ":9")];
    // All of the day but a minute at noon.
    let asked = asked(&["--rotate", "right", "--screen-off", "12:01-12:00"], &environment);
    let turned = "wlr-randr --output HDMI-A-1 --transform 270";
    assert!(asked.iter().any(|line| line == turned), "{asked:?}");
    let switched = asked.iter().filter(|line| line.starts_with("wlr-randr --output HDMI-A-1 --o")).collect::<Vec<_>>();
    assert_eq!(switched.len(), 1, "{asked:?}");
    assert!(!asked.iter().any(|line| line.starts_with('x')), "{asked:?}");
    let browser = asked.iter().find(|line| line.contains("--kiosk")).unwrap();
    assert!(browser.contains("--ozone-platform=wayland") && !browser.contains("--window-size"), "{browser}");
}
