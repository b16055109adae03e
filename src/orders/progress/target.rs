//! Positions: what a provider reports of them, and orders that should reach one. Such an order runs
//! until the position is reported, its quantity is used up, or its hours are over. Then the part
//! that is still in the panel ends, and the provider is asked to stop. Only the provider's answer
//! refunds.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::orders::cancel::{self, Fate};
use crate::orders::event::EventKind;
use crate::orders::transition::Transition;
use crate::orders::writer;
use crate::orders::{OrderId, locked_order};
use crate::providers::Report;

/// The most orders in one transaction.
const ROWS_MAX: i64 = 200;
/// The most positions of one order that are shown: the newest.
const POSITIONS_MAX: i64 = 500;
const AUTHOR_CHARS_MAX: usize = 100;

/// Notes what a report of an order says besides its word, unless its row has it already. A rank is
/// at least 1, and an author is one short line; any other value counts as missing.
pub(in crate::orders) fn note(transition: Transition, report: &Report) -> Transition {
    let had = transition.order();
    let rank = report.rank.filter(|rank| *rank > 0 && Some(*rank) != had.rank);
    let author = report.author.as_deref().map(str::trim).filter(|name| !name.is_empty());
    let author: Option<String> = author
        .map(|name| name.chars().filter(|c| !c.is_control()).take(AUTHOR_CHARS_MAX).collect());
    let left = report.remains.unwrap_or(had.remains).clamp(0, had.quantity);
    let made = had.quantity - left;
    let transition = transition.reported(rank, author);
    match rank {
        Some(rank) => transition.and(EventKind::Rank).saying(json!({ "rank": rank, "made": made })),
        None => transition,
    }
}

/// Gives up orders whose hours are over. Answers how many.
pub async fn give_up(db: &Db, clock: &Clock) -> Result<usize, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { give_up_in(tx, clock.now()).await })).await
}

async fn give_up_in(tx: &mut PgTransaction<'_>, now: DateTime<Utc>) -> Result<usize, db::Error> {
    let ids: Vec<OrderId> = sqlx::query_scalar!(
        r#"select id as "id: OrderId" from orders
           where gives_up_at <= $1
           order by id limit $2 for no key update skip locked"#,
        now,
        ROWS_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let orders = locked_order::lock(tx, &ids).await?;
    let asked = cancel::open_of(&mut **tx, &ids).await?;
    let mut transitions = Vec::with_capacity(orders.len());
    for order in orders.into_values() {
        let is_asked = asked.contains(&order.id);
        let fate = cancel::fate_of_one(order.state);
        let gave_up = order.stays().gives_up(now).and(EventKind::GaveUp);
        transitions.push(match fate {
            Fate::Ask if is_asked => gave_up,
            fate => cancel::carry_out(gave_up, now, fate)?,
        });
    }
    let count = transitions.len();
    writer::write(tx, now, transitions).await?;
    Ok(count)
}

/// A position from a report.
#[derive(Debug, Clone, Copy)]
pub struct Position {
    pub at: DateTime<Utc>,
    /// 1 is the top.
    pub rank: i32,
    /// Units delivered by then.
    pub made: i64,
}

/// The newest positions of an order, oldest first.
pub async fn positions(
    db: impl PgExecutor<'_>,
    order_id: OrderId,
) -> Result<Vec<Position>, db::Error> {
    Ok(sqlx::query_as!(
        Position,
        r#"select at, rank as "rank!", made as "made!" from (
               select e.id, e.at, (e.data->>'rank')::int as rank, (e.data->>'made')::bigint as made
               from order_events e
               where e.kind = 'rank' and e.order_id = $1
               order by e.id desc limit $2) as newest
           order by id"#,
        order_id as OrderId,
        POSITIONS_MAX
    )
    .fetch_all(db)
    .await?)
}
