//! What answers to submissions say of the provider that gave them: whether it is there, whether it
//! refuses too much, and whether too many of its answers could not be told.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::pause;
use super::refusals::{self, Refusal};
use crate::kit::db;
use crate::providers::ProviderId;

/// Until a provider's balance is looked at after an answer that could not be told: it may still be
/// at the order.
const BALANCE_AFTER_UNKNOWN: TimeDelta = TimeDelta::minutes(1);

/// What a run of answers says of the provider that gave them, in the order in which they came.
#[derive(Debug, Default)]
pub struct ProviderAnswers {
    was_definite: bool,
    has_taken: bool,
    refusals: Vec<Refusal>,
    unknowns: i32,
    takes_keys: bool,
}

impl ProviderAnswers {
    /// It took an order: the rows of unknown answers and of refusals are broken.
    pub fn taken(&mut self) {
        self.definite();
        self.has_taken = true;
        self.refusals.clear();
    }

    /// It refused one.
    pub fn refused(&mut self, refusal: Refusal) {
        self.definite();
        self.refusals.push(refusal);
    }

    /// An answer that could be told: the row of unknown ones is broken.
    pub const fn definite(&mut self) {
        self.was_definite = true;
        self.unknowns = 0;
    }

    /// One that could not.
    pub const fn unknown(&mut self) {
        self.unknowns += 1;
    }

    /// It says that it takes idempotency keys.
    pub const fn takes_keys(&mut self) {
        self.takes_keys = true;
    }

    /// Writes it down, and pauses a provider of which too many answers could not be told, or that
    /// refused too many orders. What it holds of our money after an unknown one is looked at soon:
    /// that is evidence.
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
        if unknowns >= pause::UNKNOWNS_MAX {
            let reason = format!("{unknowns} answers in a row could not be told");
            pause::pause(tx, provider_id, &reason).await?;
        }
        Ok(())
    }
}
