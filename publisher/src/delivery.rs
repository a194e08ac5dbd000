//! The deploy folder: what a web server needs to know to serve the published site, written beside the web root.
//!
//! Owns `routes.json` (read by `portal serve`) and the nginx and Caddy configurations made from the same tables:
//! `headers` says which headers a path gets, `media_types` the type of a file, `old_address` how an old address is
//! looked up, `routes` where it leads. So the three servers answer alike, and one table of requests tests all three.

pub mod displays;
pub mod headers;
pub mod media_types;
pub mod serve;

mod caddy;
mod nginx;
mod old_address;
mod routes;
mod template;

use std::fs;
use std::io;
use std::path::Path;

pub use old_address::{MOST_TABLES, OldAddress, Redirects, Refusal};
pub use routes::{InvalidRoutes, LONGEST_SOURCES, Routes, ServerRules, encode_path};

/// Writes `routes.json`, `nginx.conf` and `Caddyfile`. The same routes give the same bytes.
///
/// # Errors
/// `InvalidData` when a value cannot be written in a header or a configuration (then nothing is written), else the
/// file system's error.
pub fn write(folder: &Path, routes: &Routes) -> io::Result<()> {
    let rules = routes.check().map_err(|invalid| io::Error::new(io::ErrorKind::InvalidData, invalid))?;
    let mut json = serde_json::to_string_pretty(routes)?;
    json.push('\n');
    let refused = |error| io::Error::new(io::ErrorKind::InvalidData, error);
    let nginx = nginx::format_configuration(&rules).map_err(refused)?;
    let caddy = caddy::format_configuration(&rules).map_err(refused)?;
    fs::create_dir_all(folder)?;
    fs::write(folder.join("routes.json"), json)?;
    fs::write(folder.join("nginx.conf"), nginx)?;
    fs::write(folder.join("Caddyfile"), caddy)
}

#[cfg(test)]
mod tests;
