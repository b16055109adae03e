//! Refills that wait for a person: those whose answer was lost, those of orders that no provider
//! has, and those that staff make by hand. The panel does nothing about them by itself.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::orders::attention::Attention;
use crate::orders::desk::{self, By, DeskError, Many};
use crate::orders::event::EventKind;
use crate::orders::{OrderId, locked_order, writer};

/// The most rows in the list; nobody answers more in a day.
const ROWS_MAX: i64 = 200;

/// One of them.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub id: i64,
    pub order_id: OrderId,
    pub account_id: AccountId,
    pub email: String,
    pub service: String,
    pub link: String,
    pub quantity: i64,
    /// "" when no provider has the order.
    pub provider: String,
    /// Staff make the refill themselves.
    pub by_hand: bool,
    /// A provider was asked, and the answer was lost.
    pub lost: bool,
    pub asked_at: DateTime<Utc>,
}

/// The answers that a person can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It was made.
    Done,
    /// The provider does not have it: the panel asks once more.
    AskAgain,
    /// It will not be made.
    Rejected,
}

impl Answer {
    pub const ALL: [Self; 3] = [Self::Done, Self::AskAgain, Self::Rejected];

    /// Its name in forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::AskAgain => "again",
            Self::Rejected => "rejected",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.as_str() == text)
    }
}

/// The refills that wait, oldest first; only those of one order, if it is given.
pub async fn waiting(
    db: impl PgExecutor<'_>,
    order_id: Option<OrderId>,
) -> Result<Vec<Waiting>, db::Error> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"select r.id, r.order_id as "order_id: OrderId",
                  r.account_id as "account_id: AccountId", a.email, s.name as service, o.link,
                  o.quantity,
                  coalesce(p.name, '') as "provider!",
                  coalesce(p.protocol = 'manual', false) as "by_hand!",
                  r.state = 'asking' as "lost!", r.asked_at
           from refills r
           join orders o on o.id = r.order_id
           join accounts a on a.id = r.account_id
           join services s on s.id = o.service_id
           left join providers p on p.id = o.provider_id
           where r.ended_at is null and r.due_at is null and ($1::bigint is null or r.order_id = $1)
           order by r.id limit $2"#,
        order_id as Option<OrderId>,
        ROWS_MAX
    )
    .fetch_all(db)
    .await?)
}

/// The order of a refill; `None`: there is no such refill.
pub async fn order_of(
    db: impl PgExecutor<'_>,
    refill_id: i64,
) -> Result<Option<OrderId>, db::Error> {
    Ok(sqlx::query_scalar!(
        r#"select order_id as "order_id: OrderId" from refills where id = $1"#,
        refill_id
    )
    .fetch_optional(db)
    .await?)
}

/// Answers a refill that waits. A second answer finds that it no longer waits.
pub async fn answer(
    db: &Db,
    clock: &Clock,
    refill_id: i64,
    answer: Answer,
    by: By,
) -> Result<(), DeskError> {
    let order_id = order_of(db.pool(), refill_id).await?.ok_or(DeskError::NotFound)?;
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let mut locked = locked_order::lock(tx, &[order_id]).await?;
            let order = locked.remove(&order_id).ok_or(DeskError::NotFound)?;
            let kind = write_answer(tx, now, refill_id, answer, &by).await?;
            let after = json!({ "refill": refill_id, "answer": answer.as_str(), "why": by.reason });
            desk::record(tx, &clock, &order, ("refill.answer", after), by.actor).await?;
            // Removes the flag if this refill set it; another flag stays.
            let answered = order
                .stays()
                .settles(Attention::RefillLost)
                .settles(Attention::RefillWithoutProvider)
                .and(kind)
                .saying(json!({ "why": by.reason }))
                .by(by.actor.account_id);
            writer::write(tx, now, vec![answered]).await?;
            Ok(())
        })
    })
    .await
}

/// Gives one answer to several refills, each for itself.
pub async fn answer_all(
    db: &Db,
    clock: &Clock,
    refills: Vec<i64>,
    answer: Answer,
    by: &By,
) -> Result<Many, db::Error> {
    let mut many = Many::default();
    for refill_id in refills {
        many.note(self::answer(db, clock, refill_id, answer, by.clone()).await)?;
    }
    Ok(many)
}

async fn write_answer(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    refill_id: i64,
    answer: Answer,
    by: &By,
) -> Result<EventKind, DeskError> {
    let (state, due_at, ended_at, kind) = match answer {
        Answer::Done => ("completed", None, Some(now), EventKind::RefillCompleted),
        Answer::AskAgain => ("pending", Some(now), None, EventKind::RefillAsked),
        Answer::Rejected => ("rejected", None, Some(now), EventKind::RefillRejected),
    };
    // Only a refill whose answer was lost can be asked for again: no provider was asked for the
    // others.
    let answered = sqlx::query!(
        "update refills set state = $2, due_at = $3, ended_at = $4, detail = $5
         where id = $1 and ended_at is null and due_at is null
           and ($6 or state = 'asking')",
        refill_id,
        state,
        due_at,
        ended_at,
        by.reason,
        answer != Answer::AskAgain
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    if answered == 0 { Err(DeskError::AlreadyDone) } else { Ok(kind) }
}
