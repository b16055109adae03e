//! Tokens, by which programs act for an account: what they are, listed and revoked. They are made
//! by [`crate::accounts::issue`] and looked up by [`crate::accounts::verifier`].
//!
//! There are two kinds: keys, which API v2 takes, and JWTs, which the order API takes. A token is
//! shown once and stored as its SHA-256. It may be limited by scopes, by networks and by a date. It
//! never does more than its account may, and never makes or ends tokens.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use ipnet::IpNet;
use serde_json::json;
use sqlx::PgExecutor;

use crate::accounts::audit::{self, Actor};
use crate::accounts::notices::{self, TokenChange};
use crate::accounts::verifier::Verifier;
use crate::accounts::{AccountId, networks};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// The beginning of every key, so that people and scanners recognise one.
pub const PREFIX: &str = "wb_";
/// Live tokens of one account.
pub const LIVE_MAX: i64 = 50;
const NAME_CHARS_MAX: usize = 64;
/// Tokens that have ended stay in the list for this long.
const ENDED_SHOWN: TimeDelta = TimeDelta::days(30);
/// A token is shown as expiring soon when this much of its life is left, or a third of its life if
/// that is less.
const SOON: TimeDelta = TimeDelta::days(7);

/// Which door takes it, and what it looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum TokenKind {
    /// `wb_…`, for API v2.
    Key,
    /// `eyJ…`, for the order API.
    Jwt,
}

impl TokenKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Key, Self::Jwt];

    /// The word in forms, tables and commands.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Jwt => "jwt",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What a token may do. One without scopes may do all of it.
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
    /// Those that change nothing.
    pub const READ_ONLY: [Self; 4] =
        [Self::OrdersRead, Self::ServicesRead, Self::BalanceRead, Self::AffiliateRead];

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

/// A token's name: trimmed, 1 to 64 characters, none of them a control character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

/// The text is not a name; the message is for the person who typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Give the token a name of 1 to {NAME_CHARS_MAX} characters.")]
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

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a new token should be.
#[derive(Debug, Clone)]
pub struct NewToken {
    pub account_id: AccountId,
    pub kind: TokenKind,
    pub name: Name,
    /// `None`: all scopes, also those to come.
    pub scopes: Option<Vec<Scope>>,
    /// `None`: from anywhere.
    pub networks: Option<Vec<IpNet>>,
    /// `None`: a key never expires, and a JWT expires as late as it may.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A token as its owner sees it.
#[derive(Debug, Clone)]
pub struct Listed {
    pub id: i64,
    pub kind: TokenKind,
    pub name: String,
    /// The first characters of a key, the last ones of a JWT: JWTs all begin alike.
    pub hint: String,
    /// `None`: all, also those to come.
    pub scopes: Option<Vec<String>>,
    /// `None`: from anywhere.
    pub networks: Option<Vec<String>>,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    /// When it was replaced by another; until `expires_at` it still works.
    pub rotated_at: Option<DateTime<Utc>>,
    /// That other one.
    pub rotated_to: Option<i64>,
    pub used_at: Option<DateTime<Utc>>,
    pub used_from: Option<String>,
}

/// The state of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Active,
    ExpiresSoon,
    /// It was replaced by another, and still works for a while.
    Ending,
    Expired,
    /// It was replaced by another.
    Replaced,
    Revoked,
}

impl State {
    /// Whether it opens anything.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, Self::Active | Self::ExpiresSoon | Self::Ending)
    }
}

impl Listed {
    /// Its state at `now`.
    #[must_use]
    pub fn state(&self, now: DateTime<Utc>) -> State {
        let left = self.expires_at.map(|at| at - now);
        match (self.revoked_at, self.rotated_at, left) {
            (Some(_), Some(rotated), _) if self.revoked_at == Some(rotated) => State::Replaced,
            (Some(_), ..) => State::Revoked,
            (None, rotated, Some(left)) if left <= TimeDelta::zero() => match rotated {
                Some(_) => State::Replaced,
                None => State::Expired,
            },
            (None, Some(_), _) => State::Ending,
            (None, None, Some(left)) if left <= SOON.min((now - self.created_at + left) / 3) => {
                State::ExpiresSoon
            }
            (None, None, _) => State::Active,
        }
    }

    /// Whether it may be used from `address`.
    #[must_use]
    pub fn covers(&self, address: IpAddr) -> bool {
        let nets =
            self.networks.as_ref().map(|nets| nets.iter().filter_map(|net| net.parse().ok()));
        networks::covers(nets.map(Iterator::collect::<Vec<_>>).as_deref(), address)
    }
}

