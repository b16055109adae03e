//! Recording what came back for orders that were sent, many at a time, each under its fence. A
//! result that comes too late finds no row, is kept on its attempt and raised for a person.
//! Recording the same result again changes nothing, so that it can be tried until the database
//! takes it. What each outcome leads to: the table of outcomes in `docs/OPERATIONS.md`.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::PgTransaction;

use crate::catalogue::Link;
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db};
use crate::kit::money::Money;
use crate::kit::seeded;
use crate::ledger::Wallets;
use crate::orders::dispatch::{Claim, backoff_s};
use crate::orders::event::{self, Event};
use crate::orders::recorded::Changes;
use crate::orders::settle::{Flag, LockedOrder};
use crate::orders::state::End;
use crate::orders::weigh::weigh;
use crate::orders::{Form, State, attempt, resend};
use crate::providers::{Outcome, Refusal, Route, Sent, pause, route};

/// What came back for a claim.
#[derive(Debug, Clone)]
pub struct Answer {
    pub claim: Claim,
    pub sent: Sent,
}

/// Records these answers. An id that the provider has given before is no acceptance that can be
/// relied on: whether the order is there cannot be told. If the database refuses one of them for
/// its data, the others are recorded all the same.
pub async fn record_all(db: &Db, clock: &Clock, mut answers: Vec<Answer>) -> Result<(), db::Error> {
    weigh(db, &mut answers).await?;
    let reused = attempt::given_before(db, &answers).await?;
    for (at, answer) in answers.iter_mut().enumerate() {
        if reused.contains(&at) {
            answer.sent.outcome = given_before(&answer.sent.outcome);
        }
        if seeded::bug("unknown-moves-on")
            && let Outcome::Unknown { detail } = &answer.sent.outcome
        {
            answer.sent.outcome = Outcome::Refused { reason: detail.clone() };
        }
    }
    match record_once(db, clock, answers.clone()).await {
        Err(error) if error.is_about_data() && answers.len() > 1 => {
            let mut failed = Ok(());
            for answer in answers {
                if let Err(error) = record_one(db, clock, answer).await {
                    failed = Err(error);
                }
            }
            failed
        }
        Err(error) if error.constraint() == Some("orders_upstream") => {
            record_one(db, clock, answers.remove(0)).await
        }
        other => other,
    }
}

async fn record_one(db: &Db, clock: &Clock, mut answer: Answer) -> Result<(), db::Error> {
    match record_once(db, clock, vec![answer.clone()]).await {
        Err(error) if error.constraint() == Some("orders_upstream") => {
            answer.sent.outcome = given_before(&answer.sent.outcome);
            record_once(db, clock, vec![answer]).await
        }
        other => other,
    }
}

fn given_before(outcome: &Outcome) -> Outcome {
    let id = match outcome {
        Outcome::Accepted { upstream_id } => upstream_id.as_str(),
        _ => "",
    };
    let detail = format!("the provider answered with {id:?}, which it has given before");
    Outcome::Unknown { detail }
}

async fn record_once(db: &Db, clock: &Clock, answers: Vec<Answer>) -> Result<(), db::Error> {
    let clock = clock.clone();
    db.transaction(move |tx| Box::pin(async move { record_in(tx, clock.now(), answers).await }))
        .await
}

/// An order that waits for its answer, locked.
struct Held {
    form: String,
    quantity: i64,
    charge: Money,
    refunded: Money,
    tries: i32,
    is_given_up: bool,
}

/// What becomes of an order.
enum Next {
    Run(String),
    Queue(DateTime<Utc>),
    End,
    /// Asked for again at that time, or never by the panel itself.
    Unknown(String, Option<DateTime<Utc>>),
}

async fn record_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    answers: Vec<Answer>,
) -> Result<(), db::Error> {
    let held = lock(tx, &answers).await?;
    let mut kept = Vec::with_capacity(answers.len());
    let mut late = Vec::new();
    for answer in &answers {
        if held.contains_key(&answer.claim.order_id) {
            kept.push(answer);
        } else if !attempt::is_kept(tx, &answer.claim, &answer.sent.outcome).await? {
            late.push(answer);
        }
    }
    attempt::close(tx, now, &kept).await?;
    attempt::close(tx, now, &late).await?;
    let ways = ways_left(tx, &kept).await?;
    let mut changes = Changes::default();
    let mut events = Vec::with_capacity(kept.len());
    let mut ending = Vec::new();
    for answer in &kept {
        let order = &held[&answer.claim.order_id];
        let has_way = ways.contains(&answer.claim.order_id);
        let (next, data) = decide(answer, order, has_way, now);
        let event = |state| Event::became(answer.claim.account_id, answer.claim.order_id, state);
        match next {
            Next::Run(upstream_id) => {
                changes.run(&answer.claim, upstream_id, now);
                events.push(event(State::Running));
            }
            Next::Queue(due_at) => {
                changes.queue(answer.claim.order_id, due_at);
                events.push(event(State::Queued).with(data));
            }
            Next::Unknown(detail, due_at) => {
                changes.unknown(answer.claim.order_id, &detail, due_at);
                events.push(event(State::Unknown).with(data));
            }
            Next::End => ending.push((answer, order, data)),
        }
    }
    changes.write(tx).await?;
    end_all(tx, now, ending, &mut events).await?;
    for answer in late {
        events.extend(note_late(tx, answer).await?);
    }
    event::write(tx, &events, now).await?;
    tell_providers(tx, now, &kept).await?;
    seeded::failpoint("dispatch-before-record");
    Ok(())
}

