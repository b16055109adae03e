//! Ending an order: what was delivered goes to sales, what was not goes back to the wallet.
//! The one place where an order's money leaves in-flight.

use serde_json::json;

use super::event::Event;
use super::state::End;
use super::{Form, State};
use crate::kit::money::Money;
use crate::kit::seeded;
use crate::ledger::{Class, PostError, Posting, Wallets};

/// What settling needs to know of a locked order.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub id: i64,
    pub account_id: i64,
    pub form: Form,
    pub state: State,
    pub quantity: i64,
    pub charge: Money,
    pub refunded: Money,
}

/// An order's end, worked out: what is to be written to its row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ended {
    pub state: State,
    pub remains: i64,
    pub refunded: Money,
}

impl Open {
    /// Posts the money of this end and says what the row becomes. The order must not be final;
    /// its wallet must be locked.
    pub(super) fn end(&self, end: End, wallets: &mut Wallets) -> Result<Ended, PostError> {
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
        Ok(Ended { state: end.state(), remains: end.remains(self.quantity), refunded })
    }

    /// Money back to the customer, out of in-flight or, when it was settled, out of sales.
    /// The key holds the total after it, so that the same refund cannot be given twice.
    pub(super) fn refund(&self, from: Class, amount: Money, total_after: Money) -> Posting {
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
    pub(super) fn ended(&self, ended: &Ended) -> Event {
        Event::became(self.account_id, self.id, ended.state).with(json!({
            "remains": ended.remains,
            "refunded": ended.refunded.to_string(),
        }))
    }
}
