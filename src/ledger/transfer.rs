//! Money that people move by hand: deposits, and corrections by staff.

use serde_json::json;
use sqlx::PgTransaction;
use unicode_normalization::UnicodeNormalization as _;

use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::from_sqlx;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;

use super::{Class, PostError, Posting, Wallets};

/// Longest id of a payment.
const PAYMENT_CHARS_MAX: usize = 200;

/// Why money was not moved.
#[derive(Debug, thiserror::Error)]
pub enum CreditError {
    /// Zero, negative, or more than a wallet can hold.
    #[error("the amount must be more than zero")]
    Amount,
    #[error("there is no such account")]
    NoAccount,
    /// A debit of more than the balance.
    #[error("the balance is lower than that")]
    NotEnoughFunds,
    /// The same form, or the same payment, was booked before; nothing moved now.
    #[error("this was already booked")]
    AlreadyDone,
    #[error("a payment's id has 1 to {PAYMENT_CHARS_MAX} characters, all of them printable")]
    Payment,
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for CreditError {
    fn from(error: db::Error) -> Self {
        match error.constraint() {
            Some("transfers_key") => Self::AlreadyDone,
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

/// Whether a correction gives or takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Credit,
    Debit,
}

impl Direction {
    /// As the audit log has it.
    const fn as_str(self) -> &'static str {
        match self {
            Self::Credit => "credit",
            Self::Debit => "debit",
        }
    }
}

/// A payment's id as the books keep it. People type or paste it, so blanks around it and capitals
/// do not make it another payment.
fn payment(id: &str) -> Result<String, CreditError> {
    let id: String = id.trim().to_lowercase().nfc().collect();
    let fits = (1..=PAYMENT_CHARS_MAX).contains(&id.chars().count());
    if fits && !id.chars().any(char::is_control) { Ok(id) } else { Err(CreditError::Payment) }
}

/// Books money that came in from outside. `id` names the payment, in any capitals and with or
/// without blanks around it. A second booking of the same payment is refused.
pub async fn deposit(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    amount: Money,
    id: &str,
    note: &str,
) -> Result<Money, CreditError> {
    let payment = payment(id)?;
    let posting = Posting {
        account_id,
        debit: Class::Deposits,
        credit: Class::Wallet,
        amount,
        kind: "deposit",
        // If several come at the same moment, the key's index lets one through.
        key: format!("deposit:manual:{payment}"),
        order_id: None,
        note: Some(note.to_owned()),
    };
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { post_one(tx, &clock, posting).await })).await
}

/// A correction of a balance by staff, and why.
#[derive(Debug, Clone)]
pub struct Adjustment {
    pub direction: Direction,
    pub amount: Money,
    pub note: String,
    /// The form's own id, so that a second click moves nothing.
    pub form_id: String,
}

/// Corrects a balance; answers the new one.
pub async fn adjust(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    account_id: AccountId,
    adjustment: Adjustment,
) -> Result<Money, CreditError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let balance = post_one(tx, &clock, correction(account_id, &adjustment)).await?;
            let entry = audit::Entry {
                actor,
                action: "wallet.adjust",
                subject: format!("account:{account_id}"),
                before: None,
                after: Some(json!({
                    "direction": adjustment.direction.as_str(),
                    "amount": adjustment.amount.to_string(),
                    "note": adjustment.note,
                    "balance": balance.to_string(),
                    "form": adjustment.form_id,
                })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(balance)
        })
    })
    .await
}

fn correction(account_id: AccountId, adjustment: &Adjustment) -> Posting {
    let (debit, credit) = match adjustment.direction {
        Direction::Credit => (Class::Adjustments, Class::Wallet),
        Direction::Debit => (Class::Wallet, Class::Adjustments),
    };
    let form_id = &adjustment.form_id;
    Posting {
        account_id,
        debit,
        credit,
        amount: adjustment.amount,
        kind: "adjust",
        key: format!("adjust:{form_id}"),
        order_id: None,
        note: Some(adjustment.note.clone()),
    }
}

async fn post_one(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    posting: Posting,
) -> Result<Money, CreditError> {
    if posting.amount <= Money::ZERO {
        return Err(CreditError::Amount);
    }
    let account_id = posting.account_id;
    let mut wallets = Wallets::lock(tx, &[account_id]).await?;
    wallets.post(posting)?;
    let balance = wallets.balance(account_id).unwrap_or_default();
    wallets.write(tx, clock.now()).await?;
    Ok(balance)
}