/// The account's tokens, newest first: all live ones, and those that ended recently.
pub async fn list(
    executor: impl PgExecutor<'_>,
    clock: &Clock,
    account_id: AccountId,
) -> Result<Vec<Listed>, db::Error> {
    let tokens = sqlx::query_as!(
        Listed,
        r#"select id, kind as "kind: TokenKind", name, hint, scopes, addresses as networks, created_at,
                  expires_at, revoked_at, rotated_at, rotated_to, used_at, used_from
           from tokens
           where account_id = $1 and (revoked_at is null or revoked_at > $2)
             and (expires_at is null or expires_at > $2)
           order by id desc limit 200"#,
        account_id as AccountId,
        clock.now() - ENDED_SHOWN,
    )
    .fetch_all(executor)
    .await?;
    Ok(tokens)
}

/// One of the account's own tokens, however long ago it ended.
pub async fn find(
    executor: impl PgExecutor<'_>,
    account_id: AccountId,
    id: i64,
) -> Result<Option<Listed>, db::Error> {
    let token = sqlx::query_as!(
        Listed,
        r#"select id, kind as "kind: TokenKind", name, hint, scopes, addresses as networks, created_at,
                  expires_at, revoked_at, rotated_at, rotated_to, used_at, used_from
           from tokens where account_id = $1 and id = $2"#,
        account_id as AccountId,
        id,
    )
    .fetch_optional(executor)
    .await?;
    Ok(token)
}

/// Why no token was revoked.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// Not there, revoked before, or of another account: nobody can tell which.
    #[error("there is no such token")]
    Missing,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(RevokeError);

/// Revokes one of the account's own tokens: in this process at once, in others within a second.
pub async fn revoke(
    db: &Db,
    clock: &Clock,
    verifier: &Verifier,
    actor: Actor,
    (account_id, id): (AccountId, i64),
) -> Result<(), RevokeError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let name = sqlx::query_scalar!(
                "update tokens set revoked_at = $3
                 where id = $1 and account_id = $2 and revoked_at is null returning name",
                id,
                account_id as AccountId,
                clock.now(),
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(RevokeError::Missing)?;
            let entry = audit::Entry {
                actor,
                action: "token.revoke",
                subject: format!("token:{id}"),
                before: Some(json!({ "account": account_id, "name": name })),
                after: None,
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            let told = (id, TokenChange::Revoked);
            notices::token_changed(tx, clock.now(), account_id, told).await?;
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
    fn a_token_says_how_it_stands() {
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let in_days = |days| Some(now + TimeDelta::days(days));
        let token = |made: i64, ends: Option<i64>| Listed {
            id: 1,
            kind: TokenKind::Key,
            name: "shop".to_owned(),
            hint: "wb_abcd".to_owned(),
            scopes: None,
            networks: Some(vec!["192.0.2.0/24".to_owned()]),
            created_at: now - TimeDelta::days(made),
            expires_at: ends.and_then(in_days),
            revoked_at: None,
            rotated_at: None,
            rotated_to: None,
            used_at: None,
            used_from: None,
        };
        assert_eq!(token(0, None).state(now), State::Active);
        assert_eq!(token(80, Some(10)).state(now), State::Active);
        assert_eq!(token(83, Some(7)).state(now), State::ExpiresSoon);
        assert_eq!(token(0, Some(7)).state(now), State::Active);
        assert_eq!(token(5, Some(2)).state(now), State::ExpiresSoon);
        assert_eq!(token(90, Some(0)).state(now), State::Expired);
        let rotated = Listed { rotated_at: Some(now), ..token(1, Some(1)) };
        assert_eq!(rotated.state(now), State::Ending);
        assert_eq!(
            Listed { expires_at: in_days(0), ..rotated.clone() }.state(now),
            State::Replaced
        );
        assert_eq!(Listed { revoked_at: Some(now), ..rotated.clone() }.state(now), State::Replaced);
        assert_eq!(Listed { revoked_at: in_days(1), ..rotated }.state(now), State::Revoked);
        assert_eq!(Listed { revoked_at: Some(now), ..token(1, None) }.state(now), State::Revoked);
        assert!(token(0, None).covers("::ffff:192.0.2.7".parse().unwrap()));
        assert!(!token(0, None).covers("192.0.3.7".parse().unwrap()));
    }

    #[test]
    fn a_name_is_one_line() {
        assert!(Name::parse(" my panel ").is_ok());
        assert!(Name::parse("  ").is_err());
        assert!(Name::parse("a\nb").is_err());
        assert!(Name::parse(&"x".repeat(65)).is_err());
    }
}
