//! API keys: made, listed, revoked. Looked up by [`super::verifier`].
//!
//! A key is shown once and kept as its SHA-256. It may be narrowed by scopes, by networks and by
//! a date; it never does more than its account may.

use std::net::IpAddr;

use chrono::{DateTime, Utc};
use ipnet::IpNet;
use serde_json::json;
use sqlx::PgExecutor;

use super::audit::{self, Actor};
use super::verifier::Verifier;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::secret;

/// What every key begins with, so that people and scanners know one when they see it.
pub const PREFIX: &str = "wb_";
/// Live keys of one account.
pub const KEYS_MAX: i64 = 50;
/// Networks of one key.
pub const NETWORKS_MAX: usize = 32;
const NAME_CHARS_MAX: usize = 64;

/// What a key may do. A key without scopes may do all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    OrdersRead,
    OrdersWrite,
    ServicesRead,
    BalanceRead,
    AffiliateRead,
}

impl Scope {
    /// Every scope, in the order in which forms offer them.
    pub const ALL: [Self; 5] = [
        Self::OrdersRead,
        Self::OrdersWrite,
        Self::ServicesRead,
        Self::BalanceRead,
        Self::AffiliateRead,
    ];

    /// The word in forms, tables and documents.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OrdersRead => "orders:read",
            Self::OrdersWrite => "orders:write",
            Self::ServicesRead => "services:read",
            Self::BalanceRead => "balance:read",
            Self::AffiliateRead => "affiliate:read",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }
}

/// A key's name: trimmed, 1 to 64 characters, none of them a control character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

/// The text is no name; the message is for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Give the key a name of 1 to {NAME_CHARS_MAX} characters.")]
pub struct BadName;

impl Name {
    /// Reads a name.
    pub fn parse(text: &str) -> Result<Self, BadName> {
        let text = text.trim();
        let fits = (1..=NAME_CHARS_MAX).contains(&text.chars().count());
        if fits && !text.contains(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(BadName)
        }
    }
}

/// The text is no list of networks; the message is for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadNetworks {
    #[error("“{0}” is neither an address nor a network like 192.0.2.0/24.")]
    Unreadable(String),
    #[error("At most {NETWORKS_MAX} networks.")]
    Many,
}

/// Reads addresses and networks, separated by commas or space; `None` for none: from anywhere.
pub fn networks(text: &str) -> Result<Option<Vec<IpNet>>, BadNetworks> {
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

/// What a new key is to be.
#[derive(Debug, Clone)]
pub struct NewKey {
    pub name: Name,
    /// `None`: all scopes, also those to come.
    pub scopes: Option<Vec<Scope>>,
    /// `None`: from anywhere.
    pub networks: Option<Vec<IpNet>>,
    pub expires_at: Option<DateTime<Utc>>,
}

/// A key that was just made. The only time its secret is known; it has no `Debug`.
pub struct Created {
    pub id: i64,
    pub secret: String,
}

/// Why no key was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    #[error("an account has at most {KEYS_MAX} live keys")]
    TooMany,
    #[error("the key would have expired already")]
    Expired,
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Why no key was revoked.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// Not there, or someone else's: no one can tell which.
    #[error("there is no such key")]
    Missing,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(CreateError, RevokeError);

/// Makes a key for the account.
pub async fn create(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    account_id: i64,
    key: NewKey,
) -> Result<Created, CreateError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            if key.expires_at.is_some_and(|at| at <= now) {
                return Err(CreateError::Expired);
            }
            // The account's lock makes the count hold until the commit.
            sqlx::query!("select id from accounts where id = $1 for no key update", account_id)
                .fetch_one(&mut **tx)
                .await?;
            let live = sqlx::query_scalar!(
                r#"select count(*) as "count!" from tokens
                   where account_id = $1 and revoked_at is null
                     and (expires_at is null or expires_at > $2)"#,
                account_id,
                now,
            )
            .fetch_one(&mut **tx)
            .await?;
            if live >= KEYS_MAX {
                return Err(CreateError::TooMany);
            }
            let secret = secret::token(PREFIX);
            let hint = &secret[..PREFIX.len() + 4];
            let scopes = key.scopes.map(|list| {
                list.into_iter().map(|scope| scope.as_str().to_owned()).collect::<Vec<_>>()
            });
            let networks =
                key.networks.map(|list| list.iter().map(IpNet::to_string).collect::<Vec<_>>());
            let id = sqlx::query_scalar!(
                "insert into tokens
                     (account_id, kind, name, hash, hint, scopes, addresses, created_at, expires_at)
                 values ($1, 'key', $2, $3, $4, $5, $6, $7, $8) returning id",
                account_id,
                key.name.0,
                &secret::sha256(secret.as_bytes())[..],
                hint,
                scopes.as_deref(),
                networks.as_deref(),
                now,
                key.expires_at,
            )
            .fetch_one(&mut **tx)
            .await?;
            let entry = audit::Entry {
                actor,
                action: "key.create",
                subject: format!("key:{id}"),
                before: None,
                after: Some(json!({
                    "account": account_id, "name": key.name.0, "scopes": scopes,
                    "networks": networks, "expires_at": key.expires_at,
                })),
            };
            audit::record(tx, &clock, entry).await?;
            Ok(Created { id, secret })
        })
    })
    .await
}

