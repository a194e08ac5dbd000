//! What readers may hold of a server, and for how long: the limits of connections, made small.

use std::fs;
use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use portal_publisher::delivery::serve::{Limits, ServeOptions, ServeState, parse_network, router};
use socket2::{Domain, Socket, Type};
use tempfile::TempDir;

use super::exchange::ask_through;
use super::tiny_site::publish;
use super::{Server, clock};

/// Connects as a client at another address of this machine.
pub fn connect_from(client: [u8; 4], server: SocketAddr) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from((client, 0)).into()).unwrap();
    socket.connect(&server.into()).unwrap();
    socket.into()
}

const LARGE: usize = 8_000_000;

fn limits() -> Limits {
    let second = Duration::from_secs(1);
    Limits { head: second, idle_writing: second, stop: second, places: 20, places_of_one: 4, ..Limits::default() }
}

/// A site with a large file, behind a server with these limits.
fn serve(limits: Limits) -> (TempDir, Server) {
    let folder = tempfile::tempdir().unwrap();
    let site = publish(folder.path(), false);
    fs::write(site.join("media/phim-01234567.mp4"), vec![7; LARGE]).unwrap();
    let (address, trust_proxy) = (SocketAddr::from(([127, 0, 0, 1], 0)), Vec::new());
    let options = ServeOptions { trust_proxy, ..ServeOptions::new(address, site) };
    let server = Server::start_service(limits, |_| router(ServeState::new(&options, clock().1)));
    (folder, server)
}

fn ask_for_large(mut stream: TcpStream) -> TcpStream {
    stream.write_all(b"GET /media/phim-01234567.mp4 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    stream
}

/// Whether the server has closed a connection; waits for at most ten seconds.
fn is_closed(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    match stream.read(&mut [0]) {
        Ok(read) => read == 0,
        Err(error) => !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
    }
}

#[test]
fn whoever_says_nothing_is_dropped_and_the_place_is_free_again() {
    let (_folder, server) = serve(Limits { places: 2, ..limits() });
    let mut silent = [(); 2].map(|()| connect_from([127, 0, 0, 1], server.address));
    // Waits for a place.
    let answer = ask_through(connect_from([127, 0, 0, 2], server.address), "GET", "/", &[]);
    assert_eq!(answer.status, 200);
    assert!(silent.iter_mut().all(is_closed));
}

#[test]
fn whoever_takes_nothing_of_an_answer_is_dropped_and_the_place_is_free_again() {
    let (_folder, server) = serve(Limits { places: 2, ..limits() });
    let stalled = [(); 2].map(|()| ask_for_large(connect_from([127, 0, 0, 1], server.address)));
    let answer = ask_through(connect_from([127, 0, 0, 2], server.address), "GET", "/", &[]);
    assert_eq!(answer.status, 200);
    for mut stream in stalled {
        let mut received = Vec::new();
        let _ = stream.read_to_end(&mut received);
        assert!(received.len() < LARGE, "the answer was broken off");
    }
}

#[test]
fn a_slow_reader_gets_the_whole_answer() {
    let (_folder, server) = serve(limits());
    let started = Instant::now();
    let mut stream = ask_for_large(connect_from([127, 0, 0, 1], server.address));
    let (mut total, mut part) = (0, vec![0; 200_000]);
    loop {
        // Some for each tenth of a second; in all it takes four times as long as a reader may take nothing.
        thread::sleep(Duration::from_millis(100));
        match stream.read(&mut part).unwrap() {
            0 => break,
            read => total += read,
        }
    }
    assert!(total > LARGE && started.elapsed() > Duration::from_secs(4), "{total} bytes in {:?}", started.elapsed());
}

#[test]
fn one_address_holds_its_share_and_others_have_theirs() {
    let (_folder, server) = serve(Limits { head: Duration::from_secs(30), ..limits() });
    let held = [(); 4].map(|()| connect_from([127, 0, 0, 1], server.address));
    assert!([(); 6].map(|()| connect_from([127, 0, 0, 1], server.address)).iter_mut().all(is_closed));
    for _ in 0..10 {
        assert_eq!(ask_through(connect_from([127, 0, 0, 2], server.address), "GET", "/", &[]).status, 200);
    }
    assert_eq!(server.log().matches("one address holds all it may").count(), 1, "{}", server.log());
    drop(held);
    let deadline = Instant::now() + Duration::from_secs(10);
    while is_closed(&mut ask_for_large(connect_from([127, 0, 0, 1], server.address))) {
        assert!(Instant::now() < deadline, "what was given back is not free");
    }
}

#[test]
fn a_trusted_proxy_holds_everybodys_places() {
    let proxies = [parse_network("127.0.0.1").unwrap()].into();
    let (_folder, server) = serve(Limits { head: Duration::from_secs(30), proxies, ..limits() });
    let _held = [(); 10].map(|()| connect_from([127, 0, 0, 1], server.address));
    assert_eq!(ask_through(connect_from([127, 0, 0, 1], server.address), "GET", "/", &[]).status, 200);
}

#[test]
fn a_server_whose_places_are_all_taken_stops() {
    let (_folder, mut server) = serve(Limits { places: 2, head: Duration::from_secs(60), ..limits() });
    let _silent = [(); 3].map(|()| connect_from([127, 0, 0, 1], server.address));
    let _stalled = ask_for_large(connect_from([127, 0, 0, 2], server.address));
    thread::sleep(Duration::from_millis(300));
    let started = Instant::now();
    server.stop();
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
}
