//! Credits that wait for a second person, because they are more than one member of staff may book
//! alone. What must stay true: nobody agrees to their own credit, whether they asked for it or get
//! it; a credit is decided once.

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

use super::Wallets;
use super::credit::{Credit, Reason, Reference, told};
use super::transfer::{CreditError, post};
use crate::accounts::AccountId;
use crate::accounts::audit::{self, Actor};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;

/// How many credits are shown.
const SHOWN_MAX: i64 = 100;

/// A credit that waits, or on which a second person has decided.
#[derive(Debug, Clone)]
pub struct Asked {
    pub id: i64,
    pub account_id: AccountId,
    pub email: String,
    pub amount: Money,
    /// `None`: goodwill, not a payment.
    pub reference: Option<String>,
    pub note: String,
    pub asked_by: Option<AccountId>,
    /// `None`: the command line.
    pub asked_by_email: Option<String>,
    pub asked_at: DateTime<Utc>,
    /// `waiting`, `booked` or `declined`.
    pub state: String,
    pub decided_by_email: Option<String>,
    pub decided_at: Option<DateTime<Utc>>,
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum DecideError {
    #[error("there is no such credit")]
    NotFound,
    #[error("you asked for this credit yourself: another member of staff must agree")]
    Own,
    #[error("this credit is for your own account: another member of staff must agree")]
    OwnAccount,
    /// It is this already.
    #[error("this credit is {0} already; nothing was done")]
    Decided(String),
    #[error(transparent)]
    Credit(#[from] CreditError),
}

impl From<db::Error> for DecideError {
    fn from(error: db::Error) -> Self {
        Self::Credit(error.into())
    }
}

crate::from_sqlx!(DecideError);

/// How many credits wait for a second person, and since when the first of them does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    pub count: i64,
    pub oldest: Option<DateTime<Utc>>,
}

/// Those that wait.
pub async fn waiting(db: impl PgExecutor<'_>) -> Result<Waiting, db::Error> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"select count(*) as "count!", min(asked_at) as oldest
           from credits where state = 'waiting'"#
    )
    .fetch_one(db)
    .await?)
}

/// Those that wait, then the last ones on which somebody has decided.
pub async fn list(db: impl PgExecutor<'_>) -> Result<Vec<Asked>, db::Error> {
    Ok(sqlx::query_as!(
        Asked,
        r#"select c.id, c.account_id as "account_id: AccountId", a.email,
                  c.amount as "amount: Money", c.reference, c.note,
                  c.asked_by as "asked_by: AccountId", asker.email as "asked_by_email?", c.asked_at,
                  c.state, decider.email as "decided_by_email?", c.decided_at
           from credits c join accounts a on a.id = c.account_id
           left join accounts asker on asker.id = c.asked_by
           left join accounts decider on decider.id = c.decided_by
           where c.state = 'waiting' or c.decided_by is not null
           order by c.state = 'waiting' desc, c.id desc limit $1"#,
        SHOWN_MAX
    )
    .fetch_all(db)
    .await?)
}

/// Whether this person may agree to a credit: they neither asked for it nor get it.
pub fn may_confirm(
    by: Option<AccountId>,
    (asked_by, account_id): (Option<AccountId>, AccountId),
) -> Result<(), DecideError> {
    if by == asked_by {
        return Err(DecideError::Own);
    }
    if by == Some(account_id) {
        return Err(DecideError::OwnAccount);
    }
    Ok(())
}

/// A second person agrees: the credit is booked. Answers whose it is and the new balance.
pub async fn confirm(
    db: &Db,
    clock: &Clock,
    actor: Actor,
    id: i64,
) -> Result<(AccountId, Money), DecideError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let (account_id, asked_by, credit) = lock(tx, id).await?;
            may_confirm(actor.account_id, (asked_by, account_id))?;
            let now = clock.now();
            let mut wallets = Wallets::lock(tx, &[account_id]).await?;
            post(&mut wallets, credit.posting(account_id))?;
            let balance = wallets.balance(account_id).unwrap_or_default();
            wallets.write(tx, now).await?;
            decide(tx, (id, "booked"), actor, now).await?;
            told(tx, now, (account_id, &credit)).await?;
            let mut facts = credit.facts();
            facts["balance"] = balance.to_string().into();
            facts["asked_by"] = asked_by.map(AccountId::get).into();
            let entry = audit::Entry {
                actor,
                action: "credit.confirm",
                subject: format!("account:{account_id}"),
                after: Some(facts),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok((account_id, balance))
        })
    })
    .await
}

/// The credit is not booked. Whoever asked for it may take it back.
pub async fn decline(db: &Db, clock: &Clock, actor: Actor, id: i64) -> Result<(), DecideError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let (account_id, _, credit) = lock(tx, id).await?;
            decide(tx, (id, "declined"), actor, clock.now()).await?;
            let entry = audit::Entry {
                actor,
                action: "credit.decline",
                subject: format!("account:{account_id}"),
                after: Some(credit.facts()),
                ..audit::Entry::default()
            };
            audit::record(tx, &clock, entry).await?;
            Ok(())
        })
    })
    .await
}

/// Locks a credit that waits: whose it is, who asked for it, and what it is.
async fn lock(
    tx: &mut PgTransaction<'_>,
    id: i64,
) -> Result<(AccountId, Option<AccountId>, Credit), DecideError> {
    let row = sqlx::query!(
        r#"select account_id as "account_id: AccountId", asked_by as "asked_by: AccountId",
                  amount as "amount: Money", reference, note, form_id, state
           from credits where id = $1 for no key update"#,
        id
    )
    .fetch_optional(&mut **tx)
    .await?
    .ok_or(DecideError::NotFound)?;
    if row.state != "waiting" {
        return Err(DecideError::Decided(row.state));
    }
    let reason = row.reference.map(Reference::of_row).map_or(Reason::Goodwill, Reason::Payment);
    let credit = Credit { reason, amount: row.amount, note: row.note, form_id: row.form_id };
    Ok((row.account_id, row.asked_by, credit))
}

async fn decide(
    tx: &mut PgTransaction<'_>,
    (id, state): (i64, &str),
    actor: Actor,
    now: DateTime<Utc>,
) -> Result<(), db::Error> {
    sqlx::query!(
        "update credits set state = $2, decided_by = $3, decided_at = $4 where id = $1",
        id,
        state,
        actor.account_id as Option<AccountId>,
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
