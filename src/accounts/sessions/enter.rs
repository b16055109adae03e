//! The end of every sign-in, whatever proved the first factor. Who has no second factor, or comes with a
//! browser that is remembered, is signed in. Everybody else is half signed in: a cookie of its own leads
//! to the page that asks for the second factor, for ten minutes and five tries, and opens nothing else.
//!
//! Staff come from some networks only, if an owner says so. That is asked here, for every way to sign in,
//! and again after the second factor.
//!
//! What must stay true: apart from sign-ups, whose accounts have no second factor yet, and a change of
//! the own password, only this and `second` start sessions. A half sign-in belongs to one account, and
//! is gone as soon as its sessions are ended: by another password, role or second factor.

use std::net::IpAddr;

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng as _;
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor, Entry};
use crate::accounts::factors::{self, remembered};
use crate::accounts::role::Role;
use crate::accounts::session::{self, SessionSecret};
use crate::kit::clock::Clock;
use crate::kit::db;
use crate::kit::secret;
use crate::settings;

/// So long there is for the second factor.
pub const HALF_LASTS: TimeDelta = TimeDelta::minutes(10);
/// Codes that may be tried in it.
pub(super) const TRIES_MAX: i32 = 5;

/// Somebody who has just proved their first factor. Holds a secret, so it has no `Debug`.
pub struct Arrival {
    pub account_id: AccountId,
    /// By the password; `false`: by an issuer alone, which proves nothing to who asks for the password.
    pub by_password: bool,
    pub address: IpAddr,
    pub user_agent: String,
    /// The secret in the cookie of a browser that is remembered.
    pub remembered: Option<String>,
}

/// What came of it.
pub enum Entered {
    /// They are signed in.
    In(SessionSecret),
    /// The second factor is asked for.
    Half(HalfSecret),
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum EnterError {
    /// Of staff, who come from some networks only.
    #[error("staff do not sign in from here")]
    Elsewhere,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(EnterError);

/// What the cookie of a half sign-in holds: 64 hexadecimal digits. Has no `Debug`.
pub struct HalfSecret(String);

impl HalfSecret {
    /// For the `Set-Cookie` header only.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

pub(super) fn hash(secret: &str) -> [u8; 32] {
    secret::sha256(secret.as_bytes())
}

/// Signs somebody in, or half in. In the transaction that has proved the first factor and holds the
/// account's row under lock, so that nobody gets in by what is being changed.
pub(in crate::accounts) async fn enter(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    arrival: &Arrival,
) -> Result<Entered, EnterError> {
    let (now, id) = (clock.now(), arrival.account_id);
    if !is_admitted(tx, id, arrival.address).await? {
        return Err(EnterError::Elsewhere);
    }
    let second = if factors::is_on(&mut **tx, id).await? {
        let is_remembered = match &arrival.remembered {
            Some(secret) => remembered::is_remembered(&mut **tx, now, id, secret).await?,
            None => false,
        };
        if !is_remembered {
            return Ok(Entered::Half(half(tx, clock, arrival).await?));
        }
        Some("remembered browser")
    } else {
        None
    };
    let actor = Actor::account(id, arrival.address).with_device(&arrival.user_agent);
    note(tx, clock, (actor, "session.start"), second).await?;
    let (address, user_agent) = (arrival.address, &*arrival.user_agent);
    let begun = session::start(tx, clock, id, address, user_agent).await?;
    Ok(Entered::In(match arrival.by_password {
        true => begun,
        false => session::without_password(tx, begun).await?,
    }))
}

/// Whether the account may be used from this address: staff come from some networks only.
pub(super) async fn is_admitted(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    address: IpAddr,
) -> Result<bool, db::Error> {
    let role = sqlx::query_scalar!(
        r#"select role as "role: Role" from accounts where id = $1"#,
        account_id as AccountId
    );
    let role = role.fetch_one(&mut **tx).await?;
    Ok(!role.is_staff() || settings::staff_networks(&mut **tx).await?.admit(address))
}

async fn half(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    arrival: &Arrival,
) -> Result<HalfSecret, db::Error> {
    let secret = secret::hex(&rand::rng().random::<[u8; 32]>());
    let hash = hash(&secret);
    sqlx::query!(
        "insert into half_sign_ins (hash, account_id, expires_at, by_password)
         values ($1, $2, $3, $4)",
        &hash[..],
        arrival.account_id as AccountId,
        clock.now() + HALF_LASTS,
        arrival.by_password
    )
    .execute(&mut **tx)
    .await?;
    let actor = Actor::account(arrival.account_id, arrival.address);
    note(tx, clock, (actor.with_device(&arrival.user_agent), "session.half"), None).await?;
    Ok(HalfSecret(secret))
}

/// Whose half sign-in this is; `None`: it is over.
pub async fn look(
    executor: impl PgExecutor<'_>,
    now: DateTime<Utc>,
    secret: &str,
) -> Result<Option<AccountId>, db::Error> {
    let hash = hash(secret);
    let whose = sqlx::query_scalar!(
        r#"select account_id as "account_id: AccountId" from half_sign_ins
           where hash = $1 and expires_at > $2 and tries < $3"#,
        &hash[..],
        now,
        TRIES_MAX
    );
    Ok(whose.fetch_optional(executor).await?)
}

/// `second`: by what the second factor was proved.
pub(super) async fn note(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    (actor, action): (Actor, &'static str),
    second: Option<&str>,
) -> Result<(), db::Error> {
    let subject = actor.account_id.map_or_else(String::new, |id| format!("account:{id}"));
    let after = second.map(|by| json!({ "second factor": by }));
    audit::record(tx, clock, Entry { actor, action, subject, after, ..Entry::default() }).await
}
