//! Attempts: one row for each time that bytes may have left, and what came back. Rows are made when
//! an order is armed; `dispatch.rs` and the sweep are the only callers.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::dispatch::Claim;
use crate::kit::db::{self, Db};
use crate::providers::Outcome;

/// Whether the provider gave this id to another attempt, on time or late.
pub(super) async fn was_given(
    db: &Db,
    claim: &Claim,
    upstream_id: &str,
) -> Result<bool, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select exists (select from attempts where provider_id = $1 and upstream_id = $2
                          and (order_id, fence) <> ($3, $4)) as "given!""#,
        claim.route.provider_id,
        upstream_id,
        claim.order_id,
        claim.fence
    )
    .fetch_one(db.pool())
    .await?)
}

/// How an outcome stands on its attempt: state, the provider's id, and what else it said.
fn as_kept(outcome: &Outcome) -> (&'static str, Option<&String>, Option<&String>) {
    match outcome {
        Outcome::Accepted { upstream_id } => ("accepted", Some(upstream_id), None),
        Outcome::Refused { reason } => ("refused", None, Some(reason)),
        Outcome::ProviderDown { reason }
        | Outcome::ServiceDown { reason }
        | Outcome::Later { reason, .. }
        | Outcome::NotSent { reason } => ("not_sent", None, Some(reason)),
        Outcome::Unknown { detail } => ("unknown", None, Some(detail)),
    }
}

/// Whether this very outcome is kept already.
pub(super) async fn is_kept(
    tx: &mut PgTransaction<'static>,
    claim: &Claim,
    outcome: &Outcome,
) -> Result<bool, db::Error> {
    let (state, upstream_id, detail) = as_kept(outcome);
    Ok(sqlx::query_scalar!(
        r#"select exists (select from attempts
                          where order_id = $1 and fence = $2 and state = $3
                            and upstream_id is not distinct from $4
                            and detail is not distinct from $5) as "is!""#,
        claim.order_id,
        claim.fence,
        state,
        upstream_id,
        detail
    )
    .fetch_one(&mut **tx)
    .await?)
}

/// Keeps what came back. What was kept before is not written over.
pub(super) async fn close(
    tx: &mut PgTransaction<'static>,
    now: DateTime<Utc>,
    claim: &Claim,
    outcome: &Outcome,
) -> Result<(), db::Error> {
    let (state, upstream_id, detail) = as_kept(outcome);
    sqlx::query!(
        "update attempts set state = $3, upstream_id = $4, detail = $5, ended_at = $6
         where order_id = $1 and fence = $2
           and (state = 'live' or (state = 'unknown' and upstream_id is null))",
        claim.order_id,
        claim.fence,
        state,
        upstream_id,
        detail,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
