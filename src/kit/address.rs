//! Where a request comes from, when there are proxies in between.

use std::net::{IpAddr, Ipv6Addr};

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

/// The key by which limits count. A client with one IPv6 address has its whole /64, so the /64 is
/// one key.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
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
