//! Why an address cannot be listened on, for whoever named it: what to do, and where it is in use, by which program.

use std::io;
use std::net::SocketAddr;

use procfs::net::{TcpNetEntry, TcpState, tcp, tcp6};
use procfs::process::{FDTarget, Process, all_processes};

/// The system's error as one sentence with the address.
pub(super) fn explain(address: SocketAddr, error: io::Error) -> io::Error {
    let port = address.port();
    let sentence = match error.kind() {
        io::ErrorKind::AddrInUse => match holder(address) {
            Some((name, pid)) => format!("is in use by {name} (process {pid}): stop that, or name another address"),
            None => {
                format!("is in use: `ss -ltnp 'sport = :{port}'` shows by what, asked as root; or name another address")
            }
        },
        io::ErrorKind::AddrNotAvailable => "is no address of this machine: `ip address` lists them".to_owned(),
        io::ErrorKind::PermissionDenied if port < 1024 => {
            "may not be listened on: ports below 1024 are root's; name another, and put nginx or Caddy in front"
                .to_owned()
        }
        _ => return io::Error::new(error.kind(), format!("{address} cannot be listened on: {error}")),
    };
    io::Error::new(error.kind(), format!("{address} {sentence}"))
}

/// The name and number of the process that listens there, as far as this user may see it.
fn holder(address: SocketAddr) -> Option<(String, i32)> {
    let entries = [tcp().ok(), tcp6().ok()].into_iter().flatten().flatten();
    let sockets = entries.filter(|entry| holds(entry, address)).map(|entry| entry.inode).collect::<Vec<_>>();
    let is_held_by = |process: &Process| {
        let mut files = process.fd().into_iter().flatten().filter_map(Result::ok);
        files.any(|file| matches!(file.target, FDTarget::Socket(inode) if sockets.contains(&inode)))
    };
    let process = all_processes().ok()?.filter_map(Result::ok).find(is_held_by)?;
    Some((process.stat().ok()?.comm, process.pid))
}

/// All of a machine's addresses are one in the way of each.
fn holds(entry: &TcpNetEntry, address: SocketAddr) -> bool {
    let local = entry.local_address;
    let (held, wanted) = (local.ip().to_canonical(), address.ip().to_canonical());
    let is_same = held == wanted || held.is_unspecified() || wanted.is_unspecified();
    entry.state == TcpState::Listen && local.port() == address.port() && is_same
}
