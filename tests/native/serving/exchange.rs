//! Requests as written and answers as received, byte by byte: a real client library would correct the hostile ones.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// An answer as it came.
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value; both if it is given twice.
    pub fn header(&self, name: &str) -> Option<String> {
        let values: Vec<_> = self
            .headers
            .iter()
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
            .collect();
        (!values.is_empty()).then(|| values.join(" | "))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Sends a request just as it is written, with the site's host unless another is named.
pub fn ask(server: SocketAddr, method: &str, target: &str, headers: &[(&str, &str)]) -> Answer {
    ask_through(TcpStream::connect(server).unwrap(), method, target, headers)
}

/// The same through a connection that is there already.
pub fn ask_through(stream: TcpStream, method: &str, target: &str, headers: &[(&str, &str)]) -> Answer {
    send_through(stream, method, target, headers, &[])
}

/// The same with a body, whose length the headers say.
pub fn send_through(
    mut stream: TcpStream,
    method: &str,
    target: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut request = format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n");
    if headers.iter().all(|(name, _)| *name != "Host") {
        request += "Host: portal.example\r\n";
    }
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    stream.write_all((request + "\r\n").as_bytes()).unwrap();
    // A body that is not wanted may not be taken to its end.
    let _ = stream.write_all(body);
    let mut bytes = Vec::new();
    // A server that refuses a request before reading all of it may close hard; what it said is what counts.
    let _ = stream.read_to_end(&mut bytes);
    parse_answer(&bytes)
        .unwrap_or_else(|| panic!("no answer to {method} {target}: {:?}", String::from_utf8_lossy(&bytes)))
}

fn parse_answer(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
    let (first, rest) = head.split_once("\r\n").unwrap_or((&head, ""));
    let status = first.split(' ').nth(1)?.parse().ok()?;
    let headers = rest
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Some(Answer { status, headers, body: bytes[end + 4..].to_vec() })
}
