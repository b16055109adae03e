//! A locked wallet in memory: what movements make of it.

use super::{Class, Posting};
use crate::kit::money::Money;

/// What one wallet's row says, and what it said when it was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub balance: Money,
    /// What the account owes.
    pub owes: Money,
    pub version: i64,
    /// Both as they were read.
    owes_read: Money,
    version_read: i64,
}

impl Held {
    /// As it was read: the balance and what is owed, and the version.
    pub fn read((balance, owes): (Money, Money), version: i64) -> Self {
        Self { balance, owes, version, owes_read: owes, version_read: version }
    }

    /// The same after this movement; `None`: out of range.
    pub fn after(mut self, posting: &Posting) -> Option<Self> {
        let amount = posting.amount;
        match posting.debit {
            Class::Wallet => self.balance = self.balance.checked_sub(amount)?,
            Class::Debts => self.owes = self.owes.checked_add(amount)?,
            _ => {}
        }
        match posting.credit {
            Class::Wallet => self.balance = self.balance.checked_add(amount)?,
            Class::Debts => self.owes = self.owes.checked_sub(amount)?,
            _ => {}
        }
        if [posting.debit, posting.credit].contains(&Class::Wallet) {
            self.version += 1;
        }
        Some(self)
    }

    /// Whether there is anything to write.
    pub fn is_changed(&self) -> bool {
        self.version != self.version_read || self.owes != self.owes_read
    }
}
