//! Positions: what a provider reports of one, and orders that are for one. Such an order runs until
//! the position is reported, its quantity is used up, or its hours are over: then what is still
//! in the panel ends, and a provider is asked to stop; only its answer refunds.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::seeded;
use crate::ledger::Wallets;
use crate::orders::cancel::{self, Fate};
use crate::orders::event::{self, Event};
use crate::orders::settle::LockedOrder;
use crate::orders::{Form, State};
use crate::providers::Report;

/// Orders in one transaction.
const ROWS_MAX: i64 = 200;
/// Positions of one order that are told: the newest.
const POSITIONS_MAX: i64 = 500;
const AUTHOR_CHARS_MAX: usize = 100;

/// What a report says beyond its word, where that is new.
#[derive(Default)]
pub(in crate::orders) struct News {
    ids: Vec<i64>,
    ranks: Vec<Option<i32>>,
    authors: Vec<Option<String>>,
    events: Vec<Event>,
}

impl News {
    /// Notes what this report of an order says, if its row does not say it already. A rank is at
    /// least 1 and an author is one short line: what is neither is not there.
    pub fn note(&mut self, (account_id, id): (i64, i64), had: Had<'_>, report: &Report) {
        let rank = report.rank.filter(|rank| *rank > 0);
        let author = report.author.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let author: Option<String> = author
            .map(|name| name.chars().filter(|c| !c.is_control()).take(AUTHOR_CHARS_MAX).collect());
        let moved = rank.is_some() && rank != had.rank;
        let named = author.is_some() && author.as_deref() != had.author;
        if !moved && !named {
            return;
        }
        if let Some(rank) = rank.filter(|_| moved) {
            let event = Event { kind: "rank", ..Event::became(account_id, id, State::Running) };
            let left = report.remains.unwrap_or(had.remains).clamp(0, had.quantity);
            self.events.push(event.with(json!({ "rank": rank, "made": had.quantity - left })));
        }
        self.ids.push(id);
        self.ranks.push(rank);
        self.authors.push(author);
    }

    /// Writes it to the rows, which are locked.
    pub async fn write(
        self,
        tx: &mut PgTransaction<'_>,
        now: DateTime<Utc>,
    ) -> Result<(), db::Error> {
        if self.ids.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "update orders o set rank = coalesce(n.rank, o.rank),
                    author = coalesce(n.author, o.author)
             from unnest($1::bigint[], $2::int[], $3::text[]) as n (id, rank, author)
             where o.id = n.id",
            &self.ids,
            &self.ranks as &[Option<i32>],
            &self.authors as &[Option<String>],
        )
        .execute(&mut **tx)
        .await?;
        event::write(tx, &self.events, now).await
    }
}

/// What an order's row says before a report.
#[derive(Debug, Clone, Copy)]
pub(in crate::orders) struct Had<'a> {
    pub quantity: i64,
    pub remains: i64,
    pub rank: Option<i32>,
    pub author: Option<&'a str>,
}

/// Has providers stop what has reached its position while they were at it. The orders have ended:
/// whatever comes of it moves no money of theirs.
pub(in crate::orders) async fn stop(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    reached: &[(i64, i64)],
) -> Result<(), db::Error> {
    if reached.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into cancels (account_id, order_id, due_at, asked_at)
         select account_id, order_id, $3, $3
         from unnest($1::bigint[], $2::bigint[]) as r (account_id, order_id)
         on conflict (order_id) where ended_at is null do nothing",
        &reached.iter().map(|one| one.0).collect::<Vec<_>>(),
        &reached.iter().map(|one| one.1).collect::<Vec<_>>(),
        now
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Gives up orders whose hours are over. Answers how many.
pub async fn give_up(db: &Db, clock: &Clock) -> Result<usize, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { give_up_in(tx, clock.now()).await })).await
}

async fn give_up_in(tx: &mut PgTransaction<'_>, now: DateTime<Utc>) -> Result<usize, db::Error> {
    if seeded::bug("hours-without-end") {
        return Ok(0);
    }
    let rows = sqlx::query!(
        r#"select id, account_id, service_id, form, state, quantity, charge as "charge: Money",
                  refunded as "refunded: Money", cost as "cost: Money"
           from orders
           where target_position is not null and ended_at is null and gave_up_at is null
             and created_at + make_interval(mins => coalesce(after_min, 0), hours => target_hours)
                 <= $1
           order by id limit $2 for no key update skip locked"#,
        now,
        ROWS_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    if rows.is_empty() {
        return Ok(0);
    }
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let asked: HashSet<i64> = sqlx::query_scalar!(
        "select order_id from cancels where order_id = any($1) and ended_at is null",
        &ids
    )
    .fetch_all(&mut **tx)
    .await?
    .into_iter()
    .collect();
    sqlx::query!("update orders set gave_up_at = $2 where id = any($1)", &ids, now)
        .execute(&mut **tx)
        .await?;
    let given_up =
        |row: (i64, i64)| Event { kind: "gave_up", ..Event::became(row.0, row.1, State::Running) };
    let events: Vec<Event> = rows.iter().map(|row| given_up((row.account_id, row.id))).collect();
    event::write(tx, &events, now).await?;
    let accounts: Vec<i64> = rows.iter().map(|row| row.account_id).collect();
    let mut wallets = Wallets::lock(tx, &accounts).await?;
    for row in &rows {
        let open = LockedOrder {
            id: row.id,
            account_id: row.account_id,
            form: Form::of_row(&row.form),
            state: State::of_row(&row.state),
            quantity: row.quantity,
            charge: row.charge,
            refunded: row.refunded,
            cost: row.cost,
        };
        let fate = cancel::fate_of_one(open.state);
        if fate == Fate::Ask && asked.contains(&row.id) {
            continue;
        }
        let locked = cancel::Row::single(open, row.service_id);
        cancel::carry_out(tx, now, &locked, fate, None, &mut wallets).await?;
    }
    wallets.write(tx, now).await?;
    Ok(rows.len())
}

/// A position as it was reported.
#[derive(Debug, Clone, Copy)]
pub struct Position {
    pub at: DateTime<Utc>,
    /// 1 is the top.
    pub rank: i32,
    /// Units delivered by then.
    pub made: i64,
}

/// The newest positions of an order, oldest first.
pub async fn positions(db: impl PgExecutor<'_>, order_id: i64) -> Result<Vec<Position>, db::Error> {
    Ok(sqlx::query_as!(
        Position,
        r#"select at, rank as "rank!", made as "made!" from (
               select e.id, e.at, (e.data->>'rank')::int as rank, (e.data->>'made')::bigint as made
               from order_events e
               where e.kind = 'rank' and e.order_id = $1
               order by e.id desc limit $2) as newest
           order by id"#,
        order_id,
        POSITIONS_MAX
    )
    .fetch_all(db)
    .await?)
}
