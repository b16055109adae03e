//! Following orders that a provider has: the panel asks in batches, and applies the answers
//! set-based.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, column};
use crate::orders::attention::Attention;
use crate::orders::event::EventKind;
use crate::orders::locked_order::{self, LockedOrder};
use crate::orders::state::{Verdict, verdict_at_position, verdict_on};
use crate::orders::transition::Transition;
use crate::orders::writer;
use crate::orders::{OrderId, State, looks, target, unread};
use crate::providers::{ProviderId, Report, Word};

/// An order that the panel asks about.
#[derive(Debug, Clone)]
pub struct Due {
    pub order_id: OrderId,
    pub provider_id: ProviderId,
    pub upstream_id: String,
}

/// The least wait between two looks at an order of a provider on the network.
const FAR_LOOK_S: i64 = 10;

/// The wait before the panel asks about an order again. It grows with the order's age, because most
/// orders end soon or take long. `near`: the panel's own sandbox has it, which may be asked at any
/// time.
pub(in crate::orders) fn next_look(age: TimeDelta, near: bool) -> TimeDelta {
    let wait_s = match age.num_seconds() {
        ..60 => 1,
        60..600 => 5,
        600..3_600 => 30,
        3_600..86_400 => 120,
        _ => 600,
    };
    TimeDelta::seconds(if near { wait_s } else { wait_s.max(FAR_LOOK_S) })
}

/// Takes up to `limit` orders that are due, and sets when each is due again. So a lost answer or a
/// killed process costs one round and nothing else.
///
/// It leaves out the orders of the `busy` providers, which are still being asked.
pub async fn take_due(
    db: &Db,
    clock: &Clock,
    busy: Vec<ProviderId>,
    limit: i64,
) -> Result<Vec<Due>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            // What is due is taken first, and then each order is looked up by its id: while few
            // orders have an id of their provider, PostgreSQL would begin with these, and take what
            // is due once for each.
            let rows = sqlx::query!(
                r#"with due as materialized (
                       select l.order_id, l.due_at, p.id as provider_id, p.protocol
                       from providers p
                       cross join lateral (
                            select order_id, due_at from looks
                            where provider_id = p.id and what = 'running' and due_at <= $1
                            order by due_at limit $2 for no key update skip locked) as l
                       where p.id <> all($3))
                   select due.order_id as "id: OrderId", due.provider_id as "provider_id: ProviderId",
                          o.upstream_id as "upstream_id!",
                          o.created_at + make_interval(mins => coalesce(o.after_min, 0))
                              as "started_at!",
                          o.unread_since, due.protocol = 'sandbox' as "near!"
                   from due
                   cross join lateral (select * from orders where id = due.order_id limit 1) as o
                   where o.upstream_id is not null
                   order by due.due_at limit $2"#,
                now,
                limit,
                &busy as &[ProviderId]
            )
            .fetch_all(&mut **tx)
            .await?;
            // The longer nothing can be read about an order, the less often the panel asks.
            let rest = |since: Option<DateTime<Utc>>| {
                since.map_or(TimeDelta::zero(), |since| unread::rest(now - since))
            };
            let next = column(&rows, |row| {
                let look = next_look(now - row.started_at, row.near);
                now + look.max(rest(row.unread_since))
            });
            looks::put_off(tx, &column(&rows, |row| row.id), &next).await?;
            let due = rows.into_iter().map(|row| Due {
                order_id: row.id,
                provider_id: row.provider_id,
                upstream_id: row.upstream_id,
            });
            Ok(due.collect())
        })
    })
    .await
}

/// Applies reports to orders of one provider. Only running orders change. A final order stays as it
/// is; news that contradicts its end is shown to a person. If one of the orders cannot be written,
/// the others still are, and its error is the answer. Answers how many running orders changed.
pub async fn apply(
    db: &Db,
    clock: &Clock,
    reports: Vec<(OrderId, Report)>,
) -> Result<usize, db::Error> {
    match apply_once(db, clock, reports.clone()).await {
        Err(error) if error.is_about_data() && reports.len() > 1 => {
            let (mut changed, mut failed) = (0, None);
            for (order_id, report) in reports {
                match apply_once(db, clock, vec![(order_id, report)]).await {
                    Ok(more) => changed += more,
                    Err(error) if error.is_about_data() => {
                        tracing::error!(order = %order_id, %error, "a report was not applied");
                        failed = Some(error);
                    }
                    Err(error) => return Err(error),
                }
            }
            failed.map_or(Ok(changed), Err)
        }
        other => other,
    }
}

