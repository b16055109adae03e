//! Drip-feed: the panel makes the runs itself, each an order that carries its share of what the
//! parent was charged, and ends the parent when all of them have ended.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use super::State;
use super::event::{self, Event};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};

/// Parents in one transaction.
const ROWS_MAX: i64 = 100;

/// Makes the runs that are due, one for each parent: after a long stop they are not made all at
/// once. Answers how many were made.
pub async fn make_runs(db: &Db, clock: &Clock) -> Result<usize, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { make_in(tx, clock.now()).await })).await
}

async fn make_in(tx: &mut PgTransaction<'static>, now: DateTime<Utc>) -> Result<usize, db::Error> {
    let made = sqlx::query!(
        r#"with due as (
            select id from orders
            where state in ('queued', 'running') and form = 'drip' and due_at <= $1 and runs_left > 0
            order by id limit $2 for no key update skip locked),
         parent as (
            update orders o set state = 'running', runs_left = runs_left - 1,
                   due_at = $1 + case when runs_left > 1 then make_interval(mins => o.interval_min)
                                     else interval '1 second' end
            from due where o.id = due.id
            returning o.*)
         insert into orders (account_id, service_id, form, parent_id, state, link, details,
                quantity, remains, rate, charge, due_at, source, token_id, created_at)
         select account_id, service_id, 'run', id, 'queued', link, details, quantity / runs,
                quantity / runs, rate, charge / runs, $1, source, token_id, $1
         from parent
         returning id, account_id, parent_id as "parent_id!""#,
        now,
        ROWS_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut events = Vec::with_capacity(made.len() * 2);
    for run in &made {
        events
            .push(Event { kind: "placed", ..Event::became(run.account_id, run.id, State::Queued) });
        events.push(
            Event { kind: "run", ..Event::became(run.account_id, run.parent_id, State::Running) }
                .with(json!({ "order": run.id })),
        );
    }
    event::write(tx, &events, now).await?;
    Ok(made.len())
}

/// Ends the parents whose runs are all made and ended. Answers how many.
pub async fn end_parents(db: &Db, clock: &Clock) -> Result<usize, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { end_in(tx, clock.now()).await })).await
}

async fn end_in(tx: &mut PgTransaction<'static>, now: DateTime<Utc>) -> Result<usize, db::Error> {
    // A parent without runs left looks at its runs when it is due, and less often as they last.
    let rows = sqlx::query!(
        r#"with due as (
            select id from orders
            where state in ('queued', 'running') and form = 'drip' and due_at <= $1 and runs_left = 0
            order by id limit $2 for no key update skip locked),
         family as (
            select p.id, p.account_id, p.charge, p.refunded + coalesce(sum(r.refunded), 0) as back,
                   p.quantity / p.runs * (p.runs - count(r.id)) + coalesce(sum(r.remains), 0) as left,
                   count(r.id) filter (where r.ended_at is null) as open,
                   least(interval '1 minute',
                         greatest(interval '1 second', ($1 - max(r.created_at)) / 10)) as wait
            from due join orders p on p.id = due.id left join orders r on r.parent_id = p.id
            group by p.id)
         update orders o set
            state = case when f.open > 0 then o.state
                         when f.back = f.charge and f.left = o.quantity then 'canceled'
                         when f.left = 0 and f.back = 0 then 'completed' else 'partial' end,
            ended_at = case when f.open = 0 then $1 end,
            remains = case when f.open = 0 then f.left else o.remains end,
            due_at = case when f.open > 0 then $1 + coalesce(f.wait, interval '1 second') end
         from family f where o.id = f.id
         returning o.id, o.account_id, o.state"#,
        now,
        ROWS_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let ended: Vec<Event> = rows
        .iter()
        .map(|row| (row, State::of_row(&row.state)))
        .filter(|(_, state)| state.is_final())
        .map(|(row, state)| Event::became(row.account_id, row.id, state))
        .collect();
    event::write(tx, &ended, now).await?;
    Ok(ended.len())
}
