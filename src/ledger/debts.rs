//! What customers owe: a payment of theirs was taken back when they had spent it. A wallet never goes
//! below zero, so the rest stands in `debts`. Whatever comes to the wallet next repays it first: a
//! deposit, a refund of an order, a payout, goodwill. Otherwise somebody could take a payment back,
//! cancel the orders that it paid for, and spend the same money again.

use sqlx::PgExecutor;

use super::{Class, Posting};
use crate::accounts::AccountId;
use crate::kit::db;
use crate::kit::money::Money;

/// The kind of the movement that repays.
pub(super) const REPAY: &str = "repay";

/// What an account owes. It holds still while its wallet is locked. `books check` compares it with the
/// transfers.
pub async fn owed(db: impl PgExecutor<'_>, account_id: AccountId) -> Result<Money, db::Error> {
    let found = sqlx::query_scalar!(
        r#"select owes as "owes: Money" from wallets where account_id = $1"#,
        account_id as AccountId
    )
    .fetch_optional(db)
    .await?;
    Ok(found.unwrap_or_default())
}

/// What repays a debt when this movement has come: as much as is owed, as far as the wallet goes. Its
/// key has that of the credit in it, so it is posted as often as that: once.
pub(super) fn repayment(came: &Posting, (balance, owes): (Money, Money)) -> Option<Posting> {
    if came.credit != Class::Wallet || owes.is_zero() {
        return None;
    }
    Some(Posting {
        account_id: came.account_id,
        debit: Class::Wallet,
        credit: Class::Debts,
        amount: owes.min(balance),
        kind: REPAY,
        key: format!("{REPAY}:{}", came.key),
        order_id: None,
        note: None,
    })
}
