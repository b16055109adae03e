//! When nothing is sent to a provider: it said that it cannot deliver at all, too many of its
//! answers were unknown, it refused too many orders in a row, or it asked us to wait. If the panel
//! paused it, the panel opens it again when the provider answers. But it does not do so after
//! refusals in a row, because a balance does not say why orders were refused. A pause by staff
//! stays theirs.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use crate::kit::db;
use crate::providers::ProviderId;

/// Stops sending to a provider, and says why. A provider that is paused already keeps its reason.
pub async fn pause(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
    reason: &str,
) -> Result<(), db::Error> {
    let paused = sqlx::query!(
        "update providers set paused_reason = $2, paused_by_panel = true
         where id = $1 and paused_reason is null",
        provider_id as ProviderId,
        reason
    )
    .execute(&mut **tx)
    .await?;
    if paused.rows_affected() > 0 {
        is_paused(provider_id, reason);
    }
    Ok(())
}

/// As [`pause`], but it lasts until staff end it, or until the provider takes an order that was on
/// its way.
pub(super) async fn pause_for_staff(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
    reason: &str,
) -> Result<(), db::Error> {
    let paused = sqlx::query!(
        "update providers
         set paused_reason = $2, paused_by_panel = true, pause_needs_staff = true, alert = null
         where id = $1 and paused_reason is null",
        provider_id as ProviderId,
        reason
    )
    .execute(&mut **tx)
    .await?;
    if paused.rows_affected() > 0 {
        is_paused(provider_id, reason);
    }
    Ok(())
}

fn is_paused(provider_id: ProviderId, reason: &str) {
    metrics::counter!("waybill_provider_pauses_total").increment(1);
    tracing::warn!(provider_id = provider_id.get(), reason, "a provider is paused");
}

/// The provider answers again: ends a pause of the panel's own, unless it was for refusals in a
/// row. Answers whether it ended one.
pub async fn resume(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
) -> Result<bool, db::Error> {
    let resumed = sqlx::query!(
        "update providers set paused_reason = null, paused_by_panel = false, unknowns = 0,
                retry_at = null
         where id = $1 and paused_by_panel and not pause_needs_staff",
        provider_id as ProviderId
    )
    .execute(&mut **tx)
    .await?;
    Ok(resumed.rows_affected() > 0)
}

/// Submits nothing to it before `until`.
pub async fn wait(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
    until: DateTime<Utc>,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update providers set retry_at = greatest(coalesce(retry_at, $2), $2) where id = $1",
        provider_id as ProviderId,
        until
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Stops sending orders for one of its services, and says why.
pub async fn pause_service(
    tx: &mut PgTransaction<'_>,
    provider_id: ProviderId,
    upstream_service: &str,
    reason: &str,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update routes set paused_reason = $3
         where provider_id = $1 and upstream_service = $2 and paused_reason is null",
        provider_id as ProviderId,
        upstream_service,
        reason
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
