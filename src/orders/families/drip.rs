//! Drip-feeds and paced orders. The panel itself makes the runs, or portions. Each is an order that
//! carries its share of what the parent was charged. The panel ends the parent when all of them
//! have ended. Runs are equal and an interval apart. A portion makes the next one due when its
//! units are through at the order's pace; the last portion takes the rest. The shares of the first
//! k together are ⌊charge × their units ÷ quantity⌋, so all shares together are the charge.

use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgExecutor, PgTransaction};

use crate::accounts::AccountId;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::orders::event::{self, Amounts, Event, EventKind};
use crate::orders::{Form, OrderId, State};

/// The most parents in one transaction.
const ROWS_MAX: i64 = 100;

/// Makes the runs and portions that are due, one for each parent, so that after a long stop they
/// are not all made at once. Answers how many it made.
pub async fn make_runs(db: &Db, clock: &Clock) -> Result<usize, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { make_in(tx, clock.now()).await })).await
}

async fn make_in(tx: &mut PgTransaction<'_>, now: DateTime<Utc>) -> Result<usize, db::Error> {
    // If one is made a little late, the next ones are not late because of it.
    let made = sqlx::query!(
        r#"with due as (
            select id, due_at from orders
            where state in ('queued', 'running') and form in ('drip', 'paced') and due_at <= $1
              and runs_left > 0
            order by id limit $2 for no key update skip locked),
         parent as (
            update orders o set state = 'running', runs_left = runs_left - 1,
                   due_at = case
                        when runs_left = 1 then $1 + interval '1 second'
                        when portion is null then $1 + make_interval(mins => o.interval_min)
                        else case when due.due_at > $1 - interval '5 seconds' then due.due_at
                                  else $1 end
                             + interval '1 millisecond' * (portion * 60000000 / speed) end
            from due where o.id = due.id
            returning o.*, coalesce(o.portion, o.quantity / o.runs) as each,
                      o.runs - o.runs_left - 1 as before),
         shared as (
            select *, each * before as units_before,
                   case when runs_left = 0 then quantity else each * (before + 1) end as units_after
            from parent)
         insert into orders (account_id, service_id, form, parent_id, state, link, details,
                quantity, remains, rate, charge, due_at, lane, source, token_id, speed, created_at)
         select account_id, service_id, case form when 'drip' then 'run' else 'portion' end, id,
                'queued', link, details, units_after - units_before, units_after - units_before,
                rate,
                div(charge::numeric * units_after, quantity)
                    - div(charge::numeric * units_before, quantity),
                $1, (select lane from service_lanes l where l.service_id = shared.service_id),
                source, token_id, speed, $1
         from shared
         returning id as "id: OrderId", account_id as "account_id: AccountId",
                   parent_id as "parent_id!: OrderId", form as "form: Form",
                   charge as "charge: Money", remains"#,
        now,
        ROWS_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut events = Vec::with_capacity(made.len() * 2);
    for run in &made {
        let amounts = Amounts {
            charge: run.charge,
            refunded: Money::ZERO,
            remains: run.remains,
            start_count: None,
        };
        events.push(Event::new((run.account_id, run.id), EventKind::Placed, amounts));
        let kind = if run.form == Form::Portion { EventKind::Portion } else { EventKind::Run };
        let of_parent = Event::note((run.account_id, run.parent_id), kind);
        events.push(of_parent.with(Some(json!({ "order": run.id }))));
    }
    event::write(tx, &events, now).await?;
    Ok(made.len())
}

/// Ends the parents whose runs are all made and ended. Answers how many.
pub async fn end_parents(db: &Db, clock: &Clock) -> Result<usize, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { end_in(tx, clock.now()).await })).await
}

async fn end_in(tx: &mut PgTransaction<'_>, now: DateTime<Utc>) -> Result<usize, db::Error> {
    // A parent without runs left looks at its runs when it is due. The longer they take, the longer
    // it waits between two looks.
    let rows = sqlx::query!(
        r#"with due as (
            select id from orders
            where state in ('queued', 'running') and form in ('drip', 'paced') and due_at <= $1
              and runs_left = 0
            order by id limit $2 for no key update skip locked),
         family as (
            select p.id, p.account_id, p.charge, p.refunded + coalesce(sum(r.refunded), 0) as back,
                   case when count(r.id) < p.runs
                        then p.quantity - coalesce(p.portion, p.quantity / p.runs) * count(r.id)
                        else 0 end + coalesce(sum(r.remains), 0) as left,
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
            link_hash = case when f.open > 0 then o.link_hash end,
            gives_up_at = case when f.open > 0 then o.gives_up_at end,
            remains = case when f.open = 0 then f.left else o.remains end,
            due_at = case when f.open > 0 then $1 + coalesce(f.wait, interval '1 second') end
         from family f where o.id = f.id
         returning o.id as "id: OrderId", o.account_id as "account_id: AccountId",
                   o.state as "state: State", o.charge as "charge: Money", o.remains,
                   o.start_count, f.back::bigint as "refunded!: Money""#,
        now,
        ROWS_MAX
    )
    .fetch_all(&mut **tx)
    .await?;
    let ended: Vec<Event> = rows
        .iter()
        .filter(|row| row.state.is_final())
        .map(|row| {
            let amounts = Amounts {
                charge: row.charge,
                // Whatever its runs refunded counts as refunded by the parent.
                refunded: row.refunded,
                remains: row.remains,
                start_count: row.start_count,
            };
            Event::new((row.account_id, row.id), EventKind::Became(row.state), amounts)
        })
        .collect();
    event::write(tx, &ended, now).await?;
    Ok(ended.len())
}

/// A portion that was made.
#[derive(Debug, Clone, Copy)]
pub struct Portion {
    pub at: DateTime<Utc>,
    pub quantity: i64,
    pub delivered: i64,
}

/// The portions of a paced order so far, oldest first.
pub async fn portions(
    db: impl PgExecutor<'_>,
    account_id: AccountId,
    order_id: OrderId,
) -> Result<Vec<Portion>, db::Error> {
    Ok(sqlx::query_as!(
        Portion,
        r#"select created_at as at, quantity, quantity - remains as "delivered!"
           from orders where parent_id = $2 and account_id = $1 order by id limit 1000"#,
        account_id as AccountId,
        order_id as OrderId
    )
    .fetch_all(db)
    .await?)
}
