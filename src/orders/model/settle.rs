//! Ending an order: the money for what was delivered goes to sales, the rest goes back to the
//! wallet. Only here does an order's money leave in-flight. All of it is pure.

use crate::kit::money::Money;
use crate::ledger::{Class, PostError, Posting};
use crate::orders::locked_order::LockedOrder;
use crate::orders::state::End;

/// The amounts of an order's end.
pub(in crate::orders) struct Settlement {
    pub remains: i64,
    pub refunded: Money,
    /// The cost of what was delivered.
    pub cost: Money,
    pub postings: Vec<Posting>,
}

impl LockedOrder {
    /// Works out the amounts of this end. The order must not be final.
    pub(in crate::orders) fn settle(&self, end: End) -> Result<Settlement, PostError> {
        let undelivered = match end {
            End::Completed => Money::ZERO,
            End::Canceled => self.charge,
            End::Partial { remains } | End::Reached { remains } => {
                self.charge.refund(remains, self.quantity).ok_or(PostError::OutOfRange)?
            }
        };
        // If something was refunded while the order was open, it stays refunded.
        let refunded = undelivered.max(self.refunded);
        let back = refunded.checked_sub(self.refunded).ok_or(PostError::OutOfRange)?;
        let earned = self.charge.checked_sub(refunded).ok_or(PostError::OutOfRange)?;
        let remains = end.remains(self.quantity);
        let unspent = self.cost.refund(remains, self.quantity).unwrap_or(Money::ZERO);
        let cost = self.cost.checked_sub(unspent).ok_or(PostError::OutOfRange)?;
        let settle = Posting {
            account_id: self.account_id,
            debit: Class::InFlight,
            credit: Class::Sales,
            amount: earned,
            kind: "settle",
            key: format!("order:{}:settle", self.id),
            order_id: Some(self.id),
            note: None,
        };
        let spent = Posting {
            debit: Class::Providers,
            credit: Class::Costs,
            amount: cost,
            kind: "cost",
            key: format!("order:{}:cost", self.id),
            ..settle.clone()
        };
        let postings = vec![self.refund(Class::InFlight, back, refunded), settle, spent];
        Ok(Settlement { remains, refunded, cost, postings })
    }

    /// Refunds the customer, out of in-flight or, if the order was settled, out of sales. The key
    /// holds the total after this refund, so the same refund cannot be given twice.
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
}
