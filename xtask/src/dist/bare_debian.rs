//! The packages, installed and run in a bare Debian: a root folder of the system's own release, made by `debootstrap`, that
//! has no compiler, no browser and at first no systemd.
//!
//! It is made once and copied for each run; both is an administrator's to do. Where the archive of Debian is, the machine's
//! own apt says.

mod root;

use anyhow::{Context, Result, bail, ensure};

use self::root::Root;
use super::packages;
use super::units::{UNITS, named_paths};
use crate::project::Project;

const PUBLISH: &str = "portal publish --content /srv/content --out /var/www/portal/site";
/// Has to be there once installed, besides a man page for each command.
const INSTALLED: &[&str] = &[
    "etc/default/portal-display",
    "usr/lib/systemd/system/portal-follow.service",
    "usr/lib/systemd/system/portal.service",
    "usr/lib/systemd/system/portal-display.service",
    "usr/share/bash-completion/completions/portal",
    "usr/share/doc/portal/THIRD-PARTY",
    "usr/share/doc/portal/app.cdx.json",
    "usr/share/doc/portal/copyright",
    "usr/share/doc/portal/README.md",
    "usr/share/doc/portal/docs/displays.md",
    "usr/share/doc/portal/docs/operating.md",
    "usr/share/doc/portal/docs/widgets.md",
    "usr/share/doc/portal/portal.cdx.json",
    "usr/share/fish/vendor_completions.d/portal.fish",
    "usr/share/man/man1/portal.1.gz",
    "usr/share/zsh/vendor-completions/_portal",
];

/// Everything an operator does with the packages, but with a screen.
pub fn try_packages(project: &Project) -> Result<()> {
    let folder = project.target.join("dist");
    let root = Root::copy(project)?;
    root.take(&packages::debian_package(project, &folder)?, "srv/portal.deb")?;
    root.take(&packages::archive(&folder), "srv/portal.tar.gz")?;
    root.take(&project.root.join("content"), "srv/content")?;

    let before = root.files()?;
    try_debian_package(&root)?;
    root.run("dpkg --remove portal")?;
    ensure!(root.has("etc/default/portal-display"), "removing the package took its settings along");
    root.run("dpkg --purge portal")?;
    let left = root.files()?.into_iter().filter(|file| !before.contains(file)).collect::<Vec<_>>();
    ensure!(left.is_empty(), "purging the package left: {}", left.join(" "));
    ensure!(root.has("var/www/portal/site/index.html"), "purging the package took the published site along");

    try_archive(&root)?;
    try_with_systemd(&root)
}

/// Installs it where there is no systemd, and publishes and serves with it.
fn try_debian_package(root: &Root) -> Result<()> {
    root.run("dpkg --install /srv/portal.deb")?;
    for file in INSTALLED {
        ensure!(root.has(file), "the package installs no /{file}");
    }
    check_units(root, "/usr/lib/systemd/system", "")?;
    let version = root.run("portal --version")?;
    ensure!(version == format!("portal {}", env!("CARGO_PKG_VERSION")), "`portal --version` says {version}");
    let pages = root.run("ls /usr/share/man/man1/")?;
    let commands = pages.lines().filter_map(|page| page.strip_prefix("portal-")?.strip_suffix(".1.gz"));
    let commands = commands.collect::<Vec<_>>();
    ensure!(commands.contains(&"publish"), "there are man pages for no commands but {}", commands.join(" "));
    for command in commands {
        root.run(&format!("portal {command} --help")).with_context(|| format!("portal {command} --help"))?;
    }

    root.run("portal check --content /srv/content")?;
    root.run(PUBLISH)?;
    let server = root.serve("portal serve --site /var/www/portal/site --address")?;
    server.ask("/healthz")?;
    let home = server.ask("/")?;
    ensure!(home.contains("</html>") && home.contains("<h1"), "the home page is not whole:\n{home}");
    Ok(())
}

/// Everything that the units in a folder name is there; what is said to be in `usr` below `usr`, if that is elsewhere.
fn check_units(root: &Root, folder: &str, usr: &str) -> Result<()> {
    for unit in UNITS {
        for path in named_paths(&root.run(&format!("cat {folder}/{unit}"))?) {
            let place = match path.strip_prefix("usr/").filter(|_| !usr.is_empty()) {
                Some(below) => format!("{usr}/{below}"),
                None => path,
            };
            ensure!(root.has(&place), "{unit} names /{place}, which is not there");
        }
    }
    Ok(())
}

/// What was unpacked, and a link to it, find the app that is beside the program, not in `/usr`.
fn try_archive(root: &Root) -> Result<()> {
    root.run("tar --extract --file /srv/portal.tar.gz --directory /opt")?;
    let unpacked = format!("opt/{}", packages::archive_root());
    root.run(&format!("cp /{unpacked}/etc/default/portal-display /etc/default/"))?;
    check_units(root, &format!("/{unpacked}/lib/systemd/system"), &unpacked)?;
    root.run("rm /etc/default/portal-display")?;
    let program = format!("/{unpacked}/bin/portal");
    root.run(&format!("{program} publish --content /srv/content --out /srv/first/site"))?;
    root.run(&format!("ln -s {program} /usr/local/bin/portal"))?;
    root.run("portal publish --content /srv/content --out /srv/second/site")?;
    root.run(&format!("mv /opt/{0}/share/portal/app /opt/app", packages::archive_root()))?;
    let Err(missing) = root.run("portal publish --content /srv/content --out /srv/third/site") else {
        bail!("published without an app");
    };
    let missing = format!("{missing:#}");
    ensure!(missing.contains("target/app nor in /opt/"), "without an app it says:\n{missing}");
    Ok(())
}

/// systemd accepts the units, the display has its user, and nothing is started before the operator says so.
fn try_with_systemd(root: &Root) -> Result<()> {
    root.run("rm /usr/local/bin/portal")?;
    root.run("apt-get install --yes --no-download --no-install-recommends systemd")?;
    root.run("dpkg --install /srv/portal.deb")?;
    root.run("getent passwd portal portal-display")?;
    let units = UNITS.join(" ");
    let enabled = root.run(&format!("systemctl is-enabled {units} || true"))?;
    ensure!(enabled == "disabled\ndisabled\ndisabled", "installed, the services are\n{enabled}");
    // X is another package's.
    root.run("ln -s /bin/true /usr/bin/xinit")?;
    let said = root.run(&format!("systemd-analyze verify --man=no {units} 2>&1"))?;
    ensure!(!said.contains("portal"), "systemd says of the units:\n{said}");
    root.run("dpkg --purge portal")?;
    Ok(())
}
