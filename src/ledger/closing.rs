//! A wallet's end. What is on it is given up: it goes to the house by a movement of its own, once. From
//! then on no order is paid from it. What staff still book lands on it, so nothing is lost; a payment that
//! comes late through a gateway waits for staff (`is_closed`). Called by `privacy::closing`.

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

use super::{Class, Posting, Wallets};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;

/// What an account has and owes. It holds still while its wallet is locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Holding {
    pub balance: Money,
    pub owed: Money,
    /// Credits that wait for a second member of staff.
    pub waiting: i64,
}

/// Locks the account's wallet, and reads what it has and owes.
pub(crate) async fn lock(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<(Wallets, Holding), db::Error> {
    let wallets = Wallets::lock(tx, &[account_id]).await?;
    let holding = Holding {
        balance: wallets.balance(account_id).unwrap_or_default(),
        owed: wallets.owed(account_id),
        waiting: waiting(&mut **tx, account_id).await?,
    };
    Ok((wallets, holding))
}

/// Credits of this account that wait for a second member of staff.
pub async fn waiting(db: impl PgExecutor<'_>, account_id: AccountId) -> Result<i64, db::Error> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from credits where account_id = $1 and state = 'waiting'"#,
        account_id as AccountId
    );
    Ok(count.fetch_one(db).await?)
}

/// Gives up what is on the locked wallet, and ends it.
pub(crate) async fn close(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    (mut wallets, account_id): (Wallets, AccountId),
) -> Result<(), db::Error> {
    let amount = wallets.balance(account_id).unwrap_or_default();
    wallets.post(Posting {
        account_id,
        debit: Class::Wallet,
        credit: Class::GivenUp,
        amount,
        kind: "give_up",
        key: format!("give_up:{account_id}"),
        order_id: None,
        note: None,
    })?;
    wallets.write(tx, now).await?;
    sqlx::query!(
        "update wallets set closed_at = $2 where account_id = $1",
        account_id as AccountId,
        now
    )
    .execute(&mut **tx)
    .await?;
    // Nobody wants to know any more when it is low.
    sqlx::query!("delete from balance_marks where account_id = $1", account_id as AccountId)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Whether the account's wallet has ended. Locks it, so the answer holds until the transaction ends.
pub(crate) async fn is_closed(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
) -> Result<bool, db::Error> {
    let is_closed = sqlx::query_scalar!(
        r#"select closed_at is not null as "is_closed!" from wallets
           where account_id = $1 for no key update"#,
        account_id as AccountId
    );
    Ok(is_closed.fetch_optional(&mut **tx).await?.unwrap_or_default())
}
