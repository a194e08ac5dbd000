//! Connections: taken, limited in number and patience, and closed gracefully.
//!
//! `axum::serve` sets no time limit for the head of a request and waits without end for readers when it stops; so
//! hyper is driven here directly.

use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

/// How long a reader may take for the head of a request, and stay silent between two.
const HEAD_LIMIT: Duration = Duration::from_secs(30);

/// The largest head of a request; beyond it the answer is 431.
const LARGEST_HEAD: usize = 64 * 1024;

/// Beyond it new readers wait in the kernel's queue.
const MOST_CONNECTIONS: usize = 4_096;

/// How long readers may take for what they have asked for, once we stop.
const STOP_LIMIT: Duration = Duration::from_secs(10);

/// Serves the router on a listener until `stop` is ready.
pub async fn serve_connections(listener: TcpListener, router: Router, stop: impl Future<Output = ()> + Send) {
    let places = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let graceful = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let (stream, reader) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut stop => break,
        };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone().layer(Extension(ConnectInfo(reader))));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_LIMIT)
            .max_buf_size(LARGEST_HEAD)
            .serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A reader who goes away in the middle is no event.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    if tokio::time::timeout(STOP_LIMIT, graceful.shutdown()).await.is_err() {
        tracing::warn!("stopped before every reader had the whole answer");
    }
}

/// The next connection. Out of file descriptors is a state that passes; the server must outlive it.
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
