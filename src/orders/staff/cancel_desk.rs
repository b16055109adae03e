//! Cancels that have not ended, and what staff answer when the provider does not: the order is
//! canceled there, or it goes on. Cancels of orders that staff deliver are answered in `by_hand.rs`,
//! too.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgExecutor;

use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::page::PAGE_ROWS;
use crate::orders::attention::Attention;
use crate::orders::desk::{self, By, DeskError, Many};
use crate::orders::state::End;
use crate::orders::{OrderId, by_hand, decide, writer};

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
    pub remains: i64,
    /// "" when no provider has the order.
    pub provider: String,
    /// The provider said that it would.
    pub accepted: bool,
    /// What came instead of an answer, the last time.
    pub detail: Option<String>,
    pub asked_at: DateTime<Utc>,
}

/// The answers that a person can give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// The provider has canceled it: the whole charge goes back.
    Canceled,
    /// It is not canceled, and goes on.
    GoesOn,
}

impl Answer {
    const ALL: [Self; 2] = [Self::Canceled, Self::GoesOn];

    /// Its name in forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Canceled => "canceled",
            Self::GoesOn => "goes-on",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.as_str() == text)
    }
}

/// Those after this one, oldest first: a page and one more.
pub async fn waiting(db: impl PgExecutor<'_>, after: i64) -> Result<Vec<Waiting>, db::Error> {
    Ok(sqlx::query_as!(
        Waiting,
        r#"with open as materialized (
               select id, order_id, account_id, state, detail, asked_at from cancels
               where ended_at is null)
           select c.id as "id!", c.order_id as "order_id!: OrderId",
                  c.account_id as "account_id!: AccountId", a.email, s.name as service, o.link,
                  o.quantity, o.remains, coalesce(p.name, '') as "provider!",
                  c.state = 'asked' as "accepted!", c.detail as "detail?", c.asked_at as "asked_at!"
           from open c
           join orders o on o.id = c.order_id
           join accounts a on a.id = c.account_id
           join services s on s.id = o.service_id
           left join providers p on p.id = o.provider_id
           where c.id > $1 order by c.id limit $2"#,
        after,
        PAGE_ROWS + 1
    )
    .fetch_all(db)
    .await?)
}

/// Answers the open cancels of these orders, each for itself.
pub async fn answer(
    db: &Db,
    clock: &Clock,
    orders: Vec<OrderId>,
    answer: Answer,
    by: &By,
) -> Result<Many, db::Error> {
    let mut many = Many::default();
    for order_id in orders {
        many.note(answer_one(db, clock, order_id, answer, by.clone()).await)?;
    }
    Ok(many)
}

async fn answer_one(
    db: &Db,
    clock: &Clock,
    order_id: OrderId,
    answer: Answer,
    by: By,
) -> Result<(), DeskError> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let order = desk::lock(tx, order_id, &by).await?;
            let is_open = sqlx::query_scalar!(
                r#"select exists (select from cancels where order_id = $1 and ended_at is null)
                   as "is!""#,
                order_id as OrderId
            )
            .fetch_one(&mut **tx)
            .await?;
            if !is_open {
                return Err(DeskError::AlreadyDone);
            }
            let answered = match answer {
                Answer::Canceled => {
                    let ended = decide::end(tx, now, order.clone().stays(), End::Canceled).await?;
                    ended.saying(json!({ "why": by.reason }))
                }
                Answer::GoesOn => {
                    let refused = by_hand::refuse_cancel(tx, now, order.clone(), &by).await?;
                    refused.settles(Attention::CancelUnread)
                }
            };
            writer::write(tx, now, vec![answered.by(by.actor.account_id)]).await?;
            let after = json!({ "answer": answer.as_str(), "why": by.reason });
            desk::record(tx, &clock, &order, ("cancel.answer", after), by.actor).await?;
            Ok(())
        })
    })
    .await
}
