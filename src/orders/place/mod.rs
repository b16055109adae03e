//! Placing a batch: one transaction with a few set-based statements, whatever the size of the
//! batch.
//!
//! The wallets are locked first. So while keys, links and funds are decided, nobody else can place
//! orders for the same accounts. Each request is decided by itself in plain Rust, and sees what the
//! requests before it in the batch left. The constraints of the table are the last safety.

pub(in crate::orders) mod facts;
pub(in crate::orders) mod intake;
pub mod pace;
pub(in crate::orders) mod parse;
pub(in crate::orders) mod place_error;

use std::sync::Arc;

use chrono::TimeDelta;
use sqlx::PgTransaction;

use crate::accounts::AccountId;
use crate::accounts::links::verify;
use crate::catalogue::{Offers, ServiceId};
use crate::kit::batch::BatchPermit;
use crate::kit::clock::Clock;
use crate::kit::db::{self, CommitProof, Db, LaneConnection};
use crate::kit::failpoint;
use crate::ledger::{Class, PostError, Posting, Wallets};
use crate::orders::facts::{BatchFacts, Keyed, accounts};
use crate::orders::pace::DeliveryColumns;
use crate::orders::parse::{Ready, Request};
use crate::orders::place_error::PlaceError;
use crate::orders::{Form, OrderId, Source, State};

/// A placed order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    pub order_id: OrderId,
    /// An idempotency key named an order that exists already: nothing was charged now.
    pub again: bool,
}

pub(in crate::orders) type Answer = Result<Placed, PlaceError>;

/// What a lane needs to place orders.
pub(in crate::orders) struct LaneContext {
    own: LaneConnection,
    clock: Clock,
    /// Shared by all lanes.
    offers: Offers,
}

impl LaneContext {
    pub fn new(db: &Db, clock: &Clock, offers: &Offers) -> Self {
        Self { own: db.own(), clock: clock.clone(), offers: offers.clone() }
    }
}

/// Places all of them in one transaction. If the database refuses the data of one, places each
/// alone.
pub(in crate::orders) async fn place_all(
    lane: &mut LaneContext,
    permit: BatchPermit,
    requests: Vec<Request>,
) -> Vec<Answer> {
    let requests = Arc::new(requests);
    match place_batch(lane, Some(permit), &requests).await {
        Ok(answers) => answers,
        Err(error) if is_about_data(&error) && requests.len() > 1 => {
            tracing::warn!(%error, orders = requests.len(), "a batch was refused; one by one");
            let mut answers = Vec::with_capacity(requests.len());
            for request in requests.iter() {
                let alone = Arc::new(vec![request.clone()]);
                let answer = place_batch(lane, None, &alone).await;
                answers.push(answer.and_then(|mut one| one.pop().unwrap_or(Err(PlaceError::Busy))));
            }
            answers
        }
        Err(error) => requests.iter().map(|_| Err(error.clone())).collect(),
    }
}

/// Whether the database refused the data of one request, under any name that the error has here.
fn is_about_data(error: &PlaceError) -> bool {
    match error {
        PlaceError::Db(error) => error.is_about_data(),
        PlaceError::Duplicate | PlaceError::Funds => true,
        _ => false,
    }
}

async fn place_batch(
    lane: &mut LaneContext,
    permit: Option<BatchPermit>,
    requests: &Arc<Vec<Request>>,
) -> Result<Vec<Answer>, PlaceError> {
    let requests = Arc::clone(requests);
    let (clock, offers) = (lane.clock.clone(), lane.offers.clone());
    let lock = Wallets::locking(&accounts(&requests));
    let placed = lane.own.transaction(lock, move |tx| {
        Box::pin(async move {
            let answers = place_locked(tx, &clock, &offers, &requests).await;
            failpoint("intake-before-commit");
            // The next batch decides while this one is flushed.
            drop(permit);
            answers
        })
    });
    let answers = placed.await;
    failpoint("intake-after-commit");
    answers
}

