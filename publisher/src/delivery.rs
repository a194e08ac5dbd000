//! The deploy folder: what a web server needs to know to serve the published site, written beside the web root.
//!
//! Owns `routes.json` (read by `portal serve`), `cdn.json` and the parts that nginx and Caddy include, made from the same tables:
//! `headers` says which headers a path gets, `media_types` the type of a file, `old_address` how an old address is
//! looked up, `routes` where it leads. So the three servers answer alike, and one table of requests tests all three.
//!
//! What is the operator's (ports, names, certificates) is in none of them: beside the web root is an example of a whole
//! configuration, written once.

pub mod cdn;
pub mod displays;
pub mod headers;
pub mod media_types;
pub mod serve;

mod caddy;
mod nginx;
mod old_address;
mod routes;
mod site_files;
mod template;

use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use self::site_files::SiteFiles;
pub use old_address::{MOST_TABLES, OldAddress, Redirects, Refusal};
pub use routes::{InvalidRoutes, LONGEST_SOURCES, Routes, ServerRules, encode_path, is_reports_address};

/// Writes `routes.json`, `cdn.json` and the parts for nginx and Caddy into `folder`, and the examples beside `out`, the web root's link,
/// unless they are there. The same routes give the same bytes for the same web root.
///
/// # Errors
/// `InvalidData` when a value cannot be written in a header or a configuration (then nothing is written), else the
/// file system's error.
pub fn write(folder: &Path, routes: &Routes, out: &Path) -> io::Result<()> {
    let rules = routes.check().map_err(|invalid| io::Error::new(io::ErrorKind::InvalidData, invalid))?;
    let mut json = serde_json::to_string_pretty(routes)?;
    json.push('\n');
    let site = SiteFiles::of(out)?;
    let refused = |error| io::Error::new(io::ErrorKind::InvalidData, error);
    let nginx = nginx::format_parts(&rules, &site).map_err(refused)?;
    let caddy = caddy::format_part(&rules, &site).map_err(refused)?;
    let examples = [
        (site.nginx_example(), nginx::format_example(&rules, &site).map_err(refused)?),
        (site.caddy_example(), caddy::format_example(&rules, &site).map_err(refused)?),
    ];
    for (name, text) in [("routes.json", json), (cdn::FILE, cdn::format(&rules)?), caddy].into_iter().chain(nginx) {
        let file = folder.join(name);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, text)?;
    }
    examples.iter().try_for_each(|(file, text)| write_once(Path::new(file), text))
}

/// Whether nginx and Caddy have to be reloaded when the deploy folder `fresh` takes the place of `published`.
pub fn needs_reload(published: &Path, fresh: &Path) -> bool {
    let read = |folder: &Path, name: &str| fs::read(folder.join(name)).ok();
    let parts = nginx::PARTS.into_iter().chain([caddy::PART]);
    parts.into_iter().any(|name| read(published, name) != read(fresh, name))
}

/// Leaves what is there: it is the operator's. Whole or not at all.
fn write_once(file: &Path, text: &str) -> io::Result<()> {
    if file.exists() {
        return Ok(());
    }
    let mut whole = tempfile::Builder::new()
        .permissions(Permissions::from_mode(0o644))
        .tempfile_in(file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
    whole.write_all(text.as_bytes())?;
    match whole.persist_noclobber(file) {
        Err(error) if error.error.kind() != io::ErrorKind::AlreadyExists => Err(error.error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