/// A key as its owner sees it.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: i64,
    pub name: String,
    /// Its first characters.
    pub hint: String,
    pub scopes: Option<Vec<String>>,
    pub networks: Option<Vec<String>>,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub used_at: Option<DateTime<Utc>>,
    pub used_from: Option<String>,
}

/// The account's keys that are not revoked, newest first; expired ones are among them.
pub async fn list(
    executor: impl PgExecutor<'_>,
    account_id: i64,
) -> Result<Vec<Listed>, db::Error> {
    let keys = sqlx::query_as!(
        Listed,
        "select id, name, hint, scopes, addresses as networks, created_at, expires_at,
                used_at, used_from
         from tokens where account_id = $1 and revoked_at is null order by id desc limit 200",
        account_id,
    )
    .fetch_all(executor)
    .await?;
    Ok(keys)
}

/// Revokes one of the account's own keys: in this process at once, in others within a second.
pub async fn revoke(
    db: &Db,
    clock: &Clock,
    verifier: &Verifier,
    actor: Actor,
    (account_id, id): (i64, i64),
) -> Result<(), RevokeError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let name = sqlx::query_scalar!(
                "update tokens set revoked_at = $3
                 where id = $1 and account_id = $2 and revoked_at is null returning name",
                id,
                account_id,
                clock.now(),
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(RevokeError::Missing)?;
            let entry = audit::Entry {
                actor,
                action: "key.revoke",
                subject: format!("key:{id}"),
                before: Some(json!({ "account": account_id, "name": name })),
                after: None,
            };
            audit::record(tx, &clock, entry).await?;
            Ok::<_, RevokeError>(())
        })
    })
    .await?;
    verifier.forget(id);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_as_they_are_written() {
        for scope in Scope::ALL {
            assert_eq!(Scope::parse(scope.as_str()), Some(scope));
        }
        assert_eq!(Scope::parse("orders"), None);
    }

    #[test]
    fn networks_are_read() {
        assert_eq!(networks(" \n"), Ok(None));
        let read = networks("192.0.2.9/24, 2001:db8::1\n198.51.100.7").unwrap().unwrap();
        let shown: Vec<_> = read.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["192.0.2.0/24", "2001:db8::1/128", "198.51.100.7/32"]);
        assert_eq!(networks("10.0.0.0/33"), Err(BadNetworks::Unreadable("10.0.0.0/33".into())));
        assert_eq!(networks(&"10.0.0.1 ".repeat(33)), Err(BadNetworks::Many));
    }

    #[test]
    fn a_name_is_one_line() {
        assert!(Name::parse(" my panel ").is_ok());
        assert!(Name::parse("  ").is_err());
        assert!(Name::parse("a\nb").is_err());
        assert!(Name::parse(&"x".repeat(65)).is_err());
    }
}
