//! A sign-up in two steps: the first one mails a link, and the second one, behind it, makes the account.
//! So nobody has an account with an address that they do not read, and nobody learns by signing up
//! whether an address has an account.

use serde::{Deserialize, Serialize};
use sqlx::{PgExecutor, PgTransaction};

use super::asked::{self, Taken};
use super::link::{self, Found, New, Purpose};
use crate::accounts::AccountId;
use crate::accounts::email::Email;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
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

/// Whether somebody may make an account whose address was shown to be theirs without a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Vouched {
    /// They may: the secret of a link, as a mail would have brought it.
    Free(String),
    /// It has an account.
    Taken,
    /// An account has one that looks the same.
    LooksTheSame,
}

/// Makes a link for somebody whose address an issuer has verified.
pub async fn vouched(
    db: &Db,
    clock: &Clock,
    keys: &Keys,
    (email, came): (Email, Came),
) -> Result<Vouched, db::Error> {
    let (now, sealed) = (clock.now(), seal(keys, &email, &came));
    db.transaction(move |tx| {
        Box::pin(async move {
            match asked::is_taken(tx, &email).await? {
                Taken::Yes => return Ok(Vouched::Taken),
                Taken::LooksTheSame => return Ok(Vouched::LooksTheSame),
                Taken::No => {}
            }
            let (purpose, sealed) = (Purpose::SignUp, Some(sealed));
            let new = New { purpose, account_id: None, email: &email, sealed };
            Ok::<_, db::Error>(Vouched::Free(link::make(tx, now, new).await?))
        })
    })
    .await
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
