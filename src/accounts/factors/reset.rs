//! Somebody has lost their app or passkeys, and their recovery codes: another owner takes their second
//! factor away, or the operator by the command line. They sign in by their password alone after that, and
//! are told. Whoever resets it has to be sure of who asks.

use serde_json::json;

use super::check::Factor;
use super::{change, tell};
use crate::accounts::account::{self, ChangeError};
use crate::accounts::audit::Actor;
use crate::accounts::{AccountId, session, staff};
use crate::kit::clock::Clock;
use crate::kit::db::Db;
use crate::mail::Outbox;

/// Takes the account's second factor away, and signs it out everywhere. `false`: it has none. `why`: for
/// the audit log.
pub async fn reset(
    db: &Db,
    clock: &Clock,
    outbox: &Outbox,
    actor: Actor,
    (id, why): (AccountId, String),
) -> Result<bool, ChangeError> {
    let (clock, outbox) = (clock.clone(), outbox.clone());
    db.transaction(move |tx| {
        Box::pin(async move {
            account::lock(tx, actor, id, (staff::may_change, true)).await?;
            if Factor::lock(tx, id).await?.is_none() {
                return Ok(false);
            }
            change::remove(tx, id).await?;
            let ended = session::end_all(tx, id).await?;
            let after = json!({ "why": why, "sessions": ended });
            change::note(tx, &clock, (actor, "second_factor.reset"), (id, Some(after))).await?;
            tell::reset(tx, clock.now(), &outbox, id).await?;
            Ok::<_, ChangeError>(true)
        })
    })
    .await
}
