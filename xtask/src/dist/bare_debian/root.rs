//! The root folder of a bare Debian, and what is run in it: as its root, in namespaces of processes and mounts that end
//! with the command.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use xshell::{Cmd, cmd};

use crate::project::Project;
use crate::tools;

/// Downloaded when the root is made, to be installed later.
const LATER: &str = "systemd";

/// How long a server may take to start.
const PATIENCE: Duration = Duration::from_secs(10);

/// A copy of the bare Debian, to do anything with.
pub struct Root<'a> {
    project: &'a Project,
    /// What a command begins with to be an administrator's.
    rights: &'static [&'static str],
    path: PathBuf,
}

impl<'a> Root<'a> {
    pub fn copy(project: &'a Project) -> Result<Self> {
        let rights = tools::require_administrator(project)?;
        let folder = project.target.join("dist-root");
        project.shell.create_dir(&folder)?;
        let [base, root] = ["base", "root"].map(|name| Self { project, rights, path: folder.join(name) });
        if !base.path.exists() {
            base.make()?;
        }
        root.remove()?;
        root.administrator("cp").args(["--archive", "--reflink=auto"]).args([&base.path, &root.path]).run()?;
        Ok(root)
    }

    /// Makes the bare Debian, with the packages for later in its cache.
    fn make(&self) -> Result<()> {
        let (archive, release) = debian_archive(self.project)?;
        eprintln!("Making a bare Debian ({release}): once, a minute or two.");
        // Unfinished, it must not be taken for made.
        let new = Self { path: self.path.with_extension("new"), ..*self };
        new.remove()?;
        let making = new.administrator("debootstrap").args(["--variant=minbase", &release]).arg(&new.path).arg(archive);
        making.ignore_stdout().run()?;
        new.run(&format!("apt-get install --yes --download-only --no-install-recommends {LATER}"))?;
        Ok(self.administrator("mv").args([&new.path, &self.path]).run()?)
    }

    fn remove(&self) -> Result<()> {
        Ok(self.administrator("rm").args(["--recursive", "--force"]).arg(&self.path).run()?)
    }

    /// A command of the machine itself.
    fn administrator(&self, program: &str) -> Cmd<'a> {
        let rights = self.rights;
        cmd!(self.project.shell, "env {rights...} {program}").quiet()
    }

    /// Runs a command in the root and gives what it says; where it fails, all that it said is in the error.
    pub fn run(&self, script: &str) -> Result<String> {
        let output = Command::from(self.command(script)).stdin(Stdio::null()).output()?;
        let said = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
        ensure!(
            output.status.success(),
            "in the bare Debian, `{script}` failed ({}):\n{said}\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(said)
    }

    fn command(&self, script: &str) -> Cmd<'a> {
        let mut processes = std::ffi::OsString::from("--mount-proc=");
        processes.push(self.path.join("proc"));
        let variables = ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "DEBIAN_FRONTEND=noninteractive"];
        let command = self.administrator("unshare").args(["--mount", "--pid", "--fork", "--kill-child"]).arg(processes);
        let command = command.arg("chroot").arg(&self.path).args(["env", "--ignore-environment"]).args(variables);
        command.args(["sh", "-c", script])
    }

    /// Starts a server in the root: `script`, followed by an address.
    pub fn serve(&self, script: &str) -> Result<Server> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        // Whoever is not an administrator cannot end the server, but can close its input, with which everything ends.
        let script = format!("{script} {address} & cat");
        let process = Command::from(self.command(&script)).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        let server = Server { process, address };
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(address).is_err() {
            ensure!(Instant::now() < deadline, "in the bare Debian, `{script}` does not listen");
            thread::sleep(Duration::from_millis(50));
        }
        Ok(server)
    }

    /// Copies a file or folder of this machine into the root.
    pub fn take(&self, from: &Path, to: &str) -> Result<()> {
        let to = self.path.join(to);
        Ok(self.administrator("cp").args(["--recursive", "--no-target-directory"]).args([from, &to]).run()?)
    }

    pub fn has(&self, path: &str) -> bool {
        self.path.join(path).exists()
    }

    /// Every file and folder that packages may put somewhere; what they write when they run is not of them.
    pub fn files(&self) -> Result<BTreeSet<String>> {
        let files = self.run("find /etc /opt /usr /var/lib/systemd /var/cache/man 2> /dev/null || true")?;
        Ok(files.lines().map(str::to_owned).collect())
    }
}

/// A server in the root, ended when dropped.
pub struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    /// The answer's body; fails unless it is 200.
    pub fn ask(&self, path: &str) -> Result<String> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer);
        match answer.split_once("\r\n\r\n") {
            Some((head, body)) if head.starts_with("HTTP/1.1 200 ") => Ok(body.to_owned()),
            _ => bail!("asked for {path}, the server in the bare Debian answers:\n{answer}"),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// Where this machine's apt gets Debian from, and the name of its release: the program runs on no older one.
fn debian_archive(project: &Project) -> Result<(String, String)> {
    let sh = &project.shell;
    let system = sh.read_file("/etc/os-release")?;
    let release = system.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    let release = release.context("/etc/os-release names no release (VERSION_CODENAME): Debian is needed")?;
    let filters = ["Identifier: Packages", "Component: main"];
    let sources = cmd!(sh, "apt-get indextargets --format '$(CODENAME) $(REPO_URI)' {filters...}").quiet().read()?;
    let archive = sources.lines().find_map(|line| line.strip_prefix(release)?.strip_prefix(' '));
    let archive = archive.with_context(|| {
        format!("apt knows no archive of {release}: name one in /etc/apt/sources.list.d, and run apt-get update")
    })?;
    Ok((archive.to_owned(), release.to_owned()))
}
