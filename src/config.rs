//! What the operator says. Parsed once, at start.

use ipnet::IpNet;
use url::Url;

/// The settings that the doors read.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where people reach the panel, as they type it.
    pub public_url: Url,
    /// What the panel calls itself on its pages.
    pub panel_name: String,
    /// How to reach the operator about abuse; empty: not shown.
    pub abuse_contact: String,
    /// Networks of the proxies whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<IpNet>,
}

impl Config {
    /// Whether browsers come by TLS, so that cookies may be Secure.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}
