//! Networks from which something is allowed: as people type them, and as they are compared with
//! addresses.

use std::net::IpAddr;

use ipnet::IpNet;

/// Networks of one token.
pub const NETWORKS_MAX: usize = 32;

/// The text is not a list of networks; the message is for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadNetworks {
    #[error("“{0}” is neither an address nor a network like 192.0.2.0/24.")]
    Unreadable(String),
    #[error("At most {NETWORKS_MAX} networks.")]
    Many,
}

/// Reads addresses and networks, separated by commas or spaces; `None` if there are none: from
/// anywhere.
pub fn parse(text: &str) -> Result<Option<Vec<IpNet>>, BadNetworks> {
    let words = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|word| !word.is_empty());
    let read = |word: &str| {
        let net = word.parse::<IpNet>().or_else(|_| word.parse::<IpAddr>().map(IpNet::from));
        net.map(|net| net.trunc())
            .map_err(|_| BadNetworks::Unreadable(word.chars().take(60).collect()))
    };
    let nets = words.map(read).collect::<Result<Vec<_>, _>>()?;
    match nets.len() {
        0 => Ok(None),
        many if many > NETWORKS_MAX => Err(BadNetworks::Many),
        _ => Ok(Some(nets)),
    }
}

/// Whether an address is in these networks; `None` means all.
#[must_use]
pub fn covers(networks: Option<&[IpNet]>, address: IpAddr) -> bool {
    let address = address.to_canonical();
    networks.is_none_or(|networks| networks.iter().any(|network| network.contains(&address)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_are_read() {
        assert_eq!(parse(" \n"), Ok(None));
        let read = parse("192.0.2.9/24, 2001:db8::1\n198.51.100.7").unwrap().unwrap();
        let shown: Vec<_> = read.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["192.0.2.0/24", "2001:db8::1/128", "198.51.100.7/32"]);
        assert_eq!(parse("10.0.0.0/33"), Err(BadNetworks::Unreadable("10.0.0.0/33".into())));
        assert_eq!(parse(&"10.0.0.1 ".repeat(33)), Err(BadNetworks::Many));
    }
}
