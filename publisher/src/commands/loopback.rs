//! An address that only this machine reaches: what is there is not for the network.

use std::net::SocketAddr;

/// Reads an address with its port, and refuses one that others could reach.
pub(super) fn parse_loopback(text: &str) -> Result<SocketAddr, String> {
    let address = text.parse::<SocketAddr>().map_err(|_| "write it with its port, as 127.0.0.1:8090".to_owned())?;
    if address.ip().is_loopback() {
        return Ok(address);
    }
    Err(format!("only this machine may reach it: write it as 127.0.0.1:{}", address.port()))
}
