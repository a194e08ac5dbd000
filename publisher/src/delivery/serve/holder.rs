//! Whose an address is.

use std::net::{IpAddr, Ipv6Addr};

/// One customer has at least an IPv6 /64, so all addresses in it count as one.
pub(super) fn holder_of(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
    }
}
