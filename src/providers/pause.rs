//! When nothing is sent to a provider: it said that it cannot deliver at all, too many of its
//! answers were unknown, it refused too many orders in a row, or it asked us to wait. If the panel
//! paused it, the panel opens it again when the provider answers. But it does not do so after
//! refusals in a row, because a balance does not say why orders were refused. A pause by staff
//! stays theirs.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::refusals::{self, Refusal};
use crate::kit::db;
use crate::providers::ProviderId;

/// How many unknown answers in a row pause a provider.
pub const UNKNOWNS_MAX: i32 = 5;
/// How long after such an answer the provider's balance is read: it may still be working on the
/// order.
const BALANCE_AFTER_UNKNOWN: TimeDelta = TimeDelta::minutes(1);

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

/// What several answers say about the provider that gave them, in the order in which they came.
#[derive(Debug, Default)]
pub struct Told {
    was_definite: bool,
    has_taken: bool,
    refusals: Vec<Refusal>,
    unknowns: i32,
    takes_keys: bool,
}

impl Told {
    /// It took an order: this ends the row of unknown answers and the row of refusals.
    pub fn taken(&mut self) {
        self.definite();
        self.has_taken = true;
        self.refusals.clear();
    }

    /// It refused an order.
    pub fn refused(&mut self, refusal: Refusal) {
        self.definite();
        self.refusals.push(refusal);
    }

    /// An answer with a known outcome: this ends the row of unknown answers.
    pub const fn definite(&mut self) {
        self.was_definite = true;
        self.unknowns = 0;
    }

    /// An answer with an unknown outcome.
    pub const fn unknown(&mut self) {
        self.unknowns += 1;
    }

    /// It says that it takes idempotency keys.
    pub const fn takes_keys(&mut self) {
        self.takes_keys = true;
    }

    /// Writes it down. Pauses the provider if too many of its answers were unknown, or if it
    /// refused too many orders. After an unknown answer our balance there is read soon, because it
    /// is evidence.
    pub async fn write(
        &self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        provider_id: ProviderId,
    ) -> Result<(), db::Error> {
        if self.takes_keys {
            sqlx::query!(
                "update providers set idempotency = 'offered' where id = $1 and idempotency = 'none'",
                provider_id as ProviderId
            )
            .execute(&mut **tx)
            .await?;
        }
        if !self.was_definite && self.unknowns == 0 {
            return Ok(());
        }
        let row = sqlx::query!(
            "update providers set unknowns = case when $2 then 0 else unknowns end + $3,
                    balance_due_at = case when $3 > 0 then least(balance_due_at, $4)
                                          else balance_due_at end
             where id = $1 and (unknowns > 0 or $3 > 0 or (refusals > 0 and $5))
             returning unknowns, refusals",
            provider_id as ProviderId,
            self.was_definite,
            self.unknowns,
            now + BALANCE_AFTER_UNKNOWN,
            self.has_taken
        )
        .fetch_optional(&mut **tx)
        .await?;
        let (unknowns, refusals) = row.map_or((0, 0), |row| (row.unknowns, row.refusals));
        if self.has_taken && refusals > 0 {
            refusals::forget(tx, provider_id).await?;
        }
        refusals::note(tx, now, provider_id, &self.refusals).await?;
        if unknowns >= UNKNOWNS_MAX {
            let reason = format!("{unknowns} answers in a row could not be told");
            pause(tx, provider_id, &reason).await?;
        }
        Ok(())
    }
}
