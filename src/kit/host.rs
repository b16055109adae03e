//! Host names of requests, and those that are ours.

use std::net::IpAddr;

/// A host in lower case, without the root's dot and an IPv6 address's brackets.
#[must_use]
pub fn plain(host: &str) -> String {
    let host = host.strip_suffix('.').unwrap_or(host);
    host.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase()
}

/// The names under which a server may be asked for.
#[derive(Debug, Clone, Default)]
pub struct Names {
    names: Vec<String>,
    /// It listens on this machine for this machine, so this machine's own names are right too.
    is_local: bool,
}

impl Names {
    /// `names`: hosts without ports. `bound`: the address that it listens on.
    pub fn new<'n>(names: impl Iterator<Item = &'n str>, bound: IpAddr) -> Self {
        Self {
            names: names.map(plain).collect(),
            is_local: bound.is_loopback() || bound.is_unspecified(),
        }
    }

    /// `host`: as [`plain`] writes it. Clients of before HTTP/1.1 name none.
    #[must_use]
    pub fn has(&self, host: Option<&str>) -> bool {
        let Some(host) = host else { return true };
        let is_this_machine = host == "localhost"
            || host.ends_with(".localhost")
            || host.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback());
        self.names.iter().any(|name| name == host) || self.is_local && is_this_machine
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_a_panel() {
        let names = |bound: &str| {
            Names::new(["Panel.example.", "[2001:db8::1]"].into_iter(), bound.parse().unwrap())
        };
        let ours = |bound: &str, host: &str| names(bound).has(Some(host));
        for host in ["panel.example", "2001:db8::1"] {
            assert!(ours("192.0.2.1", host), "{host}");
        }
        for host in ["localhost", "a.localhost", "127.0.0.1", "127.9.9.9", "::1"] {
            assert!(ours("127.0.0.1", host) && ours("0.0.0.0", host), "{host}");
            assert!(!ours("192.0.2.1", host), "{host}");
        }
        for host in ["evil.example", "panel.example.evil.example", "xpanel.example", "10.0.0.1"] {
            assert!(!ours("127.0.0.1", host), "{host}");
        }
    }
}
