//! Wallets under lock: the only way in which a balance changes.
//!
//! A caller locks the wallets it will touch, in the order of their ids and after any orders. It
//! posts what happened, and each posting sees the balance that the one before left. Then it writes
//! all of it in one statement. Funds are checked here, against the locked row, and once more by the
//! table's own constraint.
//!
//! A wallet's row says what its account owes, too. Whatever comes to the wallet of somebody who owes
//! repays that first, here and nowhere else. So no credit can pass it by, and nobody has to ask.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::held::Held;
use super::{Class, debts};
use crate::accounts::{AccountId, notices};
use crate::kit::db::{self, Unread, column};
use crate::kit::money::Money;
use crate::ledger::OrderId;

/// One movement from the debited account to the credited one.
#[derive(Debug, Clone)]
pub struct Posting {
    /// The customer whom it concerns; also the wallet, if one side is a wallet.
    pub account_id: AccountId,
    pub debit: Class,
    pub credit: Class,
    /// Never negative. Zero posts nothing.
    pub amount: Money,
    pub kind: &'static str,
    /// What happened in the world, once: `order:17:charge`.
    pub key: String,
    pub order_id: Option<OrderId>,
    pub note: Option<String>,
}

/// Why a posting was refused. Nothing of it was posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PostError {
    #[error("not enough funds")]
    NotEnoughFunds,
    #[error("the wallet is not locked, or there is none")]
    NoWallet,
    #[error("the amount is out of range")]
    OutOfRange,
}

impl From<PostError> for db::Error {
    fn from(error: PostError) -> Self {
        Self::Refused(error.to_string())
    }
}

struct Row {
    account_id: AccountId,
    balance: Money,
    owes: Money,
    version: i64,
}

/// The locked wallets and what was posted to them so far.
#[derive(Debug, Default)]
#[must_use = "what was posted is lost unless it is written"]
pub struct Wallets {
    held: BTreeMap<AccountId, Held>,
    posted: Vec<(Posting, Option<Held>)>,
}

impl Wallets {
    /// Locks the wallets of these accounts until the transaction ends. Accounts without a wallet
    /// are left out; posting to them is refused.
    pub async fn lock(
        tx: &mut PgTransaction<'_>,
        accounts: &[AccountId],
    ) -> Result<Self, db::Error> {
        let rows = sqlx::query_as!(
            Row,
            r#"select account_id as "account_id: AccountId", balance as "balance: Money",
                      owes as "owes: Money", version from wallets
               where account_id = any($1) order by account_id for no key update"#,
            accounts as &[AccountId]
        )
        .fetch_all(&mut **tx)
        .await?;
        let mut wallets = Self::default();
        for row in rows {
            wallets.take_in(row.account_id, (row.balance, row.owes), row.version);
        }
        Ok(wallets)
    }

    /// What [`lock`](Self::lock) does, for a caller who sends it along with `begin`, then reads the
    /// rows together with other data, and [takes them in](Self::take_in) them.
    pub fn locking(accounts: &[AccountId]) -> Unread {
        Unread::lock("wallets", "account_id", &column(accounts, |id| id.get()))
    }

    /// Takes in a wallet that is already locked, as it was read after that: its balance, and what its
    /// account owes.
    pub fn take_in(
        &mut self,
        account_id: AccountId,
        (balance, owes): (Money, Money),
        version: i64,
    ) {
        self.held.insert(account_id, Held::read((balance, owes), version));
    }

    /// The balance of the locked wallet after the postings so far.
    #[must_use]
    pub fn balance(&self, account_id: AccountId) -> Option<Money> {
        self.held.get(&account_id).map(|held| held.balance)
    }

    /// What the account owes after the postings so far.
    #[must_use]
    pub fn owed(&self, account_id: AccountId) -> Money {
        self.held.get(&account_id).map(|held| held.owes).unwrap_or_default()
    }

