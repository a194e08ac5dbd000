//! What only the system's package manager can install: browsers, their drivers, the two web servers whose generated
//! configurations are tried, a WordPress to read from, what shows a command's system calls, and what Debian's packages are
//! made and tried with.
//!
//! Installed by apt where that is allowed; otherwise the developer is told exactly what to install.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xshell::cmd;

use crate::project::Project;

/// A command (under any of its names), or another file by its whole path, and the Debian package that provides it.
#[derive(Clone, Copy)]
struct SystemTool {
    commands: &'static [&'static str],
    package: &'static str,
}

const CHROMIUM: SystemTool =
    SystemTool { commands: &["chromium", "chromium-browser", "google-chrome"], package: "chromium" };
/// Chromium without its windows: a page costs it half as much.
const CHROMIUM_SHELL: SystemTool =
    SystemTool { commands: &["chromium-headless-shell", "chrome-headless-shell"], package: "chromium-headless-shell" };
const FIREFOX: SystemTool = SystemTool { commands: &["firefox-esr", "firefox"], package: "firefox-esr" };
const BROWSERS: &[SystemTool] = &[
    CHROMIUM,
    CHROMIUM_SHELL,
    SystemTool { commands: &["chromedriver"], package: "chromium-driver" },
    FIREFOX,
    SystemTool { commands: &["WebKitWebDriver"], package: "webkit2gtk-driver" },
    // WebKitGTK's browser has no headless mode, and a display is no display without a screen.
    SystemTool { commands: &["Xvfb"], package: "xvfb" },
    SystemTool { commands: &["xrandr"], package: "x11-xserver-utils" },
];
/// What `tests/wordpress/up.sh` starts. PHP's extensions have no file whose path is the same in two releases, so their
/// packages are known by what dpkg keeps of them. `php` wants to run in a web server, and brings Apache's modules where
/// `php-cgi` is not named before it.
const WORDPRESS: &[SystemTool] = &[
    SystemTool { commands: &["php-cgi"], package: "php-cgi" },
    SystemTool { commands: &["/var/lib/dpkg/info/php.list"], package: "php" },
    SystemTool { commands: &["php"], package: "php-cli" },
    SystemTool { commands: &["/var/lib/dpkg/info/php-gd.list"], package: "php-gd" },
    SystemTool { commands: &["/var/lib/dpkg/info/php-intl.list"], package: "php-intl" },
    SystemTool { commands: &["/var/lib/dpkg/info/php-mbstring.list"], package: "php-mbstring" },
    SystemTool { commands: &["/var/lib/dpkg/info/php-mysql.list"], package: "php-mysql" },
    SystemTool { commands: &["/var/lib/dpkg/info/php-xml.list"], package: "php-xml" },
    SystemTool { commands: &["/usr/sbin/mariadbd"], package: "mariadb-server-core" },
    SystemTool { commands: &["/usr/share/wordpress/wp-load.php"], package: "wordpress" },
    SystemTool { commands: &["/usr/share/wordpress/wp-content/languages/vi.mo"], package: "wordpress-l10n" },
    SystemTool {
        commands: &["/usr/share/wordpress/wp-content/themes/twentytwentyone/style.css"],
        package: "wordpress-theme-twentytwentyone",
    },
];
const NGINX: SystemTool = SystemTool { commands: &["nginx"], package: "nginx" };
/// What the tests without a browser start.
const NATIVE: &[SystemTool] = &[
    NGINX,
    SystemTool { commands: &["caddy"], package: "caddy" },
    SystemTool { commands: &["strace"], package: "strace" },
];

/// With it nginx serves pages as readers get them: the benchmark's bytes are by brotli.
const NGINX_BROTLI: SystemTool = SystemTool {
    commands: &["/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"],
    package: "libnginx-mod-http-brotli-static",
};
const HUGO: SystemTool = SystemTool { commands: &["hugo"], package: "hugo" };
const OPENSSL: SystemTool = SystemTool { commands: &["openssl"], package: "openssl" };
const TIME: SystemTool = SystemTool { commands: &["time"], package: "time" };
const WRK: SystemTool = SystemTool { commands: &["wrk"], package: "wrk" };
const PACKAGING: SystemTool = SystemTool { commands: &["dpkg-shlibdeps"], package: "dpkg-dev" };
const DEBOOTSTRAP: SystemTool = SystemTool { commands: &["debootstrap"], package: "debootstrap" };

/// The web servers that the published configurations are tried with, a WordPress, and what shows when a publish writes through.
pub fn ensure_native(project: &Project) -> Result<()> {
    ensure_installed(project, &[NATIVE, WORDPRESS].concat())
}

