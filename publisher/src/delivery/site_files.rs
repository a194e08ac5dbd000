//! Where the files of one site are on this machine, as configurations name them.

use std::io;
use std::path::{self, Path, PathBuf};

use minijinja::context;
use minijinja::value::Value;
use sha2::{Digest as _, Sha256};

/// The longest part of a folder's name in the name of a variable.
const LONGEST_NAME: usize = 20;

/// The web root's link and what is beside it.
pub(super) struct SiteFiles {
    root: PathBuf,
}

impl SiteFiles {
    /// `out` is the web root's link, which need not exist yet. The folder that it is in is named as it is on the disk, so
    /// that one site has one name however it is published.
    pub(super) fn of(out: &Path) -> io::Result<Self> {
        // Without the slash that a shell adds to the name of a link to a folder.
        let out = path::absolute(out)?.components().collect::<PathBuf>();
        let root = match (out.parent().map(Path::canonicalize), out.file_name()) {
            (Some(Ok(folder)), Some(name)) => folder.join(name),
            _ => out,
        };
        Ok(Self { root })
    }

    pub(super) fn root(&self) -> String {
        self.root.display().to_string()
    }

    /// A file of the published deploy folder.
    pub(super) fn deployed(&self, name: &str) -> String {
        format!("{}.deploy/{name}", self.root.display())
    }

    /// The complete configurations that an operator begins with.
    pub(super) fn nginx_example(&self) -> String {
        format!("{}.nginx.conf", self.root.display())
    }

    pub(super) fn caddy_example(&self) -> String {
        format!("{}.Caddyfile", self.root.display())
    }

    /// What the names of the site's nginx variables begin with. Two sites never share it: not two of one name in different
    /// folders, nor one folder that was another site's.
    pub(super) fn variable_prefix(&self, origin: &str) -> String {
        let name = self.name();
        let name = name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' });
        let name = name.take(LONGEST_NAME).collect::<String>();
        let hash = Sha256::digest([origin.as_bytes(), b"\n", self.root.as_os_str().as_encoded_bytes()].concat());
        let digits = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect::<String>();
        format!("portal_{name}_{digits}")
    }

    /// What both examples name.
    pub(super) fn example_values(&self, origin: &str) -> Value {
        let authority = origin.split_once("://").map_or(origin, |(_, authority)| authority);
        let host = authority.split_once(':').map_or(authority, |(host, _)| host);
        let other_host = host.strip_prefix("www.").map_or_else(|| format!("www.{host}"), str::to_owned);
        context! { root => self.root(), name => self.name(), host, other_host, authority }
    }

    fn name(&self) -> String {
        self.root.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }
}