/// Places these in the caller's transaction, which holds no wallet yet.
pub(in crate::orders) async fn place_in(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    offers: &Offers,
    requests: &[Request],
) -> Result<(Vec<Answer>, CommitProof), PlaceError> {
    // The wallets are read once more, with everything else.
    let _ = Wallets::lock(tx, &accounts(requests)).await?;
    place_locked(tx, clock, offers, requests).await
}

/// Places these in the caller's transaction, which has locked their wallets.
async fn place_locked(
    tx: &mut PgTransaction<'_>,
    clock: &Clock,
    offers: &Offers,
    requests: &[Request],
) -> Result<(Vec<Answer>, CommitProof), PlaceError> {
    let now = clock.now();
    let (parsed, mut facts) = read(tx, offers, requests, now.date_naive()).await?;
    let mut answers = Vec::with_capacity(requests.len());
    let mut rows = Rows::default();
    for (request, ready) in requests.iter().zip(parsed) {
        let answer = decide(request, ready, &mut facts);
        answers.push(answer.map(|(placed, row)| {
            if let Some(ready) = row {
                rows.push(placed.order_id, request, &ready, now);
            }
            placed
        }));
    }
    let mark = rows.insert(tx, now).await?;
    failpoint("intake-between-writes");
    facts.wallets.write(tx, now).await?;
    let is_again = |answer: &Answer| matches!(answer, Ok(Placed { again: true, .. }));
    if mark.xid.is_none() && answers.iter().any(is_again) {
        // Nothing is written, and an order of before is acknowledged: it must be safe by now.
        db::wait_for_standby(&mut **tx).await?;
        return Ok((answers, CommitProof::read(tx).await?));
    }
    Ok((answers, mark))
}

/// Parses with prices that are kept ready, and reads what else is needed. If the catalogue has
/// changed since the prices were read, it does so again. The wallets are locked, so whatever was
/// committed before that lock counts.
async fn read(
    tx: &mut PgTransaction<'_>,
    offers: &Offers,
    requests: &[Request],
    today: chrono::NaiveDate,
) -> Result<(Vec<Result<Ready, PlaceError>>, BatchFacts), PlaceError> {
    loop {
        let wanted = requests.iter().map(|request| (request.account_id, request.service_id));
        let offered = offers.of(tx, wanted).await?;
        let unverified = match offered.is_verified_only {
            true => verify::unverified(&mut **tx, &accounts(requests)).await?,
            false => Vec::new(),
        };
        let each = requests.iter().zip(&offered.offers);
        let parsed: Vec<_> = each
            .map(|(request, offer)| {
                let price = offer.as_ref().map(|offer| offer.price).unwrap_or_default();
                let service = offer.as_ref().map(|offer| &*offer.service);
                // What customers agreed to before goes on: the posts of their subscriptions.
                if offered.is_maintenance && request.source != Source::Panel {
                    return Err(PlaceError::Maintenance);
                }
                if unverified.contains(&request.account_id) && request.source != Source::Panel {
                    return Err(PlaceError::Unverified);
                }
                request.parse(service, price, &offered.blocked, today)
            })
            .collect();
        let planned = pace::planned(requests, &parsed);
        let facts = BatchFacts::read(tx, requests, &parsed, &planned).await?;
        let each = requests.iter().zip(&offered.offers).zip(parsed);
        let parsed = each
            .map(|((request, offer), ready)| {
                let own_min = offer.as_ref().map_or(1, |offer| offer.service.min);
                ready?.portioned(facts.bounds.get(&request.service_id), own_min)
            })
            .collect();
        if facts.version == offered.version {
            return Ok((parsed, facts));
        }
        offers.forget(offered.version);
    }
}

