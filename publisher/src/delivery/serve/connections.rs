//! Accepts connections, limits their number, time and memory, and closes them gracefully.
//!
//! `axum::serve` has no time limit for the head of a request and waits for ever for readers when it stops, so hyper is
//! driven here directly. `patient_stream` ends the connections of readers who have stopped reading.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use ipnet::IpNet;
use socket2::SockRef;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Semaphore;

use super::holder::holder_of;
use super::metrics::Connections;
use super::patient_stream::PatientStream;
use super::taken_port;

/// The largest head of a request; beyond it the answer is 431. Hyper also buffers at most this much of an answer.
const LARGEST_HEAD: usize = 16 * 1024;

/// How much of an answer the kernel buffers for a reader; Linux uses twice as much. By default it would buffer
/// megabytes.
const SEND_BUFFER: usize = 64 * 1024;

/// How much readers may occupy, and for how long.
#[derive(Clone, Debug)]
pub struct Limits {
    /// For the head of a request, and between two requests.
    pub head: Duration,
    /// Without receiving anything of an answer. A reader who receives anything at all, however slowly, is kept.
    pub idle_writing: Duration,
    /// For receiving the answers under way once we stop: stopping takes ten seconds at most.
    pub stop: Duration,
    /// All connections; beyond this, new readers wait in the kernel's queue.
    pub places: usize,
    /// The connections of one address, or of one customer's IPv6 /64; beyond this, new ones are closed. Many
    /// readers may share an address (mobile networks), and a browser opens six.
    pub places_of_one: usize,
    /// Proxies, whose connections serve many readers and so are not counted by address.
    pub proxies: Arc<[IpNet]>,
    /// Where connections are counted for the metrics.
    pub connections: Connections,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(30),
            idle_writing: Duration::from_secs(30),
            stop: Duration::from_secs(9),
            places: 4_096,
            places_of_one: 512,
            proxies: Arc::default(),
            connections: Connections::default(),
        }
    }
}

/// Connections that wait in the kernel's queue to be accepted; beyond this, readers try again after a second.
const QUEUE: u32 = 1_024;

/// Listens on an address.
///
/// # Errors
/// When the address is not this machine's, or is in use: one sentence says what to do.
pub(crate) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    try_listen(address).map_err(|error| taken_port::explain(address, error))
}

fn try_listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A server that has just stopped does not block its successor.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(QUEUE)
}

/// Serves the router on a listener until `stop` is ready.
pub async fn serve_connections(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    stop: impl Future<Output = ()> + Send,
) {
    let places = Arc::new(Semaphore::new(limits.places));
    let addresses = Arc::new(Addresses { most: limits.places_of_one, held: Mutex::default() });
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let (place, stream, reader) = tokio::select! {
            biased;
            () = &mut stop => break,
            (Ok(place), stream, reader) = take_one(&listener, &places) => (place, stream, reader),
            else => break,
        };
        let address = reader.ip().to_canonical();
        let is_proxy = limits.proxies.iter().any(|network| network.contains(&address));
        let of_one = match is_proxy {
            true => None,
            false => match addresses.claim(address) {
                Some(claim) => Some(claim),
                None => {
                    limits.connections.refused.inc();
                    continue;
                }
            },
        };
        let counted = limits.connections.count();
        // Send small answers at once. Either call fails only when the reader has gone.
        let _ = stream.set_nodelay(true);
        let _ = SockRef::from(&stream).set_send_buffer_size(SEND_BUFFER);
        let stream = PatientStream::new(stream, limits.idle_writing);
        // Before the router, because a layer would wrap each of its routes once more for each connection.
        let routed = TowerToHyperService::new(router.clone());
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(reader));
            routed.call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.head)
            .max_buf_size(LARGEST_HEAD)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A reader who disconnects midway is not worth logging.
            let _ = connection.await;
            drop((place, of_one, counted));
        });
    }
    drop(listener);
    if tokio::time::timeout(limits.stop, graceful.shutdown()).await.is_err() {
        tracing::warn!("stopped before every reader had the whole answer");
    }
}

/// The next connection, once there is room for it.
async fn take_one(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (Result<tokio::sync::OwnedSemaphorePermit, tokio::sync::AcquireError>, TcpStream, SocketAddr) {
    let place = Arc::clone(places).acquire_owned().await;
    let (stream, reader) = accept(listener).await;
    (place, stream, reader)
}

/// The next connection. Running out of file descriptors is temporary; the server must survive it.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(accepted) => return accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// How many connections each address has.
struct Addresses {
    most: usize,
    held: Mutex<HashMap<IpAddr, Held>>,
}

#[derive(Default)]
struct Held {
    connections: usize,
    /// Whether the log has been told; once is enough until the address has no connections left.
    is_reported: bool,
}

/// One counted connection of an address, released when dropped.
struct Claim {
    addresses: Arc<Addresses>,
    holder: IpAddr,
}

impl Addresses {
    /// `None` when the address already has as many as it may.
    fn claim(self: &Arc<Self>, address: IpAddr) -> Option<Claim> {
        let holder = holder_of(address);
        let mut all = self.lock();
        let held = all.entry(holder).or_default();
        if held.connections >= self.most {
            if !held.is_reported {
                tracing::warn!(connections = held.connections, "one address holds all it may; more are refused");
                held.is_reported = true;
            }
            return None;
        }
        held.connections += 1;
        Some(Claim { addresses: Arc::clone(self), holder })
    }

    /// A thread that panicked while counting left nothing half done.
    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Held>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let mut all = self.addresses.lock();
        if let Some(held) = all.get_mut(&self.holder) {
            held.connections = held.connections.saturating_sub(1);
            if held.connections == 0 {
                all.remove(&self.holder);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gets_back_what_it_gave_back_and_nothing_of_others() {
        let addresses = Arc::new(Addresses { most: 2, held: Mutex::default() });
        let claim = |text: &str| addresses.claim(text.parse().unwrap());
        let held = [claim("203.0.113.1"), claim("203.0.113.1")];
        assert!(held.iter().all(Option::is_some) && claim("203.0.113.1").is_none() && claim("203.0.113.2").is_some());
        drop(held);
        assert!(addresses.lock().is_empty(), "whoever holds nothing is forgotten");
        let _one_network = [claim("2001:db8:0:1::1"), claim("2001:db8:0:1:ffff::2")];
        assert!(claim("2001:db8:0:1::3").is_none() && claim("2001:db8:0:2::1").is_some());
    }
}
