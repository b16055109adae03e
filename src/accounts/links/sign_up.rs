//! A sign-up in two steps: the first one mails a link, and the second one, behind it, makes the account.
//! So nobody has an account with an address that they do not read, and nobody learns by signing up
//! whether an address has an account.

use serde::{Deserialize, Serialize};
use sqlx::{PgExecutor, PgTransaction};

use super::link::{self, Found, Purpose};
use crate::accounts::AccountId;
use crate::accounts::email::Email;
use crate::kit::clock::Clock;
use crate::kit::db;
use crate::kit::keys::Keys;

const PURPOSE: &str = "sign-up links";

/// How somebody came to the first step.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Came {
    /// The visitor's id in the cookie of an affiliate's link.
    pub visitor: Option<String>,
    /// The secret of an invitation.
    pub invite: Option<String>,
}

pub(super) fn seal(keys: &Keys, email: &Email, came: &Came) -> Vec<u8> {
    let text = serde_json::to_vec(came).unwrap_or_default();
    keys.seal(PURPOSE, email.as_str(), &text)
}

/// The address and the way of somebody with this link; `None`: it does not work any more.
pub async fn look(
    executor: impl PgExecutor<'_>,
    clock: &Clock,
    keys: &Keys,
    secret: &str,
) -> Result<Option<(Email, Came)>, db::Error> {
    let found = link::look(executor, clock.now(), Purpose::SignUp, secret).await?;
    Ok(found.map(|Found { email, sealed, .. }| {
        let text = sealed.and_then(|sealed| keys.unseal(PURPOSE, email.as_str(), &sealed).ok());
        let came = text.and_then(|text| serde_json::from_slice(&text).ok());
        (email, came.unwrap_or_default())
    }))
}

/// Uses the link up, in the transaction that makes the account; answers its address.
pub(crate) async fn take(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    secret: &str,
) -> Result<Option<Email>, db::Error> {
    let taken = link::take(tx, clock.now(), Purpose::SignUp, secret).await?;
    Ok(taken.map(|found| found.email))
}

/// Notes that the account was made by its link: its holder reads the mail.
pub(crate) async fn joined(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    id: AccountId,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update accounts set email_verified_at = $2 where id = $1",
        id as AccountId,
        clock.now()
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
