//! One refund at a time. A gateway need not know that it was asked for the same before, so whoever gives
//! money back claims the deposit first. The claim ends when a look has seen what came of it. If the process
//! is killed in between, the claim stands; the panel looks when the call must be over.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::staff::StaffError;
use crate::kit::db;
use crate::payments::{DepositId, Ways};

/// A refund's calls are over by then, whoever has made them.
const CALLS_FOR: TimeDelta = TimeDelta::minutes(10);
/// A process may be behind the database's clock by a bit.
const SLIP: TimeDelta = TimeDelta::minutes(1);

/// Claims a deposit under lock for a refund.
pub(super) async fn claim(
    tx: &mut PgTransaction<'_>,
    id: DepositId,
    now: DateTime<Utc>,
) -> Result<(), StaffError> {
    let until = now + CALLS_FOR;
    let claimed = sqlx::query!(
        "update deposits set refund_until = $2, look_at = least(look_at, $3)
         where id = $1 and refund_until is null",
        id as DepositId,
        until,
        until + SLIP
    )
    .execute(&mut **tx)
    .await?;
    if claimed.rows_affected() == 1 { Ok(()) } else { Err(StaffError::UnderWay) }
}

/// The call is over, whatever came of it: a look that begins now sees it, and one that has begun is stale.
pub(super) async fn ended(ways: &Ways, id: DepositId) -> Result<(), db::Error> {
    let now = ways.clock.now();
    ways.db
        .transaction(move |tx| {
            Box::pin(async move {
                sqlx::query!(
                    "update deposits set refund_until = $2, look_at = $3, version = version + 1
                     where id = $1",
                    id as DepositId,
                    now - SLIP,
                    now
                )
                .execute(&mut **tx)
                .await?;
                Ok(())
            })
        })
        .await
}

/// A look has settled the deposit: what was claimed before is seen, unless its call may still be made.
pub(super) async fn seen(
    tx: &mut PgTransaction<'_>,
    id: DepositId,
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update deposits set refund_until = null where id = $1 and refund_until <= $2",
        id as DepositId,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