/// The existing order for a known key, or a new one: takes its id and posts its charge.
fn decide(
    request: &Request,
    ready: Result<Ready, PlaceError>,
    facts: &mut BatchFacts,
) -> Result<(Placed, Option<Ready>), PlaceError> {
    let key = request.idempotency_key.as_ref().map(|key| (request.account_id, key.clone()));
    if let Some(before) = key.as_ref().and_then(|key| facts.keys.get(key)) {
        return if before.request_hash == request.hash() {
            Ok((Placed { order_id: before.order_id, again: true }, None))
        } else {
            Err(PlaceError::KeyReused)
        };
    }
    let ready = ready?;
    // Here, because this is the price that is charged: it may have risen after it was shown.
    if request.max_charge.is_some_and(|most| ready.charge > most) {
        return Err(PlaceError::Dearer(ready.charge));
    }
    let balance = facts.wallets.balance(request.account_id).ok_or(PlaceError::Funds)?;
    if balance < ready.charge {
        return Err(PlaceError::Funds);
    }
    let link = ready.link_hash.clone().map(|hash| (request.account_id, request.service_id, hash));
    if link.as_ref().is_some_and(|link| facts.links.contains(link)) {
        return Err(PlaceError::Duplicate);
    }
    let order_id = facts.ids.pop().ok_or(PlaceError::Busy)?;
    facts
        .wallets
        .post(Posting {
            account_id: request.account_id,
            debit: Class::Wallet,
            credit: Class::InFlight,
            amount: ready.charge,
            kind: "charge",
            key: format!("order:{order_id}:charge"),
            order_id: Some(order_id),
            note: None,
        })
        .map_err(|error| match error {
            PostError::NotEnoughFunds | PostError::NoWallet | PostError::OutOfRange => {
                PlaceError::Funds
            }
        })?;
    facts.links.extend(link);
    if let Some(key) = key {
        facts.keys.insert(key, Keyed { order_id, request_hash: request.hash() });
    }
    Ok((Placed { order_id, again: false }, Some(ready)))
}

/// The batch's new orders, column by column.
#[derive(Default)]
struct Rows {
    ids: Vec<OrderId>,
    accounts: Vec<AccountId>,
    services: Vec<ServiceId>,
    forms: Vec<Form>,
    parents: Vec<Option<OrderId>>,
    states: Vec<State>,
    links: Vec<String>,
    targets: Vec<String>,
    details: Vec<Option<serde_json::Value>>,
    quantities: Vec<i64>,
    rates: Vec<i64>,
    charges: Vec<i64>,
    runs: Vec<Option<i32>>,
    intervals: Vec<Option<i32>>,
    due: Vec<chrono::DateTime<chrono::Utc>>,
    link_hashes: Vec<Option<Vec<u8>>>,
    keys: Vec<Option<String>>,
    request_hashes: Vec<Option<Vec<u8>>>,
    sources: Vec<Source>,
    tokens: Vec<Option<i64>>,
    delivery: DeliveryColumns,
}

impl Rows {
    fn push(
        &mut self,
        id: OrderId,
        request: &Request,
        ready: &Ready,
        now: chrono::DateTime<chrono::Utc>,
    ) {
        let state = match ready.form {
            Form::Subscription => State::Running,
            _ if ready.delivery.after_min > 0 => State::Scheduled,
            _ => State::Queued,
        };
        self.ids.push(id);
        self.accounts.push(request.account_id);
        self.services.push(request.service_id);
        self.forms.push(ready.form);
        self.parents.push(request.parent_id);
        self.states.push(state);
        self.links.push(ready.link.clone());
        self.targets.push(ready.target.clone());
        self.details.push(ready.details.clone());
        self.quantities.push(ready.quantity);
        self.rates.push(ready.rate.micros());
        self.charges.push(ready.charge.micros());
        self.runs.push(ready.runs);
        self.intervals.push(ready.interval_min);
        self.due.push(now + TimeDelta::minutes(ready.delivery.after_min));
        self.link_hashes.push(ready.link_hash.clone());
        let key = request.idempotency_key.clone();
        self.request_hashes.push(key.as_ref().map(|_| request.hash().to_vec()));
        self.keys.push(key);
        self.sources.push(request.source);
        self.tokens.push(request.token_id);
        self.delivery.push(self.ids.len(), ready);
    }

