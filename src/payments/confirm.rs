//! Asking gateways whether they have sent the hooks that their doors could not check. Until a gateway has
//! said yes, a hook is believed in nothing: it does not even make the panel look.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use super::gateways::{ConnectError, NotTheirs, Sent};
use super::{MethodId, Ways, inbox};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;

/// While one process asks about a hook, the others leave it alone for so long.
const LEASE: TimeDelta = TimeDelta::minutes(2);
/// So often it is asked, with longer and longer waits: for about half a day. The panel has looked by
/// itself long before.
const ASKS_MAX: i32 = 20;
const WAIT_S_MAX: i64 = 3_600;

/// A hook that is not confirmed.
struct Unconfirmed {
    id: i64,
    method_id: MethodId,
    headers: Value,
    body: String,
    confirms: i32,
}

/// Hooks whose gateways are to be asked, at most so many. Nobody else gets them for a while.
pub async fn take_due(db: &Db, clock: &Clock, most: i64) -> Result<Vec<i64>, db::Error> {
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            Ok(sqlx::query_scalar!(
                "update hooks set confirm_at = $2
                 where id in (select id from hooks
                              where verdict = 'unconfirmed' and confirm_at <= $1
                              order by confirm_at limit $3 for no key update skip locked)
                 returning id",
                now,
                now + LEASE,
                most
            )
            .fetch_all(&mut **tx)
            .await?)
        })
    })
    .await
}

/// Asks about one hook. Nothing is locked meanwhile.
pub async fn confirm(ways: &Ways, id: i64) -> Result<(), db::Error> {
    let hook = sqlx::query_as!(
        Unconfirmed,
        r#"select id, method_id as "method_id: MethodId", headers, body, confirms
           from hooks where id = $1 and verdict = 'unconfirmed'"#,
        id
    );
    let Some(hook) = hook.fetch_optional(ways.db.pool()).await? else { return Ok(()) };
    let method = match ways.connect(hook.method_id).await {
        Ok(method) => method,
        Err(ConnectError::Db(error)) => return Err(error),
        Err(error) => return later(ways, &hook, error.to_string()).await,
    };
    let headers: Vec<(String, String)> =
        serde_json::from_value(hook.headers.clone()).unwrap_or_default();
    let sent = Sent { headers: &headers, body: &hook.body, now: ways.clock.now() };
    match method.gateway.confirm_hook(ways, &method, &sent).await {
        Ok(Ok(())) => {
            failpoint("deposit-hook-confirmed");
            believe(ways, id).await
        }
        Ok(Err(NotTheirs(why))) => inbox::disbelieve(ways, &method, (id, why)).await,
        Err(why) if hook.confirms + 1 >= ASKS_MAX => {
            let why = format!("nobody says whether its gateway has sent it: {why}");
            inbox::disbelieve(ways, &method, (id, &why)).await
        }
        Err(why) => later(ways, &hook, why).await,
    }
}

/// From now on it is like a hook that the door has checked.
async fn believe(ways: &Ways, id: i64) -> Result<(), db::Error> {
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                sqlx::query!(
                    "update hooks set verdict = 'waiting', confirm_at = null, why = ''
                     where id = $1 and verdict = 'unconfirmed'",
                    id
                )
                .execute(&mut **tx)
                .await?;
                Ok::<_, db::Error>(())
            })
        })
        .await
}

/// Notes why there was no answer, and when it is asked again.
async fn later(ways: &Ways, hook: &Unconfirmed, why: String) -> Result<(), db::Error> {
    tracing::warn!(hook = hook.id, why, "a hook could not be confirmed");
    let id = hook.id;
    let wait = TimeDelta::seconds((5_i64 << hook.confirms.clamp(0, 12)).min(WAIT_S_MAX));
    let next: DateTime<Utc> = ways.clock.now() + wait;
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                sqlx::query!(
                    "update hooks
                     set confirms = confirms + 1, confirm_at = $2, why = left($3, 300)
                     where id = $1 and verdict = 'unconfirmed'",
                    id,
                    next,
                    why
                )
                .execute(&mut **tx)
                .await?;
                Ok::<_, db::Error>(())
            })
        })
        .await
}