async fn lock(
    tx: &mut PgTransaction<'_>,
    answers: &[Answer],
) -> Result<HashMap<i64, Held>, db::Error> {
    let rows = sqlx::query!(
        r#"select o.id, o.form, o.quantity, o.charge as "charge: Money",
                  o.refunded as "refunded: Money", o.tries,
                  exists (select from cancels c where c.order_id = o.id and c.ended_at is null)
                      as "is_given_up!"
           from orders o
           join unnest($1::bigint[], $2::bigint[]) as c (id, fence) on c.id = o.id
           where (o.fence = c.fence or $3) and o.state = 'submitting'
           order by o.id for no key update of o"#,
        &answers.iter().map(|answer| answer.claim.order_id).collect::<Vec<_>>(),
        &answers.iter().map(|answer| answer.claim.fence).collect::<Vec<_>>(),
        seeded::bug("unfenced-record")
    )
    .fetch_all(&mut **tx)
    .await?;
    let held = rows.into_iter().map(|row| {
        let held = Held {
            form: row.form,
            quantity: row.quantity,
            charge: row.charge,
            refunded: row.refunded,
            tries: row.tries,
            is_given_up: row.is_given_up,
        };
        (row.id, held)
    });
    Ok(held.collect())
}

/// Of the refused orders, those that have a way left which has not refused them. It may be
/// paused: then it is waited for.
async fn ways_left(
    tx: &mut PgTransaction<'_>,
    answers: &[&Answer],
) -> Result<HashSet<i64>, db::Error> {
    let refused: Vec<&Claim> = answers
        .iter()
        .filter(|answer| {
            matches!(answer.sent.outcome, Outcome::Refused { .. } | Outcome::Duplicate { .. })
        })
        .map(|answer| &answer.claim)
        .collect();
    if refused.is_empty() {
        return Ok(HashSet::new());
    }
    let ids: Vec<i64> = refused.iter().map(|claim| claim.order_id).collect();
    let services: Vec<i64> = refused.iter().map(|claim| claim.route.service_id).collect();
    let said_no = attempt::refused(tx, &ids).await?;
    let routes = route::of_services(&mut **tx, &services).await?;
    let is_left = |claim: &Claim, way: &Route| {
        !said_no.contains(&(claim.order_id, way.position, way.provider_id))
    };
    let left = refused.into_iter().filter(|claim| {
        routes
            .get(&claim.route.service_id)
            .is_some_and(|ways| ways.iter().any(|way| is_left(claim, way)))
    });
    Ok(left.map(|claim| claim.order_id).collect())
}

/// What an outcome does to its order, and what its event says.
fn decide(answer: &Answer, order: &Held, has_way: bool, now: DateTime<Utc>) -> (Next, Value) {
    let (claim, outcome) = (&answer.claim, &answer.sent.outcome);
    let backoff = now + TimeDelta::seconds(backoff_s(order.tries));
    if claim.asked_first_at.is_some() {
        return decide_again(claim, outcome, order, now);
    }
    match outcome {
        Outcome::Accepted { upstream_id } => (Next::Run(upstream_id.clone()), Value::Null),
        Outcome::Unknown { detail } => {
            let due = resend::due(claim, now, order.tries);
            (Next::Unknown(detail.clone(), due), json!({ "why": detail }))
        }
        // It has not left, and its customer was told that it is canceled then.
        _ if order.is_given_up => (Next::End, json!({ "why": "canceled before it left" })),
        Outcome::Refused { reason } | Outcome::Duplicate { reason } => {
            (if has_way { Next::Queue(now) } else { Next::End }, json!({ "refused": reason }))
        }
        Outcome::ProviderDown { reason } | Outcome::ServiceDown { reason } => {
            (Next::Queue(now), json!({ "waits": reason }))
        }
        Outcome::Later { reason, after_s } => {
            (Next::Queue(now + TimeDelta::seconds(*after_s)), json!({ "waits": reason }))
        }
        Outcome::NotSent { reason } => (Next::Queue(backoff), json!({ "waits": reason })),
    }
}

