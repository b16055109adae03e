//! Where a request comes from, when there are proxies in between.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// The client's address. If the connection comes from a trusted proxy, it is the last address in
/// `X-Forwarded-For` that is not a trusted proxy's; else the connection's own. Addresses further
/// left were written by the client and prove nothing. `forwarded`: the header's values, in order.
#[must_use]
pub fn client<'h>(
    peer: IpAddr,
    forwarded: impl DoubleEndedIterator<Item = &'h str>,
    trusted: &[IpNet],
) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer.to_canonical();
    for hop in forwarded.rev().flat_map(|value| value.rsplit(',')) {
        if !is_trusted(&client) {
            break;
        }
        match hop.trim().parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

/// What one client has: an IPv4 address, or a /64 of IPv6. Everything that counts clients counts
/// these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Network(IpAddr);

impl Network {
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(v6) => v6_network(v6, 64),
            v4 @ IpAddr::V4(_) => v4,
        })
    }

    /// What is given to one site: an IPv4 /24, or a /48 of IPv6.
    #[must_use]
    pub fn site(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V6(v6) => v6_network(v6, 48),
            IpAddr::V4(v4) => IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() >> 8 << 8)),
        })
    }
}

fn v6_network(address: Ipv6Addr, bits: u32) -> IpAddr {
    let rest = 128 - bits;
    IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> rest << rest))
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(peer: &str, forwarded: &[&str]) -> String {
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        client(peer.parse().unwrap(), forwarded.iter().copied(), &trusted).to_string()
    }

    #[test]
    fn only_trusted_proxies_are_believed() {
        assert_eq!(seen("192.0.2.1", &["198.51.100.9"]), "192.0.2.1");
        assert_eq!(seen("10.0.0.1", &["198.51.100.9"]), "198.51.100.9");
        assert_eq!(
            seen("::ffff:10.0.0.1", &["203.0.113.5, 198.51.100.9", "10.2.2.2"]),
            "198.51.100.9"
        );
        assert_eq!(seen("10.0.0.1", &["198.51.100.9, junk"]), "10.0.0.1");
        assert_eq!(seen("10.0.0.1", &[]), "10.0.0.1");
    }
}
