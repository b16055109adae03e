//! Who holds this API key? The first question of every machine door, so its answer is remembered
//! for one second. What must stay true: a key that is revoked here, or whose account is
//! suspended here, is refused by the very next call, also when a look-up was under way.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use ipnet::IpNet;

use super::email::Email;
use super::role::Role;
use super::token::{PREFIX, Scope};
use super::user::Status;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::secret;

const REMEMBERED: Duration = Duration::from_secs(1);
const REMEMBERED_MAX: usize = 10_000;
const USES_MAX: usize = 10_000;
/// A key's last use is written no more often than this.
const USE_EVERY: TimeDelta = TimeDelta::minutes(1);

/// The account behind a key that may be used from where it was used. A suspended account is
/// told so in words, so it is no refusal: ask `status`.
#[derive(Debug, Clone)]
pub struct Verified {
    pub account_id: i64,
    pub token_id: i64,
    pub email: Email,
    pub status: Status,
    pub role: Role,
    scopes: Option<Vec<Scope>>,
}

impl Verified {
    /// Whether the key itself allows this.
    #[must_use]
    pub fn allows(&self, scope: Scope) -> bool {
        self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&scope))
    }
}

/// Why a key speaks for nobody.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// Unknown, revoked, expired or from a wrong address: no one can tell which.
    #[error("this key is not accepted")]
    Refused,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(VerifyError);

/// One for the process.
#[derive(Default)]
pub struct Verifier {
    memory: Mutex<Memory>,
    uses: Mutex<HashMap<i64, Use>>,
}

#[derive(Default)]
struct Memory {
    keys: HashMap<[u8; 32], Remembered>,
    /// Counts what was forgotten: an answer read before that is not remembered after it.
    forgotten: u64,
}

struct Remembered {
    key: Arc<Key>,
    until: Instant,
}

/// A row of `tokens` that was not revoked when it was read.
struct Key {
    verified: Arc<Verified>,
    networks: Option<Vec<IpNet>>,
    expires_at: Option<DateTime<Utc>>,
    used_at: Option<DateTime<Utc>>,
}

struct Use {
    at: DateTime<Utc>,
    from: IpAddr,
}

impl Verifier {
    /// The account that `secret`, sent from `address`, speaks for.
    pub async fn find(
        &self,
        db: &Db,
        clock: &Clock,
        secret: &str,
        address: IpAddr,
    ) -> Result<Arc<Verified>, VerifyError> {
        // Neither typing errors nor other panels' keys reach the database.
        if !secret::is_token(PREFIX, secret) {
            return Err(VerifyError::Refused);
        }
        let hash = secret::sha256(secret.as_bytes());
        let key = match self.remembered(&hash) {
            Ok(key) => key,
            Err(forgotten) => {
                let key = Arc::new(read(db, &hash).await?.ok_or(VerifyError::Refused)?);
                self.remember(hash, &key, forgotten);
                key
            }
        };
        let now = clock.now();
        if !key.is_usable(now, address) {
            return Err(VerifyError::Refused);
        }
        if key.used_at.is_none_or(|at| now - at >= USE_EVERY) {
            self.note_use(key.verified.token_id, now, address);
        }
        Ok(Arc::clone(&key.verified))
    }

    /// Drops what is remembered of a key.
    pub fn forget(&self, token_id: i64) {
        self.forget_where(|verified| verified.token_id == token_id);
    }

    /// Drops what is remembered of an account's keys.
    pub fn forget_account(&self, account_id: i64) {
        self.forget_where(|verified| verified.account_id == account_id);
    }

    /// Writes the last uses that were noted since; for a loop to call every second.
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
                 select t.id, used.at, used.origin from tokens t join used on used.id = t.id
                 where t.used_at is null or t.used_at <= used.at - interval '1 minute'
                 for no key update of t skip locked
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

    fn remembered(&self, hash: &[u8; 32]) -> Result<Arc<Key>, u64> {
        let memory = lock(&self.memory);
        match memory.keys.get(hash) {
            Some(known) if known.until > Instant::now() => Ok(Arc::clone(&known.key)),
            _ => Err(memory.forgotten),
        }
    }

