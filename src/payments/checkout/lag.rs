//! How long customers wait: what is measured when a look has credited a deposit.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;

use crate::kit::db;
use crate::payments::{DepositId, State, Ways};

/// Counts a credit, and how long it took: since the hook that led to it, or, without a hook, since the
/// last look that saw no money. `was`: the state before. A fault here undoes nothing.
pub(super) async fn record(ways: &Ways, id: DepositId, (was, seen_at): (State, DateTime<Utc>)) {
    let hook = match first_hook(ways.db.pool(), id, seen_at).await {
        Ok(hook) => hook,
        Err(error) => {
            tracing::warn!(deposit = id.get(), %error, "it is not known which hook led to a credit");
            return;
        }
    };
    let by = if hook.is_some() { "hook" } else { "look" };
    let when = match was {
        State::Expired | State::Failed => "late",
        State::Held => "held",
        _ => "in_time",
    };
    metrics::counter!("waybill_deposits_settled_total", "by" => by, "when" => when).increment(1);
    if was == State::Held {
        // It was to wait.
        return;
    }
    let lag = ways.clock.now() - hook.unwrap_or(seen_at);
    metrics::histogram!("waybill_deposit_credit_seconds", "by" => by)
        .record(lag.to_std().unwrap_or_default());
}

/// When the first hook about it has come since then.
async fn first_hook(
    db: impl PgExecutor<'_>,
    id: DepositId,
    since: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, db::Error> {
    Ok(sqlx::query_scalar!(
        "select min(received_at) from hooks where deposit_id = $1 and received_at > $2",
        id as DepositId,
        since
    )
    .fetch_one(db)
    .await?)
}
