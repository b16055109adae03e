//! Money that people take from a wallet by hand, and what all movements by hand share. Money that
//! they put on one is in `credit`.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::from_sqlx;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;

use super::credit::PAYMENT_CHARS_MAX;
use super::{Class, PostError, Posting, Wallets};

/// Why money was not moved.
#[derive(Debug, thiserror::Error)]
pub enum CreditError {
    /// Zero, negative, or more than a wallet can hold.
    #[error("the amount must be more than zero")]
    Amount,
    #[error("there is no such account")]
    NoAccount,
    /// Staff, about their own account.
    #[error("this is your own account: ask another member of staff")]
    Own,
    /// A debit of more than the balance.
    #[error("the balance is lower than that")]
    NotEnoughFunds,
    /// The same form, or the same payment, was booked before or waits; nothing moved now.
    #[error("this was already booked")]
    AlreadyDone,
    #[error("a payment's reference has 1 to {PAYMENT_CHARS_MAX} characters, all of them printable")]
    Payment,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for CreditError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("transfers_key" | "credits_reference" | "credits_form") => Self::AlreadyDone,
            Some("credits_account_id_fkey") => Self::NoAccount,
            _ => Self::Db(error),
        }
    }
}

impl From<PostError> for CreditError {
    fn from(error: PostError) -> Self {
        match error {
            PostError::NotEnoughFunds => Self::NotEnoughFunds,
            PostError::NoWallet => Self::NoAccount,
            PostError::OutOfRange => Self::Amount,
        }
    }
}

from_sqlx!(CreditError);

/// Money that is taken from a wallet, and why.
#[derive(Debug, Clone)]
pub struct Debit {
    pub amount: Money,
    pub note: String,
    /// The form's own id, so that a second click moves nothing.
    pub form_id: String,
}

/// What customers paid in from `from` on and before `until`.
pub async fn deposited(
    db: impl PgExecutor<'_>,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Money, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select coalesce(sum(amount), 0)::bigint as "sum!: Money" from transfers
           where kind = 'deposit' and at >= $1 and at < $2"#,
        from,
        until
    )
    .fetch_one(db)
    .await?)
}

/// Takes money from a wallet; answers the new balance. Staff never do this to their own account.
pub async fn debit(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    account_id: AccountId,
    debit: Debit,
) -> Result<Money, CreditError> {
    if actor.account_id == Some(account_id) {
        return Err(CreditError::Own);
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let Debit { amount, note, form_id } = debit;
            let posting = Posting {
                account_id,
                debit: Class::Wallet,
                credit: Class::Adjustments,
                amount,
                kind: "adjust",
                key: format!("adjust:{form_id}"),
                order_id: None,
                note: Some(note.clone()),
            };
            let mut wallets = Wallets::lock(tx, &[account_id]).await?;
            let balance = post(&mut wallets, posting)?;
            wallets.write(tx, clock.now()).await?;
            let entry = audit::Entry {
                actor,
                action: "wallet.debit",
                subject: format!("account:{account_id}"),
                before: None,
                after: Some(json!({
                    "amount": amount.to_string(), "note": note, "balance": balance.to_string(),
                    "form": form_id,
                })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(balance)
        })
    })
    .await
}

/// Takes one movement of more than zero; answers the wallet's balance after it.
pub(super) fn post(wallets: &mut Wallets, posting: Posting) -> Result<Money, CreditError> {
    if posting.amount <= Money::ZERO {
        return Err(CreditError::Amount);
    }
    let account_id = posting.account_id;
    wallets.post(posting)?;
    Ok(wallets.balance(account_id).unwrap_or_default())
}
