//! The networks from which staff may come. Asked at each request of theirs and at their sign-in, from the
//! table: a network that is taken away is closed at once, in every process.

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;
use sqlx::PgExecutor;

use super::Settings;
use super::rows::Wrong;
use crate::kit::db;

/// The key of the setting.
pub const STAFF_NETWORKS: &str = "staff_networks";
/// More is no list that a person keeps in order.
const NETWORKS_MAX: usize = 100;

/// Some networks; none at all means everywhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Networks(Vec<IpNet>);

impl Networks {
    /// Reads addresses and networks, with commas, blanks or line ends between them.
    pub(super) fn parse(text: &str) -> Result<Self, Wrong> {
        let words = text.split(|c: char| c == ',' || c.is_whitespace());
        let read = |word: &str| {
            let net = word.parse::<IpNet>().or_else(|_| word.parse::<IpAddr>().map(IpNet::from));
            net.map(|net| net.trunc()).map_err(|_| {
                let word: String = word.chars().take(60).collect();
                Wrong::from(format!(
                    "“{word}” is neither an address nor a network like 192.0.2.0/24."
                ))
            })
        };
        let words = words.filter(|word| !word.is_empty());
        let nets = words.map(read).collect::<Result<Vec<_>, _>>()?;
        if nets.len() > NETWORKS_MAX { Err("At most 100 networks.".into()) } else { Ok(Self(nets)) }
    }

    /// Whether somebody at this address may come in.
    #[must_use]
    pub fn admit(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.is_empty() || self.0.iter().any(|network| network.contains(&address))
    }
}

impl fmt::Display for Networks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, network) in self.0.iter().enumerate() {
            let between = if at == 0 { "" } else { "\n" };
            write!(f, "{between}{network}")?;
        }
        Ok(())
    }
}

/// From where staff may come now.
pub async fn staff_networks(executor: impl PgExecutor<'_>) -> Result<Networks, db::Error> {
    let kept = sqlx::query_scalar!("select value from settings where key = $1", STAFF_NETWORKS);
    let kept = kept.fetch_optional(executor).await?.unwrap_or_default();
    let mut settings = Settings::default();
    if let Some(row) = super::row(STAFF_NETWORKS) {
        // A list that cannot be read must not open what the owner has closed.
        row.set(&mut settings, &kept).map_err(|why| {
            db::Error::Refused(format!("the setting {STAFF_NETWORKS} is {kept:?}: {why}"))
        })?;
    }
    Ok(settings.staff_networks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_admits_its_networks_and_an_empty_one_all() {
        let admits = |list: &str, address: &str| {
            Networks::parse(list).unwrap().admit(address.parse().unwrap())
        };
        assert!(admits("", "203.0.113.9"));
        assert!(admits("192.0.2.9/24, 2001:db8::/32", "192.0.2.77"));
        assert!(admits("192.0.2.0/24", "::ffff:192.0.2.77"));
        assert!(admits("2001:db8::/32\n198.51.100.7", "2001:db8::1"));
        assert!(!admits("198.51.100.7", "198.51.100.8"));
        assert!(!admits("0.0.0.0/0", "2001:db8::1"));
        assert!(Networks::parse("10.0.0.0/33").is_err());
        assert!(Networks::parse(&"10.0.0.1 ".repeat(101)).is_err());
        assert_eq!(
            Networks::parse("192.0.2.9/24 ::1").unwrap().to_string(),
            "192.0.2.0/24\n::1/128"
        );
    }
}