/// What asks a web server for much at once.
pub fn ensure_load(project: &Project) -> Result<()> {
    ensure_installed(project, &[NATIVE, &[WRK]].concat())
}

/// A web server with a certificate, and the browser that asks it.
pub fn ensure_bench(project: &Project) -> Result<()> {
    ensure_installed(project, &[CHROMIUM, NGINX, NGINX_BROTLI, OPENSSL])
}

/// What tells the time and the memory that a command takes, and whom we are compared with.
pub fn ensure_publish_bench(project: &Project) -> Result<()> {
    ensure_installed(project, &[TIME, HUGO])
}

/// The browsers as well.
pub fn ensure_all(project: &Project) -> Result<()> {
    ensure_installed(project, &[NATIVE, WORDPRESS, BROWSERS, &[WRK]].concat())
}

/// What Debian's packages are made with.
pub fn ensure_packaging(project: &Project) -> Result<()> {
    ensure_installed(project, &[PACKAGING])
}

/// What the root folder for trying them is made with, and the right to enter it.
pub fn ensure_bare_debian(project: &Project) -> Result<()> {
    ensure_installed(project, &[DEBOOTSTRAP])?;
    require_administrator(project).map(drop)
}

/// Installs what is missing, or says what to install.
fn ensure_installed(project: &Project, tools: &[SystemTool]) -> Result<()> {
    let missing = missing_packages(project, tools);
    if missing.is_empty() {
        return Ok(());
    }
    let sh = &project.shell;
    let packages = missing.join(" ");
    if which::which("apt-get").is_err() {
        bail!(
            "these are needed, by Debian's names: {packages}. Install them with this system's package manager, \
             then run this again"
        );
    }
    let by_hand = format!("sudo apt-get update && sudo apt-get install --yes --no-install-recommends {packages}");
    let Some(rights) = administrator_rights(project)? else {
        bail!("what is needed only an administrator can install. Run this, then try again:\n\n  {by_hand}");
    };
    // sudo passes no variables on, so `env` follows it, too.
    let rights = &[rights, &["env", "DEBIAN_FRONTEND=noninteractive"]].concat();
    cmd!(sh, "env {rights...} apt-get update").run().context("apt-get update")?;
    cmd!(sh, "env {rights...} apt-get install --yes --no-install-recommends {missing...}")
        .run()
        .with_context(|| format!("apt-get could not install the packages; by hand:\n\n  {by_hand}"))?;

    let still = missing_packages(project, tools);
    if !still.is_empty() {
        bail!("apt-get installed {}, but what they should bring is not on PATH", still.join(", "));
    }
    Ok(())
}

/// What a command begins with to be an administrator's; fails where this user is none.
pub fn require_administrator(project: &Project) -> Result<&'static [&'static str]> {
    administrator_rights(project)?.context(
        "the packages are tried in a root folder of their own, which only an administrator can make and enter. Let sudo \
         ask for your password, then run this again:\n\n  sudo --validate",
    )
}

/// The same without asking; `None` where this user is no administrator.
fn administrator_rights(project: &Project) -> Result<Option<&'static [&'static str]>> {
    let sh = &project.shell;
    if cmd!(sh, "id -u").quiet().read()? == "0" {
        return Ok(Some(&[]));
    }
    let sudo = cmd!(sh, "sudo -n true").quiet().ignore_stdout().ignore_stderr().run();
    Ok(sudo.is_ok().then_some(&["sudo", "-n"]))
}

/// The Chromium (or Chrome) the tests drive.
pub fn chromium(project: &Project) -> Result<PathBuf> {
    find(project, &CHROMIUM).context("no Chromium on PATH")
}

/// The Chromium that opens many pages for the tests, and has no windows.
pub fn chromium_shell(project: &Project) -> Result<PathBuf> {
    find(project, &CHROMIUM_SHELL).context("no Chromium's headless shell on PATH")
}

/// The Firefox the tests drive.
pub fn firefox(project: &Project) -> Result<PathBuf> {
    find(project, &FIREFOX).context("no Firefox on PATH")
}

fn missing_packages(project: &Project, tools: &[SystemTool]) -> Vec<&'static str> {
    tools.iter().filter(|tool| find(project, tool).is_none()).map(|tool| tool.package).collect()
}

fn find(project: &Project, tool: &SystemTool) -> Option<PathBuf> {
    let path = project.shell.var_os("PATH")?;
    let find = |name: &&str| match Path::new(name) {
        file if file.is_absolute() => file.exists().then(|| file.to_owned()),
        command => which::which_in(command, Some(&path), &project.root).ok(),
    };
    tool.commands.iter().find_map(find)
}
