//! When nothing is sent to a provider: it said that it cannot deliver at all, too many of its
//! answers could not be told, or it asked us to wait. What the panel paused itself it opens
//! again when the provider answers; what staff paused is theirs.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use crate::kit::db;

/// Answers in a row that could not be told, until a provider is paused.
pub const UNKNOWNS_MAX: i32 = 5;

/// Stops sending to a provider, and says why. One that is paused keeps its reason.
pub async fn pause(
    tx: &mut PgTransaction<'_>,
    provider_id: i64,
    reason: &str,
) -> Result<(), db::Error> {
    let paused = sqlx::query!(
        "update providers set paused_reason = $2, paused_by_panel = true
         where id = $1 and paused_reason is null",
        provider_id,
        reason
    )
    .execute(&mut **tx)
    .await?;
    if paused.rows_affected() > 0 {
        metrics::counter!("waybill_provider_pauses_total").increment(1);
        tracing::warn!(provider_id, reason, "a provider is paused");
    }
    Ok(())
}

/// It answers again: opens a provider that the panel itself had paused. Answers whether it had.
pub async fn resume(tx: &mut PgTransaction<'_>, provider_id: i64) -> Result<bool, db::Error> {
    let resumed = sqlx::query!(
        "update providers set paused_reason = null, paused_by_panel = false, unknowns = 0,
                retry_at = null
         where id = $1 and paused_by_panel",
        provider_id
    )
    .execute(&mut **tx)
    .await?;
    Ok(resumed.rows_affected() > 0)
}

/// Submits nothing there before `until`.
pub async fn wait(
    tx: &mut PgTransaction<'_>,
    provider_id: i64,
    until: DateTime<Utc>,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update providers set retry_at = greatest(coalesce(retry_at, $2), $2) where id = $1",
        provider_id,
        until
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Stops sending orders for one of its services, and says why.
pub async fn pause_service(
    tx: &mut PgTransaction<'_>,
    provider_id: i64,
    upstream_service: &str,
    reason: &str,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update routes set paused_reason = $3
         where provider_id = $1 and upstream_service = $2 and paused_reason is null",
        provider_id,
        upstream_service,
        reason
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The service is there again.
pub async fn resume_service(
    tx: &mut PgTransaction<'_>,
    provider_id: i64,
    upstream_service: &str,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update routes set paused_reason = null
         where provider_id = $1 and upstream_service = $2 and paused_reason is not null",
        provider_id,
        upstream_service
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
