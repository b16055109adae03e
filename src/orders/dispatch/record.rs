//! Records the answers for orders that were sent, many at a time, each under its fence. An answer
//! that comes too late does not change its order: it is stored on its attempt and shown to a
//! person. Recording the same answer again changes nothing, so it can be tried until the database
//! takes it. The table of outcomes in `docs/OPERATIONS.md` says what each outcome leads to.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use sqlx::PgTransaction;

use crate::catalogue::{Link, ServiceId};
use crate::kit::clock::Clock;
use crate::kit::db::{self, Db, column};
use crate::kit::failpoint;
use crate::orders::attempt::OrderRoute;
use crate::orders::attention::Attention;
use crate::orders::dispatch::{Claim, backoff_s};
use crate::orders::event::EventKind;
use crate::orders::locked_order::{self, LockedOrder};
use crate::orders::poll::next_look;
use crate::orders::state::End;
use crate::orders::transition::{Placement, Transition};
use crate::orders::weigh::weigh;
use crate::orders::writer;
use crate::orders::{OrderId, State, attempt, cancel, resend};
use crate::providers::{
    Outcome, Protocol, ProviderAnswers, ProviderId, Refusal, Route, Sent, pause, route,
};

/// What came back for a claim.
#[derive(Debug, Clone)]
pub struct Answer {
    pub claim: Claim,
    pub sent: Sent,
}