    /// Writes the orders, and the event of each, in one statement. Answers the transaction's mark.
    async fn insert(
        &self,
        tx: &mut PgTransaction<'_>,
        now: chrono::DateTime<chrono::Utc>,
    ) -> Result<CommitProof, db::Error> {
        if self.ids.is_empty() {
            return Ok(CommitProof::NOTHING);
        }
        let mark = sqlx::query_as!(
            CommitProof,
            "with placed as (
                insert into orders (id, account_id, service_id, form, parent_id, state, link,
                    details, quantity, remains, rate, charge, runs, interval_min, runs_left,
                    due_at, link_hash, idempotency_key, request_hash, source, token_id, created_at,
                    after_min, speed, portion, target_position, target_hours, target_told,
                    target, gives_up_at, lane)
                overriding system value
                select id, account_id, service_id, form, parent_id, state, link, details,
                       quantity, quantity, rate, charge, runs, interval_min, runs, due_at,
                       link_hash, key, request_hash, source, token_id, $1::timestamptz,
                       after_min, speed, portion, position, hours, told, target,
                       $1 + make_interval(mins => coalesce(after_min, 0), hours => hours),
                       case when state = 'queued' and form in ('single', 'post')
                            then (select lane from service_lanes l where l.service_id = new.service_id)
                            end
                from (select unnest($2::bigint[]) as id, unnest($3::bigint[]) as account_id,
                             unnest($4::bigint[]) as service_id, unnest($5::text[]) as form,
                             unnest($6::bigint[]) as parent_id, unnest($7::text[]) as state,
                             unnest($8::text[]) as link, unnest($9::jsonb[]) as details,
                             unnest($10::bigint[]) as quantity, unnest($11::bigint[]) as rate,
                             unnest($12::bigint[]) as charge, unnest($13::int[]) as runs,
                             unnest($14::int[]) as interval_min, unnest($15::timestamptz[]) as due_at,
                             unnest($16::bytea[]) as link_hash, unnest($17::text[]) as key,
                             unnest($18::bytea[]) as request_hash, unnest($19::text[]) as source,
                             unnest($20::bigint[]) as token_id, unnest($21::int[]) as after_min,
                             unnest($22::bigint[]) as speed, unnest($23::bigint[]) as portion,
                             unnest($24::int[]) as position, unnest($25::int[]) as hours,
                             unnest($26::jsonb[]) as told,
                             unnest($27::text[]) as target) as new),
             happened as (
                insert into order_events (account_id, order_id, kind, charge, refunded, remains, at)
                select account_id, order_id, 'placed', charge, 0, quantity, $1::timestamptz
                from (select unnest($3::bigint[]) as account_id, unnest($2::bigint[]) as order_id,
                             unnest($12::bigint[]) as charge, unnest($10::bigint[]) as quantity)
                     as e)
             select pg_current_xact_id()::text as xid,
                    pg_stat_get_bgwriter_stat_reset_time() as up_since",
            now,
            &self.ids as &[OrderId],
            &self.accounts as &[AccountId],
            &self.services as &[ServiceId],
            &self.forms as &[Form],
            &self.parents as &[Option<OrderId>],
            &self.states as &[State],
            &self.links,
            &self.details as &[Option<serde_json::Value>],
            &self.quantities,
            &self.rates,
            &self.charges,
            &self.runs as &[Option<i32>],
            &self.intervals as &[Option<i32>],
            &self.due,
            &self.link_hashes as &[Option<Vec<u8>>],
            &self.keys as &[Option<String>],
            &self.request_hashes as &[Option<Vec<u8>>],
            &self.sources as &[Source],
            &self.tokens as &[Option<i64>],
            &self.delivery.after_min as &[Option<i32>],
            &self.delivery.speeds as &[Option<i64>],
            &self.delivery.portions as &[Option<i64>],
            &self.delivery.positions as &[Option<i32>],
            &self.delivery.hours as &[Option<i32>],
            &self.delivery.told as &[Option<serde_json::Value>],
            &self.targets,
        );
        Ok(mark.fetch_one(&mut **tx).await?)
    }
}
