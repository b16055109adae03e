//! Who holds this token? Every machine door asks this first, so the answer is remembered. It is
//! valid for one second, and longer while a look-up of any token shows each second that no token
//! and no holder has changed. What must stay true: a token that is revoked anywhere, or whose
//! account is suspended anywhere, is refused a second later. If that happened in this process, the
//! very next call is refused, also when a look-up was under way. A token of one kind is never taken
//! for one of the other.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use chrono::{DateTime, Utc};

use crate::accounts::account::Status;
use crate::accounts::email::Email;
use crate::accounts::jwt::{self, Signer};
use crate::accounts::lookup::{Lookup, Sought, Token};
use crate::accounts::memory::Memory;
use crate::accounts::role::Role;
use crate::accounts::token::{PREFIX, Scope, TokenKind};
use crate::accounts::{AccountId, networks};
use crate::kit::batch::ReadError;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::Keys;
use crate::kit::secret;

const USES_MAX: usize = 10_000;
/// A token's last use is written no more often than this.
const USE_EVERY_S: i64 = 60;

/// The account behind a token that may be used from this address.
#[derive(Debug, Clone)]
pub struct Verified {
    pub account_id: AccountId,
    pub token_id: i64,
    pub email: Email,
    pub status: Status,
    pub role: Role,
    pub(in crate::accounts) scopes: Option<Vec<Scope>>,
}

impl Verified {
    /// Whether the token itself allows this.
    #[must_use]
    pub fn allows(&self, scope: Scope) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&scope))
    }
}

/// Why a token is not accepted.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// Unknown, revoked, expired or from a wrong address: the caller cannot tell which. If the
    /// token is one of the panel's own, its owner can.
    #[error("this token is not accepted")]
    Refused(Option<Refused>),
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// A token of the panel's own that is not accepted: only for the log that its owner sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    pub token_id: i64,
    pub why: Why,
}

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    Revoked,
    Suspended,
    Expired,
    Address,
}

const UNKNOWN: VerifyError = VerifyError::Refused(None);

/// One for the process.
pub struct Verifier {
    signer: Signer,
    lookup: Lookup,
    memory: Mutex<Memory>,
    uses: Mutex<HashMap<i64, Use>>,
}

struct Use {
    at: DateTime<Utc>,
    from: IpAddr,
}

impl Verifier {
    /// Takes the key that JWTs are signed with.
    #[must_use]
    pub fn start(keys: &Keys, db: &Db) -> Self {
        let (memory, uses) = (Mutex::default(), Mutex::default());
        Self { signer: Signer::new(keys), lookup: Lookup::start(db), memory, uses }
    }

    /// The account of the key `secret`, sent from `address`. API v2 tells a suspended account so in
    /// words, so this is not a refusal: ask `status`.
    pub async fn find(
        &self,
        clock: &Clock,
        secret: &str,
        address: IpAddr,
    ) -> Result<Arc<Verified>, VerifyError> {
        // Neither typing errors nor other panels' keys reach the database.
        if !secret::is_token(PREFIX, secret) {
            return Err(UNKNOWN);
        }
        let hash = secret::sha256(secret.as_bytes());
        let recalled = lock(&self.memory).recall((TokenKind::Key, hash), Instant::now());
        let token = match recalled {
            Ok(token) => token,
            Err(asked) => {
                let token = self.lookup.one(Sought::Key(hash)).await?.ok_or(UNKNOWN)?;
                lock(&self.memory).keep((TokenKind::Key, hash), &token, asked);
                token
            }
        };
        self.used(&token, clock.now(), address)
    }

    /// The account of the JWT, sent from `address`. Checked in this order: length, signature,
    /// `iss`, `aud`, `typ`, the row of its `jti`, the hash of the whole token, `exp`, not revoked,
    /// the account active, the row's own end, the address. Every failure is the same refusal. Only
    /// the owner of a token whose hash was right can see which it was.
    pub async fn find_jwt(
        &self,
        clock: &Clock,
        jwt: &str,
        address: IpAddr,
    ) -> Result<Arc<Verified>, VerifyError> {
        if jwt.len() > jwt::BYTES_MAX {
            return Err(UNKNOWN);
        }
        let hash = secret::sha256(jwt.as_bytes());
        // The remembered bytes are exactly those that passed all checks a moment ago.
        let recalled = lock(&self.memory).recall((TokenKind::Jwt, hash), Instant::now());
        let token = match recalled {
            Ok(token) => token,
            Err(asked) => {
                let claims = self.signer.read(jwt).ok_or(UNKNOWN)?;
                let jti = claims.jti.clone();
                let token = self.lookup.one(Sought::Jwt(jti)).await?.ok_or(UNKNOWN)?;
                if !secret::same(&token.hash, &hash) {
                    return Err(UNKNOWN);
                }
                if claims.is_over(clock.now()) {
                    return Err(token.refused(Why::Expired));
                }
                lock(&self.memory).keep((TokenKind::Jwt, hash), &token, asked);
                token
            }
        };
        if token.verified.status != Status::Active && !token.is_revoked {
            return Err(token.refused(Why::Suspended));
        }
        self.used(&token, clock.now(), address)
    }

