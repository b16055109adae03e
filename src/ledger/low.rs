//! Low balances: who wants to know when their balance falls below an amount, and is told once for each
//! fall. A loop compares, so a charge costs what it did before. A balance that falls and rises between
//! two looks was not low.

use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::accounts::notices::{self, Facts, Kind};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::failpoint;
use crate::kit::money::Money;

/// Accounts that are told in one transaction.
pub const TOLD_MAX: i64 = 200;

/// Below which balance the account's holder wants to be told.
pub async fn threshold(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
) -> Result<Option<Money>, db::Error> {
    let found = sqlx::query_scalar!(
        r#"select threshold as "threshold: Money" from balance_marks where account_id = $1"#,
        account_id as AccountId
    );
    Ok(found.fetch_optional(db).await?)
}

/// Sets it, or takes it away. A balance that is below it already is no news.
pub async fn set_threshold(
    db: &Db,
    account_id: AccountId,
    threshold: Option<Money>,
) -> Result<(), db::Error> {
    db.transaction(move |tx| {
        Box::pin(async move {
            match threshold.filter(|threshold| *threshold > Money::ZERO) {
                Some(threshold) => {
                    sqlx::query!(
                        "insert into balance_marks as m (account_id, threshold, is_low)
                         select account_id, $2, balance < $2 from wallets where account_id = $1
                         on conflict (account_id) do update
                         set threshold = excluded.threshold, is_low = excluded.is_low
                         where m.threshold <> excluded.threshold",
                        account_id as AccountId,
                        threshold as Money
                    )
                    .execute(&mut **tx)
                    .await?;
                }
                None => {
                    sqlx::query!(
                        "delete from balance_marks where account_id = $1",
                        account_id as AccountId
                    )
                    .execute(&mut **tx)
                    .await?;
                }
            }
            Ok(())
        })
    })
    .await
}

/// Notes which balances have fallen below what their holders have set, and tells them; and which have
/// risen again. Answers how many there were of both.
pub async fn tell(db: &Db, clock: &Clock) -> Result<usize, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let moved = note(tx).await?;
            for one in moved.iter().filter(|one| one.is_low) {
                let facts = Facts {
                    amount: Some(one.balance.micros()),
                    other: Some(one.threshold.micros()),
                    ..Facts::default()
                };
                let new = notices::New {
                    account_id: one.account_id,
                    kind: Kind::BalanceLow,
                    key: format!("fall:{}", one.falls),
                    facts,
                };
                notices::put(tx, clock.now(), new).await?;
            }
            failpoint("low-before-commit");
            Ok::<_, db::Error>(moved.len())
        })
    })
    .await
}

/// An account whose balance is on the other side now.
struct Crossed {
    account_id: AccountId,
    threshold: Money,
    balance: Money,
    is_low: bool,
    falls: i64,
}

/// Whoever notes it first has it: the row is locked, and asked again under the lock.
async fn note(tx: &mut PgTransaction<'_>) -> Result<Vec<Crossed>, db::Error> {
    Ok(sqlx::query_as!(
        Crossed,
        r#"with crossed as (
               select m.account_id, w.balance from balance_marks m
               join wallets w on w.account_id = m.account_id
               where (w.balance < m.threshold) <> m.is_low
               order by m.account_id limit $1 for update of m skip locked)
           update balance_marks m
           set is_low = c.balance < m.threshold,
               falls = m.falls + (c.balance < m.threshold)::int
           from crossed c where m.account_id = c.account_id
           returning m.account_id as "account_id: AccountId", m.threshold as "threshold: Money",
                     c.balance as "balance!: Money", m.is_low, m.falls"#,
        TOLD_MAX
    )
    .fetch_all(&mut **tx)
    .await?)
}