    /// Takes one movement, or refuses all of it. If it comes to the wallet of somebody who owes, what
    /// repays the debt is posted with it.
    pub fn post(&mut self, posting: Posting) -> Result<(), PostError> {
        if posting.amount.is_zero() {
            return Ok(());
        }
        if posting.amount < Money::ZERO {
            return Err(PostError::OutOfRange);
        }
        let sides = [posting.debit, posting.credit];
        if sides == [Class::Wallet; 2] {
            return Err(PostError::OutOfRange);
        }
        if !sides.iter().any(|side| matches!(side, Class::Wallet | Class::Debts)) {
            self.posted.push((posting, None));
            return Ok(());
        }
        let held = self.held.get_mut(&posting.account_id).ok_or(PostError::NoWallet)?;
        let after = held.after(&posting).ok_or(PostError::OutOfRange)?;
        if after.balance < Money::ZERO {
            return Err(PostError::NotEnoughFunds);
        }
        if after.owes < Money::ZERO {
            return Err(PostError::OutOfRange);
        }
        *held = after;
        let repayment = debts::repayment(&posting, (after.balance, after.owes));
        self.posted.push((posting, sides.contains(&Class::Wallet).then_some(after)));
        match repayment {
            Some(repayment) => self.post(repayment),
            None => Ok(()),
        }
    }

    /// What of these postings repays debts, for each account.
    fn repaid(&self) -> BTreeMap<AccountId, Money> {
        let mut sums: BTreeMap<AccountId, Money> = BTreeMap::new();
        for (posting, _) in self.posted.iter().filter(|(posting, _)| posting.kind == debts::REPAY) {
            let sum = sums.entry(posting.account_id).or_default();
            *sum = sum.checked_add(posting.amount).unwrap_or(*sum);
        }
        sums
    }

    /// Writes the transfers, the new balances and what is owed now, all at one time stamp. Those who
    /// repaid something are told.
    pub async fn write(
        self,
        tx: &mut PgTransaction<'_>,
        at: DateTime<Utc>,
    ) -> Result<(), db::Error> {
        if self.posted.is_empty() {
            return Ok(());
        }
        let moved: Vec<_> = self.held.iter().filter(|(_, held)| held.is_changed()).collect();
        let each = |of: fn(&(Posting, Option<Held>)) -> i64| -> Vec<i64> {
            self.posted.iter().map(of).collect()
        };
        let text = |of: fn(&Posting) -> &str| -> Vec<&str> {
            self.posted.iter().map(|(posting, _)| of(posting)).collect()
        };
        let maybe = |of: fn(&(Posting, Option<Held>)) -> Option<i64>| -> Vec<Option<i64>> {
            self.posted.iter().map(of).collect()
        };
        let notes: Vec<Option<&str>> =
            self.posted.iter().map(|(posting, _)| posting.note.as_deref()).collect();
        // `limit` leaves out nothing. With it the planner expects one row instead of ten, and looks
        // it up by its key. Without it, the planner reads every wallet for each order while there
        // are some thousand.
        sqlx::query!(
            r#"with posted as (
                insert into transfers (account_id, debit, credit, amount, kind, key, order_id,
                                       note, balance_after, version, at)
                select unnest($2::bigint[]), unnest($3::text[]), unnest($4::text[]),
                       unnest($5::bigint[]), unnest($6::text[]), unnest($7::text[]),
                       unnest($8::bigint[]), unnest($9::text[]), unnest($10::bigint[]),
                       unnest($11::bigint[]), $1::timestamptz)
               update wallets w set balance = m.balance, version = m.version, owes = m.owes
               from (select unnest($12::bigint[]) as account_id, unnest($13::bigint[]) as balance,
                            unnest($14::bigint[]) as version, unnest($15::bigint[]) as owes
                     limit cardinality($12::bigint[])) as m
               where w.account_id = m.account_id"#,
            at,
            &column(&self.posted, |(posting, _)| posting.account_id) as &[AccountId],
            &text(|posting| posting.debit.as_str()) as &[&str],
            &text(|posting| posting.credit.as_str()) as &[&str],
            &each(|(posting, _)| posting.amount.micros()),
            &text(|posting| posting.kind) as &[&str],
            &text(|posting| &posting.key) as &[&str],
            &column(&self.posted, |(posting, _)| posting.order_id) as &[Option<OrderId>],
            &notes as &[Option<&str>],
            &maybe(|(_, after)| after.map(|held| held.balance.micros())) as &[Option<i64>],
            &maybe(|(_, after)| after.map(|held| held.version)) as &[Option<i64>],
            &column(&moved, |(id, _)| **id) as &[AccountId],
            &column(&moved, |(_, held)| held.balance.micros()),
            &column(&moved, |(_, held)| held.version),
            &column(&moved, |(_, held)| held.owes.micros()),
        )
        .execute(&mut **tx)
        .await?;
        for (account_id, amount) in self.repaid() {
            notices::debt_repaid(tx, at, (account_id, amount)).await?;
        }
        Ok(())
    }
}