    fn remember(&self, hash: [u8; 32], key: &Arc<Key>, forgotten: u64) {
        let mut memory = lock(&self.memory);
        if memory.forgotten != forgotten {
            return;
        }
        let now = Instant::now();
        if memory.keys.len() >= REMEMBERED_MAX {
            memory.keys.retain(|_, known| known.until > now);
        }
        if memory.keys.len() < REMEMBERED_MAX {
            memory.keys.insert(hash, Remembered { key: Arc::clone(key), until: now + REMEMBERED });
        }
    }

    fn forget_where(&self, which: impl Fn(&Verified) -> bool) {
        let mut memory = lock(&self.memory);
        memory.forgotten += 1;
        memory.keys.retain(|_, known| !which(&known.key.verified));
    }

    fn note_use(&self, token_id: i64, at: DateTime<Utc>, from: IpAddr) {
        let mut uses = lock(&self.uses);
        if uses.len() < USES_MAX || uses.contains_key(&token_id) {
            uses.insert(token_id, Use { at, from });
        }
    }
}

impl Key {
    fn is_usable(&self, now: DateTime<Utc>, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.expires_at.is_none_or(|at| now < at)
            && self
                .networks
                .as_ref()
                .is_none_or(|networks| networks.iter().any(|network| network.contains(&address)))
    }
}

async fn read(db: &Db, hash: &[u8; 32]) -> Result<Option<Key>, db::Error> {
    let row = sqlx::query!(
        r#"select t.id, t.account_id, t.scopes, t.addresses, t.expires_at, t.used_at,
                  a.email as "email: Email", a.role as "role: Role", a.status as "status: Status"
           from tokens t join accounts a on a.id = t.account_id
           where t.hash = $1 and t.revoked_at is null"#,
        &hash[..],
    )
    .fetch_optional(db.pool())
    .await?;
    Ok(row.map(|row| Key {
        verified: Arc::new(Verified {
            account_id: row.account_id,
            token_id: row.id,
            email: row.email,
            status: row.status,
            role: row.role,
            // A word that this version does not know allows nothing.
            scopes: row
                .scopes
                .map(|words| words.iter().filter_map(|word| Scope::parse(word)).collect()),
        }),
        networks: row
            .addresses
            .map(|nets| nets.iter().filter_map(|net| net.parse().ok()).collect()),
        expires_at: row.expires_at,
        used_at: row.used_at,
    }))
}

/// A panic elsewhere leaves these maps whole: every change is one call.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(scopes: Option<Vec<Scope>>, networks: &[&str]) -> Key {
        Key {
            verified: Arc::new(Verified {
                account_id: 1,
                token_id: 2,
                email: Email::parse("ada@example.com").unwrap(),
                status: Status::Active,
                role: Role::Customer,
                scopes,
            }),
            networks: (!networks.is_empty())
                .then(|| networks.iter().map(|net| net.parse().unwrap()).collect()),
            expires_at: None,
            used_at: None,
        }
    }

    #[test]
    fn a_key_is_as_narrow_as_it_was_made() {
        assert!(key(None, &[]).verified.allows(Scope::OrdersWrite));
        let narrow = key(Some(vec![Scope::OrdersRead]), &["192.0.2.0/24", "2001:db8::/32"]);
        assert!(narrow.verified.allows(Scope::OrdersRead));
        assert!(!narrow.verified.allows(Scope::OrdersWrite));
        let from = |text: &str| narrow.is_usable(DateTime::UNIX_EPOCH, text.parse().unwrap());
        assert!(from("192.0.2.200") && from("::ffff:192.0.2.200") && from("2001:db8::9"));
        assert!(!from("192.0.3.1") && !from("2001:db9::1"));
    }

    #[test]
    fn what_was_read_before_a_revocation_is_not_remembered_after_it() {
        let verifier = Verifier::default();
        let before = verifier.remembered(&[0; 32]).err().unwrap();
        verifier.forget(7);
        verifier.remember([0; 32], &Arc::new(key(None, &[])), before);
        assert!(verifier.remembered(&[0; 32]).is_err());
        verifier.remember([0; 32], &Arc::new(key(None, &[])), before + 1);
        assert!(verifier.remembered(&[0; 32]).is_ok());
        verifier.forget(2);
        assert!(verifier.remembered(&[0; 32]).is_err());
    }
}
