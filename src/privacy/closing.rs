//! Closing an account. What is open comes to its end first; what is left is given up; what names people
//! is replaced. The books and the audit log stay, and name the account by its number.
//!
//! The account's row is locked first, then affiliates' rows, then the wallet. Whatever brings something
//! new for the account waits for one of these, and finds it closed: deposits at the row, orders at the
//! wallet.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use super::export;
use crate::accounts::account::ChangeError;
use crate::accounts::audit::{self, Actor};
use crate::accounts::verifier::Verifier;
use crate::accounts::{self, AccountId};
use crate::affiliates;
use crate::catalogue::favourites;
use crate::content::dismissal;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::ledger;
use crate::mail;
use crate::orders::OrderId;
use crate::orders::read::open::{self, Looked};
use crate::orders::views;
use crate::payments;
use crate::support;

/// So many of the newest orders are looked at for a page. When an account is closed, all are.
const LOOKED_FOR_A_PAGE: i64 = 30_000;
const ALL: i64 = i64::MAX;

/// What stands in the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hurdles {
    /// Open ones; no more than 1000 are counted.
    pub orders: i64,
    /// Deposits that are not decided.
    pub deposits: i64,
    /// Credits that wait for a second member of staff.
    pub credits: i64,
    pub owed: Money,
    /// A payout to an affiliate has not ended.
    pub is_paying: bool,
}

impl Hurdles {
    #[must_use]
    pub fn any(&self) -> bool {
        *self != Self::default()
    }
}

/// What stands in the way of closing an account, and what would be given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    pub hurdles: Hurdles,
    pub balance: Money,
    /// What an affiliate has earned and was not paid.
    pub earnings: Money,
}

/// How an account stands, for a page. It may have changed by the time at which somebody decides.
pub async fn standing(db: &Db, account_id: AccountId) -> Result<Standing, db::Error> {
    let pool = db.pool();
    let unpaid = affiliates::closing::unpaid(pool, account_id).await?;
    let looked = Looked { above: None, most: LOOKED_FOR_A_PAGE };
    Ok(Standing {
        hurdles: Hurdles {
            orders: open::open(pool, account_id, looked).await?.count,
            deposits: payments::closing::undecided(pool, account_id).await?,
            credits: ledger::closing::waiting(pool, account_id).await?,
            owed: ledger::owed(pool, account_id).await?,
            is_paying: unpaid.is_paying,
        },
        balance: ledger::balance(pool, account_id).await?,
        earnings: unpaid.amount,
    })
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub struct Wish {
    pub account_id: AccountId,
    /// What they have agreed to give up, at most.
    pub balance: Money,
    pub earnings: Money,
    /// For the audit log, which cannot be erased; "" if the holder closes it.
    pub why: String,
}

/// Why the account goes on.
#[derive(Debug, thiserror::Error)]
pub enum CloseError {
    #[error("something is open: {0:?}")]
    Open(Hurdles),
    /// There is more to give up than they have agreed to.
    #[error("there is more than they have agreed to give up")]
    More,
    #[error("a panel keeps at least one active owner")]
    LastOwner,
    #[error("this account is not theirs to close")]
    NotAllowed,
    #[error("there is no such account, or it is closed already")]
    Missing,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(CloseError);

impl From<ChangeError> for CloseError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Missing => Self::Missing,
            ChangeError::LastOwner => Self::LastOwner,
            ChangeError::NotAllowed => Self::NotAllowed,
            ChangeError::Db(error) => Self::Db(error),
        }
    }
}

/// Closes an account for good. Of two that ask at once, one finds it closed.
pub async fn close(
    db: &Db,
    clock: &Clock,
    verifier: &Verifier,
    actor: Actor,
    wish: Wish,
) -> Result<(), CloseError> {
    let id = wish.account_id;
    // All of its orders, before anything is locked.
    let before = open::open(db.pool(), id, Looked { above: None, most: ALL }).await?;
    if before.count > 0 {
        return Err(CloseError::Open(standing(db, id).await?.with_orders(before.count)));
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move { close_in(tx, &clock, actor, &wish, before.newest).await })
    })
    .await?;
    verifier.forget_account(id);
    Ok(())
}

impl Standing {
    fn with_orders(self, orders: i64) -> Hurdles {
        Hurdles { orders, ..self.hurdles }
    }
}

async fn close_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    actor: Actor,
    wish: &Wish,
    looked_upto: Option<OrderId>,
) -> Result<(), CloseError> {
    let (id, now) = (wish.account_id, clock.now());
    accounts::closing::lock(tx, actor, id).await?;
    let unpaid = affiliates::closing::close(tx, now, id).await?;
    let (wallets, holding) = ledger::closing::lock(tx, id).await?;
    // Under the wallet's lock: an order that was placed meanwhile is there to be seen, and the next one
    // waits.
    let newer = open::open(&mut **tx, id, Looked { above: looked_upto, most: ALL }).await?;
    let hurdles = Hurdles {
        orders: newer.count,
        deposits: payments::closing::undecided(&mut **tx, id).await?,
        credits: holding.waiting,
        owed: holding.owed,
        is_paying: unpaid.is_paying,
    };
    if hurdles.any() {
        return Err(CloseError::Open(hurdles));
    }
    if holding.balance > wish.balance || unpaid.amount > wish.earnings {
        return Err(CloseError::More);
    }
    ledger::closing::close(tx, now, (wallets, id)).await?;
    erase(tx, now, id).await?;
    let is_own = actor.account_id == Some(id);
    let entry = audit::Entry {
        // From where its holder closed it would be the first thing to erase.
        actor: if is_own { Actor { account_id: Some(id), ..Actor::COMMAND } } else { actor },
        action: "account.close",
        subject: format!("account:{id}"),
        after: Some(json!({
            "given_up": holding.balance.to_string(), "earnings": unpaid.amount.to_string(),
            "why": wish.why,
        })),
        ..audit::Entry::default()
    };
    Ok(audit::record(tx, clock, entry).await?)
}

/// Replaces and deletes what names people.
async fn erase(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    id: AccountId,
) -> Result<(), db::Error> {
    let email = accounts::closing::close(tx, now, id).await?;
    mail::forget_all(tx, email.as_str()).await?;
    support::closing::erase(tx, now, id).await?;
    payments::closing::erase(tx, id).await?;
    accounts::closing::erase_pictures(tx, id).await?;
    favourites::forget_all(tx, id).await?;
    views::forget_all(tx, id).await?;
    dismissal::forget_all(tx, id).await?;
    export::forget_all(tx, id).await
}