/// Records these answers. If the provider gives an id that it has given before, nobody can rely on
/// it: the outcome is unknown. If the database refuses the data of one answer, the others are still
/// recorded.
pub async fn record_all(db: &Db, clock: &Clock, mut answers: Vec<Answer>) -> Result<(), db::Error> {
    weigh(db, &mut answers).await?;
    let reused = attempt::given_before(db, &answers).await?;
    for (at, answer) in answers.iter_mut().enumerate() {
        if reused.contains(&at) {
            answer.sent.outcome = given_before(&answer.sent.outcome);
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

/// What becomes of an order.
enum Next {
    Run(String),
    Queue(DateTime<Utc>),
    End,
    /// Sent again at that time; `None`: never by the panel itself.
    Unknown(String, Option<DateTime<Utc>>),
}

async fn record_in(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    answers: Vec<Answer>,
) -> Result<(), db::Error> {
    let ids = column(&answers, |answer| answer.claim.order_id);
    let mut orders = locked_order::lock(tx, &ids).await?;
    let mut kept = Vec::with_capacity(answers.len());
    let mut late = Vec::new();
    for answer in &answers {
        if orders.get(&answer.claim.order_id).is_some_and(|order| waits_for(order, answer)) {
            kept.push(answer);
        } else if !attempt::is_kept(tx, &answer.claim, &answer.sent.outcome).await? {
            late.push(answer);
        }
    }
    attempt::close(tx, now, &kept, false).await?;
    attempt::close(tx, now, &late, true).await?;
    let with_route = with_route_left(tx, &kept).await?;
    let given_up = given_up(tx, &kept).await?;
    let mut transitions = BTreeMap::new();
    for answer in &kept {
        let Some(order) = orders.remove(&answer.claim.order_id) else { continue };
        let id = order.id;
        let beside =
            Beside { is_given_up: given_up.contains(&id), has_route: with_route.contains(&id) };
        let (next, data) = decide(answer, &order, beside, now);
        transitions.insert(id, become_next(order, answer, next, now)?.saying(data));
    }
    for answer in late {
        let id = answer.claim.order_id;
        let other = transitions.remove(&id).or_else(|| orders.remove(&id).map(LockedOrder::stays));
        transitions.extend(other.map(|transition| (id, note_late(transition, answer))));
    }
    writer::write(tx, now, transitions.into_values().collect()).await?;
    tell_providers(tx, now, &kept).await?;
    failpoint("dispatch-before-record");
    Ok(())
}

/// Whether an order still waits for the answer to this attempt.
fn waits_for(order: &LockedOrder, answer: &Answer) -> bool {
    let is_its = order.fence == Some(answer.claim.fence);
    is_its && order.state == State::Submitting
}

/// The orders that certainly did not arrive and whose customers have asked for a cancel meanwhile.
async fn given_up(
    tx: &mut PgTransaction<'_>,
    answers: &[&Answer],
) -> Result<HashSet<OrderId>, db::Error> {
    let back = answers.iter().filter(|answer| {
        !matches!(answer.sent.outcome, Outcome::Accepted { .. } | Outcome::Unknown { .. })
    });
    let ids: Vec<OrderId> = back.map(|answer| answer.claim.order_id).collect();
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    cancel::open_of(&mut **tx, &ids).await
}

/// The refused orders that still have a route that has not refused them. If that route is paused,
/// the order waits for it.
async fn with_route_left(
    tx: &mut PgTransaction<'_>,
    answers: &[&Answer],
) -> Result<HashSet<OrderId>, db::Error> {
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
    let ids: Vec<OrderId> = refused.iter().map(|claim| claim.order_id).collect();
    let services: Vec<ServiceId> = refused.iter().map(|claim| claim.route.service_id).collect();
    let said_no = attempt::refused(tx, &ids).await?;
    let routes = route::of_services(&mut **tx, &services).await?;
    let is_left =
        |claim: &Claim, route: &Route| !said_no.contains(&OrderRoute::new(claim.order_id, route));
    let left = refused.into_iter().filter(|claim| {
        routes
            .get(&claim.route.service_id)
            .is_some_and(|routes| routes.iter().any(|route| is_left(claim, route)))
    });
    Ok(left.map(|claim| claim.order_id).collect())
}

/// What is known of an order besides its answer.
#[derive(Debug, Clone, Copy)]
struct Beside {
    /// Its customer has asked for a cancel.
    is_given_up: bool,
    /// It still has a route that has not refused it.
    has_route: bool,
}

/// What an outcome does to its order, and what its event says.
fn decide(
    answer: &Answer,
    order: &LockedOrder,
    beside: Beside,
    now: DateTime<Utc>,
) -> (Next, Value) {
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
        // It has not left. Its customer was told that in this case it is canceled.
        _ if beside.is_given_up => (Next::End, json!({ "why": "canceled before it left" })),
        Outcome::Refused { reason } | Outcome::Duplicate { reason } => (
            if beside.has_route { Next::Queue(now) } else { Next::End },
            json!({ "refused": reason }),
        ),
        Outcome::ProviderDown { reason } | Outcome::ServiceDown { reason } => {
            (Next::Queue(now), json!({ "waits": reason }))
        }
        Outcome::Later { reason, after_s } => {
            (Next::Queue(now + TimeDelta::seconds(*after_s)), json!({ "waits": reason }))
        }
        Outcome::NotSent { reason } => (Next::Queue(backoff), json!({ "waits": reason })),
    }
}

/// As [`decide`], for an order that an earlier attempt may have left there. Only an acceptance says
/// more than was known before.
fn decide_again(
    claim: &Claim,
    outcome: &Outcome,
    order: &LockedOrder,
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

fn become_next(
    order: LockedOrder,
    answer: &Answer,
    next: Next,
    now: DateTime<Utc>,
) -> Result<Transition, db::Error> {
    let claim = &answer.claim;
    Ok(match next {
        Next::Run(upstream_id) => {
            let protocol = claim.route.protocol;
            let look = now + next_look(TimeDelta::zero(), protocol == Protocol::Sandbox);
            let there = Placement {
                provider_id: claim.route.provider_id,
                upstream_id,
                cost_rate: claim.route.cost_rate,
                cost: claim.cost,
            };
            let running = order.becomes(State::Running).with_provider(there);
            running.due(protocol.is_polled().then_some(look))
        }
        Next::Queue(due_at) => order.becomes(State::Queued).due(Some(due_at)),
        // While the panel itself asks again, there is nothing for a person to do.
        Next::Unknown(_, Some(due_at)) => order.becomes(State::Unknown).due(Some(due_at)),
        Next::Unknown(detail, None) => {
            order.becomes(State::Unknown).raises(Attention::Unknown, detail)
        }
        // Nobody has it, and it can go nowhere: all its money goes back to the balance.
        Next::End => order.ends(End::Canceled)?,
    })
}

/// The order went on without this answer. A late answer undoes nothing of that.
fn note_late(transition: Transition, answer: &Answer) -> Transition {
    let outcome = &answer.sent.outcome;
    transition
        .raises(Attention::LateAnswer, format!("an answer came after its time: {outcome:?}"))
        .and(EventKind::LateAnswer)
        .saying(json!({ "answer": format!("{outcome:?}") }))
}

fn refusal(claim: &Claim, reason: &str) -> Refusal {
    let link = &claim.submission.link;
    Refusal {
        order_id: claim.order_id,
        account_id: claim.account_id,
        // Capital letters make no other target, in most cases.
        target: Link::parse(link)
            .map_or_else(|_| link.clone(), |link| link.target().to_string())
            .to_lowercase(),
        reason: reason.to_owned(),
    }
}

/// What the answers say about the providers themselves. Their rows are locked after orders and
/// wallets, in the order of their ids.
async fn tell_providers(
    tx: &mut PgTransaction<'_>,
    now: DateTime<Utc>,
    answers: &[&Answer],
) -> Result<(), db::Error> {
    let mut by_provider: BTreeMap<ProviderId, Vec<&Answer>> = BTreeMap::new();
    for answer in answers {
        by_provider.entry(answer.claim.route.provider_id).or_default().push(answer);
    }
    for (provider_id, answers) in by_provider {
        let mut told = ProviderAnswers::default();
        for answer in answers {
            let route = &answer.claim.route;
            match &answer.sent.outcome {
                Outcome::Accepted { .. } => told.taken(),
                Outcome::Refused { reason } | Outcome::Duplicate { reason }
                    if route.url.is_some() && answer.claim.asked_first_at.is_none() =>
                {
                    told.refused(refusal(&answer.claim, reason));
                }
                Outcome::Refused { .. } | Outcome::Duplicate { .. } => told.definite(),
                Outcome::Unknown { .. } if route.url.is_some() => told.unknown(),
                Outcome::Unknown { .. } | Outcome::NotSent { .. } => {}
                Outcome::ProviderDown { reason } => pause::pause(tx, provider_id, reason).await?,
                Outcome::ServiceDown { reason } => {
                    let service = &route.upstream_service;
                    pause::pause_service(tx, provider_id, service, reason).await?;
                }
                Outcome::Later { after_s, .. } => {
                    pause::wait(tx, provider_id, now + TimeDelta::seconds(*after_s)).await?;
                }
            }
            if answer.sent.evidence.takes_idempotency_keys && !route.takes_idempotency_keys {
                told.takes_keys();
            }
        }
        told.write(tx, now, provider_id).await?;
    }
    Ok(())
}