    fn used(
        &self,
        token: &Token,
        now: DateTime<Utc>,
        address: IpAddr,
    ) -> Result<Arc<Verified>, VerifyError> {
        if let Some(why) = token.why_not(now, address) {
            return Err(token.refused(why));
        }
        let used_at_s = &token.used_at_s;
        if now.timestamp() - used_at_s.load(Ordering::Relaxed) >= USE_EVERY_S {
            used_at_s.store(now.timestamp(), Ordering::Relaxed);
            self.note_use(token.verified.token_id, now, address);
        }
        Ok(Arc::clone(&token.verified))
    }

    /// Drops what is remembered about a token.
    pub fn forget(&self, token_id: i64) {
        self.forget_where(|verified| verified.token_id == token_id);
    }

    /// Drops what is remembered about an account's tokens.
    pub fn forget_account(&self, account_id: AccountId) {
        self.forget_where(|verified| verified.account_id == account_id);
    }

    /// Writes the last uses that were noted since the last time; a loop calls it every second.
    pub async fn flush(&self, db: &Db) -> Result<(), db::Error> {
        let uses = std::mem::take(&mut *lock(&self.uses));
        if uses.is_empty() {
            return Ok(());
        }
        let (mut ids, mut times, mut addresses) = (Vec::new(), Vec::new(), Vec::new());
        for (id, used) in uses {
            ids.push(id);
            times.push(used.at);
            addresses.push(used.from.to_string());
        }
        // Rows that another process is writing are skipped: it is noting the same minute.
        sqlx::query!(
            "with used as (
                 select * from unnest($1::bigint[], $2::timestamptz[], $3::text[]) as u (id, at, origin)
             ), due as (
                 select t.id, t.account_id, used.at, used.origin from tokens t join used on used.id = t.id
                 where t.used_at is null or t.used_at <= used.at - interval '1 minute'
                 for no key update of t skip locked
             ), seen as (
                 insert into account_seen as s (account_id, at)
                 select account_id, max(at) from due group by account_id order by account_id
                 on conflict (account_id) do update set at = greatest(s.at, excluded.at)
             )
             update tokens t set used_at = due.at, used_from = due.origin
             from due where t.id = due.id",
            &ids,
            &times,
            &addresses,
        )
        .execute(db.pool())
        .await?;
        Ok(())
    }

    fn forget_where(&self, which: impl Fn(&Verified) -> bool) {
        lock(&self.memory).forget(|token| which(&token.verified));
    }

    fn note_use(&self, token_id: i64, at: DateTime<Utc>, from: IpAddr) {
        let mut uses = lock(&self.uses);
        if uses.len() < USES_MAX || uses.contains_key(&token_id) {
            uses.insert(token_id, Use { at, from });
        }
    }
}

impl Token {
    fn why_not(&self, now: DateTime<Utc>, address: IpAddr) -> Option<Why> {
        if self.is_revoked {
            Some(Why::Revoked)
        } else if self.expires_at.is_some_and(|at| at <= now) {
            Some(Why::Expired)
        } else if networks::covers(self.networks.as_deref(), address) {
            None
        } else {
            Some(Why::Address)
        }
    }

    fn refused(&self, why: Why) -> VerifyError {
        VerifyError::Refused(Some(Refused { token_id: self.verified.token_id, why }))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
pub(in crate::accounts) mod tests {
    use std::sync::atomic::AtomicI64;

    use super::*;

    pub fn token(scopes: Option<Vec<Scope>>, networks: &[&str]) -> Token {
        Token {
            hash: vec![0; 32],
            verified: Arc::new(Verified {
                account_id: AccountId::new(1),
                token_id: 2,
                email: Email::parse("ada@example.com").unwrap(),
                status: Status::Active,
                role: Role::Customer,
                scopes,
            }),
            networks: (!networks.is_empty())
                .then(|| networks.iter().map(|net| net.parse().unwrap()).collect()),
            is_revoked: false,
            expires_at: None,
            used_at_s: AtomicI64::new(0),
            version: 1,
        }
    }

    #[test]
    fn a_token_is_as_narrow_as_it_was_made() {
        assert!(token(None, &[]).verified.allows(Scope::OrdersWrite));
        let narrow = token(Some(vec![Scope::OrdersRead]), &["192.0.2.0/24", "2001:db8::/32"]);
        assert!(narrow.verified.allows(Scope::OrdersRead));
        assert!(!narrow.verified.allows(Scope::OrdersWrite));
        let from = |text: &str| narrow.why_not(DateTime::UNIX_EPOCH, text.parse().unwrap());
        for inside in ["192.0.2.200", "::ffff:192.0.2.200", "2001:db8::9"] {
            assert_eq!(from(inside), None, "{inside}");
        }
        for outside in ["192.0.3.1", "2001:db9::1"] {
            assert_eq!(from(outside), Some(Why::Address), "{outside}");
        }
    }
}
