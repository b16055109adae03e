//! What customers owe: a payment of theirs was taken back when they had spent it. A wallet never goes
//! below zero, so the rest stands in `debts`. What comes in next repays it first.

use sqlx::{PgExecutor, PgTransaction};

use super::{Class, Posting, Wallets};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;

/// What an account owes. It holds still while its wallet is locked.
pub async fn owed(db: impl PgExecutor<'_>, account_id: AccountId) -> Result<Money, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(sum(case debit when 'debts' then amount else -amount end), 0)::bigint
                  as "owed!: Money"
           from transfers where account_id = $1 and (debit = 'debts' or credit = 'debts')"#,
        account_id as AccountId
    )
    .fetch_one(db)
    .await?)
}

/// Repays what the account owes, as far as its locked wallet goes. `what` names the credit that
/// was posted before.
pub async fn repay(
    tx: &mut PgTransaction<'_>,
    wallets: &mut Wallets,
    (account_id, what): (AccountId, &str),
) -> Result<(), db::Error> {
    let owed = owed(&mut **tx, account_id).await?;
    let amount = owed.min(wallets.balance(account_id).unwrap_or_default());
    wallets.post(Posting {
        account_id,
        debit: Class::Wallet,
        credit: Class::Debts,
        amount,
        kind: "repay",
        key: format!("repay:{what}"),
        order_id: None,
        note: None,
    })?;
    Ok(())
}
