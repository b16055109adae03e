//! Changing one's own password: the old one is asked for, and every session ends except a new one.

use std::net::IpAddr;

use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::accounts::links::{self, Purpose, reset};
use crate::accounts::notices;
use crate::accounts::password::{For, HashError, Hasher, Password, PasswordError};
use crate::accounts::session::{self, Session, SessionId, SessionSecret};
use crate::accounts::sign_in::{self, SignInError, Throttle};
use crate::kit::clock::Clock;
use crate::kit::db::Db;
use crate::kit::lang::Lang;
use crate::mail::Outbox;

/// What was typed, and from where.
pub struct Change<'a> {
    pub session: &'a Session,
    pub current: &'a str,
    pub new: &'a Password,
    pub address: IpAddr,
    pub user_agent: &'a str,
    /// The account's holder is told by mail, in this language.
    pub outbox: &'a Outbox,
    pub lang: Lang,
}

/// Why the password stays.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The new one cannot be taken.
    #[error(transparent)]
    New(#[from] PasswordError),
    /// The old one was not proved.
    #[error(transparent)]
    Old(#[from] SignInError),
}

impl From<HashError> for ChangeError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Refused(why) => Self::New(why),
            HashError::Busy(busy) => Self::Old(busy.into()),
        }
    }
}

/// Stores the new password; answers the secret of the one session that is left. API keys stay: they
/// are other secrets, and are revoked one by one. A password that was made for somebody is gone by this,
/// and cannot be chosen again.
pub async fn change_password(
    db: &Db,
    clock: &Clock,
    hasher: &Hasher,
    throttle: &Throttle,
    change: &Change<'_>,
) -> Result<SessionSecret, ChangeError> {
    let typed = (change.current, change.address);
    let old = sign_in::check(db, clock, hasher, throttle, change.session, typed).await?;
    if change.new.is(change.current) {
        return Err(PasswordError::Same.into());
    }
    let new = hasher.hash(change.new, For::Known(change.address)).await?;
    let (id, clock, address) = (change.session.account.id, clock.clone(), change.address);
    let user_agent = change.user_agent.to_owned();
    let (outbox, lang) = (change.outbox.clone(), change.lang);
    let (email, of) = (change.session.account.email.clone(), change.session.id);
    let changed = db.transaction(move |tx| {
        Box::pin(async move {
            // Only in place of the hash that was checked: if two changes come at once, one of them
            // fails.
            let done = sqlx::query!(
                "update accounts set password_hash = $3, password_made_at = null
                 where id = $1 and password_hash = $2 and status = 'active'",
                id as AccountId,
                old,
                new,
            )
            .execute(&mut **tx)
            .await?;
            if done.rows_affected() == 0 {
                return Err(SignInError::Wrong);
            }
            // It may have been proved a moment ago.
            let second_at =
                sqlx::query_scalar!("select second_at from sessions where hash = $1", of.bytes());
            let second_at = second_at.fetch_optional(&mut **tx).await?.flatten();
            session::end_all(tx, id).await?;
            // Somebody who knew the old one may have begun a change of address.
            links::withdraw(tx, id, &[Purpose::Reset, Purpose::Address]).await?;
            let entry = audit::Entry {
                actor: Actor::account(id, address).with_device(&user_agent),
                action: "account.password",
                subject: format!("account:{id}"),
                before: None,
                after: None,
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            reset::tell(tx, &clock, &outbox, (&email, lang)).await?;
            notices::password_changed(tx, clock.now(), id).await?;
            let secret = session::start(tx, &clock, id, address, &user_agent).await?;
            // The session goes on under another secret: what was proved in it stays so.
            if let Some(at) = second_at {
                session::prove_second(tx, at, SessionId::of_secret(secret.expose())).await?;
            }
            Ok(secret)
        })
    });
    Ok(changed.await?)
}
