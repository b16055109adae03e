//! A customer says that they have paid.

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgTransaction;

use super::{DepositId, MethodId, NOTE_CHARS_MAX, method};
use crate::accounts::AccountId;
use crate::accounts::picture::{self, About, KeepError, PictureId};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::picture::Picture;
use crate::ledger::Reference;

/// How many deposits of one account may wait at a time, and how many it may tell of in a day.
const OPEN_MAX: i64 = 5;
const PER_DAY_MAX: i64 = 20;

/// What the customer says.
#[derive(Debug, Clone)]
pub struct Claim {
    pub method_id: MethodId,
    pub amount: Money,
    /// Names the payment: its number at the bank, for example.
    pub reference: Reference,
    pub note: String,
    /// A picture of the payment.
    pub picture: Option<Picture>,
    /// The form's own id, so that a second click makes no second deposit.
    pub form_id: String,
}

/// Why no deposit was made.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// It is not there, or is switched off.
    #[error("this method is not offered any more")]
    NoMethod,
    #[error("at least {0}")]
    Below(Money),
    #[error("at most {0}")]
    Above(Money),
    #[error("at most {NOTE_CHARS_MAX} characters")]
    Note,
    /// They have told of this payment before.
    #[error("you have told us about this payment already")]
    Again(DepositId),
    #[error("{OPEN_MAX} of your deposits wait already: they are looked at first")]
    TooManyOpen,
    #[error("at most {PER_DAY_MAX} in a day")]
    TooMany,
    /// They have sent more today than the panel keeps.
    #[error("too many pictures in a day")]
    Pictures,
    #[error(transparent)]
    Db(#[from] db::Error),
}

crate::from_sqlx!(ClaimError);

impl From<KeepError> for ClaimError {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::TooMany => Self::Pictures,
            KeepError::Db(error) => Self::Db(error),
        }
    }
}

/// Writes down what a customer says they have paid; answers its id. Money moves when staff confirm
/// it. The same form again answers the same deposit.
pub async fn claim(
    db: &Db,
    clock: &Clock,
    account_id: AccountId,
    claim: Claim,
) -> Result<DepositId, ClaimError> {
    if claim.note.chars().count() > NOTE_CHARS_MAX {
        return Err(ClaimError::Note);
    }
    let now = clock.now();
    db.transaction(move |tx| {
        Box::pin(async move {
            // One deposit of an account at a time, so that the limits hold. An account that is closed
            // meanwhile is offered nothing.
            sqlx::query!(
                "select from accounts where id = $1 and status <> 'closed' for no key update",
                account_id as AccountId
            )
            .fetch_optional(&mut **tx)
            .await?
            .ok_or(ClaimError::NoMethod)?;
            if let Some(id) = of_form(tx, account_id, &claim.form_id).await? {
                return Ok(id);
            }
            let offered = method::find(&mut **tx, claim.method_id).await?;
            let offered = offered.filter(|one| one.enabled && one.terms.is_none());
            let offered = offered.ok_or(ClaimError::NoMethod)?;
            let (min, max) = (offered.draft.min, offered.draft.max);
            if claim.amount < min || claim.amount <= Money::ZERO {
                return Err(ClaimError::Below(min));
            }
            if let Some(max) = max.filter(|max| claim.amount > *max) {
                return Err(ClaimError::Above(max));
            }
            refuse_many(tx, account_id, &claim, now).await?;
            let picture_id = match &claim.picture {
                Some(one) => Some(picture::keep(tx, (account_id, About::Deposit), one, now).await?),
                None => None,
            };
            Ok(sqlx::query_scalar!(
                r#"insert into deposits (account_id, method_id, state, credit, claim, note, form_id,
                                         opened_at, picture_id)
                   values ($1, $2, 'pending', $3, $4, $5, $6, $7, $8)
                   returning id as "id: DepositId""#,
                account_id as AccountId,
                claim.method_id as MethodId,
                claim.amount as Money,
                claim.reference.as_str(),
                claim.note.trim(),
                claim.form_id,
                now,
                picture_id as Option<PictureId>
            )
            .fetch_one(&mut **tx)
            .await?)
        })
    })
    .await
}

async fn of_form(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    form_id: &str,
) -> Result<Option<DepositId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select id as "id: DepositId" from deposits where form_id = $1 and account_id = $2"#,
        form_id,
        account_id as AccountId
    )
    .fetch_optional(&mut **tx)
    .await?)
}

/// Refuses the same payment again, and more than staff could look at. A deposit with which the
/// second person did not agree was declined, too. One that staff booked has no method, and is the same
/// payment by its reference alone.
async fn refuse_many(
    tx: &mut PgTransaction<'_>,
    account_id: AccountId,
    claim: &Claim,
    now: DateTime<Utc>,
) -> Result<(), ClaimError> {
    let there = sqlx::query!(
        r#"select max(d.id) filter (where d.claim = $2 and d.state <> 'failed'
                                          and (d.method_id = $3
                                               or d.method_id is null and d.state = 'credited')
                                          and c.state is distinct from 'declined')
                      as "again: DepositId",
                  count(*) filter (where d.state in ('created', 'pending', 'partial')) as "open!",
                  count(*) filter (where d.opened_at > $4 and d.method_id is not null) as "today!"
           from deposits d
           left join credits c on d.state = 'held' and c.form_id = 'deposit:' || d.id
           where d.account_id = $1"#,
        account_id as AccountId,
        claim.reference.as_str(),
        claim.method_id as MethodId,
        now - TimeDelta::days(1)
    )
    .fetch_one(&mut **tx)
    .await?;
    match there.again {
        Some(id) => Err(ClaimError::Again(id)),
        None if there.open >= OPEN_MAX => Err(ClaimError::TooManyOpen),
        None if there.today >= PER_DAY_MAX => Err(ClaimError::TooMany),
        None => Ok(()),
    }
}
