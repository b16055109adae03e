//! Which addresses are public. A person who may choose a URL for the panel to call must not reach
//! the machines beside it. So everything special is refused: private, loopback, link-local and
//! shared networks, documentation, multicast, and the ranges in which such an address can be
//! wrapped. Source: the IANA registries of special-purpose addresses.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// (network, length of its prefix)
const SPECIAL_V4: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    // The address of 6to4 relays.
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
    (Ipv4Addr::new(255, 255, 255, 255), 32),
];

/// Exceptions within 2000::/3. Nothing outside it is public: NAT64, mapped addresses and all else
/// that is special lies there.
const SPECIAL_V6: [(Ipv6Addr, u32); 4] = [
    // IETF protocols, with Teredo.
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
    // 6to4: it contains an IPv4 address.
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Whether the address is a public one.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let bits = v4.to_bits();
            let within = |(network, prefix): &(Ipv4Addr, u32)| {
                (bits ^ network.to_bits()).leading_zeros() >= *prefix
            };
            !SPECIAL_V4.iter().any(within)
        }
        IpAddr::V6(v6) => {
            let bits = v6.to_bits();
            let within = |(network, prefix): &(Ipv6Addr, u32)| {
                (bits ^ network.to_bits()).leading_zeros() >= *prefix
            };
            bits >> 125 == 0b001 && !SPECIAL_V6.iter().any(within)
        }
    }
}

/// Whether one of these networks contains the address, or the IPv4 address that is mapped in it.
#[must_use]
pub fn is_within(networks: &[IpNet], address: IpAddr) -> bool {
    let plain = address.to_canonical();
    networks.iter().any(|network| network.contains(&address) || network.contains(&plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_public() {
        for public in [
            "8.8.8.8",
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "198.17.0.1",
            "198.20.0.1",
            "223.255.255.255",
            "2606:4700::1111",
            "2a00:1450::1",
            "2001:4860:4860::8888",
            "2001:200::1",
        ] {
            assert!(is_public(public.parse().unwrap()), "{public}");
        }
        for special in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.7",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::8.8.8.8",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:10::1",
            "2001:20::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "4000::1",
        ] {
            assert!(!is_public(special.parse().unwrap()), "{special}");
        }
    }

    #[test]
    fn a_network_holds_what_is_mapped_too() {
        let networks = ["127.0.0.0/8".parse().unwrap()];
        assert!(is_within(&networks, "127.0.0.1".parse().unwrap()));
        assert!(is_within(&networks, "::ffff:127.0.0.1".parse().unwrap()));
        assert!(!is_within(&networks, "::1".parse().unwrap()));
        assert!(!is_within(&networks, "10.0.0.1".parse().unwrap()));
    }
}
