//! A new password in place of a forgotten one. Whoever reads the account's mail may choose it, within
//! half an hour and once. It ends every session, because one of them may be a stranger's; keys and
//! tokens are other secrets and stay, unless they are to be revoked too.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use super::link::{self, Purpose};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::accounts::email::Email;
use crate::accounts::notices::{self, TokenChange};
use crate::accounts::oidc::identity;
use crate::accounts::verifier::Verifier;
use crate::accounts::{guesses, session};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::lang::Lang;
use crate::mail::{self, Kind, Outbox, To};

/// What was chosen, and by whom. Holds a secret, so it has no `Debug`.
pub struct Reset {
    pub secret: String,
    pub password_hash: String,
    pub revoke_tokens: bool,
    /// In which they read the page.
    pub lang: Lang,
    /// Nobody is signed in: their address and device.
    pub actor: Actor,
}

/// Why the password stays.
#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    #[error("the link was used or replaced, or is over")]
    Over,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(ResetError);

/// For so long a notice is worth its sending.
pub(in crate::accounts) const NOTICE_LASTS: TimeDelta = TimeDelta::days(5);

/// The hash of the password that staff or a command made for this account: it must not be chosen, because
/// it would stay. `None`: the account's holder chose the one that it has.
pub async fn made_hash(
    executor: impl PgExecutor<'_>,
    id: AccountId,
) -> Result<Option<String>, db::Error> {
    let hash = sqlx::query_scalar!(
        "select password_hash from accounts where id = $1 and password_made_at is not null",
        id as AccountId
    );
    Ok(hash.fetch_optional(executor).await?.flatten())
}

/// Stores the new password; answers how many tokens were revoked.
pub async fn reset(
    db: &Db,
    clock: &Clock,
    verifier: &Verifier,
    outbox: &Outbox,
    reset: Reset,
) -> Result<u64, ResetError> {
    let (clock, outbox) = (clock.clone(), outbox.clone());
    let done = db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let used = link::use_up(tx, now, Purpose::Reset, &reset.secret).await?;
            let (id, sent_to) =
                used.map(|used| (used.account_id, used.email)).ok_or(ResetError::Over)?;
            let account = sqlx::query!(
                r#"update accounts
                   set password_hash = $2, password_made_at = null,
                       email_verified_at = coalesce(email_verified_at, $4)
                   where id = $1 and status = 'active' and email = $3
                   returning email as "email: Email", language"#,
                id as AccountId,
                reset.password_hash,
                sent_to.as_str(),
                now
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(ResetError::Over)?;
            let sessions = session::end_all(tx, id).await?;
            // A change of address that somebody else has begun ends too.
            link::withdraw(tx, id, &[Purpose::Reset, Purpose::Address]).await?;
            // Whoever had the account may have connected one of their own.
            identity::disconnect_all(tx, now, &outbox, id).await?;
            guesses::forget(&mut **tx, &account.email).await?;
            let tokens = if reset.revoke_tokens { revoke_tokens(tx, now, id).await? } else { 0 };
            let entry = audit::Entry {
                actor: reset.actor,
                action: "account.password",
                subject: format!("account:{id}"),
                after: Some(json!({ "by": "mail", "sessions": sessions, "tokens": tokens })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            let lang = account.language.as_deref().and_then(Lang::parse).unwrap_or(reset.lang);
            tell(tx, &clock, &outbox, (&account.email, lang)).await?;
            notices::password_changed(tx, now, id).await?;
            Ok::<_, ResetError>((id, tokens))
        })
    });
    let (id, tokens) = done.await?;
    if tokens > 0 {
        verifier.forget_account(id);
    }
    Ok(tokens)
}

/// Revokes the account's tokens and tells of each; answers how many.
async fn revoke_tokens(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    id: AccountId,
) -> Result<u64, db::Error> {
    let revoked = sqlx::query_scalar!(
        "update tokens set revoked_at = $2
         where account_id = $1 and revoked_at is null
           and (expires_at is null or expires_at > $2)
         returning id",
        id as AccountId,
        now
    );
    let revoked = revoked.fetch_all(&mut **tx).await?;
    for token in &revoked {
        notices::token_changed(tx, now, id, (*token, TokenChange::Revoked)).await?;
    }
    Ok(u64::try_from(revoked.len()).unwrap_or_default())
}

/// Tells the account's holder that its password is another one now.
pub(in crate::accounts) async fn tell(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    outbox: &Outbox,
    (email, lang): (&Email, Lang),
) -> Result<(), db::Error> {
    let to = To { address: email.as_str(), lang };
    // The command line may not know where the panel is.
    let link = if outbox.site().is_empty() { "" } else { "/forgot" };
    let kind = Kind::PasswordChanged;
    let letter = mail::New { kind, lasts: NOTICE_LASTS, link, address: "" };
    outbox.put(tx, clock.now(), to, letter).await
}
