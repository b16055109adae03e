//! What staff decide about a deposit: it is credited, or declined with a reason.

use serde_json::json;
use sqlx::PgTransaction;

use super::{DepositId, NOTE_CHARS_MAX, State, form_of};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::ledger::{self, Credit, CreditError, Credited, Reason, Reference};

/// What staff found.
#[derive(Debug, Clone)]
pub struct Found {
    pub amount: Money,
    pub reference: Reference,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    #[error("there is no such deposit")]
    NotFound,
    /// Somebody was quicker, or it is the second click.
    #[error("this deposit was decided already; nothing was done")]
    Decided,
    #[error("say why, in 1 to {NOTE_CHARS_MAX} characters: the customer reads it")]
    Why,
    #[error(transparent)]
    Credit(#[from] CreditError),
}

impl From<db::Error> for DecideError {
    fn from(error: db::Error) -> Self {
        Self::Credit(error.into())
    }
}

crate::from_sqlx!(DecideError);

/// Credits a deposit with what was found. A payment is credited once, by whatever deposit or door.
/// `limit`: as in `ledger::credit`; beyond it the deposit is held until a second person agrees.
pub async fn confirm(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, found): (DepositId, Found),
    limit: Option<Money>,
) -> Result<Credited, DecideError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let (account_id, method) = lock(tx, id).await?;
            let credit = Credit {
                reason: Reason::Payment(found.reference),
                amount: found.amount,
                note: format!("{method}, deposit {id}"),
                form_id: form_of(id),
            };
            let asked = (account_id, credit);
            let credited = ledger::credit_within(tx, &clock, actor, asked, limit).await?;
            let state = match credited {
                Credited::Booked { .. } => State::Credited,
                Credited::Waits => State::Held,
            };
            sqlx::query!(
                "update deposits set state = $2, credited = $3, decided_at = $4, decided_by = $5
                 where id = $1",
                id as DepositId,
                state as State,
                found.amount as Money,
                clock.now(),
                actor.account_id as Option<AccountId>
            )
            .execute(&mut **tx)
            .await?;
            Ok(credited)
        })
    })
    .await
}

/// Declines a deposit; the customer reads why.
pub async fn decline(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    (id, why): (DepositId, String),
) -> Result<(), DecideError> {
    let why = why.trim().to_owned();
    if !(1..=NOTE_CHARS_MAX).contains(&why.chars().count()) {
        return Err(DecideError::Why);
    }
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let (account_id, _) = lock(tx, id).await?;
            if actor.account_id == Some(account_id) {
                return Err(CreditError::Own.into());
            }
            sqlx::query!(
                "update deposits set state = 'failed', trouble = $2, decided_at = $3,
                        decided_by = $4
                 where id = $1",
                id as DepositId,
                why,
                clock.now(),
                actor.account_id as Option<AccountId>
            )
            .execute(&mut **tx)
            .await?;
            let entry = audit::Entry {
                actor,
                action: "deposit.decline",
                subject: format!("deposit:{id}"),
                after: Some(json!({ "account": account_id, "why": why })),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(())
        })
    })
    .await
}

/// Locks a deposit on which nobody has decided: whose it is, and the name of its method.
async fn lock(
    tx: &mut PgTransaction<'_>,
    id: DepositId,
) -> Result<(AccountId, String), DecideError> {
    let row = sqlx::query!(
        r#"select d.account_id as "account_id: AccountId", d.state as "state: State",
                  coalesce(m.name, '') as "name!"
           from deposits d left join methods m on m.id = d.method_id
           where d.id = $1 and d.pay_amount is null for no key update of d"#,
        id as DepositId
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(DecideError::NotFound)?;
    match row.state {
        State::Pending => Ok((row.account_id, row.name)),
        _ => Err(DecideError::Decided),
    }
}
