//! Payments that staff or the command line book, although no customer told of them. Each gets a row of
//! its own, so that the customer finds it among the deposits and has a receipt.
//!
//! Such a row has no method. A method says how customers pay and what they read while they do it; this
//! money came in some other way, and a method made up for it would stand in the list that customers
//! choose from.

use chrono::{DateTime, Utc};
use sqlx::PgTransaction;

use super::State;
use crate::accounts::AccountId;
use crate::accounts::audit::Actor;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::ledger::{self, Credit, CreditError, Credited, Reason, Reference};

/// Puts money on a wallet, and makes a deposit of it if it is a payment. Goodwill is none. Above the
/// limit, the deposit follows what the second person decides.
pub async fn credit(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (account_id, credit): (AccountId, Credit),
    limit: Option<Money>,
) -> Result<Credited, CreditError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let asked = (account_id, credit.clone());
            let by = actor.account_id;
            let credited = ledger::credit_within(tx, &clock, actor, asked, limit).await?;
            if let Reason::Payment(reference) = &credit.reason {
                let state = match credited {
                    Credited::Booked { .. } => State::Credited,
                    Credited::Waits => State::Held,
                };
                let row = (reference, state, by);
                insert(tx, (account_id, &credit), row, clock.now()).await?;
            }
            Ok(credited)
        })
    })
    .await
}

/// A payment by the command line; answers the new balance.
pub async fn payment(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    (amount, reference, note): (Money, &str, &str),
) -> Result<Money, CreditError> {
    let reference = Reference::parse(reference)?;
    let form_id = format!("payment:{}", reference.as_str());
    let reason = Reason::Payment(reference);
    by_command(db, clock, (account_id, Credit { reason, amount, note: note.to_owned(), form_id }))
        .await
}

/// Any credit by the command line; answers the new balance.
pub async fn by_command(
    db: &Db,
    clock: &Clock,
    what: (AccountId, Credit),
) -> Result<Money, CreditError> {
    match credit(db, clock, Actor::COMMAND, what, None).await? {
        Credited::Booked { balance } => Ok(balance),
        // Without a limit nothing waits.
        Credited::Waits => Ok(Money::ZERO),
    }
}

/// The row has the id of the credit's form, by which it finds the credit while that waits.
async fn insert(
    tx: &mut PgTransaction<'_>,
    (account_id, credit): (AccountId, &Credit),
    (reference, state, by): (&Reference, State, Option<AccountId>),
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    sqlx::query!(
        "insert into deposits (account_id, state, credit, claim, form_id, credited, opened_at,
                               decided_at, decided_by)
         values ($1, $2, $3, $4, $5, $3, $6, $6, $7)",
        account_id as AccountId,
        state as State,
        credit.amount as Money,
        reference.as_str(),
        credit.form_id,
        now,
        by as Option<AccountId>
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
