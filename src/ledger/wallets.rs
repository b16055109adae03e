//! Wallets under lock: the only way in which a balance changes.
//!
//! A caller locks the wallets it will touch, in the order of their ids and after any orders. It
//! posts what happened, and each posting sees the balance that the one before left. Then it writes
//! all of it in one statement. Funds are checked here, against the locked row, and once more by the
//! table's own constraint.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::Class;
use crate::accounts::AccountId;
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
    version: i64,
}

#[derive(Debug, Clone, Copy)]
struct Held {
    balance: Money,
    version: i64,
    version_read: i64,
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
                      version from wallets
               where account_id = any($1) order by account_id for no key update"#,
            accounts as &[AccountId]
        )
        .fetch_all(&mut **tx)
        .await?;
        let mut wallets = Self::default();
        for row in rows {
            wallets.take_in(row.account_id, row.balance, row.version);
        }
        Ok(wallets)
    }

    /// What [`lock`](Self::lock) does, for a caller who sends it along with `begin`, then reads the
    /// rows together with other data, and [takes them in](Self::take_in) them.
    pub fn locking(accounts: &[AccountId]) -> Unread {
        Unread::lock("wallets", "account_id", &column(accounts, |id| id.get()))
    }

    /// Takes in a wallet that is already locked, as it was read after that.
    pub fn take_in(&mut self, account_id: AccountId, balance: Money, version: i64) {
        self.held.insert(account_id, Held { balance, version, version_read: version });
    }

    /// The balance of the locked wallet after the postings so far.
    #[must_use]
    pub fn balance(&self, account_id: AccountId) -> Option<Money> {
        self.held.get(&account_id).map(|held| held.balance)
    }

    /// Takes one movement, or refuses all of it.
    pub fn post(&mut self, posting: Posting) -> Result<(), PostError> {
        if posting.amount.is_zero() {
            return Ok(());
        }
        if posting.amount < Money::ZERO {
            return Err(PostError::OutOfRange);
        }
        let after = match (posting.debit, posting.credit) {
            (Class::Wallet, Class::Wallet) => return Err(PostError::OutOfRange),
            (Class::Wallet, _) | (_, Class::Wallet) => {
                let held = self.held.get_mut(&posting.account_id).ok_or(PostError::NoWallet)?;
                let balance = if posting.debit == Class::Wallet {
                    held.balance.checked_sub(posting.amount)
                } else {
                    held.balance.checked_add(posting.amount)
                };
                let balance = balance.ok_or(PostError::OutOfRange)?;
                if balance < Money::ZERO {
                    return Err(PostError::NotEnoughFunds);
                }
                held.balance = balance;
                held.version += 1;
                Some(*held)
            }
            _ => None,
        };
        self.posted.push((posting, after));
        Ok(())
    }

    /// Writes the transfers and the new balances, all at one time stamp.
    pub async fn write(
        self,
        tx: &mut PgTransaction<'_>,
        at: DateTime<Utc>,
    ) -> Result<(), db::Error> {
        if self.posted.is_empty() {
            return Ok(());
        }
        let moved: Vec<_> =
            self.held.iter().filter(|(_, held)| held.version != held.version_read).collect();
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
               update wallets w set balance = m.balance, version = m.version
               from (select unnest($12::bigint[]) as account_id, unnest($13::bigint[]) as balance,
                            unnest($14::bigint[]) as version
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
        )
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}
