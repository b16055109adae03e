//! What staff end of a customer's access: single sessions, all of them, a key. Each needs a reason, which
//! the audit log keeps.

use serde_json::json;
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::accounts::account::{self, ChangeError, may_suspend};
use crate::accounts::audit::{self, Actor};
use crate::accounts::notices::{self, TokenChange};
use crate::accounts::session::{self, SessionId};
use crate::accounts::verifier::Verifier;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// What is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// One session; `None`: all.
    Session(Option<SessionId>),
    /// An API key or a JWT, by its number.
    Key(i64),
}

/// Ends it at once; answers whether there was anything to end. Whoever may suspend the account may do
/// this.
pub async fn end(
    db: &Db,
    clock: &Clock,
    verifier: &Verifier,
    actor: Actor,
    (account_id, access, reason): (AccountId, Access, String),
) -> Result<bool, ChangeError> {
    let clock = clock.clone();
    let ended = db
        .transaction(move |tx| {
            Box::pin(async move {
                account::lock(tx, actor, account_id, (may_suspend, true)).await?;
                let (ended, action, subject) = match access {
                    Access::Session(which) => {
                        let ended = match which {
                            None => session::end_all(tx, account_id).await?,
                            Some(one) => end_one(tx, account_id, one).await?,
                        };
                        (ended, "account.sessions", format!("account:{account_id}"))
                    }
                    Access::Key(id) => {
                        let done = sqlx::query!(
                            "update tokens set revoked_at = $3
                             where id = $1 and account_id = $2 and revoked_at is null",
                            id,
                            account_id as AccountId,
                            clock.now()
                        );
                        let ended = done.execute(&mut **tx).await?.rows_affected();
                        if ended > 0 {
                            let told = (id, TokenChange::Revoked);
                            notices::token_changed(tx, clock.now(), account_id, told).await?;
                        }
                        (ended, "token.revoke", format!("token:{id}"))
                    }
                };
                if ended > 0 {
                    let after = json!({ "account": account_id, "ended": ended, "why": reason });
                    let entry = audit::Entry {
                        actor,
                        action,
                        subject,
                        after: Some(after),
                        ..audit::Entry::default()
                    };
                    audit::record(tx, &clock, entry).await?;
                }
                Ok::<_, ChangeError>(ended > 0)
            })
        })
        .await?;
    if let (Access::Key(id), true) = (access, ended) {
        verifier.forget(id);
    }
    Ok(ended)
}

async fn end_one(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    session: SessionId,
) -> Result<u64, db::Error> {
    let done = sqlx::query!(
        "delete from sessions where account_id = $1 and hash = $2",
        account_id as AccountId,
        session.bytes()
    );
    Ok(done.execute(&mut **tx).await?.rows_affected())
}