/// As [`decide`], of an order that an earlier attempt may have left there: only an acceptance says
/// more than was known.
fn decide_again(
    claim: &Claim,
    outcome: &Outcome,
    order: &Held,
    now: DateTime<Utc>,
) -> (Next, Value) {
    let due = resend::due(claim, now, order.tries);
    match outcome {
        Outcome::Accepted { upstream_id } => (Next::Run(upstream_id.clone()), Value::Null),
        Outcome::Refused { reason }
        | Outcome::Duplicate { reason }
        | Outcome::ServiceDown { reason } => {
            let why = format!("asked again with the same key, the provider refused: {reason}");
            let data = json!({ "why": why });
            (Next::Unknown(why, None), data)
        }
        Outcome::Unknown { detail: why }
        | Outcome::ProviderDown { reason: why }
        | Outcome::NotSent { reason: why } => {
            (Next::Unknown(why.clone(), due), json!({ "why": why }))
        }
        Outcome::Later { reason, after_s } => {
            let until = now + TimeDelta::seconds(*after_s);
            (Next::Unknown(reason.clone(), due.map(|due| due.max(until))), json!({ "why": reason }))
        }
    }
}

/// With nobody, and to go nowhere: canceled, with everything back on the balance.
async fn end_all(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    ending: Vec<(&&Answer, &Held, Value)>,
    events: &mut Vec<Event>,
) -> Result<(), db::Error> {
    if ending.is_empty() {
        return Ok(());
    }
    let accounts: Vec<i64> = ending.iter().map(|(answer, ..)| answer.claim.account_id).collect();
    let mut wallets = Wallets::lock(tx, &accounts).await?;
    for (answer, order, mut why) in ending {
        let open = LockedOrder {
            id: answer.claim.order_id,
            account_id: answer.claim.account_id,
            form: Form::of_row(&order.form),
            state: State::Submitting,
            quantity: order.quantity,
            charge: order.charge,
            refunded: order.refunded,
            cost: Money::ZERO,
        };
        let ended = open.end(End::Canceled, &mut wallets).map_err(db::Error::from)?;
        open.write(tx, now, &ended, Flag::Keep).await?;
        why["refunded"] = ended.refunded.to_string().into();
        events.push(open.ended(&ended).with(why));
    }
    wallets.write(tx, now).await
}

/// The order went on without this answer. Nothing of it is undone by what comes late.
async fn note_late(
    tx: &mut PgTransaction<'_>,
    answer: &Answer,
) -> Result<Option<Event>, db::Error> {
    if seeded::bug("late-answer-dropped") {
        return Ok(None);
    }
    let (claim, outcome) = (&answer.claim, &answer.sent.outcome);
    let what = format!("an answer came after its time: {outcome:?}");
    sqlx::query!("update orders set attention = $2 where id = $1", claim.order_id, what)
        .execute(&mut **tx)
        .await?;
    let event = Event::became(claim.account_id, claim.order_id, State::Unknown);
    let event = Event { kind: "late_answer", ..event };
    Ok(Some(event.with(json!({ "answer": format!("{outcome:?}") }))))
}

fn refusal(claim: &Claim, reason: &str) -> Refusal {
    let link = &claim.submission.link;
    Refusal {
        order_id: claim.order_id,
        account_id: claim.account_id,
        // Whoever writes it in capitals means the same, most often.
        target: Link::parse(link)
            .map_or_else(|_| link.clone(), |link| link.target().to_string())
            .to_lowercase(),
        reason: reason.to_owned(),
    }
}

/// What the answers say of the providers themselves. Their rows come after orders and wallets, in
/// the order of their ids.
async fn tell_providers(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    answers: &[&Answer],
) -> Result<(), db::Error> {
    let mut by_provider: BTreeMap<i64, Vec<&Answer>> = BTreeMap::new();
    for answer in answers {
        by_provider.entry(answer.claim.route.provider_id).or_default().push(answer);
    }
    for (provider_id, answers) in by_provider {
        let mut told = pause::Told::default();
        for answer in answers {
            let way = &answer.claim.route;
            match &answer.sent.outcome {
                Outcome::Accepted { .. } => told.taken(),
                Outcome::Refused { reason } | Outcome::Duplicate { reason }
                    if way.url.is_some() && answer.claim.asked_first_at.is_none() =>
                {
                    told.refused(refusal(&answer.claim, reason));
                }
                Outcome::Refused { .. } | Outcome::Duplicate { .. } => told.definite(),
                Outcome::Unknown { .. } if way.url.is_some() => told.unknown(),
                Outcome::Unknown { .. } | Outcome::NotSent { .. } => {}
                Outcome::ProviderDown { reason } => pause::pause(tx, provider_id, reason).await?,
                Outcome::ServiceDown { reason } => {
                    let service = &way.upstream_service;
                    pause::pause_service(tx, provider_id, service, reason).await?;
                }
                Outcome::Later { after_s, .. } => {
                    pause::wait(tx, provider_id, now + TimeDelta::seconds(*after_s)).await?;
                }
            }
            if answer.sent.evidence.takes_idempotency_keys && !way.takes_idempotency_keys {
                told.takes_keys();
            }
        }
        told.write(tx, now, provider_id).await?;
    }
    Ok(())
}
