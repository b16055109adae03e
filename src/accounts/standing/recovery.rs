//! How people get back in when neither a page nor their mail can help them: by the command line, which
//! the operator alone has.

use serde_json::json;

use crate::accounts::AccountId;
use crate::accounts::account::Status;
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::accounts::links::{self, Purpose, reset};
use crate::accounts::oidc::identity;
use crate::accounts::{guesses, notices, session};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::lang::Lang;
use crate::mail::Outbox;

/// Stores a new password for an account, given as its hash, and whether it was made and not typed, and
/// tells its holder; answers how many sessions that ended. Keys stay: they are other secrets.
pub async fn set_password(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    id: AccountId,
    (password_hash, is_made): (String, bool),
) -> Result<u64, db::Error> {
    let (clock, outbox) = (clock.clone(), outbox.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let account = sqlx::query!(
                r#"update accounts set password_hash = $2, password_made_at = $3 where id = $1
                   returning email as "email: Email", language"#,
                id as AccountId,
                password_hash,
                is_made.then_some(now)
            )
            .fetch_one(&mut **tx)
            .await?;
            let ended = session::end_all(tx, id).await?;
            // What somebody else has begun ends too, and so do ways in that they have connected.
            links::withdraw(tx, id, &[Purpose::Reset, Purpose::Address]).await?;
            identity::disconnect_all(tx, now, &outbox, id).await?;
            let entry = audit::Entry {
                actor: Actor::COMMAND,
                action: "account.password",
                subject: format!("account:{id}"),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            let lang = account.language.as_deref().and_then(Lang::parse).unwrap_or_default();
            reset::tell(tx, &clock, &outbox, (&account.email, lang)).await?;
            notices::password_changed(tx, now, id).await?;
            Ok(ended)
        })
    })
    .await
}

/// What kept someone out, and does so no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unlocked {
    pub was_suspended: bool,
    /// Wrong passwords that had slowed new browsers.
    pub guesses: i32,
}

/// Takes away everything that keeps the account's owner from signing in with the right password.
pub async fn unlock(db: &Db, clock: &Clock, id: AccountId) -> Result<Unlocked, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let done = sqlx::query!(
                "update accounts set status = 'active', suspended_because = null
                 where id = $1 and status = 'suspended'",
                id as AccountId
            )
            .execute(&mut **tx)
            .await?;
            let was_suspended = done.rows_affected() > 0;
            let email = sqlx::query_scalar!(
                r#"select email as "email: Email" from accounts where id = $1"#,
                id as AccountId
            )
            .fetch_one(&mut **tx)
            .await?;
            let guesses = guesses::forget(&mut **tx, &email).await?;
            let status = if was_suspended { Status::Suspended } else { Status::Active }.as_str();
            let entry = audit::Entry {
                actor: Actor::COMMAND,
                action: "account.unlock",
                subject: format!("account:{id}"),
                before: Some(json!({ "status": status })),
                after: Some(json!({ "status": Status::Active.as_str() })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(Unlocked { was_suspended, guesses })
        })
    })
    .await
}
