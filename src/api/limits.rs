//! How often a token and an address may call, if the operator has set a limit. Every door asks here
//! after it knows whose token it is, and refuses in its own words.

use std::net::IpAddr;
use std::time::Duration;

use crate::config::Config;
use crate::kit::limit::{Limit, NetworkLimit};

const MINUTE: Duration = Duration::from_secs(60);

/// Counted by this process alone.
pub struct Limits {
    by_token: Option<Limit<i64>>,
    by_address: Option<NetworkLimit>,
}

impl Limits {
    /// None if the configuration says nothing.
    #[must_use]
    pub fn new(config: &Config) -> Self {
        Self {
            by_token: config.limit_per_token.map(|count| Limit::new(count, MINUTE)),
            by_address: config.limit_per_address.map(|count| NetworkLimit::new(count, MINUTE)),
        }
    }

    /// Counts a call. `Err` holds the whole seconds to wait, for `Retry-After`.
    pub fn check(&self, token_id: i64, from: IpAddr) -> Result<(), u64> {
        if let Some(limit) = &self.by_token {
            limit.check(&token_id)?;
        }
        match &self.by_address {
            Some(limit) => limit.check(&(), from),
            None => Ok(()),
        }
    }
}
