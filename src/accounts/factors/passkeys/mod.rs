//! Passkeys: keys that a phone, a computer or a security key keeps for its holder and for this panel
//! alone. The panel has their public half, so its tables let nobody in; and no other site gets an answer
//! that counts here.
//!
//! What must stay true: a challenge is answered once (`challenge`), a passkey belongs to one account,
//! and its counter never goes back. Everything is looked at under the lock of `super::check`.

pub mod ask;
pub mod challenge;
pub mod change;

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

use super::webauthn::{self, Ceremony, Client, Flaw, Rp};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::keys::Keys;
use ask::Answer;
use challenge::Holder;

crate::id!(
    /// A passkey.
    PasskeyId
);

/// So many an account may have.
pub const COUNT_MAX: usize = 20;

/// A passkey, as its holder sees it.
#[derive(Debug, Clone)]
pub struct Passkey {
    pub id: PasskeyId,
    /// What the authenticator calls it.
    pub credential: Vec<u8>,
    pub name: String,
    pub made_at: DateTime<Utc>,
    pub used_at: Option<DateTime<Utc>>,
}

/// The account's passkeys, the oldest first.
pub async fn list(
    executor: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Vec<Passkey>, db::Error> {
    let rows = sqlx::query_as!(
        Passkey,
        r#"select id as "id: PasskeyId", credential, name, made_at, used_at
           from passkeys where account_id = $1 order by id"#,
        account_id as AccountId
    );
    Ok(rows.fetch_all(executor).await?)
}

/// What an authenticator answered, and the session and purpose of its challenge.
#[derive(Debug)]
pub struct Presented {
    pub rp: Rp,
    pub holder: Holder,
    pub answer: Answer,
}

/// Looks at an answer, under the lock of the account's second factor. The challenge is used up whatever
/// comes of it; the transaction has to be committed for that.
pub(super) async fn check(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    keys: &Keys,
    (account_id, presented): (AccountId, &Presented),
) -> Result<Result<(), Flaw>, db::Error> {
    let Presented { rp, holder, answer } = presented;
    let client = match Client::read(rp, Ceremony::Get, &answer.client) {
        Ok(client) => client,
        Err(flaw) => return Ok(Err(flaw)),
    };
    if !challenge::answer(tx, now, keys, (holder, &client.challenge)).await? {
        return Ok(Err(Flaw::Challenge));
    }
    let known = sqlx::query!(
        r#"select id as "id: PasskeyId", holder, public_key, sign_count from passkeys
           where credential = $1 and account_id = $2"#,
        answer.credential,
        account_id as AccountId
    );
    let Some(known) = known.fetch_optional(&mut **tx).await? else {
        return Ok(Err(Flaw::Unknown));
    };
    // Some authenticators say whose the passkey is.
    if !answer.user.is_empty() && answer.user != known.holder {
        return Ok(Err(Flaw::Unknown));
    }
    let signed = (&*answer.data, &*answer.signature);
    let key = (&*known.public_key, known.sign_count);
    let sign_count = match webauthn::assertion(rp, &client, signed, key) {
        Ok(sign_count) => sign_count,
        Err(flaw) => return Ok(Err(flaw)),
    };
    sqlx::query!(
        "update passkeys set sign_count = $2, used_at = $3 where id = $1",
        known.id as PasskeyId,
        sign_count,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(Ok(()))
}
