//! Following orders that are with a provider: ask in batches, apply set-based.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use sqlx::PgTransaction;

use crate::catalogue::{Kind, kind::Counted};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::seeded;
use crate::ledger::Wallets;
use crate::orders::event::{self, Event};
use crate::orders::settle::LockedOrder;
use crate::orders::state::{End, Verdict, judge, judge_aimed};
use crate::orders::target::{self, Had, News};
use crate::orders::{Form, State, unread};
use crate::providers::{Report, Word};

/// An order to be asked for.
#[derive(Debug, Clone)]
pub struct Due {
    pub order_id: i64,
    pub provider_id: i64,
    pub upstream_id: String,
}

/// Between two looks at an order of a provider on the network, at least.
const FAR_LOOK_S: i64 = 10;

/// The wait until an order is asked for again grows with its age: most end soon or take long.
/// `near`: it is with the panel's own sandbox, which may be asked at any time.
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

/// Takes up to `limit` orders that are due, and sets when each is due again, so that a lost
/// answer or a killed process costs one round and nothing else.
///
/// It leaves the orders of the `busy` providers, which are still being asked.
pub async fn take_due(
    db: &Db,
    clock: &Clock,
    busy: Vec<i64>,
    limit: i64,
) -> Result<Vec<Due>, db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| {
        Box::pin(async move {
            let now = clock.now();
            let rows = sqlx::query!(
                r#"select o.id, provider_id as "provider_id!", upstream_id as "upstream_id!",
                          o.created_at + make_interval(mins => coalesce(after_min, 0))
                              as "started_at!",
                          o.unread_since, p.protocol = 'sandbox' as "near!"
                   from orders o join providers p on p.id = o.provider_id
                   where state = 'running' and due_at <= $1 and upstream_id is not null
                     and provider_id <> all($3)
                   order by due_at limit $2 for no key update of o skip locked"#,
                now,
                limit,
                &busy
            )
            .fetch_all(&mut **tx)
            .await?;
            // What nothing can be read of is asked for less and less often.
            let rest = |since: Option<DateTime<Utc>>| {
                since.map_or(TimeDelta::zero(), |since| unread::rest(now - since))
            };
            sqlx::query!(
                "update orders o set due_at = n.due_at
                 from unnest($1::bigint[], $2::timestamptz[]) as n (id, due_at) where o.id = n.id",
                &rows.iter().map(|row| row.id).collect::<Vec<_>>(),
                &rows
                    .iter()
                    .map(|row| {
                        let look = next_look(now - row.started_at, row.near);
                        now + look.max(rest(row.unread_since))
                    })
                    .collect::<Vec<_>>(),
            )
            .execute(&mut **tx)
            .await?;
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

/// Applies reports to orders of one provider. Only orders that are running take them;
/// what is final stays as it is, and news that contradicts it is raised for a person.
/// Answers how many orders changed.
pub async fn apply(
    db: &Db,
    clock: &Clock,
    reports: Vec<(i64, Report)>,
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
    reports: Vec<(i64, Report)>,
) -> Result<usize, db::Error> {
    let reports: HashMap<i64, Report> = reports.into_iter().collect();
    let ids: Vec<i64> = reports.keys().copied().collect();
    let rows = sqlx::query!(
        r#"select o.id, account_id, kind, form, state, quantity, remains, start_count,
                  charge as "charge: Money", refunded as "refunded: Money", cost as "cost: Money",
                  target_position, rank, author, unread_since
           from orders o join services s on s.id = o.service_id
           where o.id = any($1) order by o.id for no key update of o"#,
        &ids
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut ending: Vec<i64> = Vec::new();
    let mut judged = Vec::with_capacity(rows.len());
    let mut late = Vec::new();
    let mut news = News::default();
    let mut reached = Vec::new();
    let mut readable = Vec::new();
    for row in rows {
        let report = &reports[&row.id];
        if row.unread_since.is_some() && report.word != Word::Other {
            readable.push(row.id);
        }
        let package = Kind::parse(&row.kind).is_some_and(|kind| kind.counted() == Counted::Package);
        let verdict = match row.target_position {
            Some(position) => judge_aimed(report, row.quantity, row.remains, position),
            None => judge(report, row.quantity, package),
        };
        let state = State::of_row(&row.state);
        if state != State::Running && !seeded::bug("final-is-not-final") {
            // Whoever was told to stop at a position says where it stopped.
            let stopped = row.target_position.is_some() && state == State::Completed;
            if state.is_final()
                && !stopped
                && contradicts(verdict, state, row.remains, row.quantity)
            {
                late.push((row.account_id, row.id, report.clone()));
            }
            continue;
        }
        // What is delivered whole touches no wallet.
        if matches!(verdict, Verdict::End(end) if end != End::Completed) {
            ending.push(row.account_id);
        }
        let (quantity, remains, author) = (row.quantity, row.remains, row.author.as_deref());
        let had = Had { quantity, remains, rank: row.rank, author };
        news.note((row.account_id, row.id), had, report);
        if row.target_position.is_some()
            && report.word == Word::Open
            && matches!(verdict, Verdict::End(_))
        {
            reached.push((row.account_id, row.id));
        }
        judged.push((row, report, verdict));
    }
    let mut wallets = Wallets::lock(tx, &ending).await?;
    let mut changes = Changes::default();
    let mut events = Vec::new();
    for (row, report, verdict) in judged {
        let start = report.start_count.filter(|count| *count >= 0).or(row.start_count);
        let open = LockedOrder {
            id: row.id,
            account_id: row.account_id,
            form: Form::of_row(&row.form),
            state: State::Running,
            quantity: row.quantity,
            charge: row.charge,
            refunded: row.refunded,
            cost: row.cost,
        };
        match verdict {
            Verdict::Progress => {
                let within = report.remains.filter(|left| (0..=row.quantity).contains(left));
                let remains = within.unwrap_or(row.remains);
                if remains != row.remains || start != row.start_count {
                    changes.push(
                        row.id,
                        State::Running,
                        remains,
                        start,
                        (row.refunded, row.cost),
                        None,
                        None,
                    );
                }
            }
            Verdict::Review(why) => {
                let (remains, refunded) = (row.remains, (row.refunded, row.cost));
                changes.push(row.id, State::Review, remains, start, refunded, None, Some(why));
                events.push(
                    Event::became(row.account_id, row.id, State::Review)
                        .with(json!({ "why": why })),
                );
            }
            Verdict::End(end) => match open.end(end, &mut wallets) {
                Ok(ended) => {
                    let (state, remains) = (ended.state, ended.remains);
                    changes.push(
                        row.id,
                        state,
                        remains,
                        start,
                        (ended.refunded, ended.cost),
                        Some(now),
                        None,
                    );
                    events.push(open.ended(&ended));
                }
                Err(error) => tracing::error!(order = row.id, %error, "an end could not be posted"),
            },
        }
    }
    for (account_id, order_id, report) in late {
        events.extend(flag(tx, account_id, order_id, &report).await?);
    }
    let changed = changes.ids.len();
    changes.write(tx, now).await?;
    close_cancels(tx, now, &changes).await?;
    unread::clear(tx, now + TimeDelta::seconds(FAR_LOOK_S), &readable).await?;
    target::stop(tx, now, &reached).await?;
    news.write(tx, now).await?;
    event::write(tx, &events, now).await?;
    wallets.write(tx, now).await?;
    Ok(changed)
}

/// Whether a report says that an order ended otherwise than it did. Older news of an order that
/// was under way says nothing.
fn contradicts(verdict: Verdict, state: State, remains: i64, quantity: i64) -> bool {
    match verdict {
        Verdict::Progress => false,
        Verdict::End(end) => end.state() != state || end.remains(quantity) != remains,
        Verdict::Review(_) => true,
    }
}

/// Raises late news of a final order for a person, once for the same news.
async fn flag(
    tx: &mut PgTransaction<'_>,
    account_id: i64,
    order_id: i64,
    report: &Report,
) -> Result<Option<Event>, db::Error> {
    let what = format!("reported as {:?} after its end", report.word);
    let flagged = sqlx::query!(
        "update orders set attention = $2 where id = $1 and attention is distinct from $2",
        order_id,
        what
    )
    .execute(&mut **tx)
    .await?
    .rows_affected();
    let data = json!({ "word": format!("{:?}", report.word), "remains": report.remains });
    let event =
        Event { account_id, order_id, kind: "late_report", data: Some(data), actor_id: None };
    Ok((flagged > 0).then_some(event))
}

/// An ended order has no open cancel task, and no flag that says that its cancel is stuck.
async fn close_cancels(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    changes: &Changes,
) -> Result<(), db::Error> {
    if changes.ended.iter().all(Option::is_none) {
        return Ok(());
    }
    sqlx::query!(
        "with closed as (
            update cancels c
            set state = case when e.state = 'completed' then 'refused' else 'done' end,
                due_at = null, ended_at = $3
            from unnest($1::bigint[], $2::text[], $4::timestamptz[]) as e (id, state, ended_at)
            where c.order_id = e.id and c.ended_at is null and e.ended_at is not null
            returning c.order_id, c.unread_raised_at)
         update orders o set attention = null
         from closed where o.id = closed.order_id and closed.unread_raised_at is not null
                           and starts_with(o.attention, $5)",
        &changes.ids,
        &changes.states,
        now,
        &changes.ended as &[Option<DateTime<Utc>>],
        unread::OF_CANCEL
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// What is written to the rows, column by column.
#[derive(Default)]
struct Changes {
    ids: Vec<i64>,
    states: Vec<String>,
    remains: Vec<i64>,
    starts: Vec<Option<i64>>,
    refunded: Vec<i64>,
    costs: Vec<i64>,
    ended: Vec<Option<DateTime<Utc>>>,
    attention: Vec<Option<String>>,
}

impl Changes {
    #[expect(clippy::too_many_arguments, reason = "a row's columns, in their order")]
    fn push(
        &mut self,
        id: i64,
        state: State,
        remains: i64,
        start: Option<i64>,
        (refunded, cost): (Money, Money),
        ended: Option<DateTime<Utc>>,
        attention: Option<&str>,
    ) {
        self.ids.push(id);
        self.states.push(state.as_str().to_owned());
        self.remains.push(remains);
        self.starts.push(start);
        self.refunded.push(refunded.micros());
        self.costs.push(cost.micros());
        self.ended.push(ended);
        self.attention.push(attention.map(str::to_owned));
    }

    async fn write(&self, tx: &mut PgTransaction<'_>, now: DateTime<Utc>) -> Result<(), db::Error> {
        if self.ids.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "update orders o set state = n.state, remains = n.remains,
                    start_count = n.start_count, refunded = n.refunded, ended_at = n.ended_at,
                    cost = n.cost,
                    attention = coalesce(n.attention, o.attention),
                    started_at = coalesce(o.started_at,
                        case when n.remains < o.quantity then $8::timestamptz end),
                    due_at = case when n.state = 'running' then o.due_at end
             from unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[],
                         $6::timestamptz[], $7::text[], $9::bigint[])
                  as n (id, state, remains, start_count, refunded, ended_at, attention, cost)
             where o.id = n.id",
            &self.ids,
            &self.states,
            &self.remains,
            &self.starts as &[Option<i64>],
            &self.refunded,
            &self.ended as &[Option<DateTime<Utc>>],
            &self.attention as &[Option<String>],
            now,
            &self.costs,
        )
        .execute(&mut **tx)
        .await?;
        Ok(())
    }
}
