//! What answers to submissions say about the provider that gave them: whether it is there, whether
//! it refuses too much, and whether too many of its answers were unknown.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::pause;
use super::refusals::{self, Refusal};
use crate::kit::db;
use crate::providers::ProviderId;

/// How long after an unknown answer the provider's balance is read: it may still be working on the
/// order.
const BALANCE_AFTER_UNKNOWN: TimeDelta = TimeDelta::minutes(1);

/// What several answers say about the provider that gave them, in the order in which they came.
#[derive(Debug, Default)]
pub struct ProviderAnswers {
    was_definite: bool,
    has_taken: bool,
    refusals: Vec<Refusal>,
    unknowns: i32,
    takes_keys: bool,
}

impl ProviderAnswers {
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
             returning unknowns, refusals, pause_after_unknowns",
            provider_id as ProviderId,
            self.was_definite,
            self.unknowns,
            now + BALANCE_AFTER_UNKNOWN,
            self.has_taken
        )
        .fetch_optional(&mut **tx)
        .await?;
        if self.has_taken && row.as_ref().is_some_and(|row| row.refusals > 0) {
            refusals::forget(tx, provider_id).await?;
        }
        refusals::note(tx, now, provider_id, &self.refusals).await?;
        if let Some(row) = row.filter(|row| row.unknowns >= row.pause_after_unknowns) {
            let reason = format!("{} answers in a row could not be told", row.unknowns);
            pause::pause(tx, provider_id, &reason).await?;
        }
        Ok(())
    }
}
