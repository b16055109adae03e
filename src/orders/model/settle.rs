//! Ending an order: what was delivered goes to sales, what was not goes back to the wallet.
//! The one place where an order's money leaves in-flight.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use crate::kit::db;
use crate::kit::money::Money;
use crate::kit::seeded;
use crate::ledger::{Class, PostError, Posting, Wallets};
use crate::orders::event::Event;
use crate::orders::state::End;
use crate::orders::{Form, State};

/// What settling needs to know of a locked order.
#[derive(Debug, Clone)]
pub(in crate::orders) struct LockedOrder {
    pub id: i64,
    pub account_id: i64,
    pub form: Form,
    pub state: State,
    pub quantity: i64,
    pub charge: Money,
    pub refunded: Money,
    /// What it costs us if all of it is delivered; nothing while nobody has it.
    pub cost: Money,
}

/// What becomes of the flag that asks for a person, when an order ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::orders) enum Flag {
    /// Only that of a hold is settled by the end; others are a person's to take away.
    Keep,
    /// A person has looked.
    Clear,
}

/// An order's end, worked out: what is to be written to its row.
#[derive(Debug, Clone, Copy)]
pub(in crate::orders) struct Settlement {
    pub state: State,
    pub remains: i64,
    pub refunded: Money,
    /// What was delivered cost so much.
    pub cost: Money,
}

impl LockedOrder {
    /// Posts the money of this end and says what the row becomes. The order must not be final;
    /// its wallet must be locked.
    pub(in crate::orders) fn end(
        &self,
        end: End,
        wallets: &mut Wallets,
    ) -> Result<Settlement, PostError> {
        let undelivered = match end {
            End::Completed => Money::ZERO,
            End::Canceled => self.charge,
            End::Partial { .. } if seeded::bug("partial-refunds-all") => self.charge,
            End::Partial { remains } | End::Reached { remains } => {
                self.charge.refund(remains, self.quantity).ok_or(PostError::OutOfRange)?
            }
        };
        // Something may have been given back while it was open; never take that again.
        let refunded = undelivered.max(self.refunded);
        let back = refunded.checked_sub(self.refunded).ok_or(PostError::OutOfRange)?;
        let earned = self.charge.checked_sub(refunded).ok_or(PostError::OutOfRange)?;
        wallets.post(self.refund(Class::InFlight, back, refunded))?;
        wallets.post(Posting {
            account_id: self.account_id,
            debit: Class::InFlight,
            credit: Class::Sales,
            amount: earned,
            kind: "settle",
            key: format!("order:{}:settle", self.id),
            order_id: Some(self.id),
            note: None,
        })?;
        let (state, remains) = (end.state(), end.remains(self.quantity));
        let unspent = match self.cost.refund(remains, self.quantity) {
            _ if seeded::bug("cost-of-all") => Money::ZERO,
            Some(unspent) => unspent,
            None => Money::ZERO,
        };
        let cost = self.cost.checked_sub(unspent).ok_or(PostError::OutOfRange)?;
        wallets.post(Posting {
            account_id: self.account_id,
            debit: Class::Providers,
            credit: Class::Costs,
            amount: cost,
            kind: "cost",
            key: format!("order:{}:cost", self.id),
            order_id: Some(self.id),
            note: None,
        })?;
        Ok(Settlement { state, remains, refunded, cost })
    }

    /// Writes an end that was worked out to the order's row, and closes its cancel. The new fence
    /// makes a claim in flight lose.
    pub(in crate::orders) async fn write(
        &self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
        ended: &Settlement,
        flag: Flag,
    ) -> Result<(), db::Error> {
        sqlx::query!(
            "with ended as (
                update orders set state = $2, remains = $3, refunded = $4, cost = $5,
                       ended_at = $6, due_at = null, lease_until = null,
                       runs_left = case when runs is null then null else 0 end,
                       attention = case when $7 or state = 'hold' then null else attention end,
                       fence = nextval('order_fence')
                where id = $1)
             update cancels set state = case when $2 = 'completed' then 'refused' else 'done' end,
                    due_at = null, ended_at = $6
             where order_id = $1 and ended_at is null",
            self.id,
            ended.state.as_str(),
            ended.remains,
            ended.refunded.micros(),
            ended.cost.micros(),
            now,
            flag == Flag::Clear
        )
        .execute(&mut **tx)
        .await?;
        Ok(())
    }

    /// Money back to the customer, out of in-flight or, when it was settled, out of sales.
    /// The key holds the total after it, so that the same refund cannot be given twice.
    pub(in crate::orders) fn refund(
        &self,
        from: Class,
        amount: Money,
        total_after: Money,
    ) -> Posting {
        Posting {
            account_id: self.account_id,
            debit: from,
            credit: Class::Wallet,
            amount,
            kind: "refund",
            key: format!("order:{}:refund:{}", self.id, total_after.micros()),
            order_id: Some(self.id),
            note: None,
        }
    }

    /// The event of an end.
    pub(in crate::orders) fn ended(&self, ended: &Settlement) -> Event {
        Event::became(self.account_id, self.id, ended.state).with(json!({
            "remains": ended.remains,
            "refunded": ended.refunded.to_string(),
        }))
    }
}
