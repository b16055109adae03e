//! Challenges: what an authenticator signs, so that no answer of another time, place or person counts.
//!
//! A challenge is kept nowhere until it is answered. It is the time at which it was asked, sealed with a
//! random nonce of 24 bytes for one session or one half sign-in and one purpose; so it cannot be guessed
//! or made by anybody else, and looking at a page writes nothing. An answer notes its hash, and so there
//! is no second one. The hash names nobody: it stays until the challenge is over by itself, also if the
//! account is closed.
//!
//! A session is named for its whole life, as for forms: its secret changes when its owner proves who
//! they are, and a page that it has shown before can still be answered.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use crate::accounts::session::Session;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::keys::Keys;
use crate::kit::secret;

/// So long a challenge can be answered.
pub const LASTS: TimeDelta = TimeDelta::minutes(5);
const PURPOSE: &str = "challenges of passkeys";

/// Names the session and the purpose that a challenge belongs to.
#[derive(Debug, Clone)]
pub struct Holder(String);

impl Holder {
    /// To make a passkey in this session.
    #[must_use]
    pub fn adds(session: &Session) -> Self {
        Self(format!("add {}", session.seal_name()))
    }

    /// To prove who they are in this session.
    #[must_use]
    pub fn proves(session: &Session) -> Self {
        Self(format!("prove {}", session.seal_name()))
    }

    /// To end the half sign-in with this secret.
    #[must_use]
    pub fn enters(half: &str) -> Self {
        Self(format!("enter {}", secret::hex(&secret::sha256(half.as_bytes()))))
    }
}

/// A new challenge.
#[must_use]
pub fn issue(keys: &Keys, now: DateTime<Utc>, holder: &Holder) -> Vec<u8> {
    keys.seal(PURPOSE, &holder.0, &now.timestamp().to_be_bytes())
}

/// Notes that this challenge was answered. `false`: it is not one of this holder, too old, or answered
/// already.
pub(super) async fn answer(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    keys: &Keys,
    (holder, challenge): (&Holder, &[u8]),
) -> Result<bool, db::Error> {
    let Ok(plain) = keys.unseal(PURPOSE, &holder.0, challenge) else { return Ok(false) };
    let Ok(asked_at) = <[u8; 8]>::try_from(&*plain) else { return Ok(false) };
    if now.timestamp() - i64::from_be_bytes(asked_at) > LASTS.num_seconds() {
        return Ok(false);
    }
    let hash = secret::sha256(challenge);
    let noted = sqlx::query!(
        "insert into answered_challenges (hash, expires_at) values ($1, $2) on conflict do nothing",
        &hash[..],
        // Not before it is too old by itself.
        now + LASTS
    );
    Ok(noted.execute(&mut **tx).await?.rows_affected() > 0)
}

/// Deletes the rows of challenges that are too old to be answered, at most `most`; answers whether there
/// may be more.
pub async fn sweep(db: &Db, clock: &Clock, most: i64) -> Result<bool, db::Error> {
    let done = sqlx::query!(
        "delete from answered_challenges where hash in (
             select hash from answered_challenges where expires_at < $1 limit $2)",
        clock.now(),
        most
    );
    Ok(done.execute(db.pool()).await?.rows_affected() >= most.unsigned_abs())
}