async fn apply_once(
    db: &Db,
    clock: &Clock,
    reports: Vec<(OrderId, Report)>,
) -> Result<usize, db::Error> {
    if reports.is_empty() {
        return Ok(0);
    }
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { apply_in(tx, clock.now(), reports).await }))
        .await
}

async fn apply_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    reports: Vec<(OrderId, Report)>,
) -> Result<usize, db::Error> {
    let reports: HashMap<OrderId, Report> = reports.into_iter().collect();
    let ids: Vec<OrderId> = reports.keys().copied().collect();
    let orders = locked_order::lock(tx, &ids).await?;
    let mut transitions = Vec::with_capacity(orders.len());
    let mut changed = 0;
    for order in orders.into_values() {
        let report = &reports[&order.id];
        let was_running = order.state == State::Running;
        let transition = decide(order, report, now)?.called(report.said.as_deref());
        changed += usize::from(was_running && transition.changes_row());
        transitions.push(transition);
    }
    writer::write(tx, now, transitions).await?;
    Ok(changed)
}

/// What a report does to an order.
fn decide(
    order: LockedOrder,
    report: &Report,
    now: DateTime<Utc>,
) -> Result<Transition, db::Error> {
    let (state, quantity, remains) = (order.state, order.quantity, order.remains);
    let verdict = match order.target_position {
        Some(position) => verdict_at_position(report, quantity, remains, position),
        None => verdict_on(report, quantity, order.is_package()),
    };
    let is_aimed = order.target_position.is_some();
    let is_readable = order.unread_since.is_some() && report.word != Word::Other;
    let due_at = order.due_at;
    let mut transition = order.stays();
    if is_readable {
        transition = transition.read_again();
    }
    if state != State::Running {
        // An order that was told to stop at its position reports where it stopped.
        let stopped = is_aimed && state == State::Completed;
        let late = state.is_final() && !stopped && contradicts(verdict, state, remains, quantity);
        return Ok(if late { raise_late(transition, report) } else { transition });
    }
    if is_readable {
        // The panel asks about it at the usual pace again.
        transition = transition.due(due_at.min(Some(now + TimeDelta::seconds(FAR_LOOK_S))));
    }
    transition = target::note(transition, report);
    let start_count = report.start_count.filter(|count| *count >= 0);
    let start_count = start_count.or(transition.order().start_count);
    let transition = match verdict {
        Verdict::Progress => {
            let within = report.remains.filter(|left| (0..=quantity).contains(left));
            transition.progress(within.unwrap_or(remains), start_count)
        }
        Verdict::Review(why) => transition
            .progress(remains, start_count)
            .to(State::Review)
            .saying(json!({ "why": why }))
            .raises(Attention::Review, why),
        Verdict::End(end) => {
            let ended = transition.progress(remains, start_count).ends(end)?;
            // It has reached its position while its provider was still working on it: the provider
            // is told to stop. The order has ended, so the answer moves no money.
            if is_aimed && report.word == Word::Open { ended.asks_cancel() } else { ended }
        }
    };
    Ok(transition)
}

/// Whether a report says that an order ended in another way than it did. A report that it is still
/// under way is only older news.
fn contradicts(verdict: Verdict, state: State, remains: i64, quantity: i64) -> bool {
    match verdict {
        Verdict::Progress => false,
        Verdict::End(end) => end.state() != state || end.remains(quantity) != remains,
        Verdict::Review(_) => true,
    }
}

/// Shows late news about a final order to a person, once for the same news.
fn raise_late(transition: Transition, report: &Report) -> Transition {
    let what = format!("reported as {:?} after its end", report.word);
    if transition.order().attention.as_ref() == Some(&what) {
        return transition;
    }
    transition
        .raises(Attention::LateReport, what)
        .and(EventKind::LateReport)
        .saying(json!({ "word": format!("{:?}", report.word), "remains": report.remains }))
}
