//! How often something may happen for one key, or from one network.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::address::Network;

/// A keyed limit. It lives in this process; if there are several processes, each allows as much.
pub struct Limit<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
}

impl<K: Hash + Eq + Clone> Limit<K> {
    /// Allows `count` at once and the same number again over each `period`.
    #[must_use]
    pub fn new(count: NonZeroU32, period: Duration) -> Self {
        let quota = Quota::with_period(period / count.get())
            .unwrap_or_else(|| Quota::per_minute(count))
            .allow_burst(count);
        Self { limiter: RateLimiter::keyed(quota) }
    }

    /// Counts one. `Err` holds the whole seconds to wait, at least one.
    pub fn check(&self, key: &K) -> Result<(), u64> {
        if self.limiter.len() > 100_000 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|not_until| {
            not_until.wait_time_from(DefaultClock::default().now()).as_secs() + 1
        })
    }
}

/// A site of IPv6 (/48) has so many times what one of its 65,536 networks has.
const SITE_TIMES: u32 = 16;

/// A limit for each client's network, for each key apart. Addresses are counted nowhere else.
pub struct NetworkLimit<K: Hash + Eq + Clone = ()> {
    networks: Limit<(K, Network)>,
    sites: Limit<(K, Network)>,
}

impl<K: Hash + Eq + Clone> NetworkLimit<K> {
    /// Allows `count` at once and the same number again over each `period`.
    #[must_use]
    pub fn new(count: NonZeroU32, period: Duration) -> Self {
        let of_site = count.saturating_mul(NonZeroU32::new(SITE_TIMES).unwrap_or(count));
        Self { networks: Limit::new(count, period), sites: Limit::new(of_site, period) }
    }

    /// Counts one of this address. `Err` holds the whole seconds to wait, at least one.
    pub fn check(&self, key: &K, address: IpAddr) -> Result<(), u64> {
        self.networks.check(&(key.clone(), Network::of(address)))?;
        if address.to_canonical().is_ipv6() {
            self.sites.check(&(key.clone(), Network::site(address)))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_its_network_and_a_site_is_not_65536_clients() {
        let limit = NetworkLimit::new(NonZeroU32::new(2).unwrap(), Duration::from_secs(3600));
        let check = |address: &str| limit.check(&(), address.parse().unwrap()).is_ok();
        assert!(check("2001:db8::1") && check("2001:db8::2"));
        assert!(!check("2001:db8::3"), "one /64");
        assert!(check("192.0.2.1") && check("::ffff:192.0.2.1"));
        assert!(!check("192.0.2.1"));
        assert!(check("192.0.2.2"), "a neighbour's IPv4");
        let allowed = (1..200).filter(|net| check(&format!("2001:db8:0:{net:x}::1"))).count();
        assert_eq!(allowed, 30, "the /48 has sixteen times as much, two of it were used");
        assert!(check("2001:db8:1::1"), "another site");
    }
}
