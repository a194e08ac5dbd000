//! `portal display`: the box under a screen in a public hall.
//!
//! `mirror` keeps the kiosk's edition on this machine's disk, `local_site` serves it on the loopback address, `browser`
//! keeps Chromium showing it, `screen` turns the screen and switches it, `report` tells the operators' list. Each goes on
//! whatever becomes of the others; what is wrong is in `fault`, and `status` makes the heartbeat of all.

mod browser;
mod edition;
mod fault;
mod local_site;
mod memory;
mod mirror;
mod notice;
mod report;
mod screen;
mod status;

use std::fs::File;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use tokio::sync::Notify;

pub use browser::Limits;
pub use mirror::Client;
pub use report::{Report, read_token};
pub use screen::{Hours, Rotation};

use crate::delivery::serve::{self, listen, serve_connections, watch_signals};
use browser::Supervisor;
use fault::{Fault, Faults};
use mirror::Mirror;
use notice::MessageBoard;
use screen::Screen;
use status::Status;

/// What a display is told.
pub struct DisplayOptions {
    /// Where the site is.
    pub site: Url,
    /// The display's name, as in the site's `[[kiosk.displays]]`.
    pub name: String,
    /// What is kept, a folder below it for each site.
    pub data: PathBuf,
    /// Where the browser finds the edition: on the loopback address.
    pub address: SocketAddr,
    /// Between two checks of the site's edition.
    pub between_checks: Duration,
    /// `None` keeps and serves the edition, for another player.
    pub browser: Option<BrowserOptions>,
    pub report: Option<Report>,
}

/// What is on the screen, and the screen itself.
pub struct BrowserOptions {
    /// Else it is looked for.
    pub program: Option<PathBuf>,
    pub limits: Limits,
    pub rotation: Option<Rotation>,
    /// When the screen is off.
    pub off: Option<Hours>,
}

/// Runs until SIGTERM or SIGINT.
///
/// # Errors
/// What is missing to begin: a line that says what to do. Once it has begun, nothing ends it.
pub async fn run(options: DisplayOptions) -> Result<(), String> {
    let DisplayOptions { site, name, data, address, between_checks, browser, report } = options;
    let text = |fault: Fault| fault.detail;
    let program = match &browser {
        Some(options) => {
            screen::check().map_err(text)?;
            Some(browser::find(options.program.as_deref()).map_err(text)?)
        }
        None => None,
    };
    let folder = data.join(folder_name(&site));
    let _lock = lock(&folder)?;
    let listener = listen(address).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "{address} is taken by another program: stop it (`ss -ltnp` names it), or choose another by --address"
        ),
        _ => format!("{address} cannot be listened on: {error}; choose another by --address"),
    })?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let stop = watch_signals().map_err(|error| error.to_string())?;

    let faults = Arc::new(Faults::default());
    let client = Client::new(site).map_err(text)?;
    let mirror = Arc::new(Mirror::open(folder.join("mirror"), client.clone(), Arc::clone(&faults)));
    let board = Arc::new(MessageBoard::open(folder.join("orders.json")));
    let status = Arc::new(Status::new(name.clone(), Arc::clone(&mirror), Arc::clone(&board), Arc::clone(&faults)));
    let reload = Arc::new(Notify::new());
    tracing::info!("the display is served on http://{address}/kiosk/");

    let following = async {
        mirror.follow(between_checks).await;
    };
    let reporting = async {
        match report {
            Some(report) => {
                let parts = (client, Arc::clone(&status), Arc::clone(&board));
                report.send(parts, Arc::clone(&faults), Arc::clone(&reload)).await;
            }
            None => std::future::pending().await,
        }
    };
    let showing = async {
        let Some((program, BrowserOptions { limits, rotation, off, .. })) = program.zip(browser) else {
            return std::future::pending().await;
        };
        let url = format!("http://{address}/kiosk/?display={name}");
        let parts = (Arc::clone(&mirror), Arc::clone(&status), Arc::clone(&faults), Arc::clone(&reload));
        let mut screen = Screen::new((rotation, off), (Arc::clone(&mirror), Arc::clone(&status), Arc::clone(&faults)));
        screen.set_up().await;
        let supervisor = Supervisor::new(program, folder.join("profile"), url, limits, parts);
        tokio::join!(supervisor.keep(), screen.keep());
    };
    let router = local_site::router(Arc::clone(&mirror), Arc::clone(&board), Arc::clone(&status));
    let router = serve::only_at(router, address);
    let serving = serve_connections(listener, router, serve::Limits::default(), std::future::pending());
    tokio::select! {
        () = stop => {}
        () = following => {}
        () = reporting => {}
        () = showing => {}
        () = serving => {}
    }
    tracing::info!("stopped");
    Ok(())
}

/// A site's folder: its host, and its port where it has one.
fn folder_name(site: &Url) -> String {
    let host = site.host_str().unwrap_or_default().trim_matches(['[', ']']).replace(':', "_");
    site.port().map_or(host.clone(), |port| format!("{host}_{port}"))
}

/// Keeps a second display from writing the same folder. Where nothing can be written there is nothing to keep apart.
fn lock(folder: &Path) -> Result<Option<File>, String> {
    if std::fs::create_dir_all(folder).is_err() {
        return Ok(None);
    }
    let Ok(file) = File::create(folder.join(".lock")) else { return Ok(None) };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(std::fs::TryLockError::WouldBlock) => Err(format!(
            "another display runs with {}: stop it, or give this one a folder of its own by --data",
            folder.display()
        )),
        Err(std::fs::TryLockError::Error(_)) => Ok(None),
    }
}
