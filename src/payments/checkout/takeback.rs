//! What goes back of a credit: by refunds and disputes, and what is given back when a dispute is won.
//! What the wallet lacks becomes a debt.

use crate::accounts::AccountId;
use crate::kit::money::Money;
use crate::ledger::{Class, PostError, Posting, Wallets};
use crate::payments::DepositId;

/// A credited deposit, as far as money goes back.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    pub id: DepositId,
    pub account_id: AccountId,
    /// What was ever taken, and what was ever given back after that. Both only grow, so that each
    /// step has a key of its own.
    pub taken: Money,
    pub restored: Money,
}

impl Taken {
    /// What is taken now.
    pub fn net(&self) -> Money {
        self.taken.checked_sub(self.restored).unwrap_or_default()
    }

    /// Posts what is missing, so that `wanted` is taken in all. `owed`: what the account owes.
    pub fn bring_to(
        &mut self,
        wanted: Money,
        wallets: &mut Wallets,
        (owed, note): (Money, &str),
    ) -> Result<(), PostError> {
        let net = self.net();
        if wanted > net {
            let more = wanted.checked_sub(net).ok_or(PostError::OutOfRange)?;
            self.take(more, wallets, note)
        } else {
            let less = net.checked_sub(wanted).ok_or(PostError::OutOfRange)?;
            self.give_back(less, wallets, (owed, note))
        }
    }

    fn take(&mut self, amount: Money, wallets: &mut Wallets, note: &str) -> Result<(), PostError> {
        self.taken = self.taken.checked_add(amount).ok_or(PostError::OutOfRange)?;
        let key = format!("{}:{}", self.id, self.taken.micros());
        let has = wallets.balance(self.account_id).unwrap_or_default();
        let from_wallet = amount.min(has);
        let rest = amount.checked_sub(from_wallet).ok_or(PostError::OutOfRange)?;
        let post = |kind, (debit, credit), amount| Posting {
            account_id: self.account_id,
            debit,
            credit,
            amount,
            kind,
            key: format!("{kind}:{key}"),
            order_id: None,
            note: Some(note.to_owned()),
        };
        wallets.post(post("takeback", (Class::Wallet, Class::Deposits), from_wallet))?;
        wallets.post(post("owe", (Class::Debts, Class::Deposits), rest))
    }

    fn give_back(
        &mut self,
        amount: Money,
        wallets: &mut Wallets,
        (owed, note): (Money, &str),
    ) -> Result<(), PostError> {
        self.restored = self.restored.checked_add(amount).ok_or(PostError::OutOfRange)?;
        let key = format!("restore:{}:{}", self.id, self.restored.micros());
        let debt = amount.min(owed);
        let rest = amount.checked_sub(debt).ok_or(PostError::OutOfRange)?;
        let post = |credit, amount, key| Posting {
            account_id: self.account_id,
            debit: Class::Deposits,
            credit,
            amount,
            kind: "restore",
            key,
            order_id: None,
            note: Some(note.to_owned()),
        };
        wallets.post(post(Class::Debts, debt, format!("{key}:debt")))?;
        wallets.post(post(Class::Wallet, rest, key))
    }
}
