//! Reading the events of orders as a stream: each reader sees every event once, in an order that
//! does not change, however late a transaction commits.
//!
//! Events have the number of their transaction. A reader takes only those below the oldest
//! transaction that still runs, and remembers the last (xid, id) that it took. What the reader does
//! with them is written in the same transaction, so a process that dies in between loses nothing
//! and repeats nothing.

use chrono::{DateTime, Utc};
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::kit::db;
use crate::orders::OrderId;
use crate::orders::event::EventKind;

/// Who reads. Each has a row in `order_event_readers`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// Commissions follow orders.
    Affiliates,
    /// Customers are told what came of their orders.
    Notices,
}

impl Reader {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Affiliates => "affiliates",
            Self::Notices => "notices",
        }
    }
}

/// An event, as far as readers need it.
#[derive(Debug, Clone, Copy)]
pub struct ReadEvent {
    pub account_id: AccountId,
    pub order_id: OrderId,
    /// Whether it changed the order's state or an amount.
    pub has_amounts: bool,
}

/// The next events, at most `limit`, and moves the reader behind them. `None`: another process
/// reads. The events after these are read when this transaction has ended.
pub async fn next(
    tx: &mut PgTransaction<'_>,
    reader: Reader,
    limit: i64,
) -> Result<Option<Vec<ReadEvent>>, db::Error> {
    // A place ahead of every transaction comes from another server, whose backup was restored here.
    // This one's numbers are lower, so it reads from its own beginning; orders that were looked at
    // before are looked at again, which changes nothing.
    let held = sqlx::query!(
        r#"select case when xid < pg_snapshot_xmax(pg_current_snapshot()) then xid
                       else '0'::xid8 end::text as "xid!", id
           from order_event_readers where name = $1 for update skip locked"#,
        reader.as_str()
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(held) = held else { return Ok(None) };
    let rows = sqlx::query!(
        r#"select xid::text as "xid!", id, account_id as "account_id: AccountId",
                  order_id as "order_id: OrderId", charge is not null as "has_amounts!"
           from order_events
           where (xid, id) > ($1::text::xid8, $2)
             and xid < pg_snapshot_xmin(pg_current_snapshot())
           order by xid, id limit $3"#,
        held.xid,
        held.id,
        limit
    )
    .fetch_all(&mut **tx)
    .await?;
    if let Some(last) = rows.last() {
        sqlx::query!(
            "update order_event_readers set xid = $2::text::xid8, id = $3 where name = $1",
            reader.as_str(),
            last.xid,
            last.id
        )
        .execute(&mut **tx)
        .await?;
    }
    let events = rows.into_iter().map(|row| ReadEvent {
        account_id: row.account_id,
        order_id: row.order_id,
        has_amounts: row.has_amounts,
    });
    Ok(Some(events.collect()))
}

/// An event of a kind that a reader asked for.
#[derive(Debug, Clone, Copy)]
pub struct Happened {
    pub account_id: AccountId,
    pub order_id: OrderId,
    pub kind: EventKind,
    /// `None`: the panel itself.
    pub actor_id: Option<AccountId>,
    pub at: DateTime<Utc>,
}

/// The same for a reader whom few kinds concern: looks at the next `limit` events, and answers how many
/// there were and those of `kinds`.
pub async fn next_of(
    tx: &mut PgTransaction<'_>,
    reader: Reader,
    (limit, kinds): (i64, &[EventKind]),
) -> Result<Option<(i64, Vec<Happened>)>, db::Error> {
    let held = sqlx::query!(
        r#"select case when xid < pg_snapshot_xmax(pg_current_snapshot()) then xid
                       else '0'::xid8 end::text as "xid!", id
           from order_event_readers where name = $1 for update skip locked"#,
        reader.as_str()
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(held) = held else { return Ok(None) };
    let last = sqlx::query!(
        r#"select xid::text as "xid!", id as "id!", number as "number!"
           from (select xid, id, row_number() over (order by xid, id) as number
                 from order_events
                 where (xid, id) > ($1::text::xid8, $2)
                   and xid < pg_snapshot_xmin(pg_current_snapshot())
                 order by xid, id limit $3) as next
           order by number desc limit 1"#,
        held.xid,
        held.id,
        limit
    )
    .fetch_optional(&mut **tx)
    .await?;
    let Some(last) = last else { return Ok(Some((0, Vec::new()))) };
    let happened = sqlx::query_as!(
        Happened,
        r#"select account_id as "account_id: AccountId", order_id as "order_id: OrderId",
                  kind as "kind: EventKind", actor_id as "actor_id: AccountId", at
           from order_events
           where (xid, id) > ($1::text::xid8, $2) and (xid, id) <= ($3::text::xid8, $4)
             and kind = any($5)
           order by xid, id"#,
        held.xid,
        held.id,
        last.xid,
        last.id,
        kinds as &[EventKind]
    )
    .fetch_all(&mut **tx)
    .await?;
    sqlx::query!(
        "update order_event_readers set xid = $2::text::xid8, id = $3 where name = $1",
        reader.as_str(),
        last.xid,
        last.id
    )
    .execute(&mut **tx)
    .await?;
    Ok(Some((last.number, happened)))
}

/// Whether there are events that the reader has not read, also those that it may not read yet.
pub async fn is_behind(db: impl PgExecutor<'_>, reader: Reader) -> Result<bool, db::Error> {
    let behind = sqlx::query_scalar!(
        r#"select exists (select from order_events e join order_event_readers r
                          on r.name = $1 and (e.xid, e.id) > (r.xid, r.id)) as "is!""#,
        reader.as_str()
    );
    Ok(behind.fetch_one(db).await?)
}
